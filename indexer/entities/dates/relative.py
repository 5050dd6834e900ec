"""Expressions that hang on the document's date: yesterday, last week, mai dernier, 昨天."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import (
    FULL_WEEKDAYS,
    MONTH,
    MONTHS,
    NUMBERS,
    SEASON_WORDS,
    UNITS,
    either,
)
from indexer.entities.dates.values import Partial, Value, day_value, days, quarter, season, shifted
from indexer.entities.dates.values import either as alternatives

_NUMBER = rf"(?:\d{{1,3}}|{either(NUMBERS)})"
_FEW = rf"(?:{_NUMBER}|a few|few|several|quelques|plusieurs)"
FEW = 3
"""Days or weeks that "a few" stands for, as Recognizers and HeidelTime take it; the value is approximate."""
_UNIT = either(UNITS)
DAY_STEPS = {
    "yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0, "hier": -1, "aujourd'hui": 0, "demain": 1,
    "avant-hier": -2, "avant hier": -2, "the day before yesterday": -2, "the day after tomorrow": 2,
    "day after tomorrow": 2, "day before yesterday": -2, "apres-demain": 2, "apres demain": 2,
    "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1,
    "明日": 1, "前天": -2, "后天": 2, "後天": 2,
}  # fmt: skip
DAY_WORD = re.compile(
    rf"(?<![\w'-])(?:{either(word for word in DAY_STEPS if word.isascii())})(?![\w-])"
    rf"|{either(word for word in DAY_STEPS if not word.isascii())}"
)
PAST = re.compile(
    rf"\b(?:over |in |during |within |au cours des |dans les |ces )?(?:the |les )?"
    rf"(?:(?:past|last|previous) (?P<n>{_FEW}) ?(?P<u>{_UNIT})\b|(?P<n2>{_FEW}) (?:dernieres?|derniers?) "
    rf"(?P<u2>{_UNIT})\b|(?:dernieres?|derniers?) (?P<n3>{_FEW}) (?P<u3>{_UNIT})\b)"
)
AGO = re.compile(
    rf"\b(?:(?P<n>{_FEW}) (?P<u>{_UNIT}) (?:ago|before (?P<b>yesterday|now))\b"
    rf"|il y a (?P<n2>{_FEW}) (?P<u2>{_UNIT})\b)"
)
NEAR = re.compile(
    r"\b(?:the )?(?P<w>last|previous|past|this|current|next|coming|upcoming) (?P<u>week|month|year|quarter"
    r"|weekend"
    r"|week-end)\b(?!\w)"
    r"|\b(?:la |le |l'|cette |cet |ce )?(?P<fu>semaine|mois|annee|an|fin de semaine) (?P<fw>derniere?|passee?"
    r"|prochaine?|precedente?)\b"
    r"|\b(?P<pw>derniere?|prochaine?) (?P<pu>semaine|mois|annee|trimestre)\b|\b(?:le |ce )?(?P<tu>trimestre) "
    r"(?P<tw>dernier|prochain|precedent|en cours)\b"
    r"|\b(?P<cw>cette|ce|cet) (?P<cu>semaine|mois|annee)\b(?! (?:derniere?|prochaine?|passee?))"
)
NEAR_MONTH = re.compile(
    rf"\b(?:(?P<w>last|this past|this|next|cette|ce|prochain|dernier) (?P<m>{MONTH})\b"
    rf"|(?P<fm>{MONTH}) (?P<fw>dernier|prochain|passe)\b|(?P<ym>{MONTH}),? (?:of )?(?P<yw>last|this|next) year\b"
    rf"|(?P<zm>{MONTH}) (?:de )?(?:l')?(?P<zw>cette annee|annee prochaine|annee derniere|an prochain"
    rf"|an dernier)\b)(?! \d)"
)
NEAR_SEASON = re.compile(
    rf"\b(?:(?P<w>last|this past|this|next) (?P<s>{either(SEASON_WORDS)})\b|(?:l')?(?P<fs>{either(SEASON_WORDS)}) "
    rf"(?P<fw>dernier|prochain)\b)"
)
WEEKDAY = re.compile(
    rf"(?<![\w-])(?:(?P<w>last|this past|past|this coming|this|next|on|since|by|until|of|ce"
    rf"|cette) )?(?P<d>{either(FULL_WEEKDAYS)})(?: "
    rf"(?P<fw>dernier|prochain|passe))?(?![\w-]|,? \d)"
)
_STEP = {
    "last": -1, "previous": -1, "past": -1, "this past": -1, "this": 0, "current": 0, "next": 1, "coming": 1,
    "dernier": -1, "derniere": -1, "passe": -1, "passee": -1, "precedent": -1, "precedente": -1, "prochain": 1,
    "prochaine": 1, "upcoming": 1, "en cours": 0, "ce": 0, "cette": 0,
    "cette annee": 0, "annee prochaine": 1,
    "annee derniere": -1, "an prochain": 1, "an dernier": -1,
}  # fmt: skip
_ALIAS = {
    "semaine": "week",
    "trimestre": "quarter",
    "mois": "month",
    "annee": "year",
    "an": "year",
    "fin de semaine": "weekend",
    "week-end": "weekend",
}
UNSETTLED = Value(None, None)


def day_words(text: str, folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms such as "yesterday", which need `base`; without it their value is open, and they say so."""
    for match in DAY_WORD.finditer(folded):
        # "Today" begins names of newspapers
        if not (
            text[match.start()].isupper()
            and folded[match.end() : match.end() + 1] == " "
            and text[match.end() + 1 : match.end() + 2].isupper()
        ):
            yield relative_atom(match, base and day_at(base, DAY_STEPS[match.group()]))


