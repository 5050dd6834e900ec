"""Weeks and weekdays: Tuesday next week, the first Friday of July, the week of 4 February, the rest of the month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import (
    DAY,
    FULL_WEEKDAYS,
    MONTH,
    MONTHS,
    NUMBERS,
    ORDINALS,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    either,
    number,
)
from indexer.entities.dates.relative import UNSETTLED, count, relative_atom
from indexer.entities.dates.values import Partial, Value, day_value, days, interval, shifted, week

_DAY = either(FULL_WEEKDAYS)
_ORDINAL = either({*ORDINALS, "fifth", "5th"})
_STEP = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "following": 1,
         "derniere": -1, "passee": -1, "prochaine": 1, "prochain": 1, "cette": 0}  # fmt: skip
_WEEK = (
    r"(?:(?:the )?(?P<w>last|previous|past|this|current|next|coming|following) week"
    r"|(?:la |l')?semaine (?P<fw>derniere|passee|prochaine?)|(?P<cw>cette) semaine)"
)
DAY_AND_WEEK = re.compile(rf"\b(?:on |le )?(?P<d>{_DAY})(?: of| de)? {_WEEK}\b")
WEEK_AND_DAY = re.compile(
    rf"\b{_WEEK},? ?(?:- )?(?:(?:on|from|between|le|du|entre) )?(?P<d>{WEEKDAY})\b\.?"
    rf"(?: (?:to|and|until|through|-|au|et) (?:le )?(?P<d2>{WEEKDAY})\b\.?)?"
)
NTH_DAY = re.compile(
    rf"\b(?:the |le |la )?(?P<o>{_ORDINAL}) (?P<d>{_DAY})(?:(?: (?:of|in|de|du|d')? ?(?:the )?"
    rf"(?:(?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?|(?P<w>this|next|last|previous) month|(?P<cw>ce) mois"
    r"|mois (?P<fw>prochain|dernier)|(?P<e>(?:each|every) month|chaque mois))(?!\w))"
    r"|(?!\w| (?:of|in|after|before|since|night|morning|de|d'|du|apres|avant)\b))"
)
WEEK_OF = re.compile(
    r"\b(?:the )?(?:week(?: (?:of|starting|beginning|commencing)(?: on)?)?|w/c|semaine (?:du|de))"
    rf" (?:the )?(?:(?P<m>{MONTH})[. ]{{1,2}}(?:the )?(?P<d>{DAY})(?:st|nd|rd|th)?|(?P<d2>{DAY})(?:st|nd|rd|th"
    rf"|er)? (?:of )?"
    rf"(?P<m2>{MONTH}))(?:,? (?P<y>{YEAR}))?(?!\w)"
)
WEEK_IN = re.compile(
    rf"\b(?:the |la )?(?P<o>{_ORDINAL}|1ere|premiere) (?:week|semaine)(?: (?:of|in|de|du|d'))? ?(?:the )?"
    rf"(?:(?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?|(?P<yy>{YEAR}))(?!\w)"
)
WEEK_NUMBER = re.compile(
    rf"\b(?:week|semaine) (?:no\.? ?)?(?P<n>[1-5]?\d)(?:(?:,| of| de)? (?P<y>{YEAR}))?(?![\w/.-]|,\d)"
)
REST = re.compile(
    r"\b(?:the )?(?:rest|remainder|balance|reste) (?:of |de )?(?:the |this |my |la |l'|cette |ce |du )?"
    r"(?P<u>week|month|year|semaine|mois|annee)\b"
)
DAYS_FROM_NOW = re.compile(rf"\b(?P<n>{either(NUMBERS)}|\d{{1,2}}) (?P<d>{_DAY})s from now\b")
THE_WEEKEND = re.compile(
    r"\b(?:(?:the|this|le|ce|on) )?(?:weekend|week-end|fin de semaine)\b(?! (?:of|du|de|prochain|dernier))"
)


def by_weekday(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of weekdays told by their week or month; open without `base` where it is needed."""
    for match in DAY_AND_WEEK.finditer(folded):
        yield relative_atom(match, base and _in_week(base, match))
    for match in NTH_DAY.finditer(folded):
        yield from _nth_days(match, base)
    for match in DAYS_FROM_NOW.finditer(folded):
        yield relative_atom(match, base and _days_from_now(base, count(match["n"]), FULL_WEEKDAYS[match["d"]]))


