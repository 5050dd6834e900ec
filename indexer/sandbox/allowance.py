"""How long a child may take for a reply, on a machine that may have other things to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 20
"""A child waits for a processor at most so many times as long as it may work: then something else is wrong."""


def waited_s(process: int) -> float:
    """Seconds that a process was ready and no processor was free for it; 0.0 where the system does not tell (Linux
    does: the second figure of schedstat, in ns)."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


class Allowance:
    """The time for one reply, by the clock, less what the child waited for a processor: on a loaded machine pages that
    take 3 s took more than 20 s, and were lost."""

    def __init__(
        self,
        process: int,
        seconds: float,
        waited: Callable[[int], float] = waited_s,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._process = process
        self._seconds = seconds
        self._waited = waited
        self._clock = clock
        self._started = clock()
        self._waited_before = waited(process)

    def left_s(self) -> float:
        """Seconds until it is worth looking again; 0 or less when the time is up."""
        waited = min(self._waited(self._process) - self._waited_before, PATIENCE * self._seconds)
        return self._seconds + max(0.0, waited) - (self._clock() - self._started)
