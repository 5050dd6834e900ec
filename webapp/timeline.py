"""Events as a list that can be read aloud, and as a strip (SVG) with the same points.

The strip never says more than the list: a day is a dot, a month a half dot, a season or year a ring, a range a bar
over its days; what is about is dashed, and a date that can be read in two ways stands at both, joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.cite.timeline.layout import Dated, Layout, Placed, lay_out
from indexer.model.event import Event, Precision, TimelinePoint, is_approximate, readings_of
from indexer.model.geometry import Span
from indexer.model.mention import Mention
from indexer.search.days import write_day
from webapp import links, telling, words
from webapp.contexts import Link
from webapp.entity_contexts import Entry, Mark, Strip, Tick
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l

SIGNS = {"day": "●", "month": "◐", "season": "◔", "year": "○", "range": "▬"}
PRECISIONS: dict[str, str] = {
    "day": _l("day"),
    "month": _l("month"),
    "season": _l("part of a year"),
    "year": _l("year"),
    "range": _l("range"),
}
BASES: dict[str, str] = {
    "year_inferred": _l("the year is inferred"),
    "relative": _l("reckoned from another date"),
    "named_event": _l("the date of a named event"),
}
LEVELS = 5
LEVEL_PX = 14
TOP_PX = 10
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
        precision=_precision(event),
        notes=_notes(event),
        runs=telling.runs(point.text, event.start, marks, hedges),
        named=named_links([one for one in named if one.kind != "figure" and (not own or one.entity != own)], labels),
        source=source.label,
        source_href=source.href,
        number=point.page,
        label=point.label,
        href=links.mention(point.document, point.page, point.date.start),
    )


def _precision(event: Event) -> str:
    named = str(PRECISIONS[event.precision])
    return str(_("about, %(precision)s", precision=named)) if is_approximate(event.edtf) else named


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
    events = [point.event for point in points]
    laid = lay_out([Dated(one.lower, one.upper, one.edtf, one.precision) for one in events])
    marks = tuple(
        mark(one.edtf, one.precision, placed, TOP_PX + LEVEL_PX * (placed.level % LEVELS), f"#{name}")
        for one, placed, name in zip(events, laid.placed, names, strict=True)
    )
    height = TOP_PX + LEVEL_PX * min(LEVELS, max(1, *laid.levels.values()))
    return Strip(marks, ticks(laid), height, f"{words.counted(len(points), 'event')}, {days_between(laid)}")


def mark(edtf: str, precision: Precision, placed: Placed, y: int, href: str) -> Mark:
    """A point as it is drawn."""
    ambiguous = edtf[:1] in ("[", "{")
    wide = precision == "range" or ambiguous
    return Mark(
        shape=precision,
        x=f"{placed.begin if wide else placed.middle:.2f}%",
        width=f"{placed.end - placed.begin:.2f}%",
        end=f"{placed.end:.2f}%",
        y=y,
        label=f"{words.edtf(edtf)} ({PRECISIONS[precision]})",
        href=href,
        approximate=is_approximate(edtf),
        ambiguous=ambiguous,
    )


def ticks(laid: Layout) -> tuple[Tick, ...]:
    """Years or months below the picture; every other one is left out on a phone."""
    return tuple(
        Tick(words.edtf(one.label), f"{one.place:.2f}%", at % 2 == 1, side(one.place))
        for at, one in enumerate(laid.ticks)
    )


def days_between(laid: Layout) -> str:
    """The first and the last day that the picture shows."""
    first, last = words.edtf(write_day(laid.first)), words.edtf(write_day(laid.last))
    return str(_("%(first)s to %(last)s", first=first, last=last)) if laid.last > laid.first else first


def side(place: float) -> str:
    """Labels near an edge are set from it inwards, so that none hangs out."""
    return "start" if place < LABEL_EDGE else "end" if place > 100 - LABEL_EDGE else ""


def _notes(event: Event) -> tuple[str, ...]:
    notes = []
    if event.ambiguous:
        readings = str(_(" or ")).join(words.edtf(one) for one in readings_of(event.edtf))
        notes.append(str(_("can be read as %(dates)s", dates=readings)))
    if event.basis in BASES:
        notes.append(str(BASES[event.basis]))
    return tuple(notes)
