"""Named events with a date: general elections, writ periods, long weekends."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ahocorasick_rs

from indexer.entities.config import listed, read_rows
from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import UNITS
from indexer.entities.dates.values import Value, day_value, days, shifted
from indexer.entities.folding import bounded, fold

_WEEKENDS = {"may": "victoria", "victoria day": "victoria", "august": "august", "civic": "august",
             "september": "labour", "labour day": "labour", "labor day": "labour", "october": "thanksgiving",
             "thanksgiving": "thanksgiving", "fete du travail": "labour",
             "action de grace": "thanksgiving"}  # fmt: skip
LONG_WEEKEND = re.compile(
    rf"\b(?P<n>{'|'.join(_WEEKENDS)}) long[ -]week-?end\b(?: (?:of )?(?P<y>20\d\d|19\d\d))?"
    r"|\blong week-?end (?:de la |de l'|de )(?P<fn>fete du travail|action de grace)\b(?: (?:de )?(?P<fy>20\d\d))?"
)
_HAN_NUMBERS = {char: number for number, char in enumerate("〇一二三四五六七八九十")} | {"两": 2, "兩": 2}


@dataclass(frozen=True, slots=True)
class _Event:
    lower: dt.date
    upper: dt.date
    polling: bool

    @property
    def value(self) -> Value:
        return day_value(self.lower) if self.lower == self.upper else days(self.lower, self.upper)


class Events:
    """Events of config/named_events.csv; a name that recurs means the one nearest to the document's date."""

    def __init__(self, config: Path) -> None:
        by_name: dict[str, list[_Event]] = {}
        for row in read_rows(config / "named_events.csv", ("names_en", "names_fr", "names_zh", "edtf", "label")):
            parts = row["edtf"].split("/")
            event = _Event(
                dt.date.fromisoformat(parts[0]), dt.date.fromisoformat(parts[-1]), row["label"] == "polling day"
            )
            for column in ("names_en", "names_fr", "names_zh"):
                for name in listed(row[column]):
                    by_name.setdefault(fold(name), []).append(event)
        self._events = by_name
        names = sorted(by_name, key=len, reverse=True)
        self._names = names
        self._automaton = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        polling = [name for name in names if any(event.polling for event in by_name[name])]
        recurring = "|".join(map(re.escape, polling))
        self._countdown = re.compile(
            rf"距离?(?:{recurring})(?:投票日)?(?:还有|仅剩|只有|还剩)(?P<n>\d{{1,3}}|[一二两三四五六七八九十])天"
        )

    def find(self, folded: str, base: dt.date | None) -> Iterator[Atom]:
        """Atoms of events; a recurring one without a document date has an open value."""
        for number, start, end in self._automaton.find_matches_as_indexes(folded):
            events = [event for event in self._events[self._names[number]] if not event.polling]
            if events and bounded(folded, start, end):
                event = _nearest(events, base)
                yield Atom(
                    start, end, value=event.value if event else Value(None, None),
                    basis="named_event", confidence=0.85 if event else 0.3,
                )  # fmt: skip
        if not folded.isascii():
            yield from self._countdowns(folded, base)
        for match in LONG_WEEKEND.finditer(folded) if "long" in folded else ():
            yield _long_weekend(match, base)

    def _countdowns(self, folded: str, base: dt.date | None) -> Iterator[Atom]:
        for match in self._countdown.finditer(folded):
            name = next(name for name in sorted(self._events, key=len, reverse=True) if name in match.group())
            event = _nearest([one for one in self._events[name] if one.polling], base)
            written = match["n"]
            number = int(written) if written.isdigit() else _HAN_NUMBERS[written]
            day = event and shifted(event.lower, -number, UNITS["days"])
            yield Atom(
                *match.span(), value=day_value(day) if day else Value(None, None),
                basis="named_event", confidence=0.7 if day else 0.3,
            )  # fmt: skip


def _nearest(events: list[_Event], base: dt.date | None) -> _Event | None:
    if len(events) == 1:
        return events[0]
    if base is None:
        return None
    return min(events, key=lambda event: max((event.lower - base).days, (base - event.upper).days, 0))


def _long_weekend(match: re.Match[str], base: dt.date | None) -> Atom:
    year = match["y"] or match["fy"]
    name = _WEEKENDS[match["n"] or match["fn"]]
    monday: dt.date | None = None
    if year:
        monday = _monday(name, int(year))
    elif base is not None:
        past = [_monday(name, base.year), _monday(name, base.year - 1)]
        monday = next((day for day in past if day <= base + dt.timedelta(days=7)), None)
    saturday = monday and shifted(monday, -2, "day")
    if monday is None or saturday is None:
        return Atom(*match.span(), value=Value(None, None), basis="named_event", confidence=0.3)
    return Atom(*match.span(), value=days(saturday, monday), basis="named_event", confidence=0.8)


def _monday(name: str, year: int) -> dt.date:
    """Victoria Day is the Monday before 25 May; the others are the first or second Monday of their month."""
    if name == "victoria":
        day = dt.date(year, 5, 24)
        return day - dt.timedelta(days=day.weekday())
    month, week = {"august": (8, 0), "labour": (9, 0), "thanksgiving": (10, 1)}[name]
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(-first.weekday()) % 7 + 7 * week)
