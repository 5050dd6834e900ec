"""Holding a step while it is worked on, and giving it back when that cannot go on."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from indexer.errors import Unavailable

_LOG = logging.getLogger(__name__)
RENEWALS_A_LEASE = 4
BACK_OFF_S = 1.0
"""After `Unavailable` a step is due again after 1, 2, 4 ... s, at most a lease: then the recovery takes no longer
than that of a killed worker."""
_TRY_AGAIN_S = 0.5


@contextmanager
def renewed(renew: Callable[[], object], lease_s: float) -> Iterator[None]:
    """Lengthens a lease while the work goes on, so that leases can be short and a killed worker is soon seen."""
    pause_s, ended = lease_s / RENEWALS_A_LEASE, threading.Event()

    def renew_often() -> None:
        while not ended.wait(pause_s):
            with suppress(Unavailable):  # the catalog is busy; the next renewal comes well before the lease ends
                renew()

    thread = threading.Thread(target=renew_often, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class BackOff:
    """How long to leave an archive alone of which a part is away: ever longer, until something works again."""

    def __init__(self, longest_s: float) -> None:
        self._longest_s = longest_s
        self._failures = 0

    def well(self) -> None:
        """Something worked."""
        self._failures = 0

    def pause_s(self) -> float:
        """The pause after one more failure."""
        self._failures += 1
        return min(BACK_OFF_S * 2.0 ** min(self._failures - 1, 10), self._longest_s)


def give_back(hand_back: Callable[[], object], lease_s: float) -> None:
    """Does `hand_back`, again and again for a lease while the catalog is away; then the lease runs out by itself."""
    until = time.monotonic() + lease_s
    while True:
        try:
            hand_back()
            return
        except Unavailable as error:
            if time.monotonic() > until:
                _LOG.warning("A step could not be handed back: %s", error)
                return
            time.sleep(_TRY_AGAIN_S)
