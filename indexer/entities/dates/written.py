"""Dates written with a month's name, English and French."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import (
    CAPITAL_MONTHS,
    DAY,
    DAY_WORDS,
    MONTH,
    MONTHS,
    NUMBERS,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    either,
    misread,
    number,
)
from indexer.entities.dates.values import Partial
from indexer.entities.folding import words

_SUFFIX = r"(?:st|nd|rd|th|er|e)?(?![\w])"
_JOIN = r"(?: ?(?P<j>-|/) ?| (?P<j2>to|until|till|and|through|au|et|a|jusqu'a|jusqu'au|&) (?:the |le )?)"
_AGAIN = rf"(?P<d2>{DAY})(?:st|nd|rd|th|er|e)?(?![\w:]|\.\d|,\d{{3}})"
_LEAD = rf"(?:(?P<wd>{WEEKDAY})\b\.?,?[ ]{{0,2}}(?:(?:the|le) )?)?"

_OLD_YEAR = r"1[0-4]\d\d(?= ?[.;:!?)]| ?$)"
"""A year before printing, where nothing follows that could be counted."""
_SHORT_YEAR = r"(?:'\d\d(?!\w)|(?<= )(?:3[2-9]|[4-9]\d)(?![\w%]|[.,:/-]\d| [a-z]))"
"""Two figures that can be no day of a month."""
_NOT_INSIDE = r"(?<![\w@#/])(?<![^\W\d]-)(?<!--)"
"""Not after a letter and a hyphen, as inside a file number; after a figure the hyphen is that of a range."""

MONTH_FIRST = re.compile(
    rf"{_NOT_INSIDE}{_LEAD}(?P<m>{MONTH})\b\.?(?:[ ]{{0,2}}|[-/])(?:the )?(?P<d>{DAY})(?:st|nd|rd|th)?(?![\w]|[.:]\d"
    rf"|,\d{{3}}|[-/]\d{{1,2}}[-/])"
    rf"(?:{_JOIN}{_AGAIN})?(?:(?:[ ]{{0,2}},?[ ]{{0,2}}(?:of )?|/(?=\d\d))(?P<y>{YEAR}(?![\w])|{_OLD_YEAR}"
    r"|(?<=/)(?:3[2-9]|[4-9]\d)(?![\w/])))?"
)
DAY_FIRST = re.compile(
    rf"(?<![\w@#/.$])(?<![^\W\d]-){_LEAD}(?:(?:le|the) )?(?P<d>{DAY})(?:st|nd|rd|th|er"
    rf"|e)?(?:{_JOIN}(?P<d2>{DAY})(?:st|nd|rd|th"
    rf"|er|e)?)?"
    rf"(?:\. )?[ -]{{0,2}}(?:(?:day )?of |de )?(?P<m>{MONTH})(?![\w])\.?"
    rf"(?:(?:[ ]{{0,2}},?[ ]{{0,2}}(?:of |de |in )?|-)(?P<y>{YEAR}(?![\w])|{_OLD_YEAR}|{_SHORT_YEAR}"
    rf"|(?<=-)\d\d(?!\w)))?"
)
DASHED = re.compile(
    rf"{_NOT_INSIDE}{_LEAD}(?P<m>{MONTH})(?P<s>[-/])(?P<d>{DAY})(?P=s)(?P<y>(?:19|20)\d\d|\d\d)(?![\w/-]|[.,]\d)"
)
"""September-13-21: what Outlook writes above a message in Canadian English."""
DAY_TO_DATE = re.compile(
    rf"\b(?:from|between|du|entre|depuis) (?:the |le )?(?P<d>{DAY})(?:st|nd|rd|th|er)? ?(?:-|to|until|till|and"
    rf"|through|au|et)"
    rf" ?(?P<m>{MONTH})\b\.? (?:the )?(?P<d2>{DAY})(?:st|nd|rd|th)?(?![\w]|[.:]\d)(?:,? (?P<y>{YEAR})(?!\w))?"
)
MONTHS_JOINED = re.compile(
    rf"(?<![\w@#/-])(?P<m>{MONTH})\.? ?[-/] ?(?P<m2>{MONTH})\.?(?: (?P<d2>{DAY})(?:st|nd|rd|th)?(?=,? \d))?,? "
    rf"(?:of |de )?(?P<y>{YEAR})(?!\w|[-/]\d)"
)
WORD_DAY = re.compile(
    rf"(?<![\w@#/-])(?:(?P<m>{MONTH})\.? (?:the )?(?P<w>{either(DAY_WORDS)})(?![\w-])"
    rf"|(?:the |le )?(?P<w2>{either(DAY_WORDS)}) (?:of |de |d')?(?P<m2>{MONTH})(?!\w))(?:,? (?:of "
    rf"|de )?(?P<y>{YEAR})(?!\w))?"
)
YEAR_FIRST = re.compile(
    rf"(?<![\w@#/.-])(?P<y>{YEAR})(?:[-/](?P<m>{MONTH})[-/](?P<d>{DAY})(?![\w-])| ?,? (?P<m2>{MONTH})(?![\w]|\.? \d))"
)
MONTH_YEAR = re.compile(
    rf"(?:(?<![\w@#/-])|(?<=\bmid-)|(?<=\bmi-)|(?<=\blate-)|(?<=\bearly-))(?P<m>{MONTH})"
    rf"\b\.?[ ]{{0,2}}[,/-]?[ ]{{0,2}}(?:of |de |in |en "
    rf"|\[(?P<gap>[^\]\n]{{1,24}})\][ ]?,?[ ]{{0,2}})?"
    rf"(?P<y>{YEAR}(?![\w]|[-/]\d)|{_SHORT_YEAR})"
)
MONTH_BETWEEN = re.compile(
    rf"(?<![\w@#/-])(?P<m>{MONTH})\b\.? (?:between|from|entre|du) (?:the |le )?(?P<d>{DAY})(?:st|nd|rd|th|er)?"
    rf" (?:and|to|et|au) (?:the |le )?(?P<d2>{DAY})(?:st|nd|rd|th)?(?![\w]|[.:]\d)(?:,? (?P<y>{YEAR})(?!\w))?"
)
MONTH_ALONE = re.compile(rf"(?:(?<![\w@#/.'-])|(?<=\bmid-)|(?<=\bmi-)){MONTH}(?![\w@]|\.\w|'(?!s\b)\w)")
TELEGRAM = re.compile(
    rf"(?<!\w)(?P<d>\d\d)(?: (?=\d{{4}}z))?(?P<h>\d\d)(?P<n>\d\d)(?P<z>[a-z])? ?(?P<m>{MONTH})(?![a-z])\.? ?"
    r"(?P<y>\d{4}|\d\d)(?!\w)"
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
    yield from _dashed(text, folded)
    yield from _spans(text, folded)
    for match in WORD_DAY.finditer(folded):
        yield from _in_words(text, match)
    for match in YEAR_FIRST.finditer(folded):
        yield from _year_first(text, match)
    for match in MONTH_YEAR.finditer(folded):
        if _is_month(text, match, "m", strict=False):
            yield Atom(*match.span(), Partial(_year(match["y"]), MONTHS[match["m"]]), unknown_day=bool(match["gap"]))
    for match in MONTH_ALONE.finditer(folded):
        if _is_month(text, match, 0, strict=True):
            yield Atom(*match.span(), Partial(None, MONTHS[match.group()]), weak=True)


def _dashed(text: str, folded: str) -> Iterator[Atom]:
    for match in DASHED.finditer(folded):
        partial = Partial(_year(match["y"]), MONTHS[match["m"]], number(match["d"]))
        if partial.exists and _is_month(text, match, "m", strict=False):
            weekday = WEEKDAYS[match["wd"]] if match["wd"] else None
            yield Atom(*match.span(), partial, weekday=weekday, confidence=0.9)


def _spans(text: str, folded: str) -> Iterator[Atom]:
    """ "from 4 to January 22, 1995", and "Nov-Feb 2017", which begins in the year before."""
    for match in itertools.chain(DAY_TO_DATE.finditer(folded), MONTH_BETWEEN.finditer(folded)):
        first = Partial(_year(match["y"]), MONTHS[match["m"]], number(match["d"]))
        last = Partial(_year(match["y"]), MONTHS[match["m"]], number(match["d2"]))
        ordered = first.exists and last.exists and number(match["d"]) < number(match["d2"])
        if ordered and _is_month(text, match, "m", strict=False):
            yield Atom(*match.span(), first, last, confidence=0.85)
    for match in MONTHS_JOINED.finditer(folded):
        if _is_month(text, match, "m", strict=False):
            year, begins, ends = number(match["y"]), MONTHS[match["m"]], MONTHS[match["m2"]]
            last = Partial(year, ends, number(match["d2"]) if match["d2"] else None)
            if last.exists:
                yield Atom(*match.span(), Partial(year - (begins > ends), begins), last)


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


_SYMBOL_AFTER = re.compile(r"\s[A-Z]{1,5}-\d\d\b")
_SYMBOL_BEFORE = re.compile(r"[A-Z]{1,5}-\d\d\s$")
_YEAR_AT_LINE_END = re.compile(r" (?P<y>3[2-9]|[4-9]\d)(?=\n)")


def _with_day(text: str, match: re.Match[str]) -> Iterator[Atom]:
    if not match["y"] and not _is_month(text, match, "m", strict=False):
        return
    start, end = match.span()
    dashed = match.start("d") > match.end("m") and text[match.end("m")] in "-/"
    if dashed and match["j"] in {"-", "/"}:
        return  # the year of DASHED, or a number
    month, first = MONTHS[match["m"]], number(match["d"])
    year = _year(match["y"])
    if year is None:
        # a telegram's list of offices: "INFO OCT-01 ADS-00"
        if _SYMBOL_AFTER.match(text, end, end + 9) or _SYMBOL_BEFORE.search(text, max(0, start - 9), start):
            return
        short = _YEAR_AT_LINE_END.match(text, end, end + 4)
        if short:
            year, end = _year(short["y"]), short.end()
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
            start, end, partial, last,
            joint="set" if join in {"and", "et", "&"} else "range",
            confidence=0.6 if wrong else 0.95, weekday=weekday,
        )  # fmt: skip


def _in_words(text: str, match: re.Match[str]) -> Iterator[Atom]:
    """ "May twenty-first", "the second of August"; never "may first", nor "March one"."""
    group = "m" if match["m"] else "m2"
    if not _is_month(text, match, group, strict=False):
        return
    word = match["w"] or match["w2"]
    partial = Partial(_year(match["y"]), MONTHS[match[group]], DAY_WORDS[word])
    small = DAY_WORDS[word] < 20 and word in NUMBERS and word != "premier"
    if partial.exists and not small:
        yield Atom(*match.span(), partial, confidence=0.85)


def _year_first(text: str, match: re.Match[str]) -> Iterator[Atom]:
    """ "2019-Sep-1", and "2016 June" or "2016, Nov"."""
    group = "m" if match["m"] else "m2"
    if match["m2"] and not _is_month(text, match, group, strict=False):
        return
    partial = Partial(number(match["y"]), MONTHS[match[group]], number(match["d"]) if match["d"] else None)
    if partial.exists:
        yield Atom(*match.span(), partial, confidence=0.9 if match["d"] else 0.7)


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
