"""Searching an archive: a request in, pages with passages, documents, facets and totals out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby, islice

from indexer.errors import IndexMissing, Unavailable
from indexer.model.geometry import Span
from indexer.model.query import Everything, FieldValue, Filters, Node, Nothing, Order, ParsedQuery, SearchRequest
from indexer.model.record import FACET_NAMES, split_key
from indexer.model.result import DocumentHits, Equivalent, Facet, FoundPage, PageHit, SearchResult, UnreadFiles
from indexer.model.stored import CatalogReader
from indexer.model.timeline import FoundKeys
from indexer.search.equivalents import with_equivalents
from indexer.search.facets import LAST_LOOK, Counted, FacetCounter
from indexer.search.filters import checked, filter_node
from indexer.search.furniture import in_furniture, in_furniture_only
from indexer.search.hiding import hide_in_query
from indexer.search.hits import document_hits, hits_by_key, page_hit
from indexer.search.limiting import Allowed, limit_filters
from indexer.search.matching import Matcher, title_matcher
from indexer.search.merged import Canonical, merged_in_filters, merged_in_query, nothing_merged
from indexer.search.nodes import all_of, in_documents, ranks
from indexer.search.parser import parse
from indexer.search.passages import PASSAGES_OF_A_HIT
from indexer.search.ports import DocumentTotal, SearchEngine
from indexer.search.printing import write_query
from indexer.search.ranking import Groups, best_documents, fill
from indexer.search.regimes import OnlyRegime
from indexer.search.scope import in_one_document
from indexer.search.sections import Section
from indexer.search.similar import similar_node
from indexer.search.spelling import corrections
from indexer.search.unread import UnreadFinder
from indexer.search.vocabulary import Vocabulary
from indexer.settings import SearchSettings

_EXPORT_BATCH_PAGES = 200
_NOTHING_COUNTED = Counted(DocumentTotal(0, approximate=False), 0, (), {})
_BESIDE = ThreadPoolExecutor(max_workers=16, thread_name_prefix="counting")
"""Counts while pages are read and passages found: engines work without holding up Python's other threads."""
CORRECTIONS_TRIED = 3
LATEST_LOOKED_AT = 20_000
"""Documents, where more match than are listed; a feed shows fifty."""
ALL_PASSAGES = 40
"""Of one page, where all are shown; a page of text has room for some twenty."""
_SENTENCES = {
    "missing": "The search index must be rebuilt: ati reindex",
    "being_made": "The search index is being rebuilt. Search again in a few minutes.",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request made ready: `query` is without the filters, `node` with them."""

    request: SearchRequest
    parsed: ParsedQuery
    filters: Filters
    query: Node
    node: Node
    order: Order
    repairs: tuple[str, ...]
    equivalents: tuple[Equivalent, ...]


class SearchService:
    """Search over one archive. Safe to share between threads when its engine and catalog are."""

    def __init__(
        self,
        engine: SearchEngine,
        catalog: CatalogReader,
        settings: SearchSettings,
        vocabulary: Vocabulary,
        limited: Mapping[str, Allowed] | None = None,
        canonical: Canonical = nothing_merged,
    ) -> None:
        self._canonical = canonical
        self._engine = engine
        self._catalog = catalog
        self._settings = settings
        self._vocabulary = vocabulary
        self._limited = dict(limited or {})
        self._hidden = frozenset(self._limited)
        self._facets = FacetCounter(engine, catalog, vocabulary, OnlyRegime(engine, catalog), self._limited)
        self._unread = UnreadFinder(catalog, self.labels)
        self._whole = ("", _NOTHING_COUNTED)

    def only(self, facet: str, allowed: Allowed) -> SearchService:
        """The same search for readers who may use some values of a facet only: others are neither listed, nor filters,
        nor suggested. In queries the facet's field is read as plain words, since it would open all of them."""
        limited = {**self._limited, facet: allowed}
        return SearchService(self._engine, self._catalog, self._settings, self._vocabulary, limited, self._canonical)

    def state(self) -> str:
        """A token of all that a search shows: another one after each change of index or catalog. "" when it cannot be
        told; then nothing that was found may be kept."""
        try:
            engine, catalog = self._engine.version(), self._catalog.state()
        except Unavailable:
            return ""
        return f"{engine} {catalog}" if engine and catalog else ""

    def parse(self, query: str) -> ParsedQuery:
        """The query as this archive reads it. Raises QueryError over a limit of the settings."""
        parsed = parse(query, self._settings.query_length_limit, self._settings.query_clause_limit)
        return hide_in_query(parsed, self._limited) if self._limited else parsed

    def meant(self, query: str) -> Node:
        """What is looked for on pages: the query as read, its terms in the other language too."""
        return self._widened(self.parse(query))[0]

    def find_pages(self, request: SearchRequest) -> SearchResult:
        """Matching pages, flat, best first: `limit` of them from `offset`, with facets and totals.

        `titled` names the documents of the hits. Raises QueryError over a limit.
        """
        asked = self._ask(request)
        scored = self._engine.top(asked.node, asked.order, request.limit, request.offset)
        return self._flat(asked, self._counted(asked), hits_by_key(self._catalog, Matcher(asked.query), scored))

    def find_matches(self, request: SearchRequest) -> SearchResult:
        """As `find_pages`, newest document first and its pages in order, each with all of its passages."""
        asked = self._ask(replace(request, order="document_date"))
        scored = self._engine.top(asked.node, asked.order, request.limit, request.offset)
        hits = hits_by_key(self._catalog, Matcher(asked.query), scored, ALL_PASSAGES)
        return self._flat(asked, self._counted(asked), hits)

    def find_documents(self, request: SearchRequest) -> SearchResult:
        """Matching documents by their best page: a screen of them from `offset`, a few pages each.

        The settings say how many documents and pages; `request.limit` is not used. Raises QueryError over a limit.
        """
        asked = self._ask(request)
        counting = _BESIDE.submit(self._counted, asked)
        stamped = _BESIDE.submit(self._in_furniture_only, asked)
        groups = self._screen(asked)
        scored = [page for pages in groups.values() for page in pages]
        hits = hits_by_key(self._catalog, Matcher(asked.query), scored, PASSAGES_OF_A_HIT)
        titles, documents = title_matcher(asked.query), []
        counted = counting.result()
        counts = self._pages_of(asked, counted, tuple(groups))
        for record in self._catalog.documents_by_number(tuple(groups)):
            number = record.document.number
            pages = tuple(hits[page.key] for page in groups[number] if page.key in hits)
            documents.append(document_hits(record, titles, pages, counts.get(number, len(pages))))
        return replace(self._result(asked, counted, stamped.result()), groups=tuple(documents))

    def beside(self, facet: str, value: str) -> tuple[Facet, ...]:
        """All facets over the pages that have this value, its own among them: what stands on the same pages.

        Unlike the facets of a search with this filter, where one's own selection does not narrow its own counts.
        """
        self.check_index()
        return self._facets.count(FieldValue(facet, value), Filters()).facets

    def facet_values(self, request: SearchRequest, facet: str, text: str, limit: int) -> Facet:
        """Values of one facet that hold a text, counted on the pages that the request finds: `FacetCounter.find`."""
        asked = self._ask(request)
        return self._facets.find(asked.query, asked.filters, facet, text, limit)

    def similar_pages(self, key: int, limit: int) -> SearchResult:
        """Pages that have most of the words that tell this page from others, best first, in `hits`; never itself.
        Without hits when the page has no such words, or is not in the catalog."""
        self.check_index()
        for page in self._catalog.page_texts((key,)):
            node = similar_node(page.text, page.furniture, self._engine, self._engine.count(Everything()))
            scored = self._engine.top(node, "relevance", limit + 1) if ranks(node) else ()
            hits = hits_by_key(self._catalog, Matcher(node), [one for one in scored if one.key != key][:limit])
            titled = self._titled(hits, Nothing())
            return SearchResult("", "", (), len(hits), len(titled), False, 0, hits=tuple(hits.values()), titled=titled)
        return SearchResult("", "", (), 0, 0, False, 0)

    def unread_files(self, request: SearchRequest, limit: int) -> UnreadFiles:
        """Files without a searchable page whose name, title, request number, institution or release match: the
        first `limit`, by number. Of the filters only those count that say something of a whole document."""
        asked = self._ask(request, scoped=False)
        return self._unread.find(asked.filters, asked.query, limit)

    def sheets(self, document_number: int, request: SearchRequest) -> tuple[int, ...]:
        """Sheets of one document that match, in page order: the next and the previous hit, marks on thumbnails."""
        asked = self._ask(request)
        node = in_documents(asked.node, (document_number,))
        return tuple(split_key(key)[1] for key in self._engine.keys(node))

    def page_keys(self, request: SearchRequest, limit: int) -> FoundKeys:
        """Matching pages by key, in archive order: at most `limit` of them, and how many there are."""
        asked = self._ask(request)
        keys = tuple(islice(self._engine.keys(asked.node), limit))
        pages = self._engine.count(asked.node) if len(keys) == limit else len(keys)
        return FoundKeys(keys, pages, asked.parsed.understood, asked.repairs)

    def spans(self, query: str, text: str, furniture: Sequence[Span] = ()) -> tuple[Span, ...]:
        """Spans of a page's text that the query matches, to box or mark. Empty for an empty query."""
        return Matcher(self.meant(query)).spans(text, furniture)

    def all_pages(self, request: SearchRequest) -> Iterator[FoundPage]:
        """Every matching page in page order, streamed with constant memory; `limit` and `offset` are not used."""
        asked = self._ask(request)
        matcher = Matcher(asked.query)
        keys = self._engine.keys(asked.node)
        while batch := tuple(islice(keys, _EXPORT_BATCH_PAGES)):
            texts = self._catalog.page_texts(batch)
            for number, pages in groupby(texts, key=lambda text: split_key(text.key)[0]):
                for record in self._catalog.documents_by_number((number,)):
                    yield from (FoundPage(record, page_hit(matcher, page), page.sections) for page in pages)

    def suggest(self, facet: str, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Values of a facet that start so, most frequent first; only those that this reader may use."""
        allowed = self._limited.get(facet)
        if allowed is None:
            return self._engine.suggest(facet, prefix, limit)
        found = self._engine.suggest(facet, prefix, LAST_LOOK)
        shown = allowed(found)
        return tuple(value for value in found if value in shown)[:limit]

    def corrected(self, request: SearchRequest) -> tuple[str, int] | None:
        """For a search without a match: a query whose words are on pages, and how many pages it finds with the same
        filters; None when nothing near is found."""
        asked = self._ask(request)
        for query in islice(corrections(request.query, asked.parsed.node, self._engine), CORRECTIONS_TRIED):
            pages = self._engine.count(self._ask(replace(request, query=query)).node)
            if pages:
                return query, pages
        return None

    def newest(self, request: SearchRequest, newest: int, limit: int) -> tuple[int, ...]:
        """Numbers of the documents found that came last, newest first (numbers rise as documents come).

        Where more documents match than an engine lists, the last `LATEST_LOOKED_AT` of the archive are looked at.

        Args:
            newest: number of the newest document of the archive.
        """
        asked = self._ask(request)
        numbers = self._engine.documents(asked.node)
        if numbers is None:
            latest = range(max(1, newest - LATEST_LOOKED_AT + 1), newest + 1)
            numbers = self._engine.documents(in_documents(asked.node, latest)) or ()
        return tuple(sorted(numbers, reverse=True)[:limit])

    def terms(self, text: str, limit: int) -> tuple[str, ...]:
        """Terms of the glossary that begin so, the shortest first."""
        return self._vocabulary.glossary.beginning(text, limit)

    def values(self, facet: str, text: str) -> tuple[str, ...]:
        """The values that a name of a facet stands for ("WeChat" for platform: "wechat"); itself when unknown."""
        if facet in self._hidden:
            return (text,)
        return self._vocabulary.values(facet, text) or (text,)

    def labels(self, facet: str, values: Sequence[str]) -> tuple[str, ...]:
        """How people read facet values, in the order asked."""
        return self._facets.labels(facet, values)

    def section(self, regime: str | None, code: str) -> Section | None:
        """A section of a law by its code; None when the law is not known or has no such section."""
        return self._vocabulary.sections.find(regime, code)

    def check_index(self) -> None:
        """Raises IndexMissing when the catalog has pages for an index that is not there: nothing would be found, and
        that must not read like an answer."""
        state = self._engine.state()
        if state != "ready" and self._catalog.coverage().pages_searchable:
            raise IndexMissing(_SENTENCES[state])

    def _ask(self, request: SearchRequest, *, scoped: bool = True) -> _Asked:
        """`scoped`: where the words may stand in one document, those documents are looked for (some engine calls)."""
        self.check_index()
        parsed = self.parse(request.query)
        shown, left_out = limit_filters(merged_in_filters(request.filters, self._canonical), self._limited)
        filters, repairs = checked(shown, self._settings.query_clause_limit)
        query, equivalents = self._meant(parsed)
        if scoped and parsed.scope == "document":
            query = in_one_document(query, self._engine)
        node = all_of((query, filter_node(filters)))
        by_relevance = request.order == "relevance"
        order: Order = "document_date" if by_relevance and not ranks(query) else request.order
        return _Asked(request, parsed, filters, query, node, order, (*parsed.repairs, *left_out, *repairs), equivalents)

    def _meant(self, parsed: ParsedQuery) -> tuple[Node, tuple[Equivalent, ...]]:
        """A query as written, with the other language's terms, names put into values and these by what counts now."""
        node, equivalents = self._widened(parsed)
        return merged_in_query(self._vocabulary.resolve(node, self._hidden), self._canonical), equivalents

    def _widened(self, parsed: ParsedQuery) -> tuple[Node, tuple[Equivalent, ...]]:
        return with_equivalents(parsed.node, self._vocabulary.glossary) if parsed.equivalents else (parsed.node, ())

    def _counted(self, asked: _Asked) -> Counted:
        """Totals and the facets asked for. Those of the whole archive, which the front page shows, take as long as the
        archive is large: they are kept while its state stays."""
        names = FACET_NAMES if asked.request.facets is None else asked.request.facets
        if not isinstance(asked.node, Everything):
            return self._facets.count(asked.query, asked.filters, names)
        state = self.state()
        if not state or state != self._whole[0]:
            counted = self._facets.count(asked.query, asked.filters)
            self._whole = (state, replace(counted, pages_of={}))
        return replace(self._whole[1], facets=tuple(facet for facet in self._whole[1].facets if facet.name in names))

    def _pages_of(self, asked: _Asked, counted: Counted, numbers: tuple[int, ...]) -> Mapping[int, int]:
        """Matching pages of some documents: counted already, but for those of a whole archive or very many."""
        if counted.pages_of or not numbers:
            return counted.pages_of
        return dict(zip(numbers, self._engine.pages_per_document(asked.node, numbers), strict=True))

    def _screen(self, asked: _Asked) -> Groups:
        """Documents of the screen asked for with their best pages; none beyond the last document."""
        offset, size = max(0, asked.request.offset), self._settings.documents_a_screen
        each = self._settings.pages_a_document
        if offset and offset >= self._engine.count_documents(asked.node).documents:
            return {}
        groups, whole = best_documents(self._engine, asked.node, asked.order, offset + size)
        screen = dict(list(groups.items())[offset:])
        if whole:
            return {number: pages[:each] for number, pages in screen.items()}
        return fill(self._engine, asked.node, asked.order, screen, each)

    def _flat(self, asked: _Asked, counted: Counted, hits: Mapping[int, PageHit]) -> SearchResult:
        titled = self._titled(hits, asked.query)
        result = self._result(asked, counted, self._in_furniture_only(asked))
        return replace(result, hits=tuple(hits.values()), titled=titled)

    def _titled(self, hits: Iterable[int], query: Node) -> tuple[DocumentHits, ...]:
        """The documents of some pages, by key, as flat results name them."""
        numbers, titles = tuple(dict.fromkeys(split_key(key)[0] for key in hits)), title_matcher(query)
        return tuple(document_hits(record, titles) for record in self._catalog.documents_by_number(numbers))

    def _result(self, asked: _Asked, counted: Counted, stamped: tuple[int, str]) -> SearchResult:
        stamped_pages, stamped_query = stamped
        return SearchResult(
            query=asked.request.query,
            understood=asked.parsed.understood,
            repairs=asked.repairs,
            pages=counted.pages,
            documents=counted.total.documents,
            documents_approximate=counted.total.approximate,
            unseen_pages=self._catalog.unseen_pages(asked.filters),
            facets=counted.facets,
            order=asked.order,
            furniture_pages=stamped_pages,
            furniture_query=stamped_query,
            equivalents=asked.equivalents,
        )

    def _in_furniture_only(self, asked: _Asked) -> tuple[int, str]:
        """How many more pages there would be if furniture counted, and the query that shows them."""
        node = in_furniture_only(asked.parsed.node)
        if node is None or asked.parsed.scope == "document" or not self._engine.count(in_furniture(asked.parsed.node)):
            return 0, ""
        meant = self._meant(replace(asked.parsed, node=node))[0]
        pages = self._engine.count(all_of((meant, filter_node(asked.filters))))
        return (pages, write_query(node)) if pages else (0, "")
