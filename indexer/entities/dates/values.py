"""Calendar values: EDTF (Library of Congress, 2019), TIMEX3 and the days they span."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

FISCAL_MONTH = 4
"""The federal fiscal year of Canada begins on 1 April."""

_SEASON_TIMEX = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}


@dataclass(frozen=True, slots=True)
class Value:
    """A calendar value. `edtf` None: it cannot be settled. `lower`, `upper`: inclusive days, None where open."""

    edtf: str | None
    timex3: str | None
    lower: dt.date | None = None
    upper: dt.date | None = None
    kind: TimexType = "DATE"


@dataclass(frozen=True, slots=True)
class Partial:
    """A date as far as it is written; the year, the month or the day may be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def exists(self) -> bool:
        """False for 31 April; a date without a year is looked at as in a leap year."""
        if self.year is not None and not 1 <= self.year <= 9999:
            return False
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None or self.month is None:
            return self.day is None
        return 1 <= self.day <= calendar.monthrange(self.year or 2000, self.month)[1]

    def with_year(self, year: int) -> Partial:
        return replace(self, year=year)

    @property
    def value(self) -> Value:
        """The value; without a year an EDTF with `XXXX` and no days."""
        if self.year is None:
            return Value(self._edtf("XXXX"), self._edtf("XXXX"))
        text = self._edtf(f"{self.year:04d}")
        return Value(text, text, self.lower, self.upper)

    def _edtf(self, year: str) -> str:
        month = "" if self.month is None else f"-{self.month:02d}"
        return year + month + ("" if self.day is None else f"-{self.day:02d}")

    @property
    def lower(self) -> dt.date:
        return dt.date(self.year or 1, self.month or 1, self.day or 1)

    @property
    def upper(self) -> dt.date:
        year, month = self.year or 1, self.month or 12
        return dt.date(year, month, self.day or calendar.monthrange(year, month)[1])


def day_value(day: dt.date) -> Value:
    text = day.isoformat()
    return Value(text, text, day, day)


def interval(first: Value, last: Value) -> Value:
    """From the first to the last; an unsettled end gives an unsettled interval."""
    if first.edtf is None or last.edtf is None:
        return Value(None, None)
    text = f"{first.edtf}/{last.edtf}"
    return Value(text, text, first.lower, last.upper)


def days(first: dt.date, last: dt.date, timex3: str | None = None) -> Value:
    text = f"{first.isoformat()}/{last.isoformat()}"
    return Value(text, timex3 or text, first, last)


def both(first: Value, last: Value) -> Value:
    """Two dates, each meant."""
    text = f"{{{first.edtf},{last.edtf}}}"
    return Value(text, f"{first.timex3},{last.timex3}", first.lower, last.upper)


def either(options: tuple[dt.date, ...], base: dt.date | None = None) -> Value:
    """One of several days: the reading is open.

    TIMEX3, which has no alternatives, names the only one that is not after `base`, the document's day; else none.
    """
    ordered = sorted(set(options))
    if len(ordered) == 1:
        return day_value(ordered[0])
    text = ",".join(day.isoformat() for day in ordered)
    past = [day for day in ordered if base is not None and day <= base]
    return Value(f"[{text}]", past[0].isoformat() if len(past) == 1 else None, ordered[0], ordered[-1])


def before(value: Value) -> Value:
    end = _last_part(value.edtf)
    return Value(None if end is None else f"../{end}", value.timex3, None, value.upper)


def since(value: Value) -> Value:
    start = None if value.edtf is None else value.edtf.split("/")[0]
    return Value(None if start is None else f"{start}/..", value.timex3, value.lower, None)


def _last_part(edtf: str | None) -> str | None:
    return None if edtf is None else edtf.split("/")[-1]


def marked(value: Value, mark: Literal["~", "?"]) -> Value:
    """Approximate or uncertain; on both ends of an interval."""
    if value.edtf is None or value.edtf[0] in "[{" or value.edtf[-1] in "~?" or "T" in value.edtf:
        return value
    parts = [part if part in {"..", ""} or part[-1] in "~?" else part + mark for part in value.edtf.split("/")]
    return replace(value, edtf="/".join(parts))


