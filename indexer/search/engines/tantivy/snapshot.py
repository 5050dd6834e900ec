"""One commit of the index, and what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping
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

_TIES = 32
"""Hits fetched beyond those wanted, to see where the ties of the last one end."""


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

    def buckets(self, query: Query) -> Buckets:
        def ask(wanted: dict[str, Any]) -> dict[str, Any]:
            return cast(dict[str, Any], self.searcher.aggregate(query, wanted))

        return Buckets(ask, facet_field, "document", "document_name")

    def survey(self, node: Node, sizes: Mapping[str, int], *, few_pages: bool) -> Survey:
        """`SearchEngine.survey` of this commit. Raises ValueError for more buckets than Tantivy gives."""
        query = self.query(node)
        return survey_of(self.buckets(query), lambda: self.count(query), sizes, few_pages=few_pages)

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
            fetched *= 4
        last = hits[wanted - 1][0] if wanted <= len(hits) else 0.0
        hits = [hit for hit in hits if hit[0] >= last]
        keys = cast(list[int], self.searcher.fast_field_values("key", [address for _, address in hits]))
        best = sorted(zip((-score for score, _ in hits), keys, strict=True))
        return tuple(ScoredPage(key, -score) for score, key in best[offset:wanted])
