"""Opening, migrating, forking, and what goes wrong with a database file."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from indexer.catalog import dialect
from indexer.catalog.base import Base
from indexer.catalog.database import NEWEST_REVISION, Database
from indexer.catalog.migrations.run import config_for
from indexer.errors import ConfigError, Unavailable
from tests.unit.catalog.made import Archive, page


def test_the_migrations_make_exactly_the_tables_of_the_program(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_revision_is_the_head_of_the_folder(database: Database) -> None:
    with database.read() as connection:
        heads = ScriptDirectory.from_config(config_for(connection)).get_heads()
    assert list(heads) == [NEWEST_REVISION]


def test_a_catalog_of_a_newer_version_is_refused(database: Database, tmp_path: Path) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match="newer version"):
        database.upgrade()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(b"this is not SQLite at all, but long enough to be looked at" * 100)
    with pytest.raises(ConfigError, match="damaged or is not a catalog"):
        Database.open(f"sqlite:///{path}")


def test_a_database_that_we_do_not_know_is_refused() -> None:
    with pytest.raises(ConfigError, match="not on mysql"):
        Database.open("mysql://localhost/x")
    with pytest.raises(ConfigError, match=r"catalog\.url"):
        Database.open("nonsense")


def test_a_lock_held_too_long_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "BUSY_TIMEOUT_S", 0)
    database = Database.open(f"sqlite:///{tmp_path / 'c.sqlite'}")
    other = sqlite3.connect(tmp_path / "c.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="busy"), database.write():
        pass
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM document")) == 0, "readers do not wait for a writer"
    other.close()


def test_a_full_disk_is_unavailable_and_leaves_nothing_half(tmp_path: Path) -> None:
    archive = Archive(Database.open(f"sqlite:///{tmp_path / 'c.sqlite'}"))
    added = archive.add()
    archive.claim(added.document, "extract")
    archive.writer.plan_parts(added.document, 200, 200)
    with archive.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    archive.database.engine.dispose()
    with archive.database.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    long = "x" * 20_000
    key = archive.ledger.steps_of(added.document)[0].key
    with pytest.raises(Unavailable, match="disk space"):
        archive.writer.save_pages(key, [page(number, text=long) for number in range(1, 201)])
    archive.database.engine.dispose()
    assert archive.ledger.steps_of(added.document)[0].state == "running"
    assert {head.outcome for head in archive.catalog.page_heads(added.document)} == {"waiting"}


def test_an_exception_inside_a_transaction_takes_all_of_it_back(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = archive.add()
    archive.claim(added.document, "extract")
    archive.writer.plan_parts(added.document, 2, 2)
    key = archive.ledger.steps_of(added.document)[0].key

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("indexer.catalog.writer.sums.recount", broken)
    with pytest.raises(RuntimeError):
        archive.writer.save_pages(key, [page(1), page(2)])
    monkeypatch.undo()
    assert {head.outcome for head in archive.catalog.page_heads(added.document)} == {"waiting"}
    archive.writer.save_pages(key, [page(1), page(2)])
    assert {head.outcome for head in archive.catalog.page_heads(added.document)} == {"read"}


def _open(url: str, start: object, answers: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    database = Database.open(url)
    with database.read() as connection:
        answers.put(connection.scalar(text("SELECT count(*) FROM document")))  # type: ignore[attr-defined]


def test_two_processes_may_make_the_catalog_at_once(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    start, answers = context.Event(), context.Queue()
    processes = [context.Process(target=_open, args=(url, start, answers)) for _ in range(2)]
    for process in processes:
        process.start()
    start.set()
    assert [answers.get(timeout=60) for _ in processes] == [0, 0]
    for process in processes:
        process.join()


def _in_the_child(database: Database, answers: object) -> None:
    with database.write() as connection:
        connection.execute(text("DELETE FROM release"))
        answers.put(id(database.engine))  # type: ignore[attr-defined]


def test_a_fork_gets_connections_of_its_own(database: Database) -> None:
    with database.read() as connection:
        connection.execute(text("SELECT 1"))
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    engine = database.engine
    child = context.Process(target=_in_the_child, args=(database, answers))
    child.start()
    assert answers.get(timeout=60) != id(engine)
    child.join()
    assert child.exitcode == 0
    with database.write() as connection:
        connection.execute(text("DELETE FROM release"))
