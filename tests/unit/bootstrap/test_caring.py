"""An index that is missing or of another version is rebuilt before anybody writes to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.bootstrap.caring import ensure_index, needs_index
from indexer.bootstrap.reading import open_reading
from indexer.catalog.database import Database
from indexer.errors import IndexMissing
from indexer.model.query import SearchRequest
from indexer.search.index import open_index
from indexer.settings import Settings, load_settings
from tests.unit.catalog.made import Archive, page


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An archive whose catalog has two indexed pages, and whose index was lost."""
    settings = load_settings(tmp_path / "archive", {})
    settings.archive.mkdir()
    database = Database.open(settings.catalog_url)
    Archive(database).whole("a.pdf", [page(1), page(2)])
    database.close()
    return settings


def found(settings: Settings) -> int:
    reading = open_reading(settings)
    try:
        return reading.search.find_pages(SearchRequest()).pages
    finally:
        reading.close()


def test_a_lost_index_is_an_error_and_no_empty_answer(settings: Settings) -> None:
    with pytest.raises(IndexMissing, match="must be rebuilt: ati reindex"):
        found(settings)


def test_it_is_rebuilt_once_and_said(settings: Settings) -> None:
    said: list[str] = []
    ensure_index(settings, said.append)
    assert said[-1] == "The search index holds 2 pages."
    assert found(settings) == 2
    ensure_index(settings, said.append)
    assert len(said) == 2


def test_another_process_that_is_at_it_is_left_alone(settings: Settings) -> None:
    said: list[str] = []

    def records():  # type: ignore[no-untyped-def]
        with pytest.raises(IndexMissing, match="is being rebuilt"):
            found(settings)
        ensure_index(settings, said.append)
        yield from ()

    open_index(settings).rebuild(records())
    assert "Another process" in said[-1]


def test_a_new_archive_needs_none(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "new", {})
    settings.archive.mkdir()
    assert not needs_index(settings)
    assert found(settings) == 0
