"""What the site needs of the library. `indexer.bootstrap` wires the real parts; tests wire small ones in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from indexer.model.geometry import Span
from indexer.model.query import ParsedQuery, SearchRequest
from indexer.model.result import SearchResult, UnreadFiles
from indexer.model.stored import CatalogReader
from indexer.search.sections import Section
from indexer.settings import Settings

PERSON = frozenset({"person"})


class Searching(Protocol):
    """`indexer.search.service.SearchService`, as the site calls it. Raises QueryError, Unavailable."""

    def find_documents(self, request: SearchRequest) -> SearchResult:
        """Matches grouped by document, a screen of them from `offset`."""

    def find_pages(self, request: SearchRequest) -> SearchResult:
        """The same matches flat, ordered by page; `limit` and `offset` count pages."""

    def unread_files(self, request: SearchRequest, limit: int) -> UnreadFiles:
        """Files without a searchable page that match by what is known of them."""

    def sheets(self, document_number: int, request: SearchRequest) -> tuple[int, ...]:
        """The sheets of one document that match, in order."""

    def parse(self, query: str) -> ParsedQuery:
        """The query as read."""

    def spans(self, query: str, text: str, furniture: Sequence[Span] = ()) -> tuple[Span, ...]:
        """What of a page's text the query matches, by position."""

    def section(self, regime: str | None, code: str) -> Section | None:
        """A section of a law; None when it is not known."""

    def without(self, facets: frozenset[str]) -> Searching:
        """The same search for readers who may not use these facets."""

    def labels(self, facet: str, values: Sequence[str]) -> tuple[str, ...]:
        """How people read facet values, in the order asked."""


class Originals(Protocol):
    """The content-addressed folder."""

    def path(self, sha256: str) -> Path:
        """Where the original lies. Raises NotFound."""


class PageRenderer(Protocol):
    """`indexer.extract.rendering.Renderer`: draws a sheet in a limited process beside the site."""

    def page_image(self, path: Path, number: int, width_px: int, image_format: str = "jpeg") -> bytes:
        """The encoded picture. Raises InputError when the sheet cannot be drawn, Unavailable when busy."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a view may use."""

    settings: Settings
    search: Searching
    catalog: CatalogReader
    originals: Originals
    renderer: PageRenderer

    def for_readers(self) -> Services:
        """What the views are given: on a public site persons are no facet, filter or field (design.md, rule 11)."""
        return replace(self, search=self.search.without(PERSON)) if self.settings.site.mode == "public" else self
