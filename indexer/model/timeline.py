"""Timelines: dated points of events, documents and releases, and what a search for them gives back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from indexer.model.event import FIRST_DAY, Precision
from indexer.model.mention import Mention

Role = Literal["event", "document", "release"]
"""What a date says: when something was, when a paper is dated, when it was released."""

ROLES: tuple[Role, ...] = ("event", "document", "release")
PRECISIONS: tuple[Precision, ...] = ("day", "month", "season", "year", "range")


@dataclass(frozen=True, slots=True)
class Marker:
    """A point in few numbers: to count, filter and order thousands before any text is read.

    Attributes:
        page: key of the page it stands on (`record.page_key`); of a document or release, the page to open.
        place: an event's position on its page, the number of a release; 0 for a document.
        lower, upper: YYYYMMDD, as of `event.Event`.
        entities: ids of whom it names. `bare`: it names a figure or an account without a name too.
    """

    role: Role
    page: int
    place: int
    lower: int
    upper: int
    edtf: str
    precision: Precision
    entities: frozenset[str] = frozenset()
    bare: bool = False


def day_order(one: Marker) -> tuple[int, int, int, int, int, int]:
    """Sorts points by day, those of one day by role and place; what is open at its beginning stands where it ends."""
    day = one.upper if one.lower <= FIRST_DAY else one.lower
    return day, one.lower, one.upper, ROLES.index(one.role), one.page, one.place


@dataclass(frozen=True, slots=True)
class Moment:
    """A point as people read it.

    Attributes:
        document, page, label: SHA-256, sheet and stamped number of the page that states it.
        text: of an event its passage, which begins at `start` of `Page.text`; of a document its title, of a release
            its request number, else its name.
        date_start: where the date stands in `Page.text`; -1 where no page is known to state it.
        date_text: the date as printed; "" with it.
        basis: of an event how its date was read; of a document where; of a release, "manifest" or "letter".
        mentions: whom and what the passage names, after all corrections; () for documents and releases.
        release: id of the release; "" for an event or a document.
    """

    role: Role
    document: str
    page: int
    label: str | None
    text: str
    start: int
    date_start: int
    date_text: str
    edtf: str
    lower: int
    upper: int
    precision: Precision
    basis: str
    ambiguous: bool = False
    hedge: str | None = None
    mentions: tuple[Mention, ...] = ()
    release: str = ""

    @property
    def anchor(self) -> str:
        """Names the point within this archive, in an address or a form: it holds until the page is read anew."""
        return f"{self.role}:{self.document[:12]}:{self.page}:{self.release or self.date_start}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of a timeline: a point and, when other pages state the same, all of them. Never empty."""

    moments: tuple[Moment, ...]

    @property
    def first(self) -> Moment:
        """The one that is shown: that of the earliest document in the archive."""
        return self.moments[0]


@dataclass(frozen=True, slots=True)
class FoundKeys:
    """The pages of a search by key, in archive order: at most as many as asked for, of `pages` that match."""

    keys: tuple[int, ...]
    pages: int
    understood: str = ""
    repairs: tuple[str, ...] = ()


class MomentReader(Protocol):
    """Points as they stand after people's corrections: rejected dates and hidden entities are left out."""

    def of_pages(self, keys: Sequence[int]) -> Iterator[Marker]:
        """Events on these pages, by page; streamed."""

    def of_entity(self, entity_id: str) -> Iterator[Marker]:
        """Events whose passage names the entity, by page; streamed."""

    def of_documents(self, numbers: Sequence[int]) -> Iterator[Marker]:
        """Dates of these documents, and of their releases once each; those without a date are left out."""

    def read(self, markers: Iterable[Marker]) -> Iterator[Moment]:
        """The points in the order given; those that are gone by now are left out. Streamed."""

    def at(self, document: str, page: int, date_start: int) -> tuple[Moment, ...]:
        """The event on a page whose date begins there; () where there is none now."""
