"""An atom: one date expression before ranges, modifiers and years are settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.entities.dates.values import Partial, Value
from indexer.model.mention import DateBasis


@dataclass(frozen=True, slots=True)
class Atom:
    """`[start, end)` says `partial` (to `last`, when a range or a pair is written in one), or `value`.

    Attributes:
        weak: a bare month or year, which is a date only beside a cue or another date.
        joint: how `partial` and `last` belong together.
        time: "T17:00:00-05:00" when the expression has a time of day.
        unknown_day: the day is redacted.
        ends: where the two dates of a range stand, when each is written as a date.
        onward: "the next month": of the document's date only where the text is not telling of another time.
        after: "the next day", "two years later": so many units after the last date of the text.
    """

    start: int
    end: int
    partial: Partial | None = None
    last: Partial | None = None
    value: Value | None = None
    joint: Literal["range", "set"] = "range"
    basis: DateBasis = "explicit"
    confidence: float = 0.95
    weak: bool = False
    time: str | None = None
    unknown_day: bool = False
    weekday: int | None = None
    after: tuple[int, str] | None = None
    onward: bool = False
    ends: tuple[tuple[int, int], ...] = ()

    @property
    def precision(self) -> str | None:
        if self.partial is None:
            return None
        return "day" if self.partial.day else "month" if self.partial.month else "year"
