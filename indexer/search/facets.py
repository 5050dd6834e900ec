"""Facets of a result: counts from the engine, composed so that a facet can have several values selected."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.model.query import FieldValue, Filters, Node
from indexer.model.record import FACET_NAMES, UNKNOWN
from indexer.model.result import Facet, FacetValue
from indexer.model.stored import CatalogReader
from indexer.search.analyser import fold
from indexer.search.filters import chosen, filter_node
from indexer.search.limiting import Allowed
from indexer.search.nodes import all_of
from indexer.search.ports import Count, DocumentTotal, SearchEngine
from indexer.search.regimes import OnlyRegime
from indexer.search.sections import label_of
from indexer.search.vocabulary import Vocabulary

FACET_VALUES = 20
"""Values listed of a facet; a year facet lists all (it is a histogram)."""

YEAR_VALUES = 400
FIRST_LOOK, FURTHER, LAST_LOOK = 4, 8, 20_000
"""Values looked at where only some may be shown: so many times those listed, so many times more, so many at last."""
FIND_LOOK = 5_000
"""Values of a facet that are searched for a text, most frequent first."""
_FROM_CATALOG = frozenset(("account", "political_party", "person", "organisation", "state", "release", "institution"))


@dataclass(frozen=True, slots=True)
class Counted:
    """Totals and facets of one request; `pages_of` as in `ports.Survey`."""

    total: DocumentTotal
    pages: int
    facets: tuple[Facet, ...]
    pages_of: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class FacetCounter:
    engine: SearchEngine
    catalog: CatalogReader
    vocabulary: Vocabulary
    regime: OnlyRegime
    limited: Mapping[str, Allowed] = field(default_factory=dict)

    def count(self, query: Node, filters: Filters, names: Collection[str] = FACET_NAMES) -> Counted:
        """The facets named, and those with a selection: one's own selection does not narrow its counts, so that
        another value can be added.

        With nothing selected this is one call to the engine; each facet with a selection, or of which only some
        values may be shown, takes more.
        """
        selected = {name for name, _ in (*filters.include, *filters.exclude)}
        sizes = {name: _size(name) for name in names if name not in selected and name not in self.limited}
        survey = self.engine.survey(all_of((query, filter_node(filters))), sizes)
        counts = dict(survey.facets)
        for name in selected | (self.limited.keys() & set(names)):
            open_node = all_of((query, filter_node(filters, without=name)))
            counts[name] = self._with_selected(open_node, filters, name)
        shown = {name: _shown(name, counts[name], filters) for name in FACET_NAMES if name in counts}
        labels = self._labels({name: [count.value for count in kept] for name, kept in shown.items()})
        facets = tuple(
            Facet(name, _values(name, kept, labels[name], filters), more=len(counts[name]) > len(kept))
            for name, kept in shown.items()
        )
        return Counted(survey.total, survey.pages, facets, survey.pages_of)

    def find(self, query: Node, filters: Filters, name: str, text: str, limit: int) -> Facet:
        """Values of one facet on the pages found whose label or value holds the text, whatever its case and accents:
        the most frequent `limit` of them. Looked at are the `FIND_LOOK` most frequent; `more` says that there are
        others, seen or not."""
        open_node = all_of((query, filter_node(filters, without=name)))
        counts = self.engine.facets(open_node, (name,), FIND_LOOK)[0]
        if name in self.limited:
            shown = self.limited[name]([count.value for count in counts])
            counts = tuple(count for count in counts if count.value in shown)
        wanted, labels = fold(text), self.labels(name, [count.value for count in counts])
        fitting = [
            (count, label)
            for count, label in zip(counts, labels, strict=True)
            if wanted in fold(label) or wanted in fold(count.value)
        ]
        kept = fitting[:limit]
        values = _values(name, [count for count, _ in kept], [label for _, label in kept], filters)
        return Facet(name, values, more=len(fitting) > limit or len(counts) == FIND_LOOK)

    def _with_selected(self, node: Node, filters: Filters, name: str) -> tuple[Count, ...]:
        """Counts of one facet that hold every selected value, be it rare or absent."""
        counts = (
            self._allowed(node, name) if name in self.limited else self.engine.facets(node, (name,), _size(name))[0]
        )
        listed = {count.value for count in counts}
        wanted = (*chosen(filters.include, name), *chosen(filters.exclude, name))
        rare = (value for value in dict.fromkeys(wanted) if value not in listed)
        return counts + tuple(self._count_of(node, name, value) for value in rare)

    def _allowed(self, node: Node, name: str) -> tuple[Count, ...]:
        """The most frequent of the values that may be shown; looks further down the list until there are enough."""
        wanted, size = _size(name), FIRST_LOOK * _size(name)
        while True:
            counts = self.engine.facets(node, (name,), size)[0]
            shown = self.limited[name]([count.value for count in counts])
            kept = tuple(count for count in counts if count.value in shown)[:wanted]
            if len(kept) == wanted or len(counts) < size or size >= LAST_LOOK:
                return kept
            size = min(size * FURTHER, LAST_LOOK)

    def _count_of(self, node: Node, name: str, value: str) -> Count:
        inner = all_of((node, FieldValue(name, value)))
        return Count(value, self.engine.count(inner), self.engine.count_documents(inner).documents)

    def labels(self, name: str, values: Sequence[str]) -> tuple[str, ...]:
        """How people read the values: people's corrections in the catalog first, then config/, then the value."""
        return self._labels({name: values})[name]

    def _labels(self, values: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        """Of several facets, in one look at the catalog."""
        asked = {name: some for name, some in values.items() if some and name in _FROM_CATALOG}
        stored = self.catalog.facet_labels(asked) if asked else {}
        return {name: tuple(self._label(name, one, stored) for one in some) for name, some in values.items()}

    def _label(self, name: str, value: str, stored: Mapping[tuple[str, str], str]) -> str:
        if name == "section":
            return self._section(value)
        label = stored.get((name, value), value)
        return label if label != value else self.vocabulary.label(name, value) or value

    def _section(self, code: str) -> str:
        """The code with its meaning, where the whole archive is under one law; else the bare code."""
        found = self.vocabulary.sections.find(self.regime.get(), code)
        return label_of(code, found.meaning) if found else code


def _shown(name: str, counts: Sequence[Count], filters: Filters) -> list[Count]:
    """The most frequent, and every selected value; years in order."""
    active = {*chosen(filters.include, name), *chosen(filters.exclude, name)}
    limit = _size(name) - 1
    kept = [count for place, count in enumerate(counts) if place < limit or count.value in active]
    if name == "year":
        kept.sort(key=lambda count: (count.value == UNKNOWN, count.value))
    return kept


def _values(name: str, counts: Sequence[Count], labels: Sequence[str], filters: Filters) -> tuple[FacetValue, ...]:
    included, excluded = set(chosen(filters.include, name)), set(chosen(filters.exclude, name))
    return tuple(
        FacetValue(one.value, label, one.pages, one.documents, one.value in included, one.value in excluded)
        for one, label in zip(counts, labels, strict=True)
    )


def _size(name: str) -> int:
    """Values asked for: one more than shown tells that there are more."""
    return 1 + (YEAR_VALUES if name == "year" else FACET_VALUES)
