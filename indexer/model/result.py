"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.query import Order
from indexer.model.release import Release
from indexer.model.stored import DocumentRecord


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of `Page.text` from `start`; `matches` are spans relative to the passage."""

    text: str
    start: int
    matches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PageHit:
    """One matching page with its passages, best first; no passages when only metadata matched."""

    document: str
    page: int
    label: str | None
    score: float
    passages: tuple[Passage, ...]
    withheld: bool = False
    redacted_share: float = 0.0


@dataclass(frozen=True, slots=True)
class DocumentHits:
    """The matching pages of one document: the best ones, and how many there are in all.

    `title_matches`: spans of the title that the query matches.
    """

    document: str
    title: str
    date: str | None
    language: str | None
    releases: tuple[Release, ...]
    pages_total: int | None
    redacted_share: float
    pages: tuple[PageHit, ...]
    matching_pages: int
    title_matches: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One counted option. `documents` may be an estimate (engines count distinct values so)."""

    value: str
    label: str
    pages: int
    documents: int
    selected: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """`more`: values exist beyond those listed."""

    name: str
    values: tuple[FacetValue, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A term of the query, and what was also looked for in the other language (`language`: "en", "fr")."""

    term: str
    others: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Pages and documents are totals of all matches, whatever `limit` was.

    `hits` is flat and ordered by page (commands); `groups` is by document, ordered by best page (the site).
    The function that was called fills one of them; `titled` then names the documents of `hits`.
    `order` is the one used: without words to rank by, "relevance" becomes "document_date" (newest first).
    `furniture_pages`: pages that have the words only in running heads, footers or stamps; they are no matches, and
    `furniture_query` finds them.
    `equivalents`: fixed terms that were also looked for in the other language; none when the query switches that off.
    """

    query: str
    understood: str
    repairs: tuple[str, ...]
    pages: int
    documents: int
    documents_approximate: bool
    unseen_pages: int
    hits: tuple[PageHit, ...] = ()
    titled: tuple[DocumentHits, ...] = ()
    groups: tuple[DocumentHits, ...] = ()
    facets: tuple[Facet, ...] = ()
    order: Order = "relevance"
    furniture_pages: int = 0
    furniture_query: str = ""
    equivalents: tuple[Equivalent, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that cannot be read and is found by what is known of it. `reason`: a code (`reasons.in_words`)."""

    document: str
    name: str
    title: str | None
    reason: str
    releases: tuple[Release, ...]


@dataclass(frozen=True, slots=True)
class UnreadFiles:
    """`total` counts all that match, `files` lists the first of them."""

    files: tuple[UnreadFile, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A hit with its document, for exports; `sections` are those cited on the page."""

    record: DocumentRecord
    hit: PageHit
    sections: tuple[str, ...] = ()
