"""One commit of the index, and what is asked of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import tantivy
from tantivy import Query

from indexer.model.query import Node
from indexer.search.engines.buckets import Buckets, survey_of
from indexer.search.engines.tantivy.queries import query_of
from indexer.search.engines.tantivy.schema import facet_field
from indexer.search.ports import ScoredPage, Survey

_PROCESSORS = min(4, os.cpu_count() or 1)
_BESIDE = ThreadPoolExecutor(max_workers=16, thread_name_prefix="aggregating")
_TIES = 32
"""Hits fetched beyond those wanted, to see where the ties of the last one end."""
_WIDEN = 16


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One commit, and the state of the files it was read from."""

    folder: Path
    stamp: tuple[int, ...]
    index: tantivy.Index
    searcher: tantivy.Searcher

    def query(self, node: Node) -> Query:
        return query_of(node, self.searcher)

    def count(self, query: Query) -> int:
        return int(cast(Any, self.searcher.search(query, 1, count=True)).count)

    def buckets(self, query: Query, shares: int = 1) -> Buckets:
        """`shares`: what is asked at once is counted in so many threads."""

        def ask(wanted: dict[str, Any]) -> dict[str, Any]:
            parts = [dict(list(wanted.items())[first::shares]) for first in range(min(shares, len(wanted)))]
            others = [_BESIDE.submit(self.searcher.aggregate, query, part) for part in parts[1:]]
            answer = cast(dict[str, Any], self.searcher.aggregate(query, parts[0]))
            for other in others:
                answer |= cast(dict[str, Any], other.result())
            return answer

        return Buckets(ask, facet_field, "document", "document_name")

    def survey(self, node: Node, sizes: Mapping[str, int], *, pages: int, few_pages: bool) -> Survey:
        """`SearchEngine.survey` of this commit; `pages` is how many match. Raises ValueError for more buckets than
        Tantivy gives."""
        buckets = self.buckets(self.query(node), 1 if few_pages else _PROCESSORS)
        return survey_of(buckets, lambda: pages, sizes, few_pages=few_pages)

    def keys(self, query: Query, limit: int, offset: int) -> list[int]:
        """Page keys in key order."""
        hits = self.searcher.search(query, limit, False, "key", offset, tantivy.Order.Asc).hits
        return [int(key) for key, _ in hits]

    def by_score(self, query: Query, limit: int, offset: int) -> tuple[ScoredPage, ...]:
        """Best first. Tantivy orders equal scores by where a page lies, which merges change: so all pages that tie
        with the last one wanted are fetched too, and ties are put in order of key here."""
        wanted = offset + limit
        fetched = wanted + _TIES
        while True:
            hits = self.searcher.search(query, fetched, False).hits
            if len(hits) < fetched or hits[-1][0] < hits[wanted - 1][0]:
                break
            fetched *= _WIDEN
        last = hits[wanted - 1][0] if wanted <= len(hits) else 0.0
        hits = [hit for hit in hits if hit[0] >= last]
        keys = cast(list[int], self.searcher.fast_field_values("key", [address for _, address in hits]))
        best = sorted(zip((-score for score, _ in hits), keys, strict=True))
        return tuple(ScoredPage(key, -score) for score, key in best[offset:wanted])
