"""The recogniser of dates: atoms, then pairs, years, times and modifiers, then roles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from indexer.entities.dates.anaphora import days_around, units_around
from indexer.entities.dates.atom import Atom
from indexer.entities.dates.chinese import chinese_dates
from indexer.entities.dates.chinese_relative import in_chinese
from indexer.entities.dates.combining import combined, longest
from indexer.entities.dates.cues import Cues
from indexer.entities.dates.eras import eras
from indexer.entities.dates.events import Events
from indexer.entities.dates.lexicon import SURE_MONTHS
from indexer.entities.dates.modifying import modified, offset
from indexer.entities.dates.numeric import numeric_dates, numeric_order
from indexer.entities.dates.numeric_ranges import numeric_ranges
from indexer.entities.dates.parts import parts
from indexer.entities.dates.periods import periods, periods_near
from indexer.entities.dates.reckoned import days_alone, days_near, reckoned_dates
from indexer.entities.dates.references import parts_of_today, references, repeated
from indexer.entities.dates.relative import by_units, day_words, months_and_seasons, weekdays
from indexer.entities.dates.roles import role_of
from indexer.entities.dates.settling import (
    TIME_ALONE,
    Settled,
    as_duration,
    clock_of,
    joined,
    settled,
    timed,
    with_date,
    with_part_of_day,
    with_time,
)
from indexer.entities.dates.values import day_value
from indexer.entities.dates.weeks import by_weekday, weeks
from indexer.entities.dates.written import written_dates
from indexer.entities.dates.years import YearContext, with_following
from indexer.entities.folding import fold
from indexer.entities.ports import Context
from indexer.entities.spans import kept, without_overlaps
from indexer.model.mention import DateDetails, Mention

NAME = "dates/3"

_CUE_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|during|early|mid|late|of|by|until|till|through|from|after|before|between|and|to|to late|en"
    r"|depuis|debut|fin|"
    r"mi|de|d|des|entre|avant|apres|jusqu|courant|mois de|month of|throughout|around|about|"
    r"vers|over|the)[ '-]{1,2}$"
)
_CUE_AFTER_MONTH = re.compile(r"^(?:'s| (?:by-?election|election|long|campaign|report|meeting|\[|update|sitrep))")
_ORDER_SAMPLE = 200_000
"""Characters of a document that are read for the order of its numeric dates."""


class Dates:
    """Date mentions in English, French and Chinese text."""

    def __init__(self, config: Path) -> None:
        self._events = Events(config)
        self._cues = Cues()
        self._order: tuple[str, str | None] = ("", None)

    @property
    def name(self) -> str:
        return NAME

    def find(self, text: str, context: Context) -> tuple[Mention, ...]:
        """Dates by position; one that cannot be settled has value None or alternatives, and low confidence."""
        folded = fold(text)
        base = base_day(context.date)
        found = list(self._settled(text, folded, context, base))
        mentions = [_mention(text, folded, item) for item in found]
        mentions.extend(_times(text, folded, base))
        chosen = without_overlaps(mentions, _longest_first)
        if context.range_ends:
            spans = {(mention.start, mention.end) for mention in chosen}
            ends = [end for item in found if (item.start, item.end) in spans for end in item.ends]
            chosen.extend(_mention(text, folded, end) for end in ends if (end.start, end.end) not in spans)
        return kept(chosen, context.skip)

    def _settled(self, text: str, folded: str, context: Context, base: dt.date | None) -> Iterator[Settled]:
        atoms = [
            atom
            for atom in combined(
                folded, longest(list(self._atoms(text, folded, context, base))), french=context.language == "fr"
            )
            if _wanted(text, folded, atom)
        ]
        known = YearContext(base)
        items: list[Settled] = []
        for index, atom in enumerate(atoms):
            item = settled(atom, folded, with_following(known, atoms[index + 1 : index + 2]))
            if atom.weak and item.value.edtf is None:
                # "that day", "the same month": of nothing that the text dates
                continue
            # a stamp dates its own moment: no year for "6 June" comes from "Approved for Release: 2019/05/08"
            if item.value.lower and role_of(text, folded, item.start, item.end) not in {"release", "stamp"}:
                known = with_date(known, atom, item)
            items.append(offset(timed(item, folded), folded))
        for item in joined(folded, items, base):
            yield with_part_of_day(as_duration(modified(item, folded)), folded)

    def _atoms(self, text: str, folded: str, context: Context, base: dt.date | None) -> Iterator[Atom]:
        cues = self._cues.of(folded)
        if any(char.isdigit() for char in folded):
            order = self._order_of(text, context)
            yield from numeric_dates(folded, order, base)
            yield from numeric_ranges(folded, order, base)
            yield from periods(text, folded)
        if "month" in cues:
            yield from written_dates(text, folded)
        yield from _relative(text, folded, base, cues)
        yield from references(folded)
        if not folded.isascii():
            yield from in_chinese(folded, base)
            yield from chinese_dates(folded)
        yield from self._events.find(folded, base)

    def _order_of(self, text: str, context: Context) -> str | None:
        whole = context.document_text or text
        if self._order[0] is not whole:
            self._order = (whole, numeric_order(whole[:_ORDER_SAMPLE], context.language))
        return self._order[1]


def _relative(text: str, folded: str, base: dt.date | None, cues: frozenset[str]) -> Iterator[Atom]:
    """Atoms that hang on the document's date, or on the date before them; only what `cues` says may be there."""
    if "day" in cues or not folded.isascii():
        yield from day_words(text, folded, base)
        yield from days_around(folded, base)
    if "unit" in cues:
        yield from by_units(folded, base)
        yield from reckoned_dates(folded, base)
        yield from units_around(folded, base)
        yield from parts(folded, base)
    if "month" in cues:
        yield from days_near(folded, base)
    if cues & {"month", "season"}:
        yield from months_and_seasons(text, folded, base)
    if "weekday" in cues:
        yield from weekdays(text, folded, base)
        yield from by_weekday(folded, base)
    yield from days_alone(folded, base)
    yield from periods_near(folded, base)
    if "week" in cues:
        yield from weeks(text, folded, base)
    if "era" in cues:
        yield from eras(folded, base)
    if "repeated" in cues or not folded.isascii():
        yield from repeated(text, folded)
    if "part of day" in cues:
        yield from parts_of_today(folded, base)


