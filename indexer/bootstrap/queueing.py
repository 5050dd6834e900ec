"""The ledger opened for people: `ati queue`, and what the site does to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from indexer.catalog.database import Database
from indexer.catalog.reader import Catalog
from indexer.catalog.stopping import QueueDesk
from indexer.errors import NotFound
from indexer.settings import Settings

_DOCUMENTS_A_QUERY = 1000


@dataclass(frozen=True, slots=True)
class QueueTools:
    """The queue, and the names of what is in it."""

    desk: QueueDesk
    catalog: Catalog

    def document(self, id_or_prefix: str) -> str:
        """The full id of a document by its first 12 digits or more. Raises NotFound."""
        return self.catalog.document(id_or_prefix).document.id

    def documents(self, named: str) -> tuple[str, ...]:
        """The ids of one document, or of all documents of a release ("gac/A-2021-01234"). Raises NotFound."""
        if "/" not in named:
            return (self.document(named),)
        self.catalog.release(named)
        found: list[str] = []
        while some := self.catalog.release_documents(named, len(found), _DOCUMENTS_A_QUERY):
            found += [one.document.id for one in some]
        if not found:
            raise NotFound(f"The release {named} has no documents.")
        return tuple(found)


@contextmanager
def opened_queue(settings: Settings) -> Iterator[QueueTools]:
    """The queue of an archive, closed after the block.

    Raises:
        ConfigError: the settings or the catalog cannot be used.
        Unavailable: the catalog cannot be opened now.
    """
    database = Database.open(settings.catalog_url)
    try:
        yield QueueTools(QueueDesk(database), Catalog(database))
    finally:
        database.close()
