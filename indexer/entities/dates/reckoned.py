"""Reckoned from the document's date: in three weeks, two days from tomorrow, the 20th of next month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import DAY, DAY_WORDS, MONTH, MONTHS, NUMBERS, UNITS, WEEKDAY, WEEKDAYS, either
from indexer.entities.dates.relative import DAY_STEPS, UNSETTLED, count, day_at, relative_atom
from indexer.entities.dates.values import Partial, Value, day_value, days, shifted

_NUMBER = rf"(?:\d{{1,3}}|{either(NUMBERS)}|a few|few|several|quelques|plusieurs)"
_UNIT = either(UNITS)
_DAY_WORD = either(word for word in DAY_STEPS if word.isascii())
_STEPS = {"this": 0, "ce": 0, "cette": 0, "of this": 0, "next": 1, "last": -1, "previous": -1}

AHEAD = re.compile(
    rf"\b(?:(?:in|within|dans|d'ici) (?P<n>{_NUMBER}) (?P<u>{_UNIT})\b(?! (?:of|de|ago))"
    rf"|(?P<n2>{_NUMBER}) (?P<u2>{_UNIT}) (?:from (?P<b>now|{_DAY_WORD})|hence|later than (?P<b2>{_DAY_WORD})"
    rf"|plus tard|apres (?P<b3>demain|aujourd'hui|hier))\b)"
)
NEXT = re.compile(
    rf"\b(?:over |in |during |within |for |au cours des |dans les |pour les )?(?:the |les )?"
    rf"(?:(?:next|coming|following) (?P<n>{_NUMBER}) (?P<u>{_UNIT})\b"
    rf"|(?P<n2>{_NUMBER}) (?:prochaine?s?) (?P<u2>{_UNIT})\b)"
)
DAY_OF_MONTH = re.compile(
    rf"\b(?:(?:from|between|du|entre|depuis) )?(?:the |le )?(?P<d>{DAY})(?:st|nd|rd|th|er|e)?"
    rf"(?: ?(?:-|to|until|till|through|and|au|a|et|jusqu'a|jusqu'au) ?(?:the |le )?(?P<d2>{DAY})(?:st|nd|rd|th|er"
    rf"|e)?)?"
    r" (?:of |in |de |du )?(?:the )?(?:(?P<w>this|next|last|previous|cette|ce) (?:month|mois)|mois (?P<fw>prochain"
    r"|dernier))\b"
)
_LATE_DAYS = either(word for word, day in DAY_WORDS.items() if day > 12 and word.isascii() and word[-1] in "dht")
THE_DAY = re.compile(
    rf"\b(?:on|by|until|for|since|before|from|to|after) the (?:(?P<d>(?:{DAY})(?:st|nd|rd|th)|{_LATE_DAYS})"
    r"(?=[.,;!?)]|$| (?:and|at)\b)|(?P<n>[12]\d|3[01]|[1-9])(?= ?[.!?] ?$| ?$))"
)
"""A bare number only where the text ends with it; words only beyond twelve: "for the first" is of anything."""
DAY_NEAR = re.compile(
    rf"\b(?:(?:{WEEKDAY} )?(?:le |du |au |les )?(?P<d>\d{{1,2}})(?:er)?(?: ?(?:-|au|et) ?(?P<d2>\d{{1,2}}))?"
    rf" (?P<m>{MONTH}) (?P<w>dernier|passe|prochain)"
    rf"|(?P<ew>last|this past|past|next|this coming) (?P<em>{MONTH})\.? (?P<ed>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?! ?,? \d{4}))(?![\w:])"
)
TO_DATE = re.compile(r"\b(?:the )?year to date\b")
WEEKDAY_AND_DAY = re.compile(
    rf"\b(?:on |le )?(?P<wd>{WEEKDAY})\b\.?,? (?:the )?(?:(?P<d>{DAY})(?:st|nd|rd|th)?|(?P<w>{either(DAY_WORDS)}))"
    r"(?=[.,;!?)\n](?!\d)|$| (?:and|at|to|until|till|through|by|with|in|for|from|au|et|a)\b)"
)


def reckoned_dates(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms that count from `base`; without it their value is open."""
    for match in AHEAD.finditer(folded):
        if match["n"] and _took(folded, match.start()):
            continue
        word = match["b"] or match["b2"] or match["b3"] or "now"
        number = count(match["n"] or match["n2"])
        start = base and shifted(base, DAY_STEPS.get(word, 0), "day")
        yield relative_atom(match, start and _ahead(start, number, UNITS[match["u"] or match["u2"]]))
    for match in NEXT.finditer(folded):
        value = base and _next(base, count(match["n"] or match["n2"]), UNITS[match["u"] or match["u2"]])
        yield replace(relative_atom(match, value), onward=True)
    for match in DAY_OF_MONTH.finditer(folded):
        yield relative_atom(match, base and _day_of_month(base, match))
    for match in TO_DATE.finditer(folded):
        yield relative_atom(match, base and days(base.replace(month=1, day=1), base))


_COUNT_BEFORE = re.compile(
    r"\d[\d,.]*(?: ?k| million| mille| millions?(?: de)?)? ?(?:[^\W\d_]{2,20} ){1,2}$|\bnow \d[\d,.]* $"
)
_PAST_BEFORE = re.compile(
    r"\b(?:was|were|had|did|got|grew|made|took|saw|rose|fell|lost|won|sold|went|came|ran|wrote|spent|sent|met"
    r"|[a-z]{3,}[^\We]ed)\b"
)
_LOOKS_AHEAD = re.compile(
    r"\b(?:will|shall|would|could|can|should|may|might|must|to|due|plans?|expect\w*|schedul\w+|going|begins?|starts?|ends?"
    r"|opens?|closes?|is|are|be|va|vont|sera|seront|doit|devra)\b|'ll\b"
)
_CLAUSE_CHARACTERS = 70


