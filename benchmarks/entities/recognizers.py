"""Recognizers-Text specifications (MIT): English and French cases of dates and date ranges, with all their values."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILES = (
    "DateParser", "DatePeriodParser", "DateTimeModelComplexCalendar", "DateTimeModelExperimentalMode",
    "DateTimeModelSplitDateAndTime",
)  # fmt: skip
NO_DAY = "0001-01-01"
"""What the specifications say of a day that does not exist: no value is the right answer."""
_KINDS = {"date", "daterange", "datetimeV2.date", "datetimeV2.daterange"}


@dataclass(frozen=True, slots=True)
class Expected:
    """An expression with the days that it may mean; the end of a range is the first day after it."""

    start: int
    end: int
    text: str
    days: tuple[tuple[str | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of a specification and the day on which it is read."""

    file: str
    text: str
    date: str
    language: str
    expected: tuple[Expected, ...]


def cases(folder: Path, language: str) -> Iterator[Case]:
    """Supported cases (not marked as unsupported by the Python port) that hold dates and date ranges only."""
    name, code = ("English", "en") if language == "en" else ("French", "fr")
    for file in FILES:
        path = folder / name / f"{file}.json"
        for row in json.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else ():
            case = _case(file, code, row)
            if case is not None:
                yield case


def _case(file: str, code: str, row: dict[str, Any]) -> Case | None:
    out = f"{row.get('NotSupported', '')},{row.get('NotSupportedByDesign', '')}".lower()
    kinds = {result.get("TypeName") or result.get("Type") for result in row["Results"]}
    if "python" in out or not row["Results"] or not kinds <= _KINDS:
        return None
    expected = tuple(one for result in row["Results"] if (one := _expected(result)) is not None)
    date = (row.get("Context") or {}).get("ReferenceDateTime", "")[:10]
    return Case(file, row["Input"], date, code, expected) if len(expected) == len(row["Results"]) else None


def _expected(result: dict[str, Any]) -> Expected | None:
    end = result.get("End", result["Start"] + result.get("Length", 1) - 1) + 1
    days: list[tuple[str | None, str | None]] = []
    value = result.get("Value") or {}
    for part in ("FutureResolution", "PastResolution"):
        days.extend(_days(value[part]) for _ in (1,) if value.get(part))
    days.extend(_days(one) for one in (result.get("Resolution") or {}).get("values", ()))
    known = tuple(dict.fromkeys(one for one in days if one != (None, None)))
    if any(start == NO_DAY for start, _ in known):
        known = ((NO_DAY, NO_DAY),)
    return Expected(result["Start"], end, result["Text"], known) if known else None


def _days(one: dict[str, str]) -> tuple[str | None, str | None]:
    if "date" in one or ("value" in one and one.get("type") == "date"):
        day = one.get("date") or one["value"]
        return (day, _next(day)) if _is_day(day) else (None, None)
    start, end = one.get("startDate") or one.get("start"), one.get("endDate") or one.get("end")
    return (start if _is_day(start) else None, end if _is_day(end) else None)


def _is_day(written: str | None) -> bool:
    try:
        dt.date.fromisoformat(written or "")
    except ValueError:
        return False
    return True


def _next(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
