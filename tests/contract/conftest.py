"""Every engine under one body of tests: a new engine is added to STORES and must pass them all."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.search.engines.elastic import ElasticStore
from indexer.search.engines.memory import MemoryIndex
from indexer.search.engines.tantivy import TantivyStore
from indexer.search.ports import IndexStore
from indexer.settings import ElasticsearchSettings, load_settings

STORES = ("memory", "tantivy", "elastic-1-shard", "elastic-3-shards")

MakeStore = Callable[[str, Path], IndexStore]


@pytest.fixture(scope="session")
def make_store(request: pytest.FixtureRequest) -> MakeStore:
    """Makes an empty store of an engine; starts the cluster when it is first wanted."""

    def make(name: str, folder: Path) -> IndexStore:
        if name == "memory":
            return MemoryIndex()
        if name == "tantivy":
            return TantivyStore(folder / "index", 15)
        return ElasticStore(elastic_settings(request.getfixturevalue("cluster_urls"), shards=int(name.split("-")[1])))

    return make


def elastic_settings(urls: str, shards: int = 1, replicas: int = 0) -> ElasticsearchSettings:
    """Settings with an index of its own."""
    base = load_settings(Path("archive"), {}).elasticsearch
    return replace(base, urls=urls, index=f"test-{uuid.uuid4().hex[:12]}", shards=shards, replicas=replicas)


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, make_store: MakeStore, tmp_path: Path) -> IndexStore:
    return make_store(request.param, tmp_path)
