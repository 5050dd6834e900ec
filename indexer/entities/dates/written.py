"""Dates written with a month's name, English and French."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import (
    CAPITAL_MONTHS,
    DAY,
    MONTH,
    MONTHS,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    misread,
    number,
)
from indexer.entities.dates.values import Partial
from indexer.entities.folding import words

_SUFFIX = r"(?:st|nd|rd|th|er|e)?(?![\w])"
_JOIN = r"(?: ?(?P<j>-|/) ?| (?P<j2>to|and|through|au|et|a|&) (?:the |le )?)"
_AGAIN = rf"(?P<d2>{DAY})(?:st|nd|rd|th|er|e)?(?![\w:]|\.\d|,\d{{3}})"
_LEAD = rf"(?:(?P<wd>{WEEKDAY})\b\.?,?[ ]{{0,2}}(?:(?:the|le) )?)?"

MONTH_FIRST = re.compile(
    rf"(?<![\w@#/-]){_LEAD}(?P<m>{MONTH})\b\.?[ ]{{0,2}}(?:the )?(?P<d>{DAY})(?:st|nd|rd|th)?(?![\w]|[.:]\d|,\d{{3}})"
    rf"(?:{_JOIN}{_AGAIN})?(?:[ ]{{0,2}},?[ ]{{0,2}}(?:of )?(?P<y>{YEAR})(?![\w]))?"
)
DAY_FIRST = re.compile(
    rf"(?<![\w@#/.$-]){_LEAD}(?:(?:le|the) )?(?P<d>{DAY})(?:st|nd|rd|th|er|e)?(?:{_JOIN}(?P<d2>{DAY})(?:st|nd|rd|th"
    rf"|er|e)?)?"
    rf"[ -]{{0,2}}(?:(?:day )?of |de )?(?P<m>{MONTH})(?![\w])\.?"
    rf"(?:(?:[ ]{{0,2}},?[ ]{{0,2}}(?:of |de )?|-)(?P<y>{YEAR}(?![\w])|'\d\d(?!\w)|(?<=-)\d\d(?!\w)))?"
)
MONTH_YEAR = re.compile(
    rf"(?<![\w@#/-])(?P<m>{MONTH})\b\.?[ ]{{0,2}},?[ ]{{0,2}}(?:of |de |\[(?P<gap>[^\]\n]{{1,24}})\][ ]?,?[ ]{{0,2}})?"
    rf"(?P<y>{YEAR})(?![\w]|[-/]\d)"
)
MONTH_ALONE = re.compile(rf"(?:(?<![\w@#/.'-])|(?<=\bmid-)|(?<=\bmi-)){MONTH}(?![\w@]|\.\w|'(?!s\b)\w)")
TELEGRAM = re.compile(
    rf"(?<!\w)(?P<d>\d\d)(?P<h>\d\d)(?P<n>\d\d)(?P<z>[a-z])? ?(?P<m>{MONTH})\b\.? ?(?P<y>\d{{4}}|\d\d)(?!\w)"
)
PIVOT = 40
"""Two-digit years up to this are of the 2000s: telegrams of the 1970s and messages of the 2020s meet here."""


def written_dates(text: str, folded: str) -> Iterator[Atom]:
    """Atoms with a month's name; they may overlap, the longest is meant."""
    for match in TELEGRAM.finditer(folded):
        yield from _telegram(match)
    for pattern in (MONTH_FIRST, DAY_FIRST):
        for match in pattern.finditer(folded):
            yield from _with_day(text, match)
    for match in MONTH_YEAR.finditer(folded):
        if _is_month(text, match, "m", strict=False):
            yield Atom(*match.span(), Partial(number(match["y"]), MONTHS[match["m"]]), unknown_day=bool(match["gap"]))
    for match in MONTH_ALONE.finditer(folded):
        if _is_month(text, match, 0, strict=True):
            yield Atom(*match.span(), Partial(None, MONTHS[match.group()]), weak=True)


def _is_month(text: str, match: re.Match[str], group: str | int, *, strict: bool) -> bool:
    """ "may" and "march" are months only with a capital; a bare English month always has one."""
    name, first = match[group], text[match.start(group)]
    if first.isupper():
        return True
    return name not in CAPITAL_MONTHS and not (strict and name in _ENGLISH)


_ENGLISH = words(
    """
        january february april june july september october november december feb apr jul aug sept oct nov
    """
)


def _with_day(text: str, match: re.Match[str]) -> Iterator[Atom]:
    if not _is_month(text, match, "m", strict=False):
        return
    month, first = MONTHS[match["m"]], number(match["d"])
    year = _year(match["y"])
    wrong = misread(match["d"]) or (match["y"] is not None and misread(match["y"].strip("'")))
    if wrong and year is None:
        return
    last = None
    if match["d2"] is not None:
        last = Partial(year, month, number(match["d2"]))
        if not last.exists or number(match["d2"]) <= first:
            return
    partial = Partial(year, month, first)
    if partial.exists:
        weekday = WEEKDAYS[match["wd"]] if match["wd"] else None
        join = match["j"] or match["j2"]
        yield Atom(
            *match.span(), partial, last,
            joint="set" if join in {"and", "et", "&"} else "range",
            confidence=0.6 if wrong else 0.95, weekday=weekday,
        )  # fmt: skip


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    written = written.strip("'")
    return century(int(written)) if len(written) == 2 else number(written)


def century(year: int) -> int:
    """A two-digit year in full."""
    return year + (2000 if year <= PIVOT else 1900)


def _telegram(match: re.Match[str]) -> Iterator[Atom]:
    """A military date-time group: 041530Z APR 75."""
    year = int(match["y"]) if len(match["y"]) == 4 else century(int(match["y"]))
    partial = Partial(year, MONTHS[match["m"]], int(match["d"]))
    if partial.exists and int(match["h"]) < 24 and int(match["n"]) < 60:
        zone = "Z" if match["z"] == "z" else ""
        yield Atom(*match.span(), partial, time=f"T{match['h']}:{match['n']}:00{zone}")
