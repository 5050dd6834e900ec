"""Dates in figures: 2021-09-13, 13/09/2021, 20210913; the order of the ambiguous ones is read from the document."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import WEEKDAY, WEEKDAYS, misread, number
from indexer.entities.dates.values import Partial, Value, days, either, fiscal_year, interval
from indexer.entities.dates.written import century

_TIME = (
    r"(?:(?:t|[ ]{1,2})(?P<t>\d{1,2}:\d\d(?::\d\d)?)(?:\.\d{1,6})?"
    r"(?:(?P<z>z|[+-]\d\d:?\d\d)| ?(?P<ap>[ap])\.?m\b\.?)?)?"
)
ISO = re.compile(
    r"(?<![\w./-])(?P<y>2[0o][0-9oil]{2}|1[5-9]\d\d)(?P<s>[-./])(?P<m>0?[1-9]|1[0-2]|[oil]\d|1[oil])(?P=s)"
    rf"(?P<d>3[01]|[12]\d|0?[1-9]|[oil]\d|[123][oil]){_TIME}(?![\w-]|[./]\d)"
)
COMPACT = re.compile(r"(?<![\w./-])(?P<y>20\d\d|19\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\w/-]|[.,]\d)")
NUMERIC = re.compile(
    rf"(?<![\w./-])(?P<a>\d{{1,2}})(?P<s>[-./])(?P<b>\d{{1,2}})(?P=s)(?P<y>(?:19|20)\d\d|\d\d){_TIME}(?![\w/-]"
    rf"|[.,]\d)"
)
YEARS = re.compile(
    r"(?<![\w/.,$#-])(?P<y>1[5-9]\d\d|20\d\d) ?(?P<s>[-/]) ?(?P<e>(?:1[5-9]|20)\d\d|\d\d)(?![\w-]|[./,]\d)"
)
MONTH_YEAR = re.compile(
    r"(?<![\w./,$#-])(?:(?P<m>0?[1-9]|1[0-2]) ?[-/] ?(?P<y>(?:19|20)\d\d)"
    r"|(?P<y2>(?:19|20)\d\d)(?: ?[-/] ?(?P<m2>0[1-9]|1[0-2])|[-/.](?P<m3>[1-9])))(?![\w%]| ?[-/] ?\d|[.,:]\d)"
)
DAY_MONTH = re.compile(
    r"(?<![\w./,$#-])(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?:,? ?(?P<y>(?:19|20)\d\d)|,(?P<yy>\d\d))?"
    r"(?![\w%]|[-/.,:]\d)"
)
WEEKDAY_BEFORE = re.compile(rf"\b(?P<wd>{WEEKDAY})\b\.?,? (?:le |the )?$")
"""A weekday settles the order: on a Friday, 7/6/2018 is of July."""
WEEKDAY_LENGTH = 16
_DAY_CUE = re.compile(
    r"\b(?:on|since|until|till|before|after|by|dated|from|to|le|du|au|avant|depuis|apres|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)[ ]{1,4}$"
)
_DATE_CUE = re.compile(r"\b(?:date|dated|le|on|created|modified|sent|printed)\b[^\n]{0,16}$")


def numeric_dates(folded: str, order: str | None, base: dt.date | None = None) -> Iterator[Atom]:
    """Atoms in figures. `order` is "dmy" or "mdy" where the document shows it; without it both readings stay."""
    for match in ISO.finditer(folded):
        partial = Partial(number(match["y"]), number(match["m"]), number(match["d"]))
        if partial.exists:
            wrong = any(misread(match[group]) for group in "ymd")
            yield Atom(
                *match.span(),
                partial,
                time=clock(match["t"], match["z"], match["ap"]),
                confidence=0.6 if wrong else 0.95,
            )
    for match in COMPACT.finditer(folded):
        partial = Partial(int(match["y"]), int(match["m"]), int(match["d"]))
        if partial.exists and _DATE_CUE.search(folded, max(0, match.start() - 24), match.start()):
            yield Atom(*match.span(), partial, confidence=0.85)
    for match in NUMERIC.finditer(folded):
        yield from _numeric(folded, match, order, base)
    for match in YEARS.finditer(folded):
        yield from _years(match)
    for match in MONTH_YEAR.finditer(folded):
        year, month = int(match["y"] or match["y2"]), int(match["m"] or match["m2"] or match["m3"])
        # 2011-12 is a fiscal year, by YEARS
        if match["m2"] is None or month != (year + 1) % 100:
            yield Atom(*match.span(), Partial(year, month), confidence=0.6 if match["m3"] is None else 0.4)
    for match in DAY_MONTH.finditer(folded):
        yield from _day_month(folded, match, order)


def _two_digit_year(match: re.Match[str]) -> bool:
    """9-18-15 is a date where one of its first figures cannot be a month; 3-7-07 may be a number of anything."""
    return (int(match["a"]) > 12) != (int(match["b"]) > 12)


def clock(time: str | None, zone: str | None, half: str | None = None) -> str | None:
    """ "T11:35:00", with the offset; None for no time, for 24:00 and for what no clock shows.

    `half` is the "a" of a.m. or the "p" of p.m.
    """
    if time is None:
        return None
    parts = [int(part) for part in time.split(":")]
    if parts[0] > 23 or parts[1] > 59 or (len(parts) == 3 and parts[2] > 59):
        return None
    hour, minute, second = [*parts, 0][:3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    offset = "" if not zone else "Z" if zone == "z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return f"T{hour:02d}:{minute:02d}:{second:02d}{offset}"


def _numeric(folded: str, match: re.Match[str], order: str | None, base: dt.date | None) -> Iterator[Atom]:
    first, second = int(match["a"]), int(match["b"])
    if len(match["y"]) == 2 and (match["s"] == "." or (match["s"] == "-" and not _two_digit_year(match) and not order)):
        return
    year = int(match["y"]) if len(match["y"]) == 4 else century(int(match["y"]))
    readings = {
        name: partial
        for name, partial in (("dmy", Partial(year, second, first)), ("mdy", Partial(year, first, second)))
        if partial.exists
    }
    turned = _year_first(match)
    if turned is not None and (match["s"] == "-" or not _plausible(readings.values(), base)):
        yield _short_year(match, [*readings.values(), turned], base)
        return
    time = clock(match["t"], match["z"], match["ap"])
    weekday = WEEKDAY_BEFORE.search(folded, max(0, match.start() - WEEKDAY_LENGTH), match.start())
    if weekday:
        right = {name: one for name, one in readings.items() if one.lower.weekday() == WEEKDAYS[weekday["wd"]]}
        readings = right or readings
    if not readings:
        return
    if len(set(readings.values())) == 1:
        yield Atom(*match.span(), next(iter(readings.values())), time=time, confidence=0.9)
    elif order is not None:
        yield Atom(*match.span(), readings[order], time=time, confidence=0.75)
    else:
        value = either(tuple(partial.lower for partial in readings.values()), base)
        yield Atom(*match.span(), value=value, confidence=0.4)


NEAR_DAYS = 366
"""A date in figures is rather of the document's time than of another, and rarely further ahead."""


