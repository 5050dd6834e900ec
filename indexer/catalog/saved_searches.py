"""Searches that people follow: `model.collection.SavedSearches`."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from indexer.catalog.collection_tables import SAVED_SEARCH, SavedSearchRow
from indexer.catalog.database import Database
from indexer.errors import InputError, NotFound
from indexer.model.collection import NAME_LIMIT, SavedSearch, new_id
from indexer.model.registry import now

ADDRESS_LIMIT = 8_000
"""Characters; browsers and proxies refuse longer addresses."""


class SavedSearchCatalog:
    """Each method is one transaction; safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[SavedSearch, ...]:
        with self._database.read() as connection:
            found = [SavedSearch(*row) for row in connection.execute(select(SAVED_SEARCH))]
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))

    def get(self, search: str) -> SavedSearch:
        with self._database.read() as connection:
            for row in connection.execute(select(SAVED_SEARCH).where(SAVED_SEARCH.c.id == search)):
                return SavedSearch(*row)
        raise NotFound(search)

    def save(self, name: str, query_string: str, who: str, seen_to: int) -> tuple[SavedSearch, bool]:
        saved = SavedSearch(new_id(), _name(name), query_string, who, now(), seen_to)
        if len(query_string) > ADDRESS_LIMIT:
            raise InputError("This search is too long to be kept. Use fewer words or filters.", "search_too_long")
        with self._database.write() as connection:
            known = connection.execute(select(SAVED_SEARCH).where(SAVED_SEARCH.c.query_string == query_string)).first()
            if known is not None:
                return SavedSearch(*known), False
            values = {name: getattr(saved, name) for name in SavedSearch.__slots__}
            connection.execute(insert(SavedSearchRow).values(**values))
        return saved, True

    def rename(self, search: str, name: str) -> None:
        self._set(search, name=_name(name))

    def see(self, search: str, seen_to: int) -> None:
        self._set(search, seen_to=seen_to)

    def remove(self, search: str) -> SavedSearch:
        removed = self.get(search)
        with self._database.write() as connection:
            connection.execute(delete(SavedSearchRow).where(SavedSearchRow.id == search))
        return removed

    def _set(self, search: str, **values: str | int) -> None:
        with self._database.write() as connection:
            changed = connection.execute(update(SavedSearchRow).where(SavedSearchRow.id == search).values(**values))
            if changed.rowcount != 1:
                raise NotFound(search)


def _name(text: str) -> str:
    name = " ".join(text.split())[:NAME_LIMIT]
    if not name:
        raise InputError("Give it a name.", "no_name")
    return name
