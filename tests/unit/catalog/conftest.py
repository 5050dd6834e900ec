from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.catalog.database import Database
from tests.unit.catalog.made import Archive


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    yield database
    database.close()


@pytest.fixture
def archive(database: Database) -> Archive:
    return Archive(database)
