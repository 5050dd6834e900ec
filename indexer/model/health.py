"""How the parts of a running archive are, and its figures for those who watch it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.model.step import StepCount


@dataclass(frozen=True, slots=True)
class PartHealth:
    """One part. `needed`: the site cannot serve without it. `said` is a sentence without anything secret."""

    name: str
    needed: bool
    sound: bool
    said: str


@dataclass(frozen=True, slots=True)
class Work:
    """What all workers of an archive ever did of one step with one outcome: "done", or the code of a failure."""

    step: str
    outcome: str
    steps: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The catalog in numbers at one moment.

    pages, documents: by outcome, "waiting" among them; pages over a limit are in "over_limit".
    oldest_due_s: how long the step that has waited longest has waited; 0.0 when none waits.
    leases_expired: steps whose worker went silent and that nobody has taken up yet.
    pages_indexed: pages that the index should hold.
    """

    documents: Mapping[str, int]
    pages: Mapping[str, int]
    steps: tuple[StepCount, ...]
    work: tuple[Work, ...]
    oldest_due_s: float
    leases_expired: int
    pages_indexed: int
