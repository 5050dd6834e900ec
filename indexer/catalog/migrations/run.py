"""Runs the migrations from the program: there is no alembic.ini."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from indexer.errors import ConfigError


def upgrade(connection: Connection) -> None:
    """Brings the schema to the newest revision inside the caller's transaction.

    Raises:
        ConfigError: the catalog stands at a revision that this version of the program does not know.
    """
    config = config_for(connection)
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and not _is_known(ScriptDirectory.from_config(config), current):
        raise ConfigError(
            f"This archive's catalog was made by a newer version of ATI Archive (schema {current}). "
            "Install that version, or open another archive folder."
        )
    command.upgrade(config, "head")


def config_for(connection: Connection) -> Config:
    """Alembic's configuration for a connection; for tests as well."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _is_known(scripts: ScriptDirectory, revision: str) -> bool:
    try:
        return scripts.get_revision(revision) is not None
    except CommandError:
        return False