def _took(folded: str, start: int) -> bool:
    """True where the days before are how long it took: "35,200 likes in two days", "it doubled in two days"."""
    clause = re.split(r"[.;!?]", folded[max(0, start - _CLAUSE_CHARACTERS) : start])[-1]
    if _LOOKS_AHEAD.search(clause):
        return False
    return _COUNT_BEFORE.search(clause) is not None or _PAST_BEFORE.search(clause) is not None


def days_near(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of a day and month with a word that tells the year: "le 8 septembre dernier", "last September 8"."""
    for match in DAY_NEAR.finditer(folded):
        yield relative_atom(match, base and _day_near(base, match))


def days_alone(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of a day without its month: "on the 27th", "Friday the 15th"."""
    for match in THE_DAY.finditer(folded):
        yield _the_day(match, base)
    for match in WEEKDAY_AND_DAY.finditer(folded):
        yield relative_atom(match, base and _weekday_and_day(base, match), confidence=0.6)


def _ahead(base: dt.date, number: int, unit: str) -> Value:
    if unit == "hour":
        return day_value(base) if number < 24 else day_at(base, number // 24)
    day = shifted(base, number, unit)
    return UNSETTLED if day is None else day_value(day)


def _day_near(base: dt.date, match: re.Match[str]) -> Value:
    """ "le 8 septembre dernier": the latest such day before the base; "prochain": the first one after it."""
    month = MONTHS[match["m"] or match["em"]]
    ahead = (match["w"] or match["ew"]) in {"prochain", "next", "this coming"}
    written = [one for one in (match["d"] or match["ed"], match["d2"]) if one]
    last = Partial(None, month, int(written[-1]))
    years = range(base.year, base.year + YEARS_TO_LOOK) if ahead else range(base.year, base.year - YEARS_TO_LOOK, -1)
    for year in years:
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            break
        found, first = last.with_year(year), Partial(year, month, int(written[0]))
        right = found.exists and (found.lower > base if ahead else found.lower < base)
        if right and first.exists and first.lower <= found.lower:
            return day_value(found.lower) if first == found else days(first.lower, found.lower)
    return UNSETTLED


def _next(base: dt.date, number: int, unit: str) -> Value:
    """From tomorrow on, `number` units long."""
    start = shifted(base, 1, "day")
    end = shifted(base, max(1, number // 24), "day") if unit == "hour" else shifted(base, number, unit)
    if start is None or end is None or end < start:
        return UNSETTLED
    letter = {"hour": "T{}H", "day": "{}D", "week": "{}W", "month": "{}M", "year": "{}Y"}[unit]
    span = days(start, end)
    return Value(span.edtf, "P" + letter.format(number), span.lower, span.upper, "DURATION")


def _day_of_month(base: dt.date, match: re.Match[str]) -> Value:
    step = _STEPS.get(match["w"] or "", 1 if match["fw"] == "prochain" else -1 if match["fw"] else 0)
    month = shifted(base.replace(day=1), step, "month")
    if month is None or not match["d"].isdigit() or not (match["d2"] or "1").isdigit():
        return UNSETTLED
    first = Partial(month.year, month.month, int(match["d"]))
    last = Partial(month.year, month.month, int(match["d2"])) if match["d2"] else first
    if not first.exists or not last.exists or last.lower < first.lower:
        return UNSETTLED
    return day_value(first.lower) if last == first else days(first.lower, last.lower)


MONTHS_TO_LOOK = 7
YEARS_TO_LOOK = 9
"""29 February is there once in eight years at the worst."""


def _weekday_and_day(base: dt.date, match: re.Match[str]) -> Value:
    """ "Friday the 15th": the month nearest to the base in which the 15th is a Friday."""
    number = int(match["d"]) if match["d"] and match["d"].isdigit() else DAY_WORDS.get(match["w"] or "", 0)
    near: list[dt.date] = []
    for step in range(-MONTHS_TO_LOOK, MONTHS_TO_LOOK + 1):
        month = shifted(base.replace(day=1), step, "month")
        partial = Partial(month.year, month.month, number) if month else Partial()
        if number and partial.exists and partial.lower.weekday() == WEEKDAYS[match["wd"]]:
            near.append(partial.lower)
    return day_value(min(near, key=lambda day: abs((day - base).days))) if near else UNSETTLED


def _the_day(match: re.Match[str], base: dt.date | None) -> Atom:
    """ "on the 27th": of this month, or of the one before where that day is yet to come."""
    written = match["d"] or match["n"]
    number = DAY_WORDS.get(written) or int(re.sub(r"\D", "", written) or 0)
    start = match.start("d" if match["d"] else "n") - len("the ")
    if base is None or not number:
        return Atom(start, match.end(), value=UNSETTLED, basis="relative", confidence=0.2)
    month = base if number <= base.day else shifted(base.replace(day=1), -1, "month")
    exists = month is not None and number <= calendar.monthrange(month.year, month.month)[1]
    value = day_value(month.replace(day=number)) if month is not None and exists else UNSETTLED
    return Atom(start, match.end(), value=value, basis="relative", confidence=0.4 if value.edtf else 0.2)