def weeks(text: str, folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of weeks, of days in them, and of what is left of a month; open without `base` where it is needed."""
    for match in WEEK_AND_DAY.finditer(folded):
        yield relative_atom(match, base and _in_week(base, match))
    for match in WEEK_OF.finditer(folded):
        yield relative_atom(match, _week_of(base, match))
    for match in WEEK_IN.finditer(folded):
        yield relative_atom(match, _week_in(base, match))
    for match in WEEK_NUMBER.finditer(folded):
        year = number(match["y"]) if match["y"] else base.year if base else None
        # "week 10 of the trial" is in small letters, inside a sentence
        named = match["y"] or text[match.start()].isupper() or match.start() == 0
        if named or folded[max(0, match.start() - 3) : match.start()] == "in ":
            yield relative_atom(match, year and _iso_week(year, int(match["n"])))
    for match in REST.finditer(folded):
        yield relative_atom(match, base and _rest(base, match["u"]))
    for match in THE_WEEKEND.finditer(folded):
        monday = base and shifted(base, -base.weekday(), "day")
        yield relative_atom(match, monday and _weekend(monday), confidence=0.5)


def _weekend(monday: dt.date) -> Value:
    first, last = shifted(monday, 5, "day"), shifted(monday, 6, "day")
    if first is None or last is None:
        return UNSETTLED
    year, week, _ = monday.isocalendar()
    return days(first, last, f"{year:04d}-W{week:02d}-WE")


def _step(match: re.Match[str]) -> int:
    return _STEP[match["w"] or match["fw"] or match["cw"]]


def _in_week(base: dt.date, match: re.Match[str]) -> Value:
    monday = shifted(base, 7 * _step(match) - base.weekday(), "day")
    first = monday and shifted(monday, WEEKDAYS[match["d"]], "day")
    if first is None or monday is None:
        return UNSETTLED
    if "d2" not in match.re.groupindex or not match["d2"]:
        return day_value(first)
    last = shifted(monday, WEEKDAYS[match["d2"]], "day")
    return UNSETTLED if last is None or last <= first else days(first, last)


def _month_of(base: dt.date | None, match: re.Match[str]) -> tuple[int, int] | None:
    """`(year, month)` named by the match; of the past where the year is left out."""
    if match["m"]:
        month = MONTHS[match["m"]]
        if match["y"]:
            return number(match["y"]), month
        return None if base is None else (base.year - (month > base.month), month)
    if base is None:
        return None
    word = match["w"] or match["cw"] or match["fw"] or "this"
    step = {"ce": 0, "dernier": -1}.get(word, _STEP.get(word, 0))
    first = shifted(base.replace(day=1), step, "month")
    return None if first is None else (first.year, first.month)


def _nth_days(match: re.Match[str], base: dt.date | None) -> Iterator[Atom]:
    """One of a named month, one of each month, or, less surely, one of the month in which the text is written."""
    if match["e"]:
        yield Atom(*match.span(), value=Value(None, "P1M", kind="SET"), confidence=0.6)
    elif match["m"] or match["w"] or match["cw"] or match["fw"]:
        yield relative_atom(match, _nth_day(base, match))
    elif match["o"] not in {"last", "dernier"}:
        yield relative_atom(match, _nth_day(base, match), confidence=0.4)


def _nth_day(base: dt.date | None, match: re.Match[str]) -> Value:
    month = _month_of(base, match)
    if month is None:
        return UNSETTLED
    first = dt.date(*month, 1)
    wanted, word = FULL_WEEKDAYS[match["d"]], match["o"]
    length = calendar.monthrange(*month)[1]
    fitting = [day for day in range(1, length + 1) if (first.weekday() + day - 1) % 7 == wanted]
    index = -1 if word in {"last", "dernier"} else {"fifth": 5, "5th": 5}.get(word, ORDINALS.get(word, 1)) - 1
    return day_value(first.replace(day=fitting[index])) if index < len(fitting) else UNSETTLED


def _week_of(base: dt.date | None, match: re.Match[str]) -> Value:
    written = match["d"] or match["d2"]
    month = MONTHS[match["m"] or match["m2"]]
    if match["y"]:
        year = number(match["y"])
    elif base is not None:
        year = base.year - ((month, number(written)) > (base.month, base.day) and month > base.month + 1)
    else:
        return UNSETTLED
    partial = Partial(year, month, number(written))
    return week(partial.lower) if partial.exists else UNSETTLED


def _week_in(base: dt.date | None, match: re.Match[str]) -> Value:
    """Weeks belong to the month or year that holds their Thursday."""
    word = match["o"]
    last = word in {"last", "dernier"}
    nth = 1 if word in {"1ere", "premiere"} else {"fifth": 5, "5th": 5}.get(word, ORDINALS.get(word, 1))
    if match["yy"]:
        year = number(match["yy"])
        return week(dt.date(year, 12, 28)) if last else _iso_week(year, nth)
    month = _month_of_named(base, match)
    if month is None:
        return UNSETTLED
    length = calendar.monthrange(*month)[1]
    thursdays = [day for day in range(1, length + 1) if dt.date(*month, day).weekday() == 3]
    index = -1 if last else nth - 1
    return week(dt.date(*month, thursdays[index])) if index < len(thursdays) else UNSETTLED


def _month_of_named(base: dt.date | None, match: re.Match[str]) -> tuple[int, int] | None:
    month = MONTHS[match["m"]]
    if match["y"]:
        return number(match["y"]), month
    return None if base is None else (base.year - (month > base.month), month)


def _iso_week(year: int, number_of: int) -> Value:
    try:
        return week(dt.date.fromisocalendar(year, number_of, 1))
    except ValueError:
        return UNSETTLED


def _rest(base: dt.date, unit: str) -> Value:
    if unit in {"week", "semaine"}:
        end = shifted(base, 6 - base.weekday(), "day")
        return UNSETTLED if end is None else interval(day_value(base), day_value(end))
    month = None if unit in {"year", "annee"} else base.month
    return interval(day_value(base), day_value(Partial(base.year, month).upper))


def _days_from_now(base: dt.date, number_of: int, weekday: int) -> Value:
    distance = (weekday - base.weekday()) % 7 or 7
    day = shifted(base, distance + 7 * (number_of - 1), "day")
    return UNSETTLED if day is None else day_value(day)
