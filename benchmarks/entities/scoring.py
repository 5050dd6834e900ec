"""Counts of right, wrong and missed, and what they say: precision, recall, F1, with Wilson's interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z_95 = 1.96
"""Two-sided 95 % of the normal distribution."""


@dataclass
class Counts:
    """True positives, false positives and false negatives."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, expected: set[str], found: set[str]) -> None:
        self.right += len(expected & found)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}  (n={self.right + self.missed})"

    def with_intervals(self) -> str:
        """Precision and recall, each with Wilson's 95 % interval."""
        found, expected = self.right + self.wrong, self.right + self.missed
        return f"P {interval(self.right, found)}  R {interval(self.right, expected)}  F1 {self.f1:.3f}  (n={expected})"


def interval(right: int, total: int) -> str:
    """The share and its Wilson interval: "0.950 [0.90, 0.98]"."""
    low, high = wilson(right, total)
    return f"{right / max(1, total):.3f} [{low:.3f}, {high:.3f}]"


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's score interval at 95 %; `(0, 1)` where there is nothing to go by (Wilson 1927)."""
    if total == 0:
        return 0.0, 1.0
    share, z2 = right / total, Z_95 * Z_95
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = Z_95 * math.sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return middle - half, middle + half


@dataclass(frozen=True, slots=True)
class Marked:
    """A span with what is said of it."""

    start: int
    end: int
    value: str


def matched(gold: Sequence[Marked], found: Sequence[Marked], *, exact: bool = False) -> Counts:
    """One to one by position: spans that overlap (or are equal, with `exact`) and have equal values."""
    counts, left = Counts(), list(found)
    for wanted in gold:
        hit = next((one for one in left if _fits(wanted, one, exact=exact)), None)
        if hit is None:
            counts.missed += 1
        else:
            left.remove(hit)
            counts.right += 1
    counts.wrong = len(left)
    return counts


def _fits(one: Marked, other: Marked, *, exact: bool) -> bool:
    same = (one.start, one.end) == (other.start, other.end)
    overlap = one.start < other.end and other.start < one.end
    return one.value == other.value and (same if exact else overlap)


def added(counts: Counts, more: Counts) -> None:
    """`more` into `counts`."""
    counts.right += more.right
    counts.wrong += more.wrong
    counts.missed += more.missed
