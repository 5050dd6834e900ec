"""From atoms to values: missing years, ranges, times and the words around that change the meaning."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.entities.dates.anaphora import moved
from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import (
    STANDARD_ZONES,
    SUMMER_ZONES,
    ZONES,
    either,
)
from indexer.entities.dates.references import part_after
from indexer.entities.dates.values import (
    Value,
    both,
    day_value,
    interval,
    marked,
)
from indexer.entities.dates.years import YearContext, year_of
from indexer.model.mention import DateBasis

ANCHOR_CHARACTERS = 400
"""How far back "that year" and "two days later" look for their date: a few sentences, not up to a dateline."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A date expression with its value."""

    start: int
    end: int
    value: Value
    basis: DateBasis
    confidence: float
    ends: tuple[Settled, ...] = ()


def settled(atom: Atom, folded: str, known: YearContext) -> Settled:
    """The atom's value, before modifiers."""
    if atom.after is not None and known.anchor and atom.start - known.anchor_end <= ANCHOR_CHARACTERS:
        value = _after(known.anchor, *atom.after)
        return Settled(atom.start, atom.end, value, "relative", 0.6 if value.edtf else 0.3)
    if atom.onward and _elsewhere(atom, known):
        return Settled(atom.start, atom.end, Value(None, None), "relative", 0.3)
    if atom.partial is None:
        return Settled(atom.start, atom.end, atom.value or Value(None, None), atom.basis, atom.confidence)
    first, last, basis, confidence = atom.partial, atom.last, atom.basis, atom.confidence
    if (last or first).year is None:
        year, sure = year_of(last or first, atom.start, folded, known)
        basis, confidence = "year_inferred", min(confidence, sure)
        if year is not None:
            crosses = last is not None and (first.month or 0, first.day or 0) > (
                last.month or 0,
                last.day or 0,
            )
            first = first.with_year(year - crosses)
            last = last.with_year(year) if last else None
    if not first.exists or (last is not None and not last.exists):
        return Settled(atom.start, atom.end, Value(None, None), basis, 0.3)
    contradicted = False
    if atom.weekday is not None and first.year and first.day and first.lower.weekday() != atom.weekday:
        confidence, contradicted = min(confidence, 0.4), True
    value = first.value if last is None else (both if atom.joint == "set" else interval)(first.value, last.value)
    if atom.unknown_day:
        value = replace(value, edtf=f"{value.edtf}-XX", timex3=f"{value.timex3}-XX")
    if atom.time and last is None and value.edtf:
        value = with_time(value, atom.time)
    if contradicted:
        # the weekday written is of another day: which of the two is wrong, nothing tells
        value = marked(value, "?")
    ends = tuple(
        Settled(*span, end.value, basis, confidence) for span, end in zip(atom.ends, (first, last), strict=False) if end
    )
    return Settled(atom.start, atom.end, value, basis, confidence, ends)


ELSEWHERE_DAYS = 92
"""A text that has just named a day so long before the document's tells of that time."""


def _elsewhere(atom: Atom, known: YearContext) -> bool:
    """True where the date before it, in the same few sentences, is of another time than the document's."""
    if known.anchor is None or known.base is None or atom.start - known.anchor_end > ANCHOR_CHARACTERS:
        return False
    return (known.base - known.anchor[0]).days > ELSEWHERE_DAYS


def with_date(known: YearContext, atom: Atom, item: Settled) -> YearContext:
    """What is known after the item: "the next day" is of it, and a date without a year may take its year."""
    lower, upper = item.value.lower, item.value.upper
    if lower is None or item.value.kind == "DURATION":
        return known
    if lower == upper:
        known = replace(known, anchor=(lower, "day"), anchor_end=item.end)
    elif atom.partial is not None and atom.last is None and atom.precision in {"month", "year"}:
        known = replace(known, anchor=(lower, atom.precision), anchor_end=item.end)
    dated = atom.partial is not None and atom.partial.month is not None
    if dated and (item.basis == "explicit" or (atom.partial and atom.partial.day)):
        return replace(known, last_full=lower, last_end=item.end)
    return known


_FINENESS = {"year": 0, "quarter": 1, "month": 1, "week": 2, "day": 2}


def _after(anchor: tuple[dt.date, str], step: int, unit: str) -> Value:
    """Unsettled where the date before is not known so finely: "in October ... the next day"."""
    day, precision = anchor
    return moved(day, step, unit) if _FINENESS[precision] >= _FINENESS[unit] else Value(None, None)


def with_time(value: Value, time: str) -> Value:
    text = f"{value.edtf}{time}"
    return replace(value, edtf=text, timex3=text, kind="TIME")


_CLOCK = (
    r"(?:(?P<h>\d{1,2})(?::(?P<n>\d\d)(?::(?P<s>\d\d))?)? ?(?P<ap>[ap])\.?m\b\.?|(?P<h2>\d{1,2}):(?P<n2>\d\d)(?::"
    r"(?P<s2>\d\d))?(?![\d:])"
    r"|(?P<h3>\d{1,2}) ?h(?: ?(?P<n3>\d\d))?(?!\w)|(?P<h4>[012]\d)(?P<n4>[0-5]\d)(?= ?(?:hours|hrs"
    r"|\(?(?:{zones})\b)))"
).replace("{zones}", either(zone for zone in ZONES if len(zone) > 1)[3:-1])
_ZONE = rf"(?: ?(?:hours|hrs))?(?: ?\(?(?P<zone>{either(zone for zone in ZONES if len(zone) > 1)})\b\)?)?"
TIME_AFTER = re.compile(rf",?[ ]{{0,2}}(?:at |a |@ |- )?{_CLOCK}{_ZONE}")
TIME_BEFORE = re.compile(rf"(?<![\w:.]){_CLOCK}{_ZONE},? (?:on |le )?$")
TIME_ALONE = re.compile(rf"(?<![\w:.-]){_CLOCK}{_ZONE}")


