"""Everything that looks at an archive needs: light enough for the web process (design.md, rule 10)."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.archive.store import OriginalStore, open_store
from indexer.bootstrap.taking_down import TakingDown
from indexer.bootstrap.uploading import Uploading
from indexer.catalog.collections import CollectionCatalog
from indexer.catalog.database import Database
from indexer.catalog.descriptions import DescriptionCatalog
from indexer.catalog.events import Events
from indexer.catalog.known import load_known
from indexer.catalog.moments import Moments
from indexer.catalog.named import NamedPlaces
from indexer.catalog.reader import Catalog
from indexer.catalog.registry import EntityRegistry
from indexer.catalog.saved_searches import SavedSearchCatalog
from indexer.catalog.stopping import QueueDesk
from indexer.catalog.takedowns import TakedownCatalog
from indexer.catalog.timelines import Timelines
from indexer.search.index import open_index
from indexer.search.service import SearchService
from indexer.search.vocabulary import load_vocabulary
from indexer.settings import Settings, config_dir


@dataclass(frozen=True, slots=True)
class Reading:
    """An archive opened for looking. Safe for many threads."""

    settings: Settings
    search: SearchService
    catalog: Catalog
    originals: OriginalStore
    database: Database
    registry: EntityRegistry
    named: NamedPlaces
    events: Events
    moments: Moments
    timelines: Timelines
    descriptions: DescriptionCatalog
    takedowns: TakingDown
    queue: QueueDesk
    uploads: Uploading
    collections: CollectionCatalog
    searches: SavedSearchCatalog

    def close(self) -> None:
        """Closes the catalog's connections."""
        self.database.close()


def open_reading(settings: Settings) -> Reading:
    """Opens an archive for looking.

    Raises:
        ConfigError: the settings or the catalog cannot be used.
        Unavailable: the catalog cannot be opened now.
    """
    database = Database.open(settings.catalog_url)
    catalog = Catalog(database)
    registry = EntityRegistry(database, load_known(config_dir()))
    search = SearchService(
        open_index(settings).engine(), catalog, settings.search, load_vocabulary(config_dir()),
        canonical=registry.canonical,
    )  # fmt: skip
    originals, named, events = open_store(settings), NamedPlaces(database), Events(database)
    return Reading(
        settings, search, catalog, originals, database, registry, named, events, Moments(database),
        Timelines(database), DescriptionCatalog(database),
        TakingDown(TakedownCatalog(database), originals, settings.images),
        QueueDesk(database), Uploading(database, originals),
        CollectionCatalog(database), SavedSearchCatalog(database),
    )  # fmt: skip
