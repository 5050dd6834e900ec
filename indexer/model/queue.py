"""What the ledger says is being done, what waits and what went wrong, for people; and what they may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from indexer.model.step import StepKey, StepName, StepState

CANCELLED = "cancelled"
"""Reason code of what a person has stopped; only a person opens it again, no upgrade does."""

Urgency = Literal["urgent", "normal", "backfill"]
URGENCIES: tuple[Urgency, ...] = ("urgent", "normal", "backfill")
URGENT_PRIORITY, BACKFILL_PRIORITY = 1, 9
"""Around those that go by the size of a file (4 to 6): what somebody waits for, and what may take its time."""


@dataclass(frozen=True, slots=True)
class StepSum:
    """Rows of one step that have not ended well. `pages_open` are in rows that wait or run; those of files that
    nobody has opened yet are not known: `rows_unknown` of the rows.

    `rows_lately`, `pages_lately`: done in the last minutes (`QueueSums.lately_s`).
    """

    step: StepName
    waiting: int = 0
    running: int = 0
    failed: int = 0
    cancelled: int = 0
    pages_open: int = 0
    rows_unknown: int = 0
    rows_lately: int = 0
    pages_lately: int = 0


@dataclass(frozen=True, slots=True)
class QueueSums:
    """The ledger in figures, by step in the order of the work.

    `lately_s`: the seconds over which `pages_lately` were done; 0.0 when that is too short to tell a pace.
    `documents_waiting`, `documents_failed`: with at least one step that waits, or that went wrong or was stopped.
    """

    steps: tuple[StepSum, ...]
    lately_s: float
    documents_waiting: int
    documents_failed: int

    @property
    def open(self) -> int:
        """Steps that wait or run: 0 when all work is done."""
        return sum(one.waiting + one.running for one in self.steps)

    def pages_a_minute(self, one: StepSum) -> float | None:
        """The pace of a step over the last minutes; None when it cannot be told."""
        return one.pages_lately * 60 / self.lately_s if self.lately_s and one.pages_lately else None

    @property
    def minutes_left(self) -> float | None:
        """Until all is done at this pace; None unless that can be told honestly.

        While files are still being read nobody knows which of their pages are scans, and scans take a hundred times
        as long; and a step that has not done anything lately has no pace.
        """
        left = 0.0
        for one in self.steps:
            if not one.waiting + one.running:
                continue
            pace = self.pages_a_minute(one)
            if one.step == "extract" or one.rows_unknown or pace is None:
                return None
            left = max(left, one.pages_open / pace)
        return left if self.open else None


@dataclass(frozen=True, slots=True)
class QueuedStep:
    """One row of the ledger with its document's name.

    `pages` None: not known yet. `since`: when its state began, seconds since 1970; None: from before this was kept.
    `due_at`: not before this, after an attempt that failed; 0.0 at once.
    """

    key: StepKey
    name: str
    state: StepState
    first_page: int
    last_page: int
    pages: int | None
    attempt: int
    error: str | None
    worker: str | None
    since: float | None
    lease_until: float | None
    due_at: float
    priority: int


@dataclass(frozen=True, slots=True)
class QueuedDocument:
    """A document with steps that wait, in the order of the work. `pages` None: nobody has opened the file yet."""

    document: str
    name: str
    steps: tuple[StepName, ...]
    rows: int
    pages: int | None
    attempts: int
    error: str | None
    since: float | None
    priority: int


class QueueReader(Protocol):
    """The ledger as people look at it. Lists come in a stable order, `limit` rows from `offset`."""

    def sums(self) -> QueueSums:
        """Counts by step and the pace of the last minutes."""

    def running(self, limit: int, offset: int = 0) -> tuple[QueuedStep, ...]:
        """What workers have in hand, the longest first."""

    def waiting(self, limit: int, offset: int = 0) -> tuple[QueuedDocument, ...]:
        """Documents with steps that wait, the next first."""

    def failed(self, limit: int, offset: int = 0) -> tuple[QueuedStep, ...]:
        """Steps that failed, were parked or cancelled, the last first."""

    def count_failed(self) -> int:
        """How many `failed` can give."""


class WorkQueue(QueueReader, Protocol):
    """The same for those who may change it. All of it can be undone."""

    def retry(self, document: str | None = None, step: StepName | None = None) -> tuple[StepKey, ...]:
        """Opens what failed, was parked or cancelled again, and gives what is due now because of it.

        None for the document: all that failed or was parked; what people have cancelled stays so. Raises NotFound.
        """

    def cancel(self, document: str) -> int:
        """Stops what is not done of a document; how many steps. Its pages that wait are listed with the reason
        "cancelled", and `retry` opens them again. Raises NotFound."""

    def prioritise(self, documents: Sequence[str], urgency: Urgency) -> int:
        """Moves what is to be done of these documents to the front, to where its size puts it, or to the end; how
        many documents had something to do."""