def season(year: int, number: int) -> Value:
    """A season of a year. Winter may be either end of it: its days are the whole year."""
    first, last = _SEASON_MONTHS.get(number, (1, 12))
    return Value(
        f"{year:04d}-{number}", f"{year:04d}-{_SEASON_TIMEX[number]}",
        Partial(year, first).lower, Partial(year, last).upper,
    )  # fmt: skip


def quarter(year: int, number: int) -> Value:
    first = 3 * number - 2
    return Value(
        f"{year:04d}-{32 + number}", f"{year:04d}-Q{number}",
        Partial(year, first).lower, Partial(year, first + 2).upper,
    )  # fmt: skip


def half(year: int, number: int) -> Value:
    """January to June, or July to December."""
    first, last = Partial(year, 6 * number - 5), Partial(year, 6 * number)
    return replace(interval(first.value, last.value), timex3=f"{year:04d}-H{number}")


def fiscal_year(year: int) -> Value:
    """April of `year` to March of the next."""
    return days(dt.date(year, FISCAL_MONTH, 1), dt.date(year + 1, FISCAL_MONTH - 1, 31))


def fiscal_quarter(year: int, number: int) -> Value:
    months = FISCAL_MONTH - 1 + 3 * (number - 1)
    first = Partial(year + months // 12, months % 12 + 1)
    last = Partial(year + (months + 2) // 12, (months + 2) % 12 + 1)
    return days(first.lower, last.upper)


def week(day: dt.date) -> Value:
    """The week, Monday to Sunday, that holds the day; unsettled at the ends of the calendar."""
    monday = shifted(day, -day.weekday(), "day")
    sunday = monday and shifted(monday, 6, "day")
    if monday is None or sunday is None:
        return Value(None, None)
    year, number, _ = monday.isocalendar()
    return days(monday, sunday, f"{year:04d}-W{number:02d}")


def century(first: int) -> Value:
    """The hundred years that begin with the figures `first`: 19 is the 1900s, called the 20th century."""
    return Value(f"{first:02d}XX", f"{first:02d}", dt.date(100 * first, 1, 1), dt.date(100 * first + 99, 12, 31))


def decade(year: int) -> Value:
    return Value(f"{year // 10:03d}X", f"{year // 10:03d}", dt.date(year, 1, 1), dt.date(year + 9, 12, 31))


Part = Literal["early", "mid", "late"]


def part_of(value: Value, part: Part) -> Value:
    """Early, mid or late in a month (1-10, 11-20, 21-end), a year (halves; mid is April to September) or a decade.

    Anything else is approximate as a whole. Months as the domain brief has them; halves of a year as the
    Recognizers-Text specifications do: "late 2016" said of a July is not yet wrong, of a June it is.
    """
    text = value.timex3 or ""
    index = ("early", "mid", "late").index(part)
    if value.lower is None or value.upper is None or value.edtf is None or (value.edtf != text and len(text) != 3):
        return marked(value, "~")
    year, month = value.lower.year, value.lower.month
    if len(text) == len("2021-09") and text[5:].isdigit():
        last = value.upper.day
        first_day, last_day = ((1, 10), (11, 20), (21, last))[index]
        low, high = dt.date(year, month, first_day), dt.date(year, month, last_day)
        return replace(value, edtf=f"{low}~/{high}~", lower=low, upper=high)
    if len(text) == len("2021"):
        first_month, last_month = ((1, 6), (4, 9), (7, 12))[index]
        begin, end = Partial(year, first_month), Partial(year, last_month)
        return replace(value, edtf=f"{begin.value.edtf}~/{end.value.edtf}~", lower=begin.lower, upper=end.upper)
    if len(text) == len("199"):
        first_year, last_year = ((0, 3), (4, 6), (7, 9))[index]
        return replace(
            value,
            edtf=f"{year + first_year}~/{year + last_year}~",
            lower=dt.date(year + first_year, 1, 1),
            upper=dt.date(year + last_year, 12, 31),
        )
    return marked(value, "~")


def shifted(day: dt.date, count: int, unit: str) -> dt.date | None:
    """`count` days, weeks, months or years later; None outside the calendar."""
    try:
        if unit in {"day", "week"}:
            return day + dt.timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None
