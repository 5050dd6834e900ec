"""The only module that knows SQLite from PostgreSQL."""

from __future__ import annotations

import sqlite3
import ssl
import time
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from indexer.errors import ConfigError

BUSY_TIMEOUT_S = 30
"""A writer waits this long for another: one `save_pages` of 200 pages holds the lock for about 0.1 s."""
_POOL_SIZE = 10
_SCHEMA_LOCK = 0x4154_4941
"""Any number that only migrations take as an advisory lock on PostgreSQL ("ATIA")."""
_RULES_LOCK = _SCHEMA_LOCK + 1
CA_FILE = "sslrootcert"
"""In the query of a PostgreSQL URL: a file with the authority that its certificate is checked with."""
_PASSING_CLASSES = ("08", "53", "57P")
"""Connection lost; out of disk, memory or connections; shut down, crashed or still starting."""
_PASSING = ("40001", "40P01", "55P03")
"""Serialisation failure, deadlock, lock not to be had."""
WRITING = "ati_writing"
"""Execution option of a connection whose transaction will write."""


def checked_url(url: str) -> URL:
    """The URL of a database that the catalog can live in.

    Raises:
        ConfigError: it is no SQLAlchemy URL, or names neither SQLite nor PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigError("catalog.url is no SQLAlchemy URL, such as sqlite:////srv/ati/catalog.sqlite.") from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigError(
            f"The catalog runs on SQLite or PostgreSQL, not on {parsed.get_backend_name()}: change catalog.url."
        )
    return parsed


def new_engine(url: URL) -> Engine:
    """An engine with the settings that its database needs. Its errors quote no values: they would be text of pages.

    Raises:
        ConfigError: the driver of the database is not installed.
    """
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite_engine(url)
        return _postgres_engine(url)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigError(f"The catalog's driver is missing ({error}). Install it, or change catalog.url.") from error


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    keys: Sequence[str],
    changes: Mapping[str, Any],
) -> None:
    """Inserts rows; where one with the same keys exists, sets `changes` (column → value or SQL expression)."""
    if not rows:
        return
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    new = statement.excluded
    wanted = {
        name: new[name] if value is NEW else table.c[name] + new[name] if value is ADDED else value
        for name, value in changes.items()
    }
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=wanted), list(rows))


NEW = object()
"""In `upsert`: take the value of the row that was to be inserted."""
ADDED = object()
"""In `upsert`: add the number of the row that was to be inserted."""


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Inserts the rows that are not there yet; of a single row gives how many were: 1 or 0."""
    if not rows:
        return 0
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    one_or_all = rows[0] if len(rows) == 1 else list(rows)
    return connection.execute(make(table).on_conflict_do_nothing(), one_or_all).rowcount


def lock_rules(connection: Connection, *, alone: bool) -> None:
    """Until this transaction ends, no rule is made while others save mentions (SQLite has one writer anyway).

    Whoever makes or undoes rules is `alone`; those who save mentions by the rules as they stand are not.
    """
    if connection.dialect.name == "postgresql":
        taken = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        connection.execute(text(f"SELECT {taken}(:number)"), {"number": _RULES_LOCK})


def lock_schema(connection: Connection) -> None:
    """Keeps other processes from migrating until this transaction ends (SQLite: BEGIN IMMEDIATE did so)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _SCHEMA_LOCK})


def now_s(connection: Connection) -> float:
    """Seconds since 1970 by the clock of the database: one for all who write to it."""
    if connection.dialect.name == "postgresql":
        return float(connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())::float8")) or 0.0)
    return time.time()


class Watcher:
    """Tells whether anybody has committed since the last look. Not safe for threads: `Database` holds a lock.

    SQLite compares the changes of others on one connection that writes nothing itself (PRAGMA data_version). On
    PostgreSQL the set of transactions that a reader sees is the token: it never comes back once it has changed.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: Any = None
        if engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:"):
            self._kept = engine.raw_connection()
            self._kept.detach()

    def token(self) -> str:
        """ "" for a database in memory."""
        if self._kept is not None:
            return str(self._kept.dbapi_connection.execute("PRAGMA data_version").fetchone()[0])
        if self._engine.dialect.name == "sqlite":
            return ""
        with self._engine.connect() as connection:
            return str(connection.scalar(text("SELECT CAST(pg_current_snapshot() AS text)")))

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()


def is_full(error: BaseException | None) -> bool:
    """True when the database's disk is full."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or _sqlstate(error) == "53100"


def is_passing(error: BaseException | None) -> bool:
    """True when the server is starting, stopping or overrun, or made this transaction give way to another."""
    state = _sqlstate(error)
    return state.startswith(_PASSING_CLASSES) or state in _PASSING


def is_refused(error: BaseException | None) -> bool:
    """True when the server does not know the user, the password or the database."""
    state = _sqlstate(error)
    return state.startswith("28") or state == "3D000"


def _sqlstate(error: BaseException | None) -> str:
    """PostgreSQL's code of an error; pg8000 hands on the fields of the server's message."""
    fields = error.args[0] if error is not None and error.args else None
    return str(fields.get("C", "")) if isinstance(fields, dict) else str(getattr(error, "sqlstate", None) or "")


def is_corrupt(error: BaseException | None) -> bool:
    """True when the file is damaged or is no SQLite database."""
    return getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _postgres_engine(url: URL) -> Engine:
    """`sslrootcert` is the word that PostgreSQL's own programs use; pg8000 wants a context made of it."""
    arguments: dict[str, object] = {}
    authority = url.query.get(CA_FILE)
    if authority is not None:
        try:
            arguments["ssl_context"] = ssl.create_default_context(cafile=str(authority))
        except OSError as error:
            raise ConfigError(f"catalog.url: {CA_FILE}={authority} is no certificate: {error}") from error
    plain = url.difference_update_query((CA_FILE,))
    return create_engine(plain, pool_size=_POOL_SIZE, pool_pre_ping=True, connect_args=arguments, hide_parameters=True)


def _sqlite_engine(url: URL) -> Engine:
    arguments = {"timeout": BUSY_TIMEOUT_S, "check_same_thread": False}
    engine = create_engine(url, pool_size=_POOL_SIZE, connect_args=arguments, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: a reader that turns writer half-way fails without waiting (SQLITE_BUSY)."""
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
