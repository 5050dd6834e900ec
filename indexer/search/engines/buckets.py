"""Facet counts from terms aggregations: exact pages, ties in order, documents per value; few passes.

A terms aggregation takes the most frequent values of each segment, so a value that is rare in one of them may be
counted short (performance.md, section 5, edge 4). Facets with few values are asked for whole. For those with many,
a first pass finds every value that could belong to the top, a second counts just these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from indexer.search.ports import Count, DocumentTotal, Survey

EXACT_DOCUMENTS = 65_000
"""Tantivy refuses an answer with more buckets; beyond, the total of documents is an estimate."""

_MANY_VALUED = frozenset(("account", "person", "organisation", "release"))
_WHOLE = 500
"""Values of a facet with few: all of them, in practice."""

FEW_PAGES = 1_000
"""So many pages take half the time in one pass with documents per value; five times as many take twice the time."""
_MOST_OF_FEW = 50_000
"""Values of one facet on so few pages: all of them, in practice."""

_FIRST_VALUES = 100
_FIRST_SEGMENT_VALUES = 1_000
_WIDEN = 8
_TOTAL = "total"
_KEY_AND_PAGES = itemgetter("key", "doc_count")
"""Quick: of a broad search there are thousands. Tantivy gives numbers as floats, which are found by the same ints."""

Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything counted for one query; `pages_of` is by document number, empty when `total` is approximate."""

    total: DocumentTotal
    pages: int | None
    pages_of: Mapping[int, int]
    facets: Mapping[str, tuple[Count, ...]]


