"""Who went silent: steps whose lease nobody renews any more.

No clock is trusted for that. A watch sees the same lease, unchanged, for as long as a lease lasts by its own steady
clock; so neither machines whose clocks differ nor a clock that jumps makes a living worker look dead, or a dead one
alive. Only a command that looks once has no memory: it goes by the time that stands in the lease.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indexer.model.step import StepKey

LONGEST_S = 3600.0
"""No time in the ledger lies further ahead than this, unless the clock was set back since: then it is not believed."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A running step as one look found it. `attempt` and `until` change with every claim and every renewal."""

    key: StepKey
    attempt: int
    until: float


class LeaseWatch:
    """The memory of whoever looks again and again (`ati reconcile --every`, `ati ingest`, `ati serve`)."""

    def __init__(self, lease_s: float, steady: Callable[[], float] = time.monotonic) -> None:
        self._lease_s = lease_s
        self._steady = steady
        self._since: dict[Lease, float] = {}

    def silent(self, leases: Iterable[Lease]) -> list[Lease]:
        """Those that have not changed for a whole lease. Hand in all that there are: what is missing is forgotten."""
        now = self._steady()
        self._since = {lease: self._since.get(lease, now) for lease in leases}
        return [lease for lease, since in self._since.items() if now - since > self._lease_s]

    def forget(self) -> None:
        """After the catalog was away: nobody could renew meanwhile, and each gets a whole lease to do so now."""
        self._since.clear()


def lapsed(leases: Iterable[Lease], now: float) -> list[Lease]:
    """By the clock alone: those that have ended, and those that end later than any that is written."""
    return [lease for lease in leases if lease.until < now or lease.until > now + LONGEST_S]
