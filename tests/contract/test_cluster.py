"""What only a cluster has: aliases, rebuilds beside writers, refusals, and errors that say what to do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from elasticsearch import Elasticsearch

from indexer.errors import ConfigError, IndexMissing, QueryError, Unavailable
from indexer.model.query import Everything
from indexer.model.record import PageRecord, page_key
from indexer.search.engines.elastic import ElasticStore
from indexer.search.engines.elastic.mapping import facet_field
from indexer.search.parser import DEPTH_LIMIT, parse
from indexer.search.ports import SCHEMA_VERSION
from indexer.settings import ElasticsearchSettings
from tests.contract.conftest import elastic_settings
from tests.contract.test_engine import page


@pytest.fixture
def settings(cluster_urls: str) -> ElasticsearchSettings:
    return elastic_settings(cluster_urls)


@pytest.fixture
def client(settings: ElasticsearchSettings) -> Elasticsearch:
    return Elasticsearch(settings.urls.split())


def filled(settings: ElasticsearchSettings) -> ElasticStore:
    store = ElasticStore(settings)
    store.writer().write([page(1, 1, "word"), page(1, 2, "word")], (1,))
    return store


def keys(store: ElasticStore) -> list[int]:
    return list(store.engine().keys(Everything()))


def test_what_is_written_during_a_rebuild_stands_and_what_is_taken_out_stays_out(
    settings: ElasticsearchSettings,
) -> None:
    store = filled(settings)
    store.writer().write([page(2, 1, "gone")], (2,))

    def records() -> Iterator[PageRecord]:
        """Read before a colleague replaced document 1, took document 2 out and added document 3."""
        old = [page(1, 1, "word"), page(1, 2, "word"), page(2, 1, "gone")]
        writer = store.writer()
        writer.write([page(1, 1, "newer")], (1,))
        writer.write([], (2,))
        writer.write([page(3, 1, "added")], (3,))
        assert keys(store) == [page_key(1, 1), page_key(3, 1)], "readers see the old index, which is written too"
        yield from old

    store.rebuild(records())
    assert keys(store) == [page_key(1, 1), page_key(3, 1)]
    assert store.engine().count(parse("newer").node) == 1
    assert store.engine().count(parse("word").node) == 0


def test_a_rebuild_leaves_one_index_and_no_older_version(
    settings: ElasticsearchSettings, client: Elasticsearch
) -> None:
    older = ElasticStore(settings, schema_version=SCHEMA_VERSION - 1)
    older.writer().write([page(9)], (9,))
    store = ElasticStore(settings)
    assert store.needs_rebuild()
    store.rebuild([page(1)])
    store.rebuild([page(2)])
    assert len(client.indices.get(index=f"{settings.index}-*")) == 1
    assert keys(store) == [page_key(2, 1)]
    store.writer().write([page(3)], (3,))
    assert keys(store) == [page_key(2, 1), page_key(3, 1)]


def test_readers_keep_the_old_index_when_a_rebuild_breaks_and_its_remains_go_with_the_next(
    settings: ElasticsearchSettings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.search.engines.elastic.store._LEASE_S", 0.0)
    store = filled(settings)

    def broken() -> Iterator[PageRecord]:
        yield page(5)
        raise OSError("the catalog went away")

    with pytest.raises(OSError, match="went away"):
        store.rebuild(broken())
    assert keys(store) == [page_key(1, 1), page_key(1, 2)]
    store.rebuild([page(6)])
    assert keys(store) == [page_key(6, 1)]
    assert len(client.indices.get(index=f"{settings.index}-*")) == 1


def test_a_rebuild_that_was_taken_for_dead_leaves_the_other_one_alone(
    settings: ElasticsearchSettings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.search.engines.elastic.store._LEASE_S", 0.0)
    store = filled(settings)

    def records() -> Iterator[PageRecord]:
        ElasticStore(settings).rebuild([page(7)])
        yield page(8)

    with pytest.raises(Unavailable, match="Another process is rebuilding"):
        store.rebuild(records())
    assert keys(store) == [page_key(7, 1)]
    assert not store.needs_rebuild()
    assert len(client.indices.get(index=f"{settings.index}-*")) == 1


def test_a_rebuild_leaves_an_archive_alone_whose_name_begins_alike(settings: ElasticsearchSettings) -> None:
    other = filled(replace(settings, index=f"{settings.index}-vault"))
    before = keys(other)
    filled(settings).rebuild([page(5)])
    assert keys(other) == before


def test_two_rebuilds_at_once_are_refused(settings: ElasticsearchSettings) -> None:
    store = filled(settings)

    def records() -> Iterator[PageRecord]:
        with pytest.raises(Unavailable, match="Another process is rebuilding"):
            ElasticStore(settings).rebuild([page(7)])
        yield page(8)

    store.rebuild(records())
    assert keys(store) == [page_key(8, 1)]


def test_while_the_first_index_is_built_the_site_says_so(settings: ElasticsearchSettings) -> None:
    store = ElasticStore(settings)

    def records() -> Iterator[PageRecord]:
        assert store.engine().state() == "being_made"
        yield page(1)

    store.rebuild(records())
    assert store.engine().state() == "ready"


def test_changed_fields_are_seen_and_a_page_for_them_is_refused_with_what_to_do(
    settings: ElasticsearchSettings, client: Elasticsearch
) -> None:
    store = filled(settings)
    assert not store.needs_rebuild()
    index = next(iter(client.indices.get(index=f"{settings.index}-*")))
    client.indices.delete(index=index)
    client.indices.create(
        index=index,
        mappings={"dynamic": "strict", "properties": {facet_field("year"): {"type": "integer"}}},
        aliases={f"{settings.index}-v{SCHEMA_VERSION}": {}, f"{settings.index}-v{SCHEMA_VERSION}-writing": {}},
    )
    assert store.needs_rebuild()
    with pytest.raises(ConfigError, match="ati reindex"):
        store.writer().write([page(1)], ())
    assert store.engine().state() == "missing", "searches would find nothing in it, silently"


def test_a_full_disk_is_unavailable_and_says_so(settings: ElasticsearchSettings, client: Elasticsearch) -> None:
    """What a node does at its flood stage: it makes the index read-only but for deletions."""
    store = filled(settings)
    client.indices.put_settings(index=f"{settings.index}-*", settings={"index.blocks.read_only_allow_delete": True})
    with pytest.raises(Unavailable, match="disk full"):
        store.writer().write([page(2)], ())
    client.indices.put_settings(index=f"{settings.index}-*", settings={"index.blocks.read_only_allow_delete": None})
    store.writer().write([page(2)], ())
    assert keys(store) == [page_key(1, 1), page_key(1, 2), page_key(2, 1)]


def test_a_shard_that_is_missing_is_an_error_never_a_smaller_result(
    settings: ElasticsearchSettings, client: Elasticsearch
) -> None:
    store = filled(settings)
    index = next(iter(client.indices.get(index=f"{settings.index}-*")))
    client.indices.close(index=index)
    with pytest.raises((Unavailable, ConfigError)):
        keys(store)
    client.indices.open(index=index, wait_for_active_shards="1")
    assert len(keys(store)) == 2


def test_an_index_removed_under_the_site_is_missing(settings: ElasticsearchSettings, client: Elasticsearch) -> None:
    store = filled(settings)
    engine = store.engine()
    assert engine.count(Everything()) == 2
    client.indices.delete(index=next(iter(client.indices.get(index=f"{settings.index}-*"))))
    with pytest.raises(IndexMissing, match="ati reindex"):
        engine.count(Everything())
    assert engine.state() == "missing"


def test_the_deepest_query_of_the_grammar_is_taken(settings: ElasticsearchSettings) -> None:
    store = filled(settings)
    nested = "word"
    for depth in range(DEPTH_LIMIT):
        nested = f"({nested} OR w{depth}) AND NOT (x{depth} AND NOT y)" if depth % 2 else f"({nested} w*)"
    assert store.engine().count(parse(nested, length_limit=20_000).node) == 2


def test_a_pattern_beyond_every_automaton_is_refused_in_words(settings: ElasticsearchSettings) -> None:
    store = filled(settings)
    with pytest.raises(QueryError, match="too complex"):
        store.engine().count(parse("*w" + "?" * 40).node)


def test_no_cluster_is_unavailable_and_no_address_a_setting_to_mend() -> None:
    nowhere = elastic_settings("http://127.0.0.1:1")
    with pytest.raises(Unavailable, match="does not answer"):
        ElasticStore(nowhere).engine().state()
    with pytest.raises(ConfigError, match=r"elasticsearch\.urls"):
        ElasticStore(replace(nowhere, urls=" "))
    with pytest.raises(ConfigError, match="api_key_file"):
        ElasticStore(replace(nowhere, api_key_file="/nowhere/key"))


@contextmanager
def answering(status: int, body: dict[str, object], product: str | None = "Elasticsearch") -> Iterator[str]:
    """A server that gives everyone the same answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            text = json.dumps(body).encode()
            self.send_response(status)
            if product:
                self.send_header("X-Elastic-Product", product)
            self.send_header("content-type", "application/vnd.elasticsearch+json;compatible-with=9")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "product", "error", "said"),
    [
        (200, {"nodes": {"a": {"version": "8.17.0"}}}, "Elasticsearch", ConfigError, "8.17.0 is too old"),
        (200, {"nodes": {}}, None, ConfigError, "is not Elasticsearch"),
        (401, {"error": {"type": "security_exception"}}, "Elasticsearch", ConfigError, "refuses the key"),
        (429, {"error": {"type": "es_rejected_execution_exception"}}, "Elasticsearch", Unavailable, "busy"),
        (503, {"error": {"type": "search_phase_execution_exception"}}, "Elasticsearch", Unavailable, "missing"),
    ],
)
def test_what_a_cluster_may_answer(
    status: int, body: dict[str, object], product: str | None, error: type[Exception], said: str
) -> None:
    with answering(status, body, product) as url, pytest.raises(error, match=said):
        ElasticStore(elastic_settings(url)).needs_rebuild()
