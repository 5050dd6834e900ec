"""The ledger: what is to be done to each document, and how it went (design.md, rule 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StepName = Literal["extract", "ocr", "describe", "entities", "index"]
StepState = Literal["due", "sent", "running", "done", "failed", "parked"]
"""due: to be sent; sent: a task is on its way; running: leased; done; failed: bad input, never again by itself;
parked: given up after several attempts, or stopped by a person (`queue.CANCELLED`). The last three are ends: what
follows a step goes on after any of them, unless a person has stopped it."""

ENDED: tuple[StepState, ...] = ("done", "failed", "parked")

STEPS: tuple[StepName, ...] = ("extract", "ocr", "describe", "entities", "index")


@dataclass(frozen=True, slots=True)
class StepKey:
    """A task carries only this. The step "ocr" exists only where pages need it.

    `part` numbers the page ranges of a large document from 0.
    """

    document: str
    step: StepName
    part: int = 0


@dataclass(frozen=True, slots=True)
class StepRow:
    """One row of the ledger; pages are 1-based and inclusive, both 0 when the step takes the whole document."""

    key: StepKey
    state: StepState
    first_page: int
    last_page: int
    attempt: int
    version: str
    error: str | None
    lease_until: float | None


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many rows of the ledger are in one state of one step."""

    step: StepName
    state: StepState
    rows: int


@dataclass(frozen=True, slots=True)
class Window:
    """How many messages of some steps may be on their way at once; the ledger holds the rest."""

    steps: tuple[StepName, ...]
    size: int
