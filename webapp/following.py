"""Searches that one follows: kept by their address; what came since somebody looked is new."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from indexer.errors import QueryError, Unavailable
from indexer.model.collection import SavedSearch
from webapp import history, links
from webapp.collection_contexts import SaveContext, SavedContext, SavedRow
from webapp.languages import gettext as _
from webapp.params import SearchUrl, read_search
from webapp.services import Services

NEW_COUNTED = 1_000
"""New documents that are counted; more are "1,000 or more"."""


def context(services: Services, done: str = "", failed: str = "") -> SavedContext:
    """The list."""
    newest = services.catalog.newest_document()
    rows = tuple(_row(services, one, newest) for one in services.desk.searches.all())
    return SavedContext(rows, done, failed)


def save(services: Services, url: SearchUrl, name: str, who: str) -> tuple[SavedSearch, bool]:
    """Keeps the search; what there is now is not new. Raises InputError."""
    bare = replace(url, page=1).query_string()
    return services.desk.searches.save(name, bare, who, services.catalog.newest_document())


def name_of(url: SearchUrl) -> str:
    """What a search is called that nobody named: its query and filters."""
    values = [value for _facet, values in url.filters.include for value in values]
    return " · ".join((url.query, *values)).strip(" ·") or str(_("All pages"))


def feed_href(url: SearchUrl) -> str:
    """The feed of a search."""
    return "/search.atom?" + replace(url, page=1, view="documents").query_string()


def save_href(url: SearchUrl) -> str:
    """Where a search is given its name and kept."""
    return "/saved/new?" + replace(url, page=1).query_string()


def form(url: SearchUrl) -> SaveContext:
    """The form that keeps a search."""
    return SaveContext(replace(url, page=1).query_string(), name_of(url), links.search(url))


def _row(services: Services, one: SavedSearch, newest: int) -> SavedRow:
    url = read_search(parse_qsl(one.query_string)).url
    return SavedRow(
        id=one.id,
        name=one.name,
        href=links.search(url),
        feed_href=feed_href(url),
        new=_new(services, url, one.seen_to, newest),
        new_href=links.search(replace(url, order="document_date")),
        by=one.made_by,
        when=history.day(one.made_at),
    )


def _new(services: Services, url: SearchUrl, seen_to: int, newest: int) -> int | None:
    if seen_to >= newest:
        return 0
    try:
        found = services.search.newest(url.request(1), newest, NEW_COUNTED)
    except (QueryError, Unavailable):
        return None
    return sum(1 for number in found if number > seen_to)