@dataclass(frozen=True, slots=True)
class Buckets:
    """Aggregations over one query on one commit.

    `ask` runs a request. `field_of` gives the field of a facet, `number` is the field of document numbers, `name` the
    same as text: counting distinct texts took Tantivy a third of the time of distinct numbers. `prunes`: the engine
    counts documents for the values that it gives only, and orders those with equal pages by value.
    """

    ask: Callable[[Request], Request]
    field_of: Callable[[str], str]
    number: str
    name: str
    prunes: bool = False

    def sheet(self, sizes: Mapping[str, int], with_total: bool = True, few_pages: bool = False) -> Sheet:
        """For each facet its `sizes[name]` most frequent values, by pages, then value.

        `few_pages`: the query has `FEW_PAGES` at most, so that one pass counts everything.
        """
        request: Request = {}
        for name, size in sizes.items():
            many = name in _MANY_VALUED and not few_pages
            at_once = self.prunes or not many
            request[name] = self._terms(name, (_FIRST_VALUES if many else _WHOLE) + size, documents=at_once)
            if few_pages:
                request[name] = self._all(name)
        if with_total:
            every = {"field": self.number, "size": EXACT_DOCUMENTS, "segment_size": EXACT_DOCUMENTS}
            request[_TOTAL] = {"terms": every}
        answer = self.ask(request) if request else {}
        if few_pages and any(answer[name]["sum_other_doc_count"] for name in sizes):
            return self.sheet(sizes, with_total)
        twice = {name: size for name, size in sizes.items() if not few_pages and self._is_rough(name, answer[name])}
        counts = {name: _counts(answer[name], sizes[name]) for name in sizes if name not in twice}
        counts |= self._many({name: (size, answer[name]) for name, size in twice.items()})
        facets = {name: counts[name][:size] for name, size in sizes.items()}
        return self._totalled(answer[_TOTAL], facets) if with_total else Sheet(_NO_TOTAL, None, {}, facets)

    def _is_rough(self, name: str, answer: Request) -> bool:
        """True where another pass must tell which values come first, or their documents."""
        return name in _MANY_VALUED and not (self.prunes and not answer["doc_count_error_upper_bound"])

    def documents(self) -> tuple[int, ...] | None:
        """Numbers of all documents, rising; None when they are too many to be listed."""
        sheet = self.sheet({})
        return None if sheet.total.approximate else tuple(sorted(map(int, sheet.pages_of)))

    def pages_in(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Pages of each document, in the order asked; the query is within these documents."""
        pages_of = self.sheet({}).pages_of
        return tuple(pages_of.get(number, 0) for number in numbers)

    def values(self, name: str) -> list[str]:
        """All values of a facet, most frequent first."""
        terms = {"field": self.field_of(name), "size": EXACT_DOCUMENTS, "segment_size": EXACT_DOCUMENTS}
        return [count.value for count in _counts(self.ask({name: {"terms": terms}})[name])]

    def _totalled(self, answer: Request, facets: Mapping[str, tuple[Count, ...]]) -> Sheet:
        if not answer["sum_other_doc_count"]:
            pages_of = dict(map(_KEY_AND_PAGES, answer["buckets"]))
            return Sheet(DocumentTotal(len(pages_of), False), sum(pages_of.values()), pages_of, facets)
        estimate = self.ask({_TOTAL: {"cardinality": {"field": self.name}}})[_TOTAL]["value"]
        return Sheet(DocumentTotal(max(EXACT_DOCUMENTS, round(estimate)), True), None, {}, facets)

    def _many(self, found: Mapping[str, tuple[int, Request]]) -> dict[str, tuple[Count, ...]]:
        """Facets with many values: who could be in the top, then these counted in every segment."""
        wanted = {name: self._candidates(name, size, answer) for name, (size, answer) in found.items()}
        request = {name: self._terms(name, len(values), include=values) for name, values in wanted.items() if values}
        answer = self.ask(request) if request else {}
        return {name: _counts(answer[name]) if name in answer else () for name in found}

    def _candidates(self, name: str, size: int, answer: Request) -> list[str]:
        """Values that may be among the `size` most frequent, those that tie with the last included.

        Each count may be short by up to the answer's error bound; a value that no segment listed has at most
        that bound. So what could reach the last one wanted is listed once the bound lies below it.
        """
        asked, per_segment = _FIRST_VALUES + size, _FIRST_SEGMENT_VALUES
        while True:
            buckets, bound = answer["buckets"], answer["doc_count_error_upper_bound"]
            if len(buckets) < size or not answer["sum_other_doc_count"]:
                break
            last = buckets[size - 1]["doc_count"]
            if bound < last and buckets[-1]["doc_count"] < last - bound:
                break
            if asked >= EXACT_DOCUMENTS:
                break
            asked, per_segment = min(EXACT_DOCUMENTS, asked * _WIDEN), min(EXACT_DOCUMENTS, per_segment * _WIDEN)
            terms = {"field": self.field_of(name), "size": asked, "segment_size": max(asked, per_segment)}
            answer = self.ask({name: {"terms": terms}})[name]
        counts = _counts(answer)
        if len(counts) <= size:
            return [count.value for count in counts]
        least = counts[size - 1].pages - answer["doc_count_error_upper_bound"]
        if not answer["doc_count_error_upper_bound"]:
            return [count.value for count in counts[:size]]
        return [count.value for count in counts if count.pages >= least]

    def _all(self, name: str) -> Request:
        """Every value with its documents: of few pages distinct numbers are counted faster than texts."""
        terms = {"field": self.field_of(name), "size": _MOST_OF_FEW, "segment_size": _MOST_OF_FEW}
        return {"terms": terms, "aggs": {"documents": {"cardinality": {"field": self.number}}}}

    def _terms(self, name: str, size: int, documents: bool = True, include: list[str] | None = None) -> Request:
        terms: Request = {"field": self.field_of(name), "size": size, "segment_size": max(size, _FIRST_SEGMENT_VALUES)}
        if include is not None:
            terms["include"] = include
        request: Request = {"terms": terms}
        if documents:
            request["aggs"] = {"documents": {"cardinality": {"field": self.name}}}
        return request


def survey_of(
    buckets: Buckets, count: Callable[[], int], sizes: Mapping[str, int], *, few_pages: bool = False
) -> Survey:
    """`SearchEngine.survey`, by aggregations; `count` gives the pages where so many documents are an estimate."""
    sheet = buckets.sheet(sizes, few_pages=few_pages)
    return Survey(count() if sheet.pages is None else sheet.pages, sheet.total, sheet.facets, sheet.pages_of)


def empty_survey(sizes: Mapping[str, int]) -> Survey:
    """What an archive without an index answers."""
    return Survey(0, _NO_TOTAL, dict.fromkeys(sizes, ()), {})


_NO_TOTAL = DocumentTotal(0, approximate=False)


def _counts(answer: Request, most: int | None = None) -> tuple[Count, ...]:
    """Values by pages, then value; the first `most` of them."""
    ordered = sorted((-int(one["doc_count"]), str(one["key"]), one) for one in answer["buckets"])[:most]
    return tuple(
        Count(value, -pages, round(one.get("documents", {}).get("value") or 0)) for pages, value, one in ordered
    )
