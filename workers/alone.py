"""Who looks after the embedded workers of an archive, and what a newcomer does who is alone."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from indexer.bootstrap.processing import Processing
from indexer.settings import Settings


@contextmanager
def looking_after(settings: Settings, processing: Processing) -> Iterator[None]:
    """Held by `ati ingest` and `ati serve` while they run workers; the operating system lets go when they die.

    Whoever finds nobody else there knows that what the ledger calls sent or running was left by a killed
    process: it is due again at once, and needs not wait for its lease. With a broker of its own (`queue.url`)
    workers may live anywhere, so there only leases count.
    """
    if settings.queue.url:
        yield
        return
    settings.queue_folder.mkdir(parents=True, exist_ok=True)
    with (settings.queue_folder / "supervisors.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(lock, fcntl.LOCK_SH)
        else:
            processing.catalogs.ledger.reopen()
            fcntl.flock(lock, fcntl.LOCK_SH)
        yield
