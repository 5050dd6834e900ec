"""A fresh catalog for each test: on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.catalog.database import Database
from tests.cluster.postgres import Postgres
from tests.unit.catalog.made import Archive


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a catalog may be made, or lies where the test wants an opened one; gone after the test."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'catalog.sqlite'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.database(like=request.getfixturevalue("migrated") if "database" in request.fixturenames else None)
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """An empty catalog to copy: a copy takes a tenth of the time of all migrations."""
    url = postgres.database()
    Database.open(url).close()
    return url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database.open(url)
    yield database
    database.close()


@pytest.fixture
def archive(database: Database) -> Archive:
    return Archive(database)
