"""The front page: the box, what is in the archive, and ways in as in a printed index."""

from __future__ import annotations

from flask import Blueprint, render_template

from indexer.errors import IndexMissing, Unavailable
from indexer.model.coverage import Coverage
from indexer.model.query import SearchRequest
from indexer.model.record import UNKNOWN
from indexer.model.result import Facet
from webapp import facets, links, records, words
from webapp.contexts import FrontContext, IndexColumn, IndexEntry
from webapp.languages import gettext as _
from webapp.params import SearchUrl
from webapp.said import said
from webapp.views.common import services

RELEASES_SHOWN = 6
ENTRIES_SHOWN = 8
COLUMNS = ("institution", "platform", "account", "political_party", "section", "marking", "language")
COLUMNS_SHOWN = 4

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
def index() -> str:
    """Counts from the catalog; entries from the index, left out while it does not answer."""
    catalog, found = services().catalog, services().search
    coverage = catalog.coverage()
    recent = catalog.list_releases(0, RELEASES_SHOWN)
    names = records.institutions(found, (one.release for one in recent))
    counted, unready = _facets() if coverage.files else ((), "")
    view = FrontContext(
        files=coverage.files,
        pages_total=coverage.pages_total,
        searchable=_searchable(coverage),
        listed=_listed(coverage),
        others=_others(coverage),
        releases_total=catalog.count_releases(),
        releases=tuple(records.release_row(one, names) for one in recent),
        histogram=facets.histogram(counted, SearchUrl()),
        columns=_columns(counted),
        unready=unready,
    )
    return render_template("front.html", view=view)


def _searchable(sums: Coverage) -> str:
    if sums.pages_searchable == sums.pages_total and not sums.files_unreadable:
        return str(_("Every page can be searched."))
    end = ";" if _listed(sums) else "."
    return words.ngettext("%(num)s page can be searched", "%(num)s pages can be searched", sums.pages_searchable) + end


def _listed(sums: Coverage) -> str:
    pages = words.counted(sums.pages_listed, "page") if sums.pages_listed else ""
    files = words.counted(sums.files_unreadable, "file") if sums.files_unreadable else ""
    if pages and files:
        return str(_("%(pages)s and %(files)s cannot, and are listed with the reason", pages=pages, files=files))
    return str(_("%(parts)s cannot, and are listed with the reason", parts=pages or files)) if pages or files else ""


def _others(sums: Coverage) -> str:
    parts = []
    if sums.files_waiting:
        parts.append(
            words.ngettext("%(num)s file still to be read.", "%(num)s files still to be read.", sums.files_waiting)
        )
    if sums.pages_withheld:
        parts.append(
            words.ngettext(
                "Notices in the files name %(num)s withheld page.",
                "Notices in the files name %(num)s withheld pages.",
                sums.pages_withheld,
            )
        )
    return " ".join(parts)


def _facets() -> tuple[tuple[Facet, ...], str]:
    """The facets of the whole archive; none, and why, while the index is to be rebuilt."""
    try:
        return services().search.find_pages(SearchRequest(limit=1)).facets, ""
    except IndexMissing as error:
        return (), said(str(error))
    except Unavailable:
        return (), ""


def _columns(counted: tuple[Facet, ...]) -> tuple[IndexColumn, ...]:
    by_name = {facet.name: facet for facet in counted}
    columns = (_column(by_name[name]) for name in COLUMNS if name in by_name)
    return tuple(column for column in columns if column.entries)[:COLUMNS_SHOWN]


def _column(facet: Facet) -> IndexColumn:
    entries = tuple(
        IndexEntry(
            words.facet_value(facet.name, one.value, one.label),
            links.search(SearchUrl().toggled(facet.name, one.value)),
            one.pages,
        )
        for one in sorted(facet.values, key=lambda value: value.value == UNKNOWN)[:ENTRIES_SHOWN]
    )
    return IndexColumn(str(words.FACET_LABELS[facet.name]), entries)
