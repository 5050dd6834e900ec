"""The differential test: the same corpus and query give the same pages and counts on every engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from indexer.model.record import FACET_NAMES
from indexer.search.engines.memory import MemoryIndex
from indexer.search.parser import parse
from indexer.search.ports import SearchEngine
from tests.contract.conftest import STORES, MakeStore
from tests.contract.pages import make_pages, queries

OTHERS = [name for name in STORES if name != "memory"]
MEASURE = MemoryIndex()
PAGES = make_pages(seed=3, documents=40)
MEASURE.rebuild(PAGES)


@pytest.fixture(scope="module", params=OTHERS)
def engine(
    request: pytest.FixtureRequest, make_store: MakeStore, tmp_path_factory: pytest.TempPathFactory
) -> SearchEngine:
    """Written in several commits with replaced documents, so that it has segments and deleted pages."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    store = make_store(request.param, folder)
    writer = store.writer()
    for first in range(0, 40, 7):
        numbers = range(first, first + 9)
        writer.write((page for page in PAGES if page.document_number in numbers), numbers)
    writer.close()
    return store.engine()


@given(query=queries)
@settings(max_examples=400, deadline=None)
def test_same_pages_and_counts(engine: SearchEngine, query: str) -> None:
    node = parse(query).node
    expected = list(MEASURE.keys(node))
    assert list(engine.keys(node)) == expected
    assert engine.count(node) == len(expected)
    assert engine.count_documents(node) == MEASURE.count_documents(node)
    assert sorted(page.key for page in engine.top(node, "relevance", 1000)) == expected


@given(query=queries)
@settings(max_examples=100, deadline=None)
def test_same_facets_and_order_by_date(engine: SearchEngine, query: str) -> None:
    node = parse(query).node
    assert engine.facets(node, FACET_NAMES, 50) == MEASURE.facets(node, FACET_NAMES, 50)
    for order in ("document_date", "release_date"):
        assert engine.top(node, order, 7, 3) == MEASURE.top(node, order, 7, 3)
    numbers = (3, 1, 99)
    assert engine.pages_per_document(node, numbers) == MEASURE.pages_per_document(node, numbers)