def _year_first(match: re.Match[str]) -> Partial | None:
    """21-08-27 may be written from the year down to the day: where its last figures can be a day's."""
    if len(match["y"]) == 4 or int(match["a"]) <= 12:
        return None
    partial = Partial(century(int(match["a"])), int(match["b"]), int(match["y"]))
    return partial if partial.exists else None


def _plausible(readings: Collection[Partial], base: dt.date | None) -> bool:
    """True where there is a reading and, `base` known, one that is not far ahead of it."""
    return bool(readings) and (base is None or any((one.lower - base).days <= NEAR_DAYS for one in readings))


def _short_year(match: re.Match[str], readings: list[Partial], base: dt.date | None) -> Atom:
    """The only reading near the document's date, or else the only one not far ahead of it; open where both are."""
    days = {one.lower for one in readings}
    if base is not None:
        near = {day for day in days if abs((day - base).days) <= NEAR_DAYS}
        days = near or {day for day in days if (day - base).days <= NEAR_DAYS} or days
    if len(days) > 1:
        return Atom(*match.span(), value=either(tuple(days), base), confidence=0.4)
    (day,) = days
    time = clock(match["t"], match["z"], match["ap"])
    return Atom(*match.span(), Partial(day.year, day.month, day.day), time=time, confidence=0.75)


def _day_month(folded: str, match: re.Match[str], order: str | None) -> Iterator[Atom]:
    """ "on 4/22": a day only behind a word that a date follows; the year, and often the order, are left open."""
    if not match["y"] and not match["yy"] and not _DAY_CUE.search(folded, max(0, match.start() - 14), match.start()):
        return
    if match["s"] == "." and not folded[max(0, match.start() - 4) : match.start()].endswith(("on ", "le ", "day ")):
        return
    year = int(match["y"]) if match["y"] else century(int(match["yy"])) if match["yy"] else None
    first, second = int(match["a"]), int(match["b"])
    readings = {
        name: partial
        for name, partial in (("mdy", Partial(year, first, second)), ("dmy", Partial(year, second, first)))
        if partial.exists
    }
    if not readings:
        return
    chosen = readings.get(order or "") or next(iter(readings.values()))
    open_order = len(set(readings.values())) > 1 and order is None
    if open_order and year is not None:
        yield Atom(*match.span(), value=either(tuple(one.lower for one in readings.values())), confidence=0.4)
    elif not open_order:
        yield Atom(*match.span(), chosen, confidence=0.5)


def numeric_order(text: str, language: str | None = None) -> str | None:
    """ "dmy" or "mdy" when every date of the text that shows its order shows this one; else None.

    French puts the day first where nothing else is shown.
    """
    orders = {
        "dmy" if int(match["a"]) > 12 else "mdy"
        for match in NUMERIC.finditer(text)
        if (int(match["a"]) > 12) != (int(match["b"]) > 12) and not (match["s"] == "-" and _year_first(match))
    }
    if not orders and language == "fr":
        return "dmy"
    return orders.pop() if len(orders) == 1 else None


def _years(match: re.Match[str]) -> Iterator[Atom]:
    """2021-22 is a fiscal year in Canadian prose; 2015-2019 are years. (EDTF would read 2021-22 as a summer.)"""
    year, end = int(match["y"]), int(match["e"])
    if end == (year + 1) % 100 or end == year + 1:
        yield Atom(*match.span(), value=fiscal_year(year), confidence=0.75)
    elif len(match["e"]) == 4 and year < end <= year + 200:
        yield Atom(*match.span(), value=interval(Partial(year).value, Partial(end).value), confidence=0.85)


def unsettled_fiscal_year(year: int) -> Value:
    """ "FY 2021" begins or ends in 2021: no single value, days for both."""
    return Value(None, f"FY{year}", dt.date(year - 1, 4, 1), days(dt.date(year, 4, 1), dt.date(year + 1, 3, 31)).upper)
