"""Expressions that hang on the date before them in the text: the next day, two years later, that month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import NUMBERS, UNITS, either
from indexer.entities.dates.relative import UNSETTLED, count, day_at
from indexer.entities.dates.values import Partial, Value, day_value, quarter, shifted, week

_UNIT = r"day|week|month|year"
AROUND = re.compile(
    r"\b(?:the|that|this) (?P<w>next|following|previous|same|very same) day\b|\b(?P<n>next|this) day\b"
    r"|\b(?:over|in|during|within|for|throughout) the (?P<l>last|past) day\b(?! of\b)"
    r"|(?<!was the )(?<!is the )(?<!on the )(?<!until the )(?<!to the )(?<!by the )\b(?P<e>last|past) day\b"
    r"(?=[.,;:!?)]|$)"
    r"|\bthe (?P<b>day before|day after)\b(?! [a-z])|\b(?:le )?(?P<f>lendemain|surlendemain|jour meme)\b(?! d)"
    r"|\b(?P<v>la veille)\b(?! d)"
)
UNIT_AROUND = re.compile(
    rf"\b(?:the |that |this )?(?P<w>following|(?:very )?same) (?P<u>week|month|year|quarter)\b(?! (?:as|period|of)\b)"
    rf"|\b(?:le |la |l')?(?P<fu>semaine|mois|annee) (?P<fw>suivante?)\b|\b(?:le |la |cette )?(?P<sw>meme) "
    rf"(?P<su>jour|semaine|mois|annee)\b(?! qu)"
    rf"|\bthe (?P<bu>week|month|year) (?P<bw>before|after)\b(?=[.,;)]|$)|\b(?P<that>that) (?P<tu>{_UNIT})\b"
)
LATER = re.compile(
    rf"\b(?P<n>{either(NUMBERS)}|\d{{1,3}}|a few|few|several|quelques|plusieurs) (?P<u>{either(UNITS)}) "
    r"(?P<w>later|earlier|plus tard|plus tot|auparavant)\b(?! (?:than|que)\b)"
)
_AROUND = {"next": 1, "following": 1, "previous": -1, "same": 0, "very same": 0, "last": -1, "past": -1, "this": 0,
           "day before": -1, "day after": 1, "jour meme": 0, "lendemain": 1, "surlendemain": 2,
           "la veille": -1}  # fmt: skip
_STEPS = {"following": 1, "suivant": 1, "suivante": 1, "after": 1, "before": -1}
_FRENCH = {"jour": "day", "semaine": "week", "mois": "month", "annee": "year"}


def days_around(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of the day before or after the last date of the text, or after `base` where none stands before."""
    for match in AROUND.finditer(folded):
        step = _AROUND[match["w"] or match["n"] or match["l"] or match["e"] or match["b"] or match["f"] or match["v"]]
        value = day_at(base, step) if base else UNSETTLED
        yield Atom(*match.span(), value=value, basis="relative", confidence=0.4 if base else 0.3, after=(step, "day"))


def units_around(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of units before or after the last date of the text. Where none stands before, "that year" stays open."""
    for match in UNIT_AROUND.finditer(folded):
        written = match["u"] or match["fu"] or match["su"] or match["bu"] or match["tu"]
        unit = _FRENCH.get(written, written)
        step = _STEPS.get(match["w"] or match["fw"] or match["bw"] or "", 0)
        value = moved(base, step, unit) if base and step > 0 and match["w"] else UNSETTLED
        loose = match["that"] is not None or "same" in (match["w"] or "") or match["sw"] is not None
        yield _atom(match, step, unit, value, loose=loose)
    for match in LATER.finditer(folded):
        unit = UNITS[match["u"]]
        back = match["w"] in {"earlier", "plus tot", "auparavant"}
        step = count(match["n"]) * (-1 if back else 1)
        if unit == "week":
            step, unit = 7 * step, "day"
        if unit != "hour":
            yield _atom(match, step, unit, moved(base, step, unit) if base and back else UNSETTLED)


def _atom(match: re.Match[str], step: int, unit: str, value: Value, *, loose: bool = False) -> Atom:
    """`loose`: words that are a date only where one stands before."""
    sure = 0.4 if value.edtf else 0.3
    return Atom(*match.span(), value=value, basis="relative", confidence=sure, weak=loose, after=(step, unit))


def moved(start: dt.date, step: int, unit: str) -> Value:
    """The day, week, month, quarter or year that lies so many of them after that of `start`."""
    if unit == "quarter":
        index = start.year * 4 + (start.month - 1) // 3 + step
        return quarter(index // 4, index % 4 + 1) if 4 <= index < 4 * 9999 else UNSETTLED
    day = shifted(start, step, unit)
    if day is None:
        return UNSETTLED
    if unit == "day":
        return day_value(day)
    return week(day) if unit == "week" else Partial(day.year, day.month if unit == "month" else None).value
