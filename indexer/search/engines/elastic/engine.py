"""Reading: every question of `ports.SearchEngine`, asked of the alias that names the index in use."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from indexer.errors import IndexMissing
from indexer.model.query import Node, Order
from indexer.model.record import FACET_NAMES
from indexer.search.analyser import fold
from indexer.search.engines.buckets import EXACT_DOCUMENTS, Buckets, empty_survey, survey_of
from indexer.search.engines.elastic.client import understood
from indexer.search.engines.elastic.mapping import DATE_FIELDS, SEPARATOR, SUGGESTIONS, facet_field, is_ours
from indexer.search.engines.elastic.names import Names
from indexer.search.engines.elastic.queries import Query, query_of
from indexer.search.fields import TEXT
from indexer.search.nearness import edits_allowed, nearest
from indexer.search.nodes import in_documents, ranks
from indexer.search.ports import Count, DocumentTotal, IndexState, ScoredPage, Survey

_WINDOW = 10_000
"""index.max_result_window of a server: beyond, pages are reached by search_after."""
_KEYS_A_BATCH = 5_000
_KEEP_ALIVE = "2m"
_STATE_KEPT_S = 5.0
_SCORED_ALIKE = "dfs_query_then_fetch"
"""How rare a word is, is counted over all shards: else the same page scores differently on another shard."""
_NOTHING_STORED = "_none_"
"""The sort values tell the page; to fetch the ids of 120 pages as well took twice the time of the search."""
_BY_KEY: list[Any] = [{"key": "asc"}]


class ElasticEngine:
    """Safe to share between threads. A shard that does not answer is an error, never a smaller result."""

    def __init__(self, client: Elasticsearch, names: Names) -> None:
        self._client = client
        self._names = names
        self._ready_until = 0.0
        self._version = ""

    def state(self) -> IndexState:
        """One small request; "ready" is believed for five seconds. An index without our fields is "missing": it would
        answer that nothing is there."""
        if time.monotonic() < self._ready_until:
            return "ready"
        self._version = readable(self._client, self._names)
        if self._version:
            self._ready_until = time.monotonic() + _STATE_KEPT_S
            return "ready"
        with understood():
            if self._client.indices.exists_alias(name=self._names.reading):
                return "missing"
            return "being_made" if self._client.indices.exists_alias(name=self._names.writing) else "missing"

    def version(self) -> str:
        """The index behind the alias, believed for five seconds."""
        return self._version if self.state() == "ready" else ""

    def top(self, node: Node, order: Order, limit: int, offset: int = 0) -> tuple[ScoredPage, ...]:
        if limit < 1 or self.state() != "ready":
            return ()
        scored = order == "relevance" and ranks(node)
        sort = ["_score", *_BY_KEY] if scored else _BY_KEY
        if order != "relevance":
            sort = [{DATE_FIELDS[order]: "desc"}, *_BY_KEY]
        hits = self._hits(query_of(node), sort, limit, offset)
        # After ours, a point in time adds a sort value of its own.
        return tuple(ScoredPage(int(hit["sort"][len(sort) - 1]), hit["sort"][0] if scored else 0.0) for hit in hits)

    def count(self, node: Node) -> int:
        if self.state() != "ready":
            return 0
        return int(self._search(query=query_of(node), size=0, track_total_hits=True)["hits"]["total"]["value"])

    def count_documents(self, node: Node) -> DocumentTotal:
        return self.survey(node, {}).total

    def documents(self, node: Node) -> tuple[int, ...] | None:
        return self._buckets(node).documents() if self.state() == "ready" else ()

    def facets(self, node: Node, names: Sequence[str], size: int) -> tuple[tuple[Count, ...], ...]:
        if self.state() != "ready":
            return ((),) * len(names)
        sheet = self._buckets(node).sheet(dict.fromkeys(names, size), with_total=False)
        return tuple(sheet.facets[name] for name in names)

    def survey(self, node: Node, sizes: Mapping[str, int]) -> Survey:
        if self.state() != "ready":
            return empty_survey(sizes)
        return survey_of(self._buckets(node), lambda: self.count(node), sizes)

    def pages_per_document(self, node: Node, documents: Sequence[int]) -> tuple[int, ...]:
        if not documents or self.state() != "ready":
            return (0,) * len(documents)
        return self._buckets(in_documents(node, documents)).pages_in(documents)

    def keys(self, node: Node) -> Iterator[int]:
        """One state of the index throughout (a point in time); one batch at a time is in memory."""
        if self.state() != "ready":
            return
        for batch in self._batches(query_of(node), _BY_KEY, _KEYS_A_BATCH):
            yield from (int(hit["sort"][0]) for hit in batch)

    def similar_words(self, token: str, limit: int) -> tuple[str, ...]:
        edits = edits_allowed(token)
        if not edits or self.state() != "ready":
            return ()
        term = {
            "field": TEXT.exact, "size": limit * 4, "max_edits": edits, "prefix_length": 1, "suggest_mode": "always",
            "min_word_length": len(token) - edits, "string_distance": "damerau_levenshtein",
        }  # fmt: skip
        answer = self._search(size=0, track_total_hits=False, suggest={"near": {"text": token, "term": term}})
        found = [(one["text"], one["freq"]) for entry in answer["suggest"]["near"] for one in entry["options"]]
        return nearest(token, found, limit)

    def suggest(self, field: str, prefix: str, limit: int) -> tuple[str, ...]:
        if field not in FACET_NAMES or self.state() != "ready":
            return ()
        start = re.sub(r"([^\w\s])", r"\\\1", field + SEPARATOR + fold(prefix))
        terms = {"field": SUGGESTIONS, "size": limit, "shard_size": limit * 20 + 1_000, "include": f"{start}.*"}
        answer = self._search(size=0, track_total_hits=False, aggs={"values": {"terms": terms}})
        found = [
            (-one["doc_count"], one["key"].split(SEPARATOR)[2]) for one in answer["aggregations"]["values"]["buckets"]
        ]
        return tuple(value for _, value in sorted(found))

    def _buckets(self, node: Node) -> Buckets:
        query = query_of(node)

        def ask(wanted: dict[str, Any]) -> dict[str, Any]:
            """Each large aggregation in a search of its own: a server gives at most 65,536 buckets in one answer."""
            large = {name: part for name, part in wanted.items() if _is_large(part)}
            rest = {name: part for name, part in wanted.items() if name not in large}
            groups = [{name: part} for name, part in large.items()] + ([rest] if rest else [])
            answers = self._search_many(
                [{"query": query, "size": 0, "track_total_hits": False, "aggs": _theirs(group)} for group in groups]
            )
            return {name: part for answer in answers for name, part in answer["aggregations"].items()}

        return Buckets(ask, facet_field, "document", "document", prunes=True)

    def _hits(self, query: Query, sort: list[Any], limit: int, offset: int) -> list[dict[str, Any]]:
        if offset + limit <= _WINDOW:
            answer = self._search(
                query=query, sort=sort, size=limit, from_=offset, source=False, stored_fields=_NOTHING_STORED,
                track_total_hits=False, search_type=_SCORED_ALIKE,
            )  # fmt: skip
            return list(answer["hits"]["hits"])
        found: list[dict[str, Any]] = []
        skipped = 0
        for batch in self._batches(query, sort, _WINDOW):
            found += batch[max(0, offset - skipped) :][: limit - len(found)]
            skipped += len(batch)
            if len(found) >= limit:
                break
        return found

    def _batches(self, query: Query, sort: list[Any], size: int) -> Iterator[list[dict[str, Any]]]:
        with understood():
            reader = self._client.open_point_in_time(index=self._names.reading, keep_alive=_KEEP_ALIVE)["id"]
        try:
            after: list[Any] | None = None
            while True:
                with understood():
                    answer = self._client.search(
                        pit={"id": reader, "keep_alive": _KEEP_ALIVE}, query=query, sort=sort, size=size,
                        search_after=after, source=False, stored_fields=_NOTHING_STORED, track_total_hits=False,
                        allow_partial_search_results=False, search_type=_SCORED_ALIKE,
                    )  # fmt: skip
                hits = list(answer["hits"]["hits"])
                reader = answer["pit_id"]
                if hits:
                    yield hits
                if len(hits) < size:
                    return
                after = hits[-1]["sort"]
        finally:
            with understood():
                self._client.close_point_in_time(id=reader)

    def _search(self, **wanted: Any) -> Any:
        try:
            with understood():
                return self._client.search(index=self._names.reading, allow_partial_search_results=False, **wanted)
        except IndexMissing:
            self._ready_until = 0.0
            raise

    def _search_many(self, bodies: list[dict[str, Any]]) -> list[Any]:
        """Several searches in one request. One that failed is asked again alone, which raises what it means."""
        if len(bodies) == 1:
            return [self._search(**bodies[0])]
        head = {"index": self._names.reading, "allow_partial_search_results": False}
        with understood():
            answers = self._client.msearch(searches=[line for body in bodies for line in (head, body)])["responses"]
        return [self._search(**body) if "error" in one else one for one, body in zip(answers, bodies, strict=True)]


def readable(client: Elasticsearch, names: Names) -> str:
    """The index of this schema when it has the fields of this version, else nothing."""
    try:
        with understood():
            found = client.indices.get_mapping(index=names.reading)
    except IndexMissing:
        return ""
    if not all(is_ours(one["mappings"], names.schema_version) for one in found.values()):
        return ""
    return ",".join(sorted(found))


def _is_large(aggregation: dict[str, Any]) -> bool:
    return bool(aggregation.get("terms", {}).get("size") == EXACT_DOCUMENTS)


def _theirs(wanted: dict[str, Any]) -> dict[str, Any]:
    """Aggregations in Elasticsearch's own words: Tantivy's segment_size is shard_size here."""
    asked: dict[str, Any] = {}
    for name, part in wanted.items():
        kind, options = next((key, value) for key, value in part.items() if key != "aggs")
        theirs = {("shard_size" if key == "segment_size" else key): value for key, value in options.items()}
        asked[name] = {kind: theirs} | ({"aggs": _theirs(part["aggs"])} if "aggs" in part else {})
    return asked
