"""Rebuilding the index, and checking an archive against itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer.archive.store import open_store
from indexer.catalog.database import Database
from indexer.catalog.indexing import IndexFeed
from indexer.catalog.reader import Catalog
from indexer.catalog.verifying import check_catalog
from indexer.errors import Unavailable
from indexer.model.query import Everything
from indexer.pipeline import all_records
from indexer.search.index import open_index
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared, and a sentence for each thing that is wrong; none: the archive is sound."""

    originals: int
    documents: int
    pages_indexed: int
    problems: tuple[str, ...]


def rebuild_index(settings: Settings) -> int:
    """Builds the index anew from the catalog and swaps it in when it is whole; gives the pages in it.

    Raises:
        Unavailable: another process writes the index.
    """
    database = Database.open(settings.catalog_url)
    feed = IndexFeed(database)
    numbers = feed.all_document_numbers()
    pages = open_index(settings).rebuild(all_records(feed, numbers))
    feed.indexed(numbers)
    database.close()
    return pages


def needs_index(settings: Settings) -> bool:
    """True when the catalog has pages for an index that is missing, of another schema or unreadable.

    Whoever is about to write the index asks first: a writer would begin an empty one, and what was indexed before
    would be missing from it.
    """
    if not open_index(settings).needs_rebuild():
        return False
    database = Database.open(settings.catalog_url)
    try:
        return IndexFeed(database).pages_indexed() > 0
    finally:
        database.close()


def ensure_index(settings: Settings, say: Callable[[str], None]) -> None:
    """Rebuilds the index where that is needed, and says so; leaves it to another process that is at it already."""
    if not needs_index(settings):
        return
    say("The search index is missing or of another version; it is being rebuilt from the catalog.")
    try:
        say(f"The search index holds {rebuild_index(settings):,} pages.")
    except Unavailable:
        say("Another process is writing it; searches find everything once that is done.")


def verify_archive(settings: Settings, *, hashes: bool = True) -> Verification:
    """Originals against their hashes, the catalog against itself and the index against the catalog. Changes nothing."""
    database = Database.open(settings.catalog_url)
    store = open_store(settings)
    problems = [finding.sentence for finding in check_catalog(database, store, hashes=hashes)]
    expected, found = IndexFeed(database).pages_indexed(), _pages_in_index(settings)
    if found != expected:
        problems.append(f"The index holds {found:,} pages and should hold {expected:,}: run `ati reindex`.")
    files = Catalog(database).coverage().files
    result = Verification(sum(1 for _ in store.all()), files, found, tuple(problems))
    database.close()
    return result


def _pages_in_index(settings: Settings) -> int:
    index = open_index(settings)
    return 0 if index.needs_rebuild() else index.engine().count(Everything())
