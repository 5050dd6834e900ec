"""What a worker process has done, for the log at once and for the catalog every few seconds."""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from indexer.errors import Unavailable
from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.health import Work
from indexer.model.step import StepKey

KEPT_EVERY_S = 5.0
"""Many steps take some milliseconds; a write for each would double what the catalog has to do."""
DONE = "done"

_LOG = logging.getLogger(__name__)


class Outcome:
    """How a step went, said by whoever does it."""

    __slots__ = ("code",)

    def __init__(self) -> None:
        self.code = "internal_error"


class WorkTally:
    """Sums of this process that were not kept yet. A process that is killed loses five seconds of them."""

    def __init__(self, keep: Callable[[Sequence[Work]], None]) -> None:
        self._keep = keep
        self._lock = threading.Lock()
        self._sums: dict[tuple[str, str], tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        self._timer: threading.Timer | None = None

    @contextmanager
    def timed(self, key: StepKey, attempt: int) -> Iterator[Outcome]:
        """Times a step; whoever does it says how it went, and nothing said is a mistake of ours."""
        outcome, began = Outcome(), time.monotonic()
        try:
            yield outcome
        finally:
            seconds = time.monotonic() - began
            self.add(key.step, outcome.code, 1, seconds)
            _LOG.info("A step ended.", extra={
                "step": key.step, "document": key.document[:SHORT_ID_LENGTH], "part": key.part, "attempt": attempt,
                "outcome": outcome.code, "seconds": round(seconds, 3),
            })  # fmt: skip

    def add(self, step: str, outcome: str, steps: int, seconds: float) -> None:
        """Adds to the sums; they are kept within five seconds."""
        with self._lock:
            before = self._sums[step, outcome]
            self._sums[step, outcome] = (before[0] + steps, before[1] + seconds)
            if self._timer is None:
                self._timer = threading.Timer(KEPT_EVERY_S, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Keeps the sums now. When the catalog is busy they wait for the next time."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer, sums = None, dict(self._sums)
            self._sums.clear()
        if not sums:
            return
        try:
            self._keep([Work(step, outcome, *done) for (step, outcome), done in sums.items()])
        except Unavailable:
            for (step, outcome), done in sums.items():
                self.add(step, outcome, *done)