def by_units(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of weeks, months and years around `base`."""
    for match in PAST.finditer(folded):
        number, unit = match["n"] or match["n2"] or match["n3"], match["u"] or match["u2"] or match["u3"]
        yield relative_atom(match, base and _past(base, count(number), UNITS[unit]))
    for match in AGO.finditer(folded):
        start = base and shifted(base, -(match["b"] == "yesterday"), "day")
        yield relative_atom(
            match, start and _ago(start, count(match["n"] or match["n2"]), UNITS[match["u"] or match["u2"]])
        )
    for match in NEAR.finditer(folded):
        word = match["w"] or match["fw"] or match["pw"] or match["tw"] or "this"
        unit = match["u"] or match["fu"] or match["cu"] or match["pu"] or match["tu"]
        atom = relative_atom(match, base and near(base, _STEP[word], _ALIAS.get(unit, unit)))
        # "the previous year" is the one before the date that the text has just named
        anaphoric = word in {"previous", "precedent", "precedente"} and "weekend" not in _ALIAS.get(unit, unit)
        onward = word == "next" and match.group().startswith("the ")
        yield replace(atom, after=(-1, _ALIAS.get(unit, unit))) if anaphoric else replace(atom, onward=onward)


def months_and_seasons(text: str, folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms such as "last May" and "this summer"."""
    for match in NEAR_MONTH.finditer(folded):
        name = match["m"] or match["fm"] or match["ym"] or match["zm"]
        if match["m"] and match["m"] in {"may", "march", "mar"} and not text[match.start("m")].isupper():
            continue
        if match["m"] or match["fm"]:
            value = base and _month(base, MONTHS[name], _STEP[match["w"] or match["fw"]])
        else:
            value = base and Partial(base.year + _STEP[match["yw"] or match["zw"]], MONTHS[name]).value
        yield relative_atom(match, value)
    for match in NEAR_SEASON.finditer(folded):
        number = SEASON_WORDS[match["s"] or match["fs"]]
        step = _STEP[match["w"] or match["fw"]]
        middle = {21: 4, 22: 7, 23: 10, 24: 1}[number]
        month = base and _month(base, middle, step)
        yield relative_atom(match, month and month.lower and season(month.lower.year, number))


def weekdays(text: str, folded: str, base: dt.date | None) -> Iterator[Atom]:
    """The nearest such day before, unless "next" or "by" says after."""
    for match in WEEKDAY.finditer(folded):
        if not text[match.start("d")].isupper() and match["d"] in _CAPITAL_DAYS and not match["w"]:
            continue
        if base is None:
            yield relative_atom(match, None)
            continue
        left = folded[max(0, match.start() - LOOK_CHARACTERS) : match.start()]
        ahead = AHEAD.search(left) is not None or _DEADLINE.search(left) is not None
        if not ahead and not match["w"] and not match["fw"] and _OPEN_SIDE.search(left):
            yield relative_atom(match, _both_sides(base, FULL_WEEKDAYS[match["d"]]), confidence=0.4)
        else:
            yield relative_atom(match, day_at(base, _distance(base, match, ahead=ahead)))


LOOK_CHARACTERS = 40
AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were) (?:set|due|scheduled|expected|planned|slated) (?:to|for|on|by)"
    r"|(?:is|are) (?:due|expected)(?! to\b)|(?:attendue?s?|fixee?s?|reportee?s?) (?:pour|a|au)|upcoming|ahead of"
    r"|aura lieu|se tiendra|auront lieu|sera|seront|prevue?s?)\b(?:(?! (?:on|last) )[^.;\n]){0,32}$"
)


