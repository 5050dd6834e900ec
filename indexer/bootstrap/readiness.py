"""Can this process serve now? Asked by load balancers and people, answered in words that hold nothing secret."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from sqlalchemy import text

from indexer.catalog.database import Database
from indexer.catalog.indexing import IndexFeed
from indexer.errors import IndexerError
from indexer.model.health import PartHealth
from indexer.search.ports import SearchEngine
from indexer.settings import Settings

CONNECT_TIMEOUT_S = 2.0
KEPT_S = 2.0
"""Many may ask; the parts are asked once in this time."""
PATIENCE_S = 4.0
"""Whoever waits longer than this for another's look is told that it has not ended."""
PORTS = {"redis": 6379, "rediss": 6379, "amqp": 5672, "amqps": 5671, "postgresql+pg8000": 5432, "postgresql": 5432}

_LOG = logging.getLogger(__name__)


class Readiness:
    """The parts that a site over one archive needs. Safe for many threads."""

    def __init__(self, settings: Settings, database: Database, engine: SearchEngine) -> None:
        self._settings = settings
        self._database = database
        self._engine = engine
        self._lock = threading.Lock()
        self._looked: tuple[PartHealth, ...] = ()
        self._until_s = 0.0

    def __call__(self) -> tuple[PartHealth, ...]:
        """Every part, as it was at most two seconds ago."""
        if not self._lock.acquire(timeout=PATIENCE_S):
            return (PartHealth("archive", needed=True, sound=False, said="Looking at the parts takes too long."),)
        try:
            if time.monotonic() >= self._until_s:
                self._looked = tuple(self._look())
                self._until_s = time.monotonic() + KEPT_S
            return self._looked
        finally:
            self._lock.release()

    def _look(self) -> Iterator[PartHealth]:
        yield self._catalog()
        yield self._index()
        yield self._originals()
        yield queue_health(self._settings)

    def _catalog(self) -> PartHealth:
        def look() -> str | None:
            if not answers(self._settings.catalog_url):
                return "The catalog's server does not answer."
            with self._database.read() as connection:
                connection.execute(text("SELECT 1"))
            return None

        return _looked_at("catalog", "The catalog answers.", "The catalog cannot be read.", look)

    def _index(self) -> PartHealth:
        def look() -> str | None:
            state = self._engine.state()
            if state == "ready" or not IndexFeed(self._database).pages_indexed():
                return None
            return "The search index is being rebuilt." if state == "being_made" else "The search index is missing."

        return _looked_at("index", "The search index answers.", "The search index cannot be read.", look)

    def _originals(self) -> PartHealth:
        there = self._settings.archive.is_dir() and os.access(self._settings.archive, os.R_OK | os.X_OK)
        said = "The folder of the archive is there." if there else "The folder of the archive is not there."
        return PartHealth("originals", needed=True, sound=there, said=said)


def queue_health(settings: Settings) -> PartHealth:
    """The work queue. A site without it still serves; what is uploaded waits in the ledger."""
    if not settings.queue.url:
        return PartHealth("queue", needed=False, sound=True, said="The work queue is files in the archive's folder.")
    sound = answers(settings.queue.url)
    said = "The work queue answers." if sound else "The work queue does not answer; work waits in the ledger."
    return PartHealth("queue", needed=False, sound=sound, said=said)


def answers(url: str) -> bool:
    """True when somebody listens at the host of a URL, or when the URL names none (SQLite)."""
    parts = urlsplit(url)
    if not parts.hostname:
        return True
    try:
        socket.create_connection((parts.hostname, parts.port or PORTS.get(parts.scheme, 0)), CONNECT_TIMEOUT_S).close()
    except OSError:
        return False
    return True


def _looked_at(name: str, well: str, badly: str, look: Callable[[], str | None]) -> PartHealth:
    """`look` gives what is wrong in words. Why a part cannot be asked is for the log: it names hosts and users."""
    try:
        wrong = look()
    except IndexerError as error:
        _LOG.warning("%s %s", badly, error)
        wrong = badly
    return PartHealth(name, needed=True, sound=wrong is None, said=wrong or well)
