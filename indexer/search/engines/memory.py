"""The engine in plain Python: what the Protocols mean, for tests and as the measure of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.model.query import (
    And,
    DateRange,
    Documents,
    Everything,
    FieldText,
    FieldValue,
    Node,
    Not,
    Nothing,
    Or,
    Order,
    Pattern,
    Phrase,
    Words,
)
from indexer.model.record import PageRecord
from indexer.search.analyser import STREAM_GAP, fold
from indexer.search.fields import TEXT, TextField, facet_key, text_field, word_lead
from indexer.search.nearness import nearest
from indexer.search.nodes import wanted
from indexer.search.ports import Count, DocumentTotal, IndexState, ScoredPage, Survey
from indexer.search.projection import Projection, project
from indexer.search.proximity import find_phrase, places_of
from indexer.search.wildcards import wildcard

Places = dict[str, list[int]]


@dataclass(slots=True)
class Entry:
    """A projection with the positions of its tokens, by field."""

    page: Projection
    places: dict[str, Places]


@dataclass(slots=True)
class MemoryIndex:
    """Store, writer and engine in one; pages by key."""

    entries: dict[int, Entry] = field(default_factory=dict)
    built: bool = False
    writes: int = 0

    def needs_rebuild(self) -> bool:
        return not self.built

    def engine(self) -> MemoryIndex:
        return self

    def writer(self) -> MemoryIndex:
        self.built = True
        return self

    def rebuild(self, records: Iterable[PageRecord]) -> int:
        self.entries = {}
        return self.writer().write(records, ())

    def write(
        self, records: Iterable[PageRecord], replace_documents: Sequence[int], replace_pages: Sequence[int] = ()
    ) -> int:
        written: dict[int, Entry] = {}
        for record in records:
            entry = entry_of(project(record))
            written[entry.page.key] = entry
        replaced, pages = set(replace_documents), set(replace_pages)
        kept = {
            key: entry
            for key, entry in self.entries.items()
            if entry.page.document not in replaced and key not in pages
        }
        self.entries = kept | written
        self.writes += 1
        return len(written)

    def close(self) -> None:
        """Nothing to close."""

    def state(self) -> IndexState:
        return "ready" if self.built else "missing"

    def version(self) -> str:
        return str(self.writes)

    def top(self, node: Node, order: Order, limit: int, offset: int = 0) -> tuple[ScoredPage, ...]:
        scored = [(self._sort_value(entry, node, order), entry.page.key) for entry in self._matching(node)]
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        page = scored[offset : offset + limit]
        return tuple(ScoredPage(key, score if order == "relevance" else 0.0) for score, key in page)

    def count(self, node: Node) -> int:
        return sum(1 for _ in self._matching(node))

    def count_documents(self, node: Node) -> DocumentTotal:
        return DocumentTotal(len({entry.page.document for entry in self._matching(node)}), approximate=False)

    def documents(self, node: Node) -> tuple[int, ...] | None:
        return tuple(sorted({entry.page.document for entry in self._matching(node)}))

    def facets(self, node: Node, names: Sequence[str], size: int) -> tuple[tuple[Count, ...], ...]:
        entries = list(self._matching(node))
        return tuple(_counts(entries, name)[:size] for name in names)

    def survey(self, node: Node, sizes: Mapping[str, int]) -> Survey:
        return Survey(
            pages=self.count(node),
            total=self.count_documents(node),
            facets={name: self.facets(node, (name,), size)[0] for name, size in sizes.items()},
            pages_of=Counter(entry.page.document for entry in self._matching(node)),
        )

    def pages_per_document(self, node: Node, documents: Sequence[int]) -> tuple[int, ...]:
        counts = Counter(entry.page.document for entry in self._matching(node))
        return tuple(counts[number] for number in documents)

    def keys(self, node: Node) -> Iterator[int]:
        return iter(sorted(entry.page.key for entry in self._matching(node)))

    def similar_words(self, token: str, limit: int) -> tuple[str, ...]:
        counts = Counter(word for entry in self.entries.values() for word in entry.places.get(TEXT.exact, {}))
        return nearest(token, counts.items(), limit)

    def suggest(self, field: str, prefix: str, limit: int) -> tuple[str, ...]:
        counts = _counts(list(self.entries.values()), field)
        return tuple(count.value for count in counts if fold(count.value).startswith(fold(prefix)))[:limit]

    def _matching(self, node: Node) -> Iterator[Entry]:
        return (entry for entry in self.entries.values() if matches(entry, node))

    def _sort_value(self, entry: Entry, node: Node, order: Order) -> float:
        if order == "document_date":
            return entry.page.date_from
        if order == "release_date":
            return entry.page.release_date
        return float(sum(_weight(entry, leaf) for leaf in wanted(node)))


def entry_of(page: Projection) -> Entry:
    """A projection ready to be matched."""
    return Entry(page, {name: places_of(streams, STREAM_GAP) for name, streams in page.texts.items()})


def matches(entry: Entry, node: Node) -> bool:  # noqa: PLR0911 - one for each kind of node
    """What each node means."""
    match node:
        case And(nodes):
            return all(matches(entry, inner) for inner in nodes)
        case Or(nodes):
            return any(matches(entry, inner) for inner in nodes)
        case Not(inner):
            return not matches(entry, inner)
        case Everything():
            return True
        case Nothing():
            return False
        case FieldValue(name, value):
            return facet_key(name, value) in entry.page.keys
        case DateRange(lower, upper):
            known = entry.page.date_from > 0
            return known and entry.page.date_to >= (lower or 0) and (upper is None or entry.page.date_from <= upper)
        case Documents(numbers):
            return entry.page.document in numbers
        case FieldText(name, inner):
            return _text(entry, text_field(name), inner, word_lead(name))
        case Words() | Phrase() | Pattern():
            return _text(entry, TEXT, node, "")


def _text(entry: Entry, field: TextField, node: Words | Phrase | Pattern, lead: str) -> bool:
    exact = entry.places.get(field.exact, {})
    if isinstance(node, Phrase):
        return bool(find_phrase(exact, [lead + token for token in node.tokens], node.slop))
    if isinstance(node, Pattern):
        fits = wildcard(lead + node.pattern).fullmatch
        return any(fits(token) for token in exact)
    return (
        lead + node.term.exact in exact
        or (field.english is not None and node.term.english in entry.places.get(field.english, {}))
        or (field.french is not None and node.term.french in entry.places.get(field.french, {}))
    )


def _weight(entry: Entry, leaf: Node) -> float:
    """A plain measure: occurrences of a word, 1 for anything else that matches."""
    if isinstance(leaf, Words):
        fields = ((TEXT.exact, leaf.term.exact), (TEXT.english, leaf.term.english), (TEXT.french, leaf.term.french))
        return float(sum(len(entry.places.get(name or "", {}).get(token, ())) for name, token in fields))
    return 1.0 if matches(entry, leaf) else 0.0


def _counts(entries: list[Entry], name: str) -> tuple[Count, ...]:
    pages: Counter[str] = Counter()
    documents: dict[str, set[int]] = {}
    for entry in entries:
        for value in set(entry.page.facets.get(name, ())):
            pages[value] += 1
            documents.setdefault(value, set()).add(entry.page.document)
    order: Callable[[str], tuple[int, str]] = lambda value: (-pages[value], value)  # noqa: E731
    return tuple(Count(value, pages[value], len(documents[value])) for value in sorted(pages, key=order))
