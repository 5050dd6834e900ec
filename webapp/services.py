"""What the site needs of the library. `indexer.bootstrap` wires the real parts; tests wire small ones in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from indexer.model.describing import DescriptionReader
from indexer.model.event import EventReader
from indexer.model.geometry import Span
from indexer.model.health import PartHealth
from indexer.model.named import NamedReader
from indexer.model.query import Node, SearchRequest
from indexer.model.registry import Registry, RegistryReader
from indexer.model.result import Facet, FoundPage, SearchResult, UnreadFiles
from indexer.model.saved_timeline import TimelineDesk
from indexer.model.stored import CatalogReader
from indexer.model.takedown import Takedowns
from indexer.model.timeline import FoundKeys, MomentReader
from indexer.search.limiting import Allowed
from indexer.search.sections import Section
from indexer.settings import Settings
from webapp.work import Desk, Work

PERSON = "person"
PUBLISHABLE_KEPT = 20_000


class Searching(Protocol):
    """`indexer.search.service.SearchService`, as the site calls it. Raises QueryError, Unavailable."""

    def state(self) -> str:
        """Another token after each change of index or catalog; "" when nothing may be kept."""

    def find_documents(self, request: SearchRequest) -> SearchResult:
        """Matches grouped by document, a screen of them from `offset`."""

    def find_pages(self, request: SearchRequest) -> SearchResult:
        """The same matches flat, ordered by page; `limit` and `offset` count pages."""

    def find_matches(self, request: SearchRequest) -> SearchResult:
        """As `find_pages`, by document, each page with all of its passages."""

    def facet_values(self, request: SearchRequest, facet: str, text: str, limit: int) -> Facet:
        """Values of one facet on the pages found that hold a text."""

    def terms(self, text: str, limit: int) -> tuple[str, ...]:
        """Terms of the glossary that begin so."""

    def newest(self, request: SearchRequest, newest: int, limit: int) -> tuple[int, ...]:
        """Numbers of the newest documents found, newest first; `newest` is that of the newest in the archive."""

    def corrected(self, request: SearchRequest) -> tuple[str, int] | None:
        """A query near this one that finds something, and how many pages."""

    def similar_pages(self, key: int, limit: int) -> SearchResult:
        """Pages that speak of the same as one, by its page key."""

    def all_pages(self, request: SearchRequest) -> Iterator[FoundPage]:
        """Every matching page in page order, streamed with constant memory."""

    def beside(self, facet: str, value: str) -> tuple[Facet, ...]:
        """All facets over the pages that have this value of one, counted exactly, its own among them."""

    def unread_files(self, request: SearchRequest, limit: int) -> UnreadFiles:
        """Files without a searchable page that match by what is known of them."""

    def sheets(self, document_number: int, request: SearchRequest) -> tuple[int, ...]:
        """The sheets of one document that match, in order."""

    def page_keys(self, request: SearchRequest, limit: int) -> FoundKeys:
        """Matching pages by key, in archive order."""

    def meant(self, query: str) -> Node:
        """What is looked for on pages."""

    def spans(self, query: str, text: str, furniture: Sequence[Span] = ()) -> tuple[Span, ...]:
        """What of a page's text the query matches, by position."""

    def section(self, regime: str | None, code: str) -> Section | None:
        """A section of a law; None when it is not known."""

    def only(self, facet: str, allowed: Allowed) -> Searching:
        """The same search for readers who may use some values of a facet only."""

    def labels(self, facet: str, values: Sequence[str]) -> tuple[str, ...]:
        """How people read facet values, in the order asked."""


class Originals(Protocol):
    """The store of originals, as far as the site needs it (`indexer.archive.store.OriginalStore`)."""

    def has(self, sha256: str) -> bool:
        """True when the archive has the bytes; quick."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """A local file with these bytes, there until the context ends. Raises NotFound."""


class PageRenderer(Protocol):
    """`indexer.extract.rendering.Renderer`: draws a sheet in a limited process beside the site."""

    def page_image(
        self, path: Path, number: int, width_px: int, image_format: str = "jpeg", password: str | None = None
    ) -> bytes:
        """The encoded picture. Raises InputError when the sheet cannot be drawn, Unavailable when busy."""


class Publishable:
    """Of person values, those that a public site may show; asked of the catalog once in each of its states, so that a
    confirmation shows at once."""

    def __init__(self, registry: RegistryReader, state: Callable[[], str]) -> None:
        self._registry = registry
        self._state = state
        self._known: tuple[str, dict[str, bool]] = ("", {})

    def __call__(self, values: Sequence[str]) -> frozenset[str]:
        known = self._kept()
        missing = [value for value in values if value not in known]
        if missing:
            shown = self._registry.publishable(missing)
            known.update((value, value in shown) for value in missing)
        return frozenset(value for value in values if known[value])

    def _kept(self) -> dict[str, bool]:
        """A table that other threads may fill too; a new one when the catalog has changed, or it is large."""
        state = self._state()
        if not state:
            return {}
        if state != self._known[0] or len(self._known[1]) > PUBLISHABLE_KEPT:
            self._known = (state, {})
        return self._known[1]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a view may use."""

    settings: Settings
    search: Searching
    catalog: CatalogReader
    originals: Originals
    renderer: PageRenderer
    registry: Registry
    named: NamedReader
    events: EventReader
    moments: MomentReader
    timelines: TimelineDesk
    work: Work
    desk: Desk
    descriptions: DescriptionReader
    takedowns: Takedowns
    health: Callable[[], tuple[PartHealth, ...]] = tuple

    @property
    def public(self) -> bool:
        """True for a read-only site that anybody may read."""
        return self.settings.site.mode == "public"

    def for_readers(self) -> Services:
        """What the views are given: on a public site the only people in facets and filters are those who stand in
        config/ or are confirmed (design.md, rule 11)."""
        if not self.public:
            return self
        return replace(self, search=self.search.only(PERSON, Publishable(self.registry, self.search.state)))
