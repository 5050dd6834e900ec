"""The database behind the catalog: one engine for each process, reading and writing transactions, migrations."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from indexer.catalog import dialect
from indexer.errors import ConfigError, Unavailable

NEWEST_REVISION = "0012"
"""The newest migration (a test compares it with the folder); a catalog that stands there needs no Alembic."""


class Database:
    """Opens lazily, in each process anew: it may be made before a fork and used after it, by many threads."""

    def __init__(self, url: str) -> None:
        self._url = dialect.checked_url(url)
        self._where = self._url.render_as_string(hide_password=True)
        self._engine: Engine | None = None
        self._process = 0
        self._watching = threading.Lock()
        self._watcher: dialect.Watcher | None = None

    @classmethod
    def open(cls, url: str) -> Database:
        """The database at an SQLAlchemy URL, migrated to the newest schema.

        Raises:
            ConfigError: the URL is wrong, or the catalog was made by a newer version of the program.
            Unavailable: locked for too long, no disk space, no server.
        """
        database = cls(url)
        database.upgrade()
        return database

    @property
    def engine(self) -> Engine:
        """The engine of this process. One inherited over a fork is let go without closing its connections."""
        if self._engine is None or self._process != os.getpid():
            if self._engine is not None:
                self._engine.dispose(close=False)
            self._engine, self._process = dialect.new_engine(self._url), os.getpid()
            self._watcher = None
        return self._engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the catalog and changes nothing. Raises Unavailable."""
        with _plain_errors(self._where), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is kept whole or not at all. Raises Unavailable."""
        with _plain_errors(self._where), self.engine.connect() as plain:
            connection = plain.execution_options(**{dialect.WRITING: True})
            with connection.begin():
                yield connection

    def state(self) -> str:
        """A token that is another one after every change that anybody commits; "" where that cannot be told.

        Some ten µs on SQLite, one small query on PostgreSQL. Raises Unavailable.
        """
        with _plain_errors(self._where), self._watching:
            engine = self.engine
            if self._watcher is None:
                self._watcher = dialect.Watcher(engine)
            return self._watcher.token()

    def upgrade(self) -> None:
        """Brings the schema to the newest revision; many processes may do so at once.

        Raises:
            ConfigError: the catalog was made by a newer version of the program.
        """
        self._make_folder()
        with self.read() as connection:
            revision = _revision(connection)
        if revision == NEWEST_REVISION:
            return
        from indexer.catalog.migrations.run import upgrade

        with self.write() as connection:
            dialect.lock_schema(connection)
            upgrade(connection)

    def close(self) -> None:
        """Closes this process's connections; a later use opens them again."""
        if self._engine is not None and self._process == os.getpid():
            with self._watching:
                if self._watcher is not None:
                    self._watcher.close()
                    self._watcher = None
            self._engine.dispose()

    def _make_folder(self) -> None:
        if self._url.get_backend_name() != "sqlite" or self._url.database in (None, "", ":memory:"):
            return
        try:
            Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"The catalog's folder cannot be made: {error}") from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


@contextmanager
def _plain_errors(where: str) -> Iterator[None]:
    """Turns what may pass (locks, a full disk, a lost server) into Unavailable with words for the operator."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        if dialect.is_refused(getattr(error, "orig", None)):
            raise ConfigError(_refused(where)) from error
        raise Unavailable(_explained(error, where)) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable(f"The catalog's connection was lost: {where}. Try again.") from error
        if dialect.is_full(error.orig) or dialect.is_passing(error.orig):
            raise Unavailable(_explained(error, where)) from error
        if dialect.is_refused(error.orig):
            raise ConfigError(_refused(where)) from error
        if dialect.is_corrupt(error.orig):
            raise ConfigError(f"{where} is damaged or is not a catalog. Restore it from a backup.") from error
        raise


def _refused(where: str) -> str:
    return (
        f"The catalog's server refuses the user, the password or the database ({where}): see catalog.url and "
        "catalog.password_file."
    )


def _explained(error: Exception, where: str) -> str:
    origin = getattr(error, "orig", None)
    if dialect.is_full(origin):
        return f"No disk space is left for the catalog ({where}). Free some and run the same command again."
    if "locked" in str(origin) or isinstance(error, PoolTimeout):
        return f"The catalog is busy ({where}): another process held it over {dialect.BUSY_TIMEOUT_S} s. Try again."
    return f"The catalog cannot be used now ({where}): {origin or error}"
