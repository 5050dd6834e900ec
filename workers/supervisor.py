"""The workers of the embedded archive while its site is open: there when work is due, gone when idle."""

from __future__ import annotations

import signal
import threading
import time

from indexer.bootstrap.processing import Processing, open_processing, say_again
from indexer.settings import Settings
from workers.alone import looking_after
from workers.embedded import EmbeddedWorkers
from workers.ingesting import progress_line
from workers.outages import Outage
from workers.reconciler import reconcile
from workers.tasks import Sender, worker_app

LOOK_EVERY_S = 1.0
IDLE_STOP_S = 60.0
"""Idle workers hold about 500 MB of language models; starting anew takes some seconds."""


def supervise(settings: Settings, concurrency: int) -> None:
    """Looks at the ledger once a second until SIGTERM or SIGINT; then stops its workers and returns."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    outage = Outage(progress_line)
    processing = outage.until_done(lambda: open_processing(settings), stopped.wait)
    workers = EmbeddedWorkers(settings, concurrency)
    try:
        with looking_after(settings, processing):
            say_again(outage.until_done(processing.read_again, stopped.wait), progress_line)
            _look_until(stopped, settings, processing, workers)
    finally:
        workers.stop()
        processing.close()


def _look_until(stopped: threading.Event, settings: Settings, processing: Processing, workers: EmbeddedWorkers) -> None:
    sender, outage, busy_at = Sender(worker_app(settings)), Outage(progress_line), 0.0

    def look() -> None:
        nonlocal busy_at
        _index_here(processing)
        if processing.catalogs.ledger.open_steps():
            busy_at = time.monotonic()
            workers.ensure(scans=processing.catalogs.ledger.open_steps("ocr") > 0)
            reconcile(processing, sender)
        elif workers.running and time.monotonic() - busy_at > IDLE_STOP_S:
            workers.stop()

    while not stopped.wait(LOOK_EVERY_S):
        outage(look, otherwise=None)


def _index_here(processing: Processing) -> None:
    """Writes the index in this process when nothing else is to be done: after a person's correction the counts are to
    follow within 5 s (issue 5), and a worker takes about 3 s to start."""
    ledger = processing.catalogs.ledger
    to_index = ledger.open_steps("index")
    if to_index and to_index == ledger.open_steps():
        processing.index_due()
