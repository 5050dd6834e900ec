"""All matches of a search as a file: the menu, and what the file is made of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlencode

from indexer.cite.citing import entries
from indexer.cite.formats import OF_PAGES, Format
from indexer.cite.options import Options
from indexer.cite.rows import Entry
from indexer.cite.styles import style_name
from webapp import citing, links
from webapp.cite_contexts import ExportMenu
from webapp.contexts import Hidden, Link
from webapp.languages import gettext as _
from webapp.params import SearchUrl
from webapp.services import Services

TABLES = ("csv", "xlsx", "jsonl")
MANAGERS = ("ris", "bibtex", "csl-json")
LISTS = ("docx", "text")


def menu(url: SearchUrl) -> ExportMenu:
    """What the page of results offers."""
    pairs = _pairs(url)
    return ExportMenu(
        tables=_links(TABLES, pairs),
        managers=_links(MANAGERS, pairs),
        lists=_links(LISTS, ()),
        kept=tuple(Hidden(name, value) for name, value in pairs),
        styles=citing.style_options(citing.usual_style()),
    )


def pieces(services: Services, url: SearchUrl, form: Format[Entry], style: str) -> Iterator[bytes]:
    """The file, as the pages are found.

    What can be wrong with the search or the style is found out before this returns, so that it is said on a page and
    not in the middle of a file. Raises QueryError, Unavailable, StyleError.
    """
    options = Options(style_name(style) if style else citing.usual_style(), url.query or _("All pages"))
    citer = citing.citer(services)
    found = services.search.all_pages(url.request(0))
    given = iter(form.pieces(entries(citer, found, url.query), options))
    first = next(given, b"")
    return chain((first,), given)


def file_name(url: SearchUrl, extension: str) -> str:
    """ "foreign-interference.csv"."""
    return f"{links.slug_of(url.query) or 'pages'}.{extension}"


def _pairs(url: SearchUrl) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in url.pairs() if pair[0] not in ("page", "sort"))


def _links(names: tuple[str, ...], pairs: tuple[tuple[str, str], ...]) -> tuple[Link, ...]:
    query = f"?{urlencode(pairs)}" if pairs else ""
    labels = {"docx": _("Word"), "text": _("Plain text")}
    return tuple(Link(labels.get(name, OF_PAGES[name].label), f"/search/export/{name}{query}") for name in names)
