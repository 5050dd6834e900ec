"""Every engine under one body of tests: a new engine is added to STORES and must pass them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.search.engines.memory import MemoryIndex
from indexer.search.engines.tantivy import TantivyStore
from indexer.search.ports import IndexStore

STORES = ("memory", "tantivy")


def make_store(name: str, folder: Path) -> IndexStore:
    return MemoryIndex() if name == "memory" else TantivyStore(folder / "index", 15)


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> IndexStore:
    return make_store(request.param, tmp_path)
