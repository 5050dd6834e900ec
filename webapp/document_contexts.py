"""What the pages of documents, releases and coverage are given; see `contexts` for what they share with others."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.coverage import Coverage
from indexer.model.release import Release
from webapp.cite_contexts import CiteView, Metadata
from webapp.contexts import DocumentRow, Fact, HitView, Link, ReleaseLine, Thumbnail, UnseenRow


@dataclass(frozen=True, slots=True)
class DocumentsContext:
    rows: tuple[DocumentRow, ...]
    total: int
    pagination: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReleaseContext:
    title: str
    institution: str
    release: Release
    facts: tuple[Fact, ...]
    summaries: tuple[tuple[str, str], ...]
    rows: tuple[DocumentRow, ...]
    total: int
    search_href: str
    pagination: tuple[Link, ...]
    moved: tuple[Link, ...] = ()
    """Releases that all its documents were moved to."""


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """`failed`: the search inside the document could not be done; why."""

    id: str
    title: str
    language: str | None
    query: str
    releases: tuple[ReleaseLine, ...]
    date: str
    redacted: str
    redacted_blocks: int
    coverage: Coverage
    unseen: tuple[UnseenRow, ...]
    facts: tuple[Fact, ...]
    outcome: str
    reason: str
    first_href: str
    original_href: str
    original_withheld: bool
    json_href: str
    thumbnails: tuple[Thumbnail, ...]
    pagination: tuple[Link, ...]
    hits: tuple[HitView, ...]
    hits_total: int
    hits_next_href: str
    failed: str
    cite: CiteView
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class CoverageContext:
    """`withheld` originals are not handed out. `aside` (pages) and `outside` (files) say why, to the operator only."""

    coverage: Coverage
    reasons: tuple[tuple[str, int], ...]
    rows: tuple[UnseenRow, ...]
    pagination: tuple[Link, ...]
    withheld: int
    aside: tuple[UnseenRow, ...]
    outside: tuple[UnseenRow, ...]
    more: bool
