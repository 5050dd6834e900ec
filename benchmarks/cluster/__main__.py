"""`python -m benchmarks.cluster [--pages 20000] [--shards 1] [--urls http://…]`: Elasticsearch beside its bare client.

Indexing: our writer against `streaming_bulk` with the same ready tokens into the same mapping. Searching: a whole
screen of results (documents, passages, open facets with documents per value) against the engine's own answer to one
request with the same query, filters and facets. Without `--urls` a node of the tests is started and ended.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from benchmarks.generated.corpus import Corpus
from benchmarks.search.__main__ import requests_of
from benchmarks.search.catalog import BenchmarkCatalog
from indexer.model.query import SearchRequest
from indexer.model.record import PageRecord
from indexer.search.engines.elastic import ElasticStore
from indexer.search.engines.elastic.client import connect
from indexer.search.engines.elastic.mapping import DATE_FIELDS, facet_field, mapping, source_of
from indexer.search.engines.elastic.queries import query_of
from indexer.search.filters import filter_node
from indexer.search.nodes import all_of
from indexer.search.ports import SCHEMA_VERSION
from indexer.search.projection import project
from indexer.search.service import SearchService
from indexer.search.vocabulary import Vocabulary
from indexer.settings import ElasticsearchSettings, SearchSettings, load_settings
from tests.cluster.elasticsearch import Cluster
from webapp.facets import OPEN_FACETS

INDEXING_GOAL, SEARCH_GOAL = 0.8, 2.0
PIECE_PAGES = 2_000
REPEATS = 3
BARE = "benchmark-bare"
SETTINGS = SearchSettings("elasticsearch", 2000, 200, writer_memory_mb=64, documents_a_screen=20, pages_a_document=3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--urls", default="")
    options = parser.parse_args()
    with _cluster(options.urls) as urls:
        settings = replace(
            load_settings(Path("none"), {}).elasticsearch,
            urls=urls,
            index="benchmark",
            shards=options.shards,
            replicas=0,
        )
        client = connect(settings)
        missed = [*_indexing(client, settings, Corpus(PIECE_PAGES).made), *_searching(client, settings, options)]
        _delete(client)
    if missed:
        raise SystemExit("missed: " + ", ".join(missed))


@contextmanager
def _cluster(urls: str) -> Iterator[str]:
    if urls:
        yield urls
        return
    with tempfile.TemporaryDirectory(prefix="ati-cluster-") as folder:
        cluster = Cluster(Path(folder))
        cluster.start()
        try:
            yield cluster.urls
        finally:
            cluster.stop()


def _indexing(client: Elasticsearch, settings: ElasticsearchSettings, pages: Sequence[PageRecord]) -> list[str]:
    """The best of three, in turns: ours into an empty index, the bare client into another."""
    shape = {"number_of_shards": settings.shards, "number_of_replicas": 0}
    numbers = tuple({page.document_number for page in pages})
    times: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
    for _ in range(REPEATS):
        _delete(client)
        client.indices.create(index=BARE, settings=shape, mappings=mapping(SCHEMA_VERSION))
        times["bare"].append(_timed(partial(_bulk, client, pages)))
        writer = ElasticStore(settings).writer()
        times["ours"].append(_timed(partial(writer.write, pages, numbers)))
    wall, processor = ({name: min(one[at] for one in some) for name, some in times.items()} for at in (0, 1))
    ratio, ours = wall["bare"] / wall["ours"], processor["bare"] / processor["ours"]
    print(
        f"indexing {len(pages):,} pages, tokens made on the way: ours {len(pages) / wall['ours']:,.0f} pages/s, bare"
        f" streaming_bulk {len(pages) / wall['bare']:,.0f} pages/s: {ratio:.2f} (goal at least {INDEXING_GOAL});"
        f" processor time of the client {ours:.2f}",
        flush=True,
    )
    return ["indexing"] if ratio < INDEXING_GOAL else []


def _delete(client: Elasticsearch) -> None:
    for name in client.indices.get(index="benchmark-*"):
        client.indices.delete(index=name)


def _bulk(client: Elasticsearch, pages: Sequence[PageRecord]) -> None:
    actions = ({"_index": BARE, "_id": str(page.key), "_source": source_of(project(page))} for page in pages)
    for _ in streaming_bulk(client, actions, chunk_size=1_000, max_chunk_bytes=8 << 20):
        pass
    client.indices.refresh(index=BARE)


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processor time."""
    start, processor = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - start, time.process_time() - processor


def _searching(client: Elasticsearch, settings: ElasticsearchSettings, options: argparse.Namespace) -> list[str]:
    corpus = Corpus(options.pages)
    store = ElasticStore(settings)
    with tempfile.TemporaryDirectory() as folder:
        catalog = BenchmarkCatalog(Path(folder) / "pages.sqlite")
        catalog.fill(iter(corpus.made))
        store.rebuild(iter(corpus.made))
        client.options(request_timeout=600).indices.forcemerge(index="benchmark-*", max_num_segments=1)
        size = client.indices.stats(index="benchmark-*", metric="store")["_all"]["primaries"]["store"]["size_in_bytes"]
        print(f"index of {options.pages:,} pages, merged: {size / options.pages:,.0f} bytes a page", flush=True)
        service = SearchService(store.engine(), catalog, SETTINGS, Vocabulary())
        times: dict[str, list[float]] = {"ours": [], "raw": []}
        client_s: list[float] = []
        for request in (one for kind in requests_of(corpus, options.queries).values() for one in kind):
            tries = [_timed(partial(service.find_documents, request)) for _ in range(REPEATS)]
            times["ours"].append(min(wall for wall, _ in tries))
            client_s.append(min(processor for _, processor in tries))
            times["raw"].append(min(_timed(partial(_raw, client, service, request))[0] for _ in range(REPEATS)))
    ours, raw = (sorted(times[name])[int(len(times[name]) * 0.95)] * 1000 for name in ("ours", "raw"))
    middle = [sorted(times[name])[len(times[name]) // 2] * 1000 for name in ("ours", "raw")]
    print(
        f"screen of results at {options.pages:,} pages: p50 {middle[0]:.1f} ms, raw {middle[1]:.1f} ms"
        f" ({middle[0] / middle[1]:.2f}); p95 {ours:.1f} ms, raw {raw:.1f} ms ({ours / raw:.2f}, goal at most"
        f" {SEARCH_GOAL}); our part {sorted(client_s)[len(client_s) // 2] * 1000:.1f} ms of processor time"
    )
    return ["search"] if ours / raw > SEARCH_GOAL else []


def _raw(client: Elasticsearch, service: SearchService, request: SearchRequest) -> Any:
    """The best pages, the open facets with documents per value and both totals, in one request."""
    query = query_of(all_of((service.parse(request.query).node, filter_node(request.filters))))
    documents = {"documents": {"cardinality": {"field": "document"}}}
    facets: dict[str, Any] = {
        name: {"terms": {"field": facet_field(name), "size": 401 if name == "year" else 21}, "aggs": documents}
        for name in OPEN_FACETS
    }
    sort = ["_score", {"key": "asc"}] if request.order == "relevance" else [{DATE_FIELDS[request.order]: "desc"}]
    return client.search(
        index="benchmark-*", query=query, sort=sort, size=120, source=False, track_total_hits=True,
        aggs=facets | documents,
    )  # fmt: skip


if __name__ == "__main__":
    main()
