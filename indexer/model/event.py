"""An event: a dated passage that names an account, a party or a figure; a point on the timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from indexer.model.mention import DateBasis, Mention

Precision = Literal["day", "month", "season", "year", "range"]
"""How exactly the calendar value is known. A quarter counts as a season, a decade or century as a range."""

FIRST_DAY, LAST_DAY = 1_01_01, 9999_12_31
"""Bounds of an open interval, as YYYYMMDD: `../2021` begins on the first day."""

_SEASON = re.compile(r"-?\d{4}-(?:2[1-9]|3\d|4[01])", re.ASCII)
_QUALIFIERS = "~?%"


@dataclass(frozen=True, slots=True)
class Event:
    """One date of a passage, with whom and what the passage names.

    Attributes:
        start, end: the passage in `Page.text`: a sentence, or the row or heading that stands for one.
        date: index of the date in the page's list of mentions; `mentions` those of the others, by position.
        edtf: the calendar value as read; a set such as `[2021-03-04,2021-04-03]` holds the readings of a date that
            can be read in several ways, and `ambiguous` says so.
        lower, upper: first and last day that it may mean, YYYYMMDD; FIRST_DAY and LAST_DAY where it is open.
        basis: how the date was read. `hedge`: the assessment words beside it, if any.
    """

    start: int
    end: int
    date: int
    mentions: tuple[int, ...]
    edtf: str
    lower: int
    upper: int
    precision: Precision
    basis: DateBasis
    ambiguous: bool = False
    hedge: str | None = None


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """An event as people read it. `date` and `mentions` are those of the event, after all corrections.

    `document` is the SHA-256, `page` the sheet, `label` its stamped number; `text` is `Page.text[start:end]`.
    """

    document: str
    page: int
    label: str | None
    event: Event
    text: str
    date: Mention
    mentions: tuple[Mention, ...]


class EventReader(Protocol):
    """Events as they stand after people's corrections: rejected dates and hidden entities are left out."""

    def of_entity(self, entity_id: str) -> Iterator[TimelinePoint]:
        """Those whose passage names the entity, by first day, then place; streamed."""

    def of_pages(self, keys: Sequence[int]) -> Iterator[TimelinePoint]:
        """Those on these pages (keys as in `record.page_key`: the answer to a search), by first day, then place."""


def precision_of(edtf: str) -> Precision:
    """The precision of an EDTF value; of a set, that of its first member."""
    bare = edtf.strip("[]{}").split(",")[0]
    if "/" in edtf or ".." in edtf or "X" in bare:
        return "range"
    plain = bare.strip(_QUALIFIERS).split("T")[0]
    if _SEASON.fullmatch(plain):
        return "season"
    dashes = plain.lstrip("-").count("-")
    return "year" if dashes == 0 else "month" if dashes == 1 else "day"


def is_approximate(edtf: str) -> bool:
    """True when any part of the value is given as about, or as uncertain."""
    return any(mark in edtf for mark in _QUALIFIERS)


def readings_of(edtf: str) -> tuple[str, ...]:
    """The alternatives of a set; one value for anything else."""
    return tuple(edtf.strip("[]{}").split(",")) if edtf[:1] in ("[", "{") else (edtf,)
