"""Times on a machine that others use too."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

REPEATS = 3


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds: `clock` is what somebody waits, `processor` what all threads of this process worked."""

    clock: float
    processor: float


def least(call: Callable[[], object], repeats: int = REPEATS) -> Took:
    """The least of some tries, each figure by itself: what a busy machine adds is never less than nothing."""
    tries = [_once(call) for _ in range(repeats)]
    return Took(min(one.clock for one in tries), min(one.processor for one in tries))


def _once(call: Callable[[], object]) -> Took:
    clock, processor = time.perf_counter(), time.process_time()
    call()
    return Took((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000)


def quantile(values: Sequence[float], share: float) -> float:
    """Such as the 95th of a hundred for 0.95."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
