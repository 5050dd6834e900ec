"""Facet counts from an engine's terms aggregations: exact pages, ties in order, documents per value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.search.ports import Count, DocumentTotal

EXACT_DOCUMENTS = 65_000
"""Tantivy refuses an answer with more buckets; beyond, the total of documents is an estimate."""

_SEGMENT_VALUES = 2_000
"""Values taken from each segment at first; more when the counts could be inexact."""


@dataclass(frozen=True, slots=True)
class Buckets:
    """`ask` runs an aggregation request on one query; `field_of` gives the field of a facet."""

    ask: Callable[[dict[str, Any]], dict[str, Any]]
    field_of: Callable[[str], str]

    def facets(self, names: Sequence[str], size: int) -> tuple[tuple[Count, ...], ...]:
        """The `size` most frequent values of each facet, by pages, then value."""
        if not names:
            return ()
        answer = self.ask({name: self._terms(name, size) for name in names})
        return tuple(_counts(answer[name]["buckets"], size) for name in names)

    def documents(self) -> tuple[DocumentTotal, dict[int, int]]:
        """How many documents match, and the pages of each; beyond EXACT_DOCUMENTS an estimate, and no pages."""
        size = EXACT_DOCUMENTS
        answer = self.ask({"documents": {"terms": {"field": "document", "size": size, "segment_size": size}}})[
            "documents"
        ]
        if not answer["sum_other_doc_count"]:
            counts = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["buckets"]}
            return DocumentTotal(len(counts), approximate=False), counts
        estimate = self.ask({"documents": {"cardinality": {"field": "document"}}})["documents"]["value"]
        return DocumentTotal(max(size, round(estimate)), approximate=True), {}

    def values(self, name: str) -> list[str]:
        """All values of a facet, most frequent first."""
        size = EXACT_DOCUMENTS
        terms = {"field": self.field_of(name), "size": size, "segment_size": size}
        buckets = self.ask({name: {"terms": terms}})[name]["buckets"]
        return [count.value for count in _counts(buckets, size)]

    def _terms(self, name: str, size: int) -> dict[str, Any]:
        return {
            "terms": {"field": self.field_of(name), "size": size, "segment_size": _SEGMENT_VALUES},
            "aggs": {"documents": {"cardinality": {"field": "document"}}},
        }


def _counts(buckets: list[dict[str, Any]], size: int) -> tuple[Count, ...]:
    counts = [
        Count(str(one["key"]), int(one["doc_count"]), round(one.get("documents", {}).get("value") or 0))
        for one in buckets
    ]
    return tuple(sorted(counts, key=lambda count: (-count.pages, count.value))[:size])
