"""Events as a list that can be read aloud, and as a strip (SVG) with the same points.

The strip never says more than the list: a day is a dot, a month a half dot, a season or year a ring, a range a bar
over its days; what is about is dashed, and a date that can be read in two ways stands at both, joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from indexer.model.event import FIRST_DAY, LAST_DAY, Event, TimelinePoint, is_approximate, readings_of
from indexer.model.geometry import Span
from indexer.model.mention import Mention
from indexer.search.days import write_day
from webapp import links, telling, words
from webapp.contexts import Link
from webapp.entity_contexts import Entry, Mark, Strip, Tick

SIGNS = {"day": "●", "month": "◐", "season": "◔", "year": "○", "range": "▬"}
PRECISIONS = {"day": "day", "month": "month", "season": "part of a year", "year": "year", "range": "range"}
BASES = {
    "year_inferred": "the year is inferred",
    "relative": "reckoned from another date",
    "named_event": "the date of a named event",
}
LEVELS = 5
LEVEL_PX = 14
TOP_PX = 10
NEAR = 1.1
"""Per cent of the width within which two points would cover each other."""
TICKS = 8
EDGE = 3.0
"""Per cent kept free at either side."""
LABEL_EDGE = 10.0
"""Per cent of the width: half a label on a phone."""


def with_mentions(point: TimelinePoint, mentions: Sequence[Mention]) -> TimelinePoint:
    """The same event with fewer names."""
    return replace(point, mentions=tuple(mentions))


def entry(
    point: TimelinePoint, name: str, source: Link, named: Sequence[Mention], labels: Mapping[str, str], own: str = ""
) -> Entry:
    """An event in words.

    Args:
        point: the event.
        name: its anchor on the page.
        source: the document.
        named: the mentions shown beside it (this site may show them).
        labels: names by entity.
        own: the entity whose timeline it is; it is marked, and not listed with the others.
    """
    event = point.event
    marks = [("date", Span(point.date.start, point.date.end))]
    marks += [("mention", Span(one.start, one.end)) for one in named if not own or one.entity == own]
    hedges = [one.hedge for one in (point.date, *named) if one.hedge]
    return Entry(
        id=name,
        date=words.edtf(event.edtf),
        iso=event.edtf,
        sign=("~" if is_approximate(event.edtf) else "") + SIGNS[event.precision],
        precision=("about, " if is_approximate(event.edtf) else "") + PRECISIONS[event.precision],
        notes=_notes(event),
        runs=telling.runs(point.text, event.start, marks, hedges),
        named=named_links([one for one in named if one.kind != "figure" and (not own or one.entity != own)], labels),
        source=source.label,
        source_href=source.href,
        number=point.page,
        label=point.label,
        href=links.mention(point.document, point.page, point.date.start),
    )


def named_links(named: Sequence[Mention], labels: Mapping[str, str]) -> tuple[Link, ...]:
    """Each entity once, with the address of its page; unnamed accounts as text."""
    found: dict[str, Link] = {}
    for one in named:
        label = labels.get(one.entity or "") or one.label or one.value or one.text
        href = links.entity(one.entity) if one.entity else ""
        found.setdefault(one.entity or f"{one.kind}:{label.casefold()}", Link(label, href, one.kind))
    return tuple(found.values())


def strip(points: Sequence[TimelinePoint], names: Sequence[str]) -> Strip | None:
    """The picture; None without a point. `names`: the anchors of the points' entries."""
    if not points:
        return None
    first, last = _bounds(points)
    scale = _Scale(first, last)
    filled: list[float] = []
    marks = tuple(_mark(point.event, scale, filled, name) for point, name in zip(points, names, strict=True))
    shown = words.counted(len(points), "event")
    over = words.edtf(write_day(first)) + (f" to {words.edtf(write_day(last))}" if last > first else "")
    height = TOP_PX + LEVEL_PX * min(LEVELS, max(1, len(filled)))
    return Strip(marks, _ticks(first, last, scale), height, f"{shown}, {over}")


class _Scale:
    """Days to per cent of the width."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = _ordinal(first), _ordinal(last)

    def place(self, day: int) -> float:
        if self.last <= self.first:
            return 50.0
        share = (_ordinal(day) - self.first) / (self.last - self.first)
        return EDGE + max(0.0, min(1.0, share)) * (100 - 2 * EDGE)


def _mark(event: Event, scale: _Scale, filled: list[float], name: str) -> Mark:
    """On the first level where it covers no other; `filled` holds where each level is taken up to."""
    opens, ends = event.lower <= FIRST_DAY, event.upper >= LAST_DAY
    left = 0.0 if opens else scale.place(event.lower)
    right = 100.0 if ends else scale.place(event.upper)
    wide = event.precision == "range" or event.ambiguous
    middle = left if event.precision == "day" else (left + right) / 2
    begin, end = (left, max(right, left + NEAR)) if wide else (middle - NEAR / 2, middle + NEAR / 2)
    level = next((at for at, taken in enumerate(filled) if taken <= begin), len(filled))
    if level == len(filled):
        filled.append(0.0)
    filled[level] = end
    return Mark(
        shape=event.precision,
        x=f"{begin if wide else middle:.2f}%",
        width=f"{end - begin:.2f}%",
        end=f"{end:.2f}%",
        y=TOP_PX + LEVEL_PX * (level % LEVELS),
        label=f"{words.edtf(event.edtf)} ({PRECISIONS[event.precision]})",
        href=f"#{name}",
        approximate=is_approximate(event.edtf),
        ambiguous=event.ambiguous,
    )


def _bounds(points: Sequence[TimelinePoint]) -> tuple[int, int]:
    """First and last day that any point names; open ends do not count."""
    days = [day for one in points for day in (one.event.lower, one.event.upper) if FIRST_DAY < day < LAST_DAY]
    return (min(days), max(days)) if days else (FIRST_DAY, LAST_DAY)


def _ticks(first: int, last: int, scale: _Scale) -> tuple[Tick, ...]:
    """Years at equal steps; within one year its months."""
    starts = list(_year_starts(first, last)) if last // 10_000 > first // 10_000 else list(_month_starts(first, last))
    every = max(1, -(-len(starts) // TICKS))
    shown = starts[::every]
    return tuple(
        Tick(words.edtf(_tick(day, first, last)), f"{scale.place(day):.2f}%", at % 2 == 1, _side(scale.place(day)))
        for at, day in enumerate(shown)
    )


def _side(place: float) -> str:
    """Labels near an edge are set from it inwards, so that none hangs out."""
    return "start" if place < LABEL_EDGE else "end" if place > 100 - LABEL_EDGE else ""


def _tick(day: int, first: int, last: int) -> str:
    iso = write_day(day)
    return iso[:4] if last // 10_000 > first // 10_000 else iso[:7]


def _year_starts(first: int, last: int) -> Iterator[int]:
    for year in range(first // 10_000 + (first % 10_000 > 101), last // 10_000 + 1):
        yield year * 10_000 + 101


def _month_starts(first: int, last: int) -> Iterator[int]:
    year = first // 10_000
    for month in range(first // 100 % 100 + (first % 100 > 1), last // 100 % 100 + 1):
        yield year * 10_000 + month * 100 + 1


def _notes(event: Event) -> tuple[str, ...]:
    notes = []
    if event.ambiguous:
        notes.append("can be read as " + " or ".join(words.edtf(one) for one in readings_of(event.edtf)))
    if event.basis in BASES:
        notes.append(BASES[event.basis])
    return tuple(notes)


def _ordinal(day: int) -> int:
    return date(day // 10_000, day // 100 % 100, day % 100).toordinal()
