"""The picture above the list: lanes of points by role, or bars by year or month when there are very many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from indexer.cite.timeline.layout import Dated, lay_out
from indexer.model.event import FIRST_DAY
from indexer.model.timeline import ROLES, Marker
from webapp import timeline, words
from webapp.entity_contexts import Tick
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext
from webapp.timelines.contexts import Lane, PeriodBar, Picture
from webapp.timelines.entries import count_roles
from webapp.timelines.url import TimelineUrl
from webapp.words import ngettext

LANES = {
    "event": lazy_gettext("Events"),
    "document": lazy_gettext("Dates of documents"),
    "release": lazy_gettext("Dates of releases"),
}
POINTS_DRAWN = 400
"""Beyond, points cover each other: the picture counts years or months instead."""
LEVELS = 20
LEVEL_PX = 12
LABEL_PX = 26
BARS_PX = 96
MONTHS_LIMIT = 36
BARS_LIMIT = 140
GAP = 0.15
"""Of a bar's step, kept free."""


def of_points(points: Sequence[Dated], hrefs: Sequence[str]) -> Picture | None:
    """A picture of each point; None without one. `hrefs`: where each leads."""
    if not points:
        return None
    laid = lay_out(points)
    lanes, y = [], 0
    for role in ROLES:
        if role not in laid.levels:
            continue
        top = y + LABEL_PX + LEVEL_PX // 2
        marks = tuple(
            timeline.mark(one.edtf, one.precision, placed, top + LEVEL_PX * (placed.level % LEVELS), href)
            for one, placed, href in zip(points, laid.placed, hrefs, strict=True)
            if one.role == role
        )
        lanes.append(Lane(role, str(LANES[role]), y + LABEL_PX - 10, marks))
        y = top + LEVEL_PX * min(LEVELS, laid.levels[role])
    entries = ngettext("%(n)s entry", "%(n)s entries", len(points), n=words.number(len(points)))
    sentence = f"{entries}, {timeline.days_between(laid)}"
    if max(laid.levels.values()) > LEVELS:
        sentence += "; " + _("where points cover each other the list has them all")
    return Picture(tuple(lanes), (), timeline.ticks(laid), y + 2, sentence)


def of_many(points: Sequence[Marker], url: TimelineUrl) -> Picture | None:
    """How many points begin in each year; in each month where they span three years or less."""
    days = [one.lower if one.lower > FIRST_DAY else one.upper for one in points]
    if not days:
        return None
    months = _months_between(min(days), max(days)) <= MONTHS_LIMIT
    counts = Counter(_period(day, months=months) for day in days)
    periods = _filled(counts, months=months)
    highest, step = max(counts.values()), 100 / len(periods)
    bars = tuple(
        _bar(at, period, counts[period], highest, step, url) for at, period in enumerate(periods) if counts[period]
    )
    every = max(1, -(-len(periods) // timeline_ticks(months=months)))
    ticks = tuple(
        Tick(words.edtf(period), f"{(at + 0.5) * step:.2f}%", at // every % 2 == 1, timeline.side((at + 0.5) * step))
        for at, period in enumerate(periods)
        if at % every == 0
    )
    unit = _("Points in each month: ") if months else _("Points in each year: ")
    return Picture((), bars, ticks, BARS_PX, unit + count_roles([one.role for one in points]))


def timeline_ticks(*, months: bool) -> int:
    return 8 if months else 12


def _bar(at: int, period: str, count: int, highest: int, step: float, url: TimelineUrl) -> PeriodBar:
    height = max(3, round(count / highest * (BARS_PX - 4)))
    label = _("%(period)s: %(count)s", period=words.edtf(period), count=words.number(count))
    return PeriodBar(
        label, url.within(period, period).href(), f"{(at + GAP / 2) * step:.3f}%", f"{step * (1 - GAP):.3f}%",
        BARS_PX - height, height,
    )  # fmt: skip


def _period(day: int, *, months: bool) -> str:
    return f"{day // 10_000:04d}" + (f"-{day // 100 % 100:02d}" if months else "")


def _filled(counts: Iterable[str], *, months: bool) -> list[str]:
    """All periods from the first to the last; those that occur, where that would be too many."""
    known = sorted(counts)
    first, last = _number(known[0], months=months), _number(known[-1], months=months)
    if last - first >= BARS_LIMIT:
        return known
    return [_named(one, months=months) for one in range(first, last + 1)]


def _number(period: str, *, months: bool) -> int:
    return int(period[:4]) * 12 + int(period[5:7]) - 1 if months else int(period)


def _named(number: int, *, months: bool) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}" if months else f"{number:04d}"


def _months_between(first: int, last: int) -> int:
    return (last // 10_000 - first // 10_000) * 12 + last // 100 % 100 - first // 100 % 100
