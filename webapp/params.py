"""URL ⇄ SearchRequest, both ways. Whatever stands in a URL gives a request and notices, never an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from indexer.model.query import Filters, Order, SearchRequest
from indexer.model.record import FACET_NAMES
from webapp import words
from webapp.languages import gettext as _

Pairs = tuple[tuple[str, str], ...]
Selection = tuple[tuple[str, tuple[str, ...]], ...]

VALUES_LIMIT = 100
"""Selected values in one URL; each is a clause of the engine's query (settings: query_clause_limit is 200)."""
VALUE_LENGTH_LIMIT = 300
PAGE_LIMIT = 1_000_000
NOTICES_LIMIT = 5
"""Sentences about one URL; a page of them helps nobody."""
ORDERS: tuple[Order, ...] = ("relevance", "document_date", "release_date")
View = Literal["documents", "matches"]
"""Results by document with their best pages, or every passage that matches."""

_ALIASES = {"search_text": "q", "order": "sort"}
_OTHER = ("q", "date_from", "date_to", "sort", "view", "page")
_IGNORED = frozenset({"rail", "m", "mention", "more", "open", "find"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class SearchUrl:
    """The state of a search as a URL holds it. `page` counts screens from 1."""

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    order: Order = "relevance"
    page: int = 1
    view: View = "documents"

    def request(self, documents_a_screen: int) -> SearchRequest:
        """What the search service is asked, one screen of documents."""
        return SearchRequest(
            query=self.query,
            filters=self.filters,
            order=self.order,
            limit=documents_a_screen,
            offset=(self.page - 1) * documents_a_screen,
        )

    def pairs(self) -> Pairs:
        """Name and value of every parameter, defaults left out, always in the same order."""
        pairs: list[tuple[str, str]] = [("q", self.query)] if self.query else []
        pairs += [(name, value) for name, values in self.filters.include for value in values]
        pairs += [("-" + name, value) for name, values in self.filters.exclude for value in values]
        bounds = (("date_from", self.filters.date_from), ("date_to", self.filters.date_to))
        pairs += [(name, bound) for name, bound in bounds if bound]
        if self.order != "relevance":
            pairs.append(("sort", self.order))
        if self.view != "documents":
            pairs.append(("view", self.view))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return tuple(pairs)

    def query_string(self) -> str:
        return urlencode(self.pairs())

    @property
    def is_filtered(self) -> bool:
        return self.filters != Filters()

    def toggled(self, name: str, value: str, *, exclude: bool = False) -> SearchUrl:
        """The same search with a value switched on or off; it never stands on both sides. Back to screen 1."""
        include, excluded = dict(self.filters.include), dict(self.filters.exclude)
        side, other = (excluded, include) if exclude else (include, excluded)
        was_on = value in side.get(name, ())
        for table in (side, other):
            table[name] = tuple(one for one in table.get(name, ()) if one != value)
        if not was_on:
            side[name] = (*side[name], value)
        filters = replace(self.filters, include=_selection(include), exclude=_selection(excluded))
        return replace(self, filters=filters, page=1)

    def without(self, name: str, value: str) -> SearchUrl:
        """The same search without a filter value, on either side."""
        sides = (
            tuple((facet, tuple(one for one in values if (facet, one) != (name, value))) for facet, values in side)
            for side in (self.filters.include, self.filters.exclude)
        )
        include, exclude = (tuple(entry for entry in side if entry[1]) for side in sides)
        return replace(self, filters=replace(self.filters, include=include, exclude=exclude))

    def without_dates(self) -> SearchUrl:
        return replace(self, filters=replace(self.filters, date_from=None, date_to=None), page=1)


@dataclass(frozen=True, slots=True)
class ReadUrl:
    """A URL as read, and sentences for what was left out or mended."""

    url: SearchUrl
    notices: tuple[str, ...] = ()


def read_search(pairs: Iterable[tuple[str, str]]) -> ReadUrl:
    """The search that a query string asks for.

    Args:
        pairs: parameters in URL order, decoded.
    """
    reader = _Reader()
    for name, value in pairs:
        reader.take(_ALIASES.get(name, name), clean(value))
    return reader.done()


def clean(text: str) -> str:
    """Without control characters and lone surrogates, trimmed."""
    return _CONTROL.sub(" ", text).strip()


def read_number(text: str, limit: int = PAGE_LIMIT) -> int | None:
    """A positive whole number up to `limit`; None when the text is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    number = int(text)
    return number if 1 <= number <= limit else None


def read_date(text: str) -> str | None:
    """The text when it is a year, a month or a day that exists, such as "2021-09"; else None."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
    return text


class _Reader:
    """Collects one URL."""

    def __init__(self) -> None:
        self._text: dict[str, str] = {}
        self._include: dict[str, list[str]] = {}
        self._exclude: dict[str, list[str]] = {}
        self._values = 0
        self._notices: dict[str, None] = {}

    def take(self, name: str, value: str) -> None:
        bare = name.removeprefix("-")
        if name in _OTHER:
            self._text.setdefault(name, value)
        elif bare in FACET_NAMES:
            self._take_filter(bare, value, self._exclude if name.startswith("-") else self._include)
        elif name not in _IGNORED:
            name = _short(clean(name))
            self._say(_("The address names a filter that does not exist, “%(name)s”; it was left out.", name=name))

    def _take_filter(self, name: str, value: str, side: dict[str, list[str]]) -> None:
        if not value:
            return
        elif len(value) > VALUE_LENGTH_LIMIT:
            self._say(_("A value of the filter %(name)s is longer than any here; it was left out.", name=name))
        elif value in side.get(name, ()):
            return
        elif self._values >= VALUES_LIMIT:
            self._say(
                _("At most %(limit)s filter values are used in one search; the rest were left out.", limit=VALUES_LIMIT)
            )
        else:
            side.setdefault(name, []).append(value)
            self._values += 1

    def done(self) -> ReadUrl:
        include = {name: tuple(values) for name, values in self._include.items()}
        exclude = {
            name: tuple(value for value in values if value not in include.get(name, ()))
            for name, values in self._exclude.items()
        }
        lower, upper = self._bounds()
        filters = Filters(_selection(include), _selection(exclude), lower, upper)
        view: View = "matches" if self._text.get("view") == "matches" else "documents"
        url = SearchUrl(self._text.get("q", ""), filters, self._order(), self._page(), view)
        return ReadUrl(url, self._notices_cut())

    def _bounds(self) -> tuple[str | None, str | None]:
        lower, upper = self._date("date_from"), self._date("date_to")
        if lower and upper and lower[: len(upper)] > upper[: len(lower)]:
            self._say(_("The first date was after the last; they were exchanged."))
            return upper, lower
        return lower, upper

    def _date(self, name: str) -> str | None:
        text = self._text.get(name, "")
        found = read_date(text)
        if text and found is None:
            self._say(
                _(
                    "“%(text)s” is not a date here; write 2021, 2021-09 or 2021-09-13. It was left out.",
                    text=_short(text),
                )
            )
        return found

    def _order(self) -> Order:
        text = self._text.get("sort", "")
        for order in ORDERS:
            if text == order:
                return order
        if text:
            self._say(_("There is no order “%(text)s”; sorted by relevance.", text=_short(text)))
        return "relevance"

    def _page(self) -> int:
        text = self._text.get("page", "")
        number = read_number(text)
        if text and number is None:
            self._say(_("There is no page “%(text)s” of results; this is the first.", text=_short(text)))
        return number or 1

    def _notices_cut(self) -> tuple[str, ...]:
        notices = tuple(self._notices)
        if len(notices) <= NOTICES_LIMIT:
            return notices
        rest = len(notices) - NOTICES_LIMIT
        more = words.ngettext(
            "%(num)s more part of the address could not be used and was left out.",
            "%(num)s more parts of the address could not be used and were left out.",
            rest,
        )
        return *notices[:NOTICES_LIMIT], more

    def _say(self, sentence: str) -> None:
        self._notices.setdefault(str(sentence))


def _selection(table: dict[str, tuple[str, ...]]) -> Selection:
    return tuple((name, table[name]) for name in FACET_NAMES if table.get(name))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
