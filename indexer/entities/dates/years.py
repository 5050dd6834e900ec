"""The year that a date leaves out: from the document's date, and from the dates around it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import MONTH
from indexer.entities.dates.values import Partial

AHEAD_DAYS = 45
"""A yearless date so soon after the document's date is rather the coming one than the one a year ago."""

CONTEXT_CHARACTERS = 1500
"""How far back a full date still gives its year to a yearless one."""


@dataclass(frozen=True, slots=True)
class YearContext:
    """What is known of dates around: the document's, the last full one before on the page, and the last of any kind.

    Attributes:
        following: the next date that has its year, and where it begins.
        anchor: the first day of the last date, and how finely that date is known: "day", "month" or "year".
    """

    base: dt.date | None
    last_full: dt.date | None = None
    last_end: int = 0
    anchor: tuple[dt.date, str] | None = None
    anchor_end: int = 0
    following: tuple[Partial, int] | None = None


_FUTURE = re.compile(
    r"\b(?:ahead of|upcoming|will|deadline|due|scheduled|next|forthcoming|prochaine?|a venir|"
    r"aura lieu|se tiendra|shall|expected|planned)\b|距|将"
)
_DISPATCH = re.compile(r"[^\n]{2,8}?[日号號](?:电|電|讯|訊)")
"""A news agency's line of origin is of the day of writing."""
UNSURE = 0.4
SENTENCE_CHARACTERS = 70
_BETWEEN = re.compile(rf"{MONTH}\b\.?(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?P<gap>[^.;!?\d]*)|\d{{1,2}}(?:st|nd|rd|th|er)? "
                      rf"(?:of )?{MONTH}\b\.?(?P<gap2>[^.;!?\d]*)")  # fmt: skip
_JOINED = re.compile(
    r"^,? ?(?:(?:and |et )?(?:to|until|till|through|and|au|a|jusqu'au|jusqu'a|et|-)"
    r"|(?:and|et|to|but) (?:(?:then |it )?(?:end(?:s|ed|ing)?|finish(?:es|ed)?|clos(?:es|ed)|conclud(?:es|ed)"
    r"|(?:se )?termin(?:e|ait|a)|(?:a )?pris fin|prend fin|fini[rt]))(?: (?:on|in|le|en|at))?)"
    r"(?: (?:the |la |le )?(?:early|mid|late|end of|beginning of|debut|mi|fin|start of)(?: de| d')?)?[ -]{1,2}"
    r"(?:the |le )?$"
)
_EITHER_WAY = re.compile(r"\b(?:by|until|till|before|avant|d'ici(?: au| le)?|jusqu'au|no later than)(?: the| le)? $")
"""A deadline may be behind or ahead: the nearest is meant."""


def year_of(partial: Partial, start: int, folded: str, known: YearContext) -> tuple[int | None, float]:
    """The year that the text leaves out and how sure that is; None when nothing tells."""
    said = _said_after(partial, start, folded, known.following) if known.following else None
    if said and said[1] > UNSURE:
        return said
    year, sure = _inferred(partial, start, folded, known)
    # "On May 3 he wrote, and on June 4, 2019 he left": the year behind may hold for both
    return (year, UNSURE) if said and said[0] != year else (year, sure)


def _inferred(partial: Partial, start: int, folded: str, known: YearContext) -> tuple[int | None, float]:
    near = known.last_full if start - known.last_end <= CONTEXT_CHARACTERS else None
    if known.base is None:
        return (near.year, 0.5) if near else (None, 0.4)
    future = _FUTURE.search(folded, max(0, start - 60), start + 40) is not None
    if future and _DISPATCH.match(folded, start):
        future = False
    guess = _nearest_year(partial, known.base, future=future)
    if future and guess > known.base.year and _just_past(partial, known.base):
        # "the debate scheduled for September 8", in a report of the 13th
        return known.base.year, 0.5
    if not future and _EITHER_WAY.search(folded, max(0, start - 24), start):
        guess = min(
            (known.base.year + step for step in (-1, 0, 1)),
            key=lambda year: _distance(partial, year, known.base),
        )
    if near is not None and near.year < guess and not future and (known.base - near).days > 366:
        # a narrative of another year: "In June 2016 ... On June 14"
        return near.year, 0.5
    return guess, 0.75


def _just_past(partial: Partial, base: dt.date) -> bool:
    this = partial.with_year(base.year)
    return this.exists and this.day is not None and 0 < (base - this.lower).days <= AHEAD_DAYS


def _said_after(partial: Partial, start: int, folded: str, following: tuple[Partial, int]) -> tuple[int, float] | None:
    """The year of the date behind it in the sentence, and how surely it holds here too; None where none stands so.

    Sure where the two are joined ("late January to mid-March 2024", "starts January 15 and ends March 3, 2024").
    """
    later, later_start = following
    if later.year is None or later.month is None or not 0 < later_start - start <= SENTENCE_CHARACTERS:
        return None
    between = _BETWEEN.fullmatch(folded, start, later_start)
    if between is None:
        return None
    crosses = (partial.month or 0, partial.day or 0) > (later.month, later.day or 31)
    joined = _JOINED.search(between["gap"] or between["gap2"] or "")
    return later.year - crosses, 0.75 if joined else UNSURE


def _distance(partial: Partial, year: int, base: dt.date | None) -> int:
    dated = partial.with_year(year)
    return abs((dated.lower - base).days) if base and dated.exists else 10**6


def _nearest_year(partial: Partial, base: dt.date, *, future: bool) -> int:
    """The past is meant unless the words look ahead or the day is only weeks away."""
    if (partial.month, partial.day) == (2, 29):
        step = 1 if future else -1
        return next(year for year in range(base.year, base.year + 9 * step, step) if calendar.isleap(year))
    this = partial.with_year(base.year)
    day = this.lower if this.exists else dt.date(base.year, partial.month or 1, 28)
    if future:
        return base.year if day >= base else base.year + 1
    if day <= base or (partial.day is None and this.month == base.month):
        return base.year
    return base.year if (day - base).days <= AHEAD_DAYS else base.year - 1


def with_following(known: YearContext, atoms: Sequence[Atom]) -> YearContext:
    """What is known, with the date that follows: the first of `atoms`, where it has a year."""
    partial = atoms[0].partial if atoms else None
    dated = partial is not None and partial.year is not None
    return replace(known, following=(partial, atoms[0].start) if partial and dated else None)