def base_day(date: str | None) -> dt.date | None:
    """The document's day; the last day of a month or year; None when it is not known so well."""
    if not date:
        return None
    start = date.split("/")[-1].rstrip("~?%")
    try:
        if re.fullmatch(r"\d{4}-\d\d", start):
            first = dt.date.fromisoformat(start + "-28")
            return first + dt.timedelta(
                days=(dt.date(first.year + first.month // 12, first.month % 12 + 1, 1) - first).days - 1
            )
        return dt.date.fromisoformat(start[:10])
    except (ValueError, OverflowError):
        return None


def _wanted(text: str, folded: str, atom: Atom) -> bool:
    """Weak atoms need a word that says a month or a year is meant."""
    if not atom.weak or atom.after is not None:
        return True
    if atom.precision == "year":
        return False
    before = _CUE_BEFORE_MONTH.search(folded, max(0, atom.start - 16), atom.start)
    after = _CUE_AFTER_MONTH.match(folded[atom.end : atom.end + 16])
    if before is None and after is None and folded[atom.start : atom.end] not in SURE_MONTHS:
        return False
    # "of May" may be Mrs May; "in May" is not; "the march" has a small letter and never comes here
    return not text[atom.end : atom.end + 2].strip().istitle() or folded[atom.end : atom.end + 1] != " "


def _times(text: str, folded: str, base: dt.date | None) -> Iterator[Mention]:
    """A time of day with its zone and no date: the document's day, and not very sure."""
    if base is None:
        return
    for match in TIME_ALONE.finditer(folded):
        time, _ = clock_of(match, base)
        if match["zone"] and time:
            item = Settled(*match.span(), with_time(day_value(base), time), "relative", 0.5)
            yield _mention(text, folded, item, time_only="as of" in folded[max(0, match.start() - 10) : match.start()])


def _mention(text: str, folded: str, item: Settled, *, time_only: bool = False) -> Mention:
    value = item.value
    item = _without_full_stop(folded, item)
    role = role_of(text, folded, item.start, item.end, time_only=time_only)
    return Mention(
        "date", item.start, item.end, text[item.start : item.end], value.edtf, value.edtf, item.confidence, NAME,
        DateDetails(
            value.timex3, value.kind, role, item.basis,
            value.lower.isoformat() if value.lower else None, value.upper.isoformat() if value.upper else None,
        ),
    )  # fmt: skip


_ENDING = re.compile(r"(?P<word>[a-z]+)\.$")


def _without_full_stop(folded: str, item: Settled) -> Settled:
    """The point after a month is the sentence's, unless the month is abbreviated."""
    ending = _ENDING.search(folded, max(item.start, item.end - 12), item.end)
    if ending and len(ending["word"]) > LONGEST_ABBREVIATION:
        return replace(item, end=item.end - 1)
    return item


LONGEST_ABBREVIATION = 4
"""Letters of "sept", "juil", "fevr"."""


def _longest_first(mention: Mention) -> tuple[int, ...]:
    return (mention.start - mention.end, mention.start)
