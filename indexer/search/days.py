"""Days as YYYYMMDD integers, from what people write in a query or a filter."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from indexer.model.query import DateRange

OPEN_END = 99991231
"""Upper bound of a date without one."""

_DAY = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")


def day_bounds(text: str) -> tuple[int, int] | None:
    """First and last day of "2021", "2021-09" or "2021-09-01"; None when it is no such date."""
    match = _DAY.fullmatch(text.strip().rstrip("~?%"))
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if year == 0 or month > 12 or (match[2] and month == 0):
        return None
    last = calendar.monthrange(year, month or 12)[1]
    if day > last or (match[3] and day == 0):
        return None
    return (
        year * 10_000 + (month or 1) * 100 + (day or 1),
        year * 10_000 + (month or 12) * 100 + (day or last),
    )


def day_range(text: str) -> DateRange | None:
    """A range from "2021-09-01..2021-09-30", "2021", "2021..", ">2020", "<=2021-09"; None when it is none.

    Bounds in the wrong order are exchanged.
    """
    text = text.strip()
    if text[:1] in "<>" and text:
        return _compared(text)
    first, dots, last = text.partition("..")
    if not dots:
        first = last = text
    if not dots and day_bounds(text) is None:
        first, _, last = text.partition("/")
    lower = day_bounds(first) if first.strip() else None
    upper = day_bounds(last) if last.strip() else None
    if (first.strip() and lower is None) or (last.strip() and upper is None) or not (lower or upper):
        return None
    if lower and upper and lower[0] > upper[1]:
        lower, upper = upper, lower
    return DateRange(lower[0] if lower else None, upper[1] if upper else None)


def _compared(text: str) -> DateRange | None:
    bounds = day_bounds(text.lstrip("<>="))
    if bounds is None:
        return None
    including = text[1:2] == "="
    if text[0] == ">":
        lower = bounds[0] if including else _neighbour(bounds[1], 1)
        return None if lower is None else DateRange(lower, None)
    upper = bounds[1] if including else _neighbour(bounds[0], -1)
    return None if upper is None else DateRange(None, upper)


def _neighbour(day: int, step: int) -> int | None:
    """The day after or before; None beyond the calendar."""
    try:
        moved = date(day // 10_000, day // 100 % 100, day % 100) + timedelta(days=step)
    except OverflowError:
        return None
    return moved.year * 10_000 + moved.month * 100 + moved.day


def write_day(day: int) -> str:
    """ISO form of a YYYYMMDD integer."""
    return f"{day // 10_000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"


def days_since_zero(day: int) -> int:
    """A dense number that orders as the days do; 0 for an unknown day. Below 2**22."""
    return (day // 10_000) * 372 + (day // 100 % 100) * 31 + day % 100 if day else 0
