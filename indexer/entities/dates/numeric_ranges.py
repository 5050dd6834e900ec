"""Ranges and days in figures whose order something beside them settles: 3/6 - 21/6/2024, Friday 7/6."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import WEEKDAY, WEEKDAYS
from indexer.entities.dates.values import Partial, Value, day_value, either

_END = r"(?![\w%/-]|[.,:]\d)"
RANGE = re.compile(
    r"(?:(?P<lead>\b(?:from|between|du|entre|period|dates?:?)) |(?<![\w./,$€£#-]))"
    r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?:(?P=s)(?P<y>(?:19|20)\d\d))?"
    r"(?: ?- ?| (?:to|until|till|through|and|au|et) (?:le )?)"
    rf"(?P<a2>\d{{1,2}})(?P=s)(?P<b2>\d{{1,2}})(?:(?:(?P=s)|,? )(?P<y2>(?:19|20)\d\d))?{_END}"
)
ON_A_WEEKDAY = re.compile(rf"\b(?:on |le )?(?P<wd>{WEEKDAY})\b\.?,? (?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}}){_END}")


def numeric_ranges(folded: str, order: str | None, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of two dates in figures, and of days in figures told by a weekday, whose year `base` gives."""
    for match in RANGE.finditer(folded):
        # without a year and a word before, "1-2 to 3-4" may be anything
        if match["y2"] or (match["lead"] and not match["y"]):
            yield from _range(match, order)
    for match in ON_A_WEEKDAY.finditer(folded) if base else ():
        value = _on_a_weekday(match, base) if base else None
        if value is not None:
            yield Atom(*match.span(), value=value, basis="year_inferred", confidence=0.75 if value.timex3 else 0.4)


def _range(match: re.Match[str], order: str | None) -> Iterator[Atom]:
    """The range in the one order in which both days exist and do not run backwards; open where both orders do."""
    last_year = int(match["y2"]) if match["y2"] else None
    first_year = int(match["y"]) if match["y"] else last_year
    numbers = [int(match[name]) for name in ("a", "b", "a2", "b2")]
    found: dict[str, tuple[Partial, Partial]] = {}
    for name, (day, month) in (("dmy", (0, 1)), ("mdy", (1, 0))):
        first = Partial(first_year, numbers[month], numbers[day])
        last = Partial(last_year, numbers[2 + month], numbers[2 + day])
        ordered = last_year is None or (first.exists and last.exists and first.lower < last.lower)
        if first.exists and last.exists and ordered:
            found[name] = first, last
    chosen = found.get(order or "") or (next(iter(found.values())) if len(found) == 1 else None)
    if chosen is not None:
        yield Atom(*match.span(), *chosen, confidence=0.75)
    elif found and last_year is None:
        yield Atom(*match.span(), value=Value(None, None), confidence=0.3)
    elif found:
        for place in (0, 1):
            days = tuple(pair[place].lower for pair in found.values())
            start, end = (match.start("a"), match.end("y" if match["y"] else "b")) if place == 0 else (
                match.start("a2"), match.end()
            )  # fmt: skip
            yield Atom(start, end, value=either(days), confidence=0.4)


def _on_a_weekday(match: re.Match[str], base: dt.date) -> Value | None:
    """The day nearest to the base that is written so and falls on the weekday; None where none does."""
    first, second = int(match["a"]), int(match["b"])
    near: set[dt.date] = set()
    for year in range(base.year - 1, base.year + 2):
        for partial in (Partial(year, first, second), Partial(year, second, first)):
            if 1 <= year <= dt.MAXYEAR and partial.exists and partial.lower.weekday() == WEEKDAYS[match["wd"]]:
                near.add(partial.lower)
    if not near:
        return None
    by_year = sorted(near, key=lambda day: abs((day - base).days))
    same = tuple(day for day in by_year if day.year == by_year[0].year)
    return day_value(same[0]) if len(same) == 1 else either(same)
