"""A consistent copy of the catalog while others write to it, and back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect, select

from indexer.catalog import dialect
from indexer.catalog.database import Database
from indexer.catalog.tables import DocumentRow
from indexer.errors import ConfigError, Unavailable

SUFFIXES = {"sqlite": ".sqlite", "postgresql": ".dump"}
"""What a copy of a catalog is called, by the database that it was made from."""


def suffix_of(url: str) -> str:
    """ ".sqlite" or ".dump". Raises ConfigError for a URL of neither."""
    return SUFFIXES[dialect.checked_url(url).get_backend_name()]


def copy_catalog(url: str, target: Path) -> None:
    """Writes one state of the catalog into a file that is not there yet; nobody has to wait for it.

    Raises:
        ConfigError: there is no catalog, the copy is damaged, or PostgreSQL's programs are missing.
        Unavailable: no disk space is left, or the server cannot be reached; nothing half-written stays behind.
    """
    parsed = dialect.checked_url(url)
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    try:
        if parsed.get_backend_name() == "sqlite":
            _copy_sqlite(Path(str(parsed.database)), partial)
        else:
            _run_postgres("pg_dump", parsed, "--format=custom", f"--file={partial}")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def restore_catalog(source: Path, url: str) -> None:
    """Fills an empty database from a copy. For SQLite the URL names a file that is not there yet.

    Raises:
        ConfigError: the copy is of the other kind of database, or something is there already.
        Unavailable: no disk space is left, or the server cannot be reached.
    """
    parsed = dialect.checked_url(url)
    if source.suffix != suffix_of(url):
        raise ConfigError(f"{source.name} is a copy from another kind of database than catalog.url names: change it")
    if parsed.get_backend_name() == "sqlite":
        _copy_sqlite(source, Path(str(parsed.database)))
        return
    database = Database(url)
    with database.read() as connection:
        tables = inspect(connection).get_table_names()
    database.close()
    if tables:
        raise ConfigError("The database of catalog.url is not empty. Restore into a new one (createdb), then change it")
    _run_postgres("pg_restore", parsed, "--exit-on-error", "--single-transaction", "--no-owner", str(source))


def original_ids(database: Database) -> tuple[str, ...]:
    """The SHA-256 of every document that has an original, in order."""
    with database.read() as connection:
        return tuple(
            connection.scalars(select(DocumentRow.id).where(DocumentRow.has_original).order_by(DocumentRow.id))
        )


def _copy_sqlite(source: Path, target: Path) -> None:
    """All pages in one step: with more, each write by somebody else would begin the copy anew."""
    if not source.is_file():
        raise ConfigError(f"There is no catalog {source}")
    try:
        with (
            closing(sqlite3.connect(source, timeout=dialect.BUSY_TIMEOUT_S)) as there,
            closing(sqlite3.connect(target)) as copy,
        ):
            there.backup(copy, pages=-1)
            sound = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        if dialect.is_full(error):
            raise Unavailable(f"No disk space is left for {target.name}. Make room and run the same again.") from error
        if dialect.is_corrupt(error):
            raise ConfigError(f"{source} is damaged or is no catalog") from error
        raise Unavailable(f"The catalog {source} cannot be copied now: {error}") from error
    if sound != "ok":
        raise ConfigError(f"{source} is damaged: {sound}")
    handle = os.open(target, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _run_postgres(program: str, url: URL, *options: str) -> None:
    """One of PostgreSQL's own programs; the password goes by the environment of that process only."""
    path = shutil.which(program)
    if path is None:
        raise ConfigError(f"{program} is not here: install PostgreSQL's client programs (Debian: postgresql-client)")
    environment = {**os.environ, "PGPASSWORD": url.password or "", "PGCONNECT_TIMEOUT": "10"}
    authority = url.query.get(dialect.CA_FILE)
    if authority is not None:
        environment |= {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(authority)}
    where = [f"--host={url.host or 'localhost'}", f"--port={url.port or 5432}", f"--dbname={url.database}"]
    user = [f"--username={url.username}"] if url.username else []
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL with our own arguments, no shell
        [path, "--no-password", *where, *user, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise Unavailable(f"{program} failed: {said[0] if said else f'status {done.returncode}'}")