_DEADLINE = re.compile(r"\b(?:no(?:t)? later than|d'ici(?: a| le| au)?|au plus tard(?: le)?|jusqu'a) $")
_OPEN_SIDE = re.compile(r"\b(?:before|prior to|avant(?: le)?) $")
"""The Friday before which something is, or was, may be behind or ahead."""


def _distance(base: dt.date, match: re.Match[str], *, ahead: bool) -> int:
    """Days from the base to the weekday: "this Friday" is of this week, "next Friday" of the next, both from Monday."""
    number = FULL_WEEKDAYS[match["d"]]
    in_week = number - base.weekday()
    if match["w"] in {"this", "this coming", "ce", "cette"} and not match["fw"]:
        return in_week % 7 if match["w"] == "this coming" else in_week
    if match["w"] == "next" or match["fw"] == "prochain":
        return in_week + 7
    if ahead or match["w"] in {"by", "until"}:
        return in_week % 7
    back = -((base.weekday() - number) % 7)
    strictly = match["w"] in {"last", "past", "this past"} or match["fw"] is not None
    return -7 if back == 0 and strictly else back


_CAPITAL_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


def _both_sides(base: dt.date, number: int) -> Value:
    """The last such weekday or the next one, whichever is meant."""
    last = shifted(base, -((base.weekday() - number) % 7), "day")
    following = shifted(base, (number - base.weekday()) % 7, "day")
    return UNSETTLED if last is None or following is None else alternatives((last, following), base)


def relative_atom(match: re.Match[str], value: Value | dt.date | int | None, confidence: float = 0.75) -> Atom:
    """`value` is None, or a falsy base, where the document's date is not known."""
    settled = value if isinstance(value, Value) else UNSETTLED
    return Atom(*match.span(), value=settled, basis="relative", confidence=confidence if settled.edtf else 0.3)


def count(written: str) -> int:
    """A number in figures or words; "a few" are FEW."""
    if written in {"few", "a few", "several", "quelques", "plusieurs"}:
        return FEW
    return int(written) if written.isdigit() else NUMBERS[written]


def day_at(base: dt.date, distance: int) -> Value:
    """The day so many days after `base`; unsettled outside the calendar."""
    day = shifted(base, distance, "day")
    return UNSETTLED if day is None else day_value(day)


def _past(base: dt.date, number: int, unit: str) -> Value:
    """The last 48 hours or 3 weeks up to the base."""
    start = shifted(base, -_whole_days(number), "day") if unit == "hour" else shifted(base, -number, unit)
    letters = {"hour": "T{}H", "day": "{}D", "week": "{}W", "month": "{}M", "year": "{}Y"}
    timex = "P" + letters[unit].format(number)
    if start is None:
        return UNSETTLED
    span = days(start, base, timex)
    return Value(span.edtf, timex, span.lower, span.upper, "DURATION")


def _whole_days(hours: int) -> int:
    return -(-hours // 24)


def _ago(base: dt.date, number: int, unit: str) -> Value:
    """Days are meant to the day, weeks and months about that day, years as such.

    TIMEX3 names the unit: "a month ago" is a month, "two weeks ago" a day, as HeidelTime has them.
    """
    if unit == "hour":
        return day_at(base, -_whole_days(number - 1) if number > 1 else 0)
    day = shifted(base, -number, unit)
    if day is None:
        return UNSETTLED
    if unit == "year":
        return Partial(day.year).value
    value = day_value(day)
    if unit == "day":
        return value
    timex = value.timex3 if unit == "week" else Partial(day.year, day.month).value.timex3
    return Value(f"{value.edtf}~", timex, value.lower, value.upper)


def near(base: dt.date, step: int, unit: str) -> Value:
    """The calendar week (Monday to Sunday), weekend, month, quarter or year, `step` away."""
    if unit in {"week", "weekend"}:
        monday = shifted(base, -base.weekday() + 7 * step, "day")
        if monday is None:
            return UNSETTLED
        year, week, _ = monday.isocalendar()
        first = monday if unit == "week" else shifted(monday, 5, "day")
        last = shifted(monday, 6, "day")
        if first is None or last is None:
            return UNSETTLED
        return days(first, last, f"{year:04d}-W{week:02d}" + ("-WE" if unit == "weekend" else ""))
    if unit == "quarter":
        index = base.year * 4 + (base.month - 1) // 3 + step
        return quarter(index // 4, index % 4 + 1)
    day = shifted(base.replace(day=1), step, unit)
    return UNSETTLED if day is None else Partial(day.year, day.month if unit == "month" else None).value


def _month(base: dt.date, month: int, step: int) -> Value:
    """The month before the base's own ("last May", "mai dernier"), in this year, or the next to come."""
    year = base.year
    if step < 0 and month >= base.month:
        year -= 1
    if step > 0 and month <= base.month:
        year += 1
    return Partial(year, month).value
