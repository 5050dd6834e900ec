"""Is this worker's surrounding sound: what a container or a watchdog asks now and then."""

from __future__ import annotations

from collections.abc import Iterator

from kombu.exceptions import KombuError, OperationalError

from indexer.bootstrap.readiness import answers
from indexer.catalog.database import Database
from indexer.catalog.ledger import Ledger
from indexer.errors import IndexerError
from indexer.model.health import PartHealth
from indexer.settings import Settings
from workers.app import make_app

CONNECT_TIMEOUT_S = 3


def check(settings: Settings) -> Iterator[PartHealth]:
    """The catalog, by a question; the queue, by signing in; the folder of originals. Nothing is changed."""
    yield _catalog(settings)
    yield _queue(settings)
    there = settings.archive.is_dir()
    said = "The folder of the archive is there." if there else f"There is no folder {settings.archive}."
    yield PartHealth("originals", needed=True, sound=there, said=said)


def _catalog(settings: Settings) -> PartHealth:
    if not answers(settings.catalog_url):
        return PartHealth("catalog", needed=True, sound=False, said="The catalog's server does not answer.")
    try:
        database = Database.open(settings.catalog_url)
        waiting = Ledger(database).open_steps()
        database.close()
    except IndexerError as error:
        return PartHealth("catalog", needed=True, sound=False, said=str(error))
    return PartHealth("catalog", needed=True, sound=True, said=f"The catalog answers; {waiting:,} steps are open.")


def _queue(settings: Settings) -> PartHealth:
    app = make_app(settings)
    try:
        with app.connection() as connection:
            connection.ensure_connection(max_retries=1, timeout=CONNECT_TIMEOUT_S)
    except (KombuError, OperationalError, OSError) as error:
        said = f"The work queue does not answer: {type(error).__name__}."
        return PartHealth("queue", needed=True, sound=False, said=said)
    return PartHealth("queue", needed=True, sound=True, said="The work queue answers.")
