"""Where the points of a timeline stand in its picture, in per cent of the width: on the page and in files alike.

The picture never says more than the list: a day is a place, a month, season or year is set at its middle, a range and
a date that can be read in two ways keep their whole width; an open range goes on to the edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.model.event import FIRST_DAY, LAST_DAY, Precision
from indexer.model.timeline import Role

NEAR = 1.1
"""Per cent of the width within which two points would cover each other."""
EDGE = 3.0
"""Per cent kept free at either side."""
TICKS = 8


@dataclass(frozen=True, slots=True)
class Dated:
    """What of a point its place depends on. `role` is its lane."""

    lower: int
    upper: int
    edtf: str
    precision: Precision
    role: Role = "event"

    @property
    def wide(self) -> bool:
        return self.precision == "range" or self.edtf[:1] in ("[", "{")


@dataclass(frozen=True, slots=True)
class Placed:
    """`begin`, `middle`, `end`: per cent; `level` counts from 0 within its lane: on each no point covers another."""

    begin: float
    middle: float
    end: float
    level: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A year, or a month as "2021-09", that begins at `place` per cent."""

    label: str
    place: float


@dataclass(frozen=True, slots=True)
class Layout:
    """`placed` in the order of the points; `levels`: how many each lane has; `first`, `last`: days that points name."""

    placed: tuple[Placed, ...]
    levels: dict[Role, int]
    ticks: tuple[Tick, ...]
    first: int
    last: int


def lay_out(points: Sequence[Dated]) -> Layout:
    """The picture of one point or more. Points come by first day."""
    first, last = _bounds(points)
    scale = _Scale(first, last)
    filled: dict[Role, list[float]] = {}
    placed = tuple(_place(one, scale, filled.setdefault(one.role, [])) for one in points)
    return Layout(
        placed, {role: len(levels) for role, levels in filled.items()}, _ticks(first, last, scale), first, last
    )


class _Scale:
    """Days to per cent of the width."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = _ordinal(first), _ordinal(last)

    def place(self, day: int) -> float:
        if self.last <= self.first:
            return 50.0
        share = (_ordinal(day) - self.first) / (self.last - self.first)
        return EDGE + max(0.0, min(1.0, share)) * (100 - 2 * EDGE)


def _place(one: Dated, scale: _Scale, filled: list[float]) -> Placed:
    """On the first level where it covers no other; `filled` holds where each level is taken up to."""
    left = 0.0 if one.lower <= FIRST_DAY else scale.place(one.lower)
    right = 100.0 if one.upper >= LAST_DAY else scale.place(one.upper)
    middle = left if one.precision == "day" else (left + right) / 2
    begin, end = (left, max(right, left + NEAR)) if one.wide else (middle - NEAR / 2, middle + NEAR / 2)
    level = next((at for at, taken in enumerate(filled) if taken <= begin), len(filled))
    if level == len(filled):
        filled.append(0.0)
    filled[level] = end
    return Placed(begin, middle, end, level)


def _bounds(points: Sequence[Dated]) -> tuple[int, int]:
    """First and last day that any point names; open ends do not count."""
    days = [day for one in points for day in (one.lower, one.upper) if FIRST_DAY < day < LAST_DAY]
    return (min(days), max(days)) if days else (FIRST_DAY, LAST_DAY)


def _ticks(first: int, last: int, scale: _Scale) -> tuple[Tick, ...]:
    """Years at equal steps; within one year its months."""
    years = last // 10_000 > first // 10_000
    starts = list(_year_starts(first, last) if years else _month_starts(first, last))
    every = max(1, -(-len(starts) // TICKS))
    return tuple(
        Tick(f"{day // 10_000:04d}" if years else f"{day // 10_000:04d}-{day // 100 % 100:02d}", scale.place(day))
        for day in starts[::every]
    )


def _year_starts(first: int, last: int) -> Iterator[int]:
    for year in range(first // 10_000 + (first % 10_000 > 101), last // 10_000 + 1):
        yield year * 10_000 + 101


def _month_starts(first: int, last: int) -> Iterator[int]:
    year = first // 10_000
    for month in range(first // 100 % 100 + (first % 100 > 1), last // 100 % 100 + 1):
        yield year * 10_000 + month * 100 + 1


def _ordinal(day: int) -> int:
    return date(day // 10_000, day // 100 % 100, day % 100).toordinal()
