"""Parts of the week, month or year that is told from the document's date: late last month, earlier this week."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.values import Part, Partial, Value, days, marked, part_of, shifted, week

_UNIT = r"(?P<u>week|month|year|semaine|mois|annee)"
_NEAR = r"(?:the |this |la |l'|cette |cet |ce |du )?(?P<w>last|past|previous|current|next|coming)? ?"
THE_UNIT = re.compile(
    r"\b(?:(?:at |by |from |since |until |before |au |a |des |depuis )?(?:the |le |la )?(?:very )?"
    r"(?P<p>beginning|start|end|middle|first part|debut|fin(?! de semaine)|milieu) (?:of |de |d'|du )"
    rf"|(?P<q>early|late|earlier|later|mid|plus tard|plus tot|tot) (?:in |dans )?){_NEAR}"
    rf"{_UNIT}\b(?: (?P<fw>derniere?|prochaine?))?(?! (?:of|de)\b)"
)
SHORT = re.compile(
    r"\b(?:by |at |until |before )?(?:the )?(?:(?P<u>eo[wmy])\b"
    r"|(?P<l>week|month|year)(?:'s|-| )end\b(?! (?:report|of|date|product|user|results?)))"
)
_PARTS: dict[str, Part] = {
    "beginning": "early", "start": "early", "first part": "early", "debut": "early", "early": "early", "tot": "early",
    "earlier": "early", "plus tot": "early", "middle": "mid", "milieu": "mid", "mid": "mid", "end": "late",
    "fin": "late", "late": "late", "later": "late", "plus tard": "late",
}  # fmt: skip
_UNITS = {"semaine": "week", "mois": "month", "annee": "year", "eow": "week", "eom": "month", "eoy": "year"}
_STEP = {
    "last": -1, "past": -1, "previous": -1, "dernier": -1, "derniere": -1, "next": 1, "coming": 1, "prochain": 1,
    "prochaine": 1,
}  # fmt: skip
_WEEK_PARTS = {"early": (0, 2), "mid": (1, 3), "late": (3, 6)}
"""First and last day of a part of the week, from Monday; halves as the Recognizers-Text specifications have them."""


def parts(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of parts of a unit near `base`; without it their value is open."""
    for match in THE_UNIT.finditer(folded):
        unit = _UNITS.get(match["u"], match["u"])
        word = match["p"] or match["q"]
        step = _STEP.get(match["w"] or match["fw"] or "", 0)
        compared = step == 0 and word in {"earlier", "later", "plus tot", "plus tard"}
        value = Value(None, None)
        if base is not None:
            value = _side(base, unit, _PARTS[word]) if compared else _part(base, step, unit, _PARTS[word])
        yield _atom(match, value)
    for match in SHORT.finditer(folded):
        written = match["u"] or match["l"]
        if written != "week":
            unit = _UNITS.get(written, written)
            yield _atom(match, Value(None, None) if base is None else _part(base, 0, unit, "late"))


def _atom(match: re.Match[str], value: Value) -> Atom:
    return Atom(*match.span(), value=value, basis="relative", confidence=0.6 if value.edtf else 0.3)


def _whole(base: dt.date, step: int, unit: str) -> Value:
    start = shifted(base if unit == "week" else base.replace(day=1), step, unit)
    if start is None:
        return Value(None, None)
    return week(start) if unit == "week" else Partial(start.year, start.month if unit == "month" else None).value


def _part(base: dt.date, step: int, unit: str, part: Part) -> Value:
    whole = _whole(base, step, unit)
    if unit != "week" or whole.lower is None:
        return part_of(whole, part)
    first, last = (shifted(whole.lower, distance, "day") for distance in _WEEK_PARTS[part])
    if first is None or last is None:
        return Value(None, None)
    return marked(days(first, last, whole.timex3), "~")


def _side(base: dt.date, unit: str, part: Part) -> Value:
    """ "earlier this year" ends before the document's date, "later this year" begins with it.

    TIMEX3 names the unit, or the quarter where what is meant lies in one.
    """
    whole = _whole(base, 0, unit)
    if whole.lower is None or whole.upper is None:
        return whole
    first, last = whole.lower, max(whole.lower, base - dt.timedelta(days=1)) if part == "early" else whole.upper
    if part == "late":
        first = base
    timex = whole.timex3
    if unit == "year" and (first.month - 1) // 3 == (last.month - 1) // 3:
        timex = f"{base.year:04d}-Q{(first.month + 2) // 3}"
    return marked(days(first, last, timex), "~")
