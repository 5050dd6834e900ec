"""The two Protocols of an engine. They speak typed records; an engine's own dicts stay inside its module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from indexer.model.query import Node, Order
from indexer.model.record import PageRecord

SCHEMA_VERSION = 4
"""Raised when fields or the analyser change; an index with another version is rebuilt from the catalog."""


IndexState = Literal["ready", "missing", "being_made"]
""""missing": none that this version reads; "being_made": the same, while somebody writes or rebuilds it."""


@dataclass(frozen=True, slots=True)
class ScoredPage:
    """`key` as in `record.page_key`. Equal scores and sort values are ordered by key, so paging repeats."""

    key: int
    score: float


@dataclass(frozen=True, slots=True)
class Count:
    """A facet value's pages (exact) and documents (an estimate on some engines)."""

    value: str
    pages: int
    documents: int


@dataclass(frozen=True, slots=True)
class DocumentTotal:
    """Exact up to 65,000 documents, else `approximate`."""

    documents: int
    approximate: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """All counts of one query: what a search page shows beside its hits. `pages_of`: matching pages by document number,
    empty when `total` is approximate."""

    pages: int
    total: DocumentTotal
    facets: Mapping[str, tuple[Count, ...]]
    pages_of: Mapping[int, int]


class IndexWriter(Protocol):
    """One writer at a time. Opening raises Unavailable when another holds the index."""

    def write(
        self, records: Iterable[PageRecord], replace_documents: Sequence[int], replace_pages: Sequence[int] = ()
    ) -> int:
        """Takes all pages of `replace_documents` and the pages with the keys `replace_pages` out, adds `records`,
        commits once; gives the pages added."""

    def close(self) -> None: ...


class SearchEngine(Protocol):
    """Reads the newest commit. A query node is matched to pages; nothing is capped but by `limit`."""

    def state(self) -> IndexState:
        """Quick. While it is not "ready" every answer is empty."""

    def version(self) -> str:
        """Another one after each commit and each rebuild that this reader sees. On a cluster it tells rebuilds only:
        what writers add there is told by the catalog, in which they end their step."""

    def top(self, node: Node, order: Order, limit: int, offset: int = 0) -> tuple[ScoredPage, ...]:
        """Best first. Dates sort newest first, unknown dates last."""

    def count(self, node: Node) -> int:
        """Matching pages, exact."""

    def count_documents(self, node: Node) -> DocumentTotal: ...

    def documents(self, node: Node) -> tuple[int, ...] | None:
        """Numbers of the documents with a matching page, rising; None when there are more than 65,000."""

    def facets(self, node: Node, names: Sequence[str], size: int) -> tuple[tuple[Count, ...], ...]:
        """For each facet its most frequent values (by pages, then value), exact page counts."""

    def survey(self, node: Node, sizes: Mapping[str, int]) -> Survey:
        """`count`, `count_documents` and `facets` (facet → how many values) of one commit, in as few passes as can
        be."""

    def pages_per_document(self, node: Node, documents: Sequence[int]) -> tuple[int, ...]:
        """Matching pages of each document number, in the order asked."""

    def keys(self, node: Node) -> Iterator[int]:
        """Every matching key in key order, streamed with constant memory."""

    def similar_words(self, token: str, limit: int) -> tuple[str, ...]:
        """Exact tokens of pages that differ from this one by a letter or two and begin alike, nearest first; for
        "did you mean". Engines may differ in which they give."""

    def suggest(self, field: str, prefix: str, limit: int) -> tuple[str, ...]:
        """Indexed values of a facet that start with the prefix."""


class IndexStore(Protocol):
    """The index of one archive: opened for reading or writing, rebuilt into a new version that is swapped in whole."""

    def needs_rebuild(self) -> bool:
        """True when there is no index, or one of another schema version."""

    def engine(self) -> SearchEngine:
        """For reading; empty answers while there is no index."""

    def writer(self) -> IndexWriter:
        """For writing; makes the index when there is none. Raises Unavailable while another writes or rebuilds."""

    def rebuild(self, records: Iterable[PageRecord]) -> int:
        """A new index from all records, streamed; readers see it once it is whole. Gives the pages indexed."""