def clock_of(match: re.Match[str], day: dt.date | None) -> tuple[str | None, bool]:
    """ "T17:00:00-05:00" and whether the named zone fits the season; None for what no clock shows."""
    hour = int(match["h"] or match["h2"] or match["h3"] or match["h4"])
    minute = int(match["n"] or match["n2"] or match["n3"] or match["n4"] or 0)
    second = int(match["s"] or match["s2"] or 0)
    if match["ap"]:
        if not 1 <= hour <= 12:
            return None, True
        hour = hour % 12 + (12 if match["ap"] == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None, True
    zone = match["zone"]
    fits = day is None or zone is None or not (
        (zone in STANDARD_ZONES and 4 <= day.month <= 10) or (zone in SUMMER_ZONES and day.month in {1, 2, 12})
    )  # fmt: skip
    return f"T{hour:02d}:{minute:02d}:{second:02d}{ZONES[zone] if zone else ''}", fits


def timed(item: Settled, folded: str) -> Settled:
    """The date with the time of day that stands beside it."""
    value = item.value
    if value.kind != "DATE" or value.edtf is None or len(value.edtf) != len("2021-09-13") or value.lower is None:
        return item
    match = TIME_AFTER.match(folded, item.end, item.end + 40)
    if match:
        start, end = item.start, match.end()
    else:
        match = TIME_BEFORE.search(folded, max(0, item.start - 40), item.start)
        if not match:
            return item
        start, end = match.start(), item.end
    time, fits = clock_of(match, value.lower)
    if time is None:
        return item
    confidence = item.confidence if fits else min(item.confidence, 0.7)
    return replace(item, start=start, end=end, value=with_time(value, time), confidence=confidence)


_GAP = re.compile(
    r" ?,? ?(?P<join>to|and|until|till|through|up to|au|et|jusqu'a|jusqu'au|-|至|到)(?: |(?=\d))(?:the |le )?"
)
_FROM_BEFORE = re.compile(r"\b(?P<w>between|from|entre|du|de|depuis|since|starting(?: on)?) (?:the |le )?$")
GAP_CHARACTERS = 16


def joined(folded: str, items: Sequence[Settled], base: dt.date | None) -> list[Settled]:
    """Neighbours such as "from 1 August 2019 to today" or "between now and 15 November" made one interval."""
    result: list[Settled] = []
    for item in items:
        pair = _interval(folded, result[-1], item, base) if result else None
        if pair is not None:
            result[-1] = pair
        else:
            result.append(item)
    return result


def _interval(folded: str, first: Settled, second: Settled, base: dt.date | None) -> Settled | None:
    if second.start - first.end > GAP_CHARACTERS or "relative" not in {first.basis, second.basis}:
        return None
    gap = _GAP.fullmatch(folded, first.end, second.start)
    lead = _FROM_BEFORE.search(folded, max(0, first.start - 22), first.start)
    if gap is None or lead is None or ((gap["join"] in {"and", "et"}) != (lead["w"] in {"between", "entre"})):
        return None
    low, high = _present(first.value, base), _present(second.value, base)
    if low.kind != "DATE" or high.kind != "DATE" or not low.lower or not high.upper or low.lower > high.upper:
        return None
    value = interval(_plain_days(low), _plain_days(high))
    confidence = min(first.confidence, second.confidence) if base else 0.3
    return Settled(lead.start(), second.end, value, "relative", max(confidence, 0.4), (first, second))


def _present(value: Value, base: dt.date | None) -> Value:
    return day_value(base) if value.timex3 == "PRESENT_REF" and base else value


def _plain_days(value: Value) -> Value:
    """An end that is itself an interval gives its days."""
    if value.edtf and "/" not in value.edtf and value.edtf[0] not in "[{":
        return value
    return replace(value, edtf=value.lower.isoformat() if value.lower else None)


def as_duration(item: Settled) -> Settled:
    """The range's TIMEX3 is a DURATION, as TimeML has it: its ends are points, the expression is what lies between."""
    timex = item.value.timex3 or ""
    if item.value.kind != "DATE" or timex.count("/") != 1 or not item.value.lower or not item.value.upper:
        return item
    first, last = timex.split("/")
    return replace(item, value=replace(item.value, timex3=_length(first, last, item.value), kind="DURATION"))


def _length(first: str, last: str, value: Value) -> str | None:
    if value.lower is None or value.upper is None:
        return None
    if len(first) == len(last) == len("2021"):
        return f"P{value.upper.year - value.lower.year}Y"
    if len(first) == len(last) == len("2021-09") and first[5:].isdigit() and last[5:].isdigit():
        return f"P{12 * (value.upper.year - value.lower.year) + value.upper.month - value.lower.month}M"
    return f"P{(value.upper - value.lower).days}D"


def with_part_of_day(item: Settled, folded: str) -> Settled:
    """ "Friday morning" is a TIME (2010-07-16TMO); the calendar value stays the day."""
    value = item.value
    if value.kind != "DATE" or value.lower is None or value.lower != value.upper or len(value.timex3 or "") != 10:
        return item
    part = part_after(folded, item.end)
    if part is None:
        return item
    return replace(item, end=part[0], value=replace(value, timex3=f"{value.timex3}T{part[1]}", kind="TIME"))
