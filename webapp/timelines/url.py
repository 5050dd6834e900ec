"""URL ⇄ timeline: a search with all its filters, or a name, and what of the dates is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from indexer.model.timeline import PRECISIONS, ROLES
from webapp.languages import gettext as _
from webapp.params import Pairs, SearchUrl, clean, read_date, read_number, read_search

ABOUT = "about"
"""A value of the filter by precision beside those of the dates: given as about, or as uncertain."""
NAMES_LIMIT = 50
_ENTITY = re.compile(r"[0-9a-f]{16}")
_COLLECTION = re.compile(r"[0-9a-f]{12}")
_SAVED = re.compile(r"[0-9a-f]{32}")
_VALUES = {"role": ROLES, "precision": (*PRECISIONS, ABOUT)}
_MANY = ("role", "precision", "name")
_ONE = ("entity", "collection", "from", "to", "screen", "into")
_IGNORED = frozenset(("page", "sort", "done", "change"))


@dataclass(frozen=True, slots=True)
class TimelineUrl:
    """The state of a timeline as a URL holds it.

    Attributes:
        search: the pages looked at; `collection`: those of a collection (its id) instead, "" for none.
        entity: only events that name it (its id), "" for all.
        roles, precisions, names: values of the filters, each empty for all; `names` are ids of entities.
        first, last: ISO bounds of the dates shown, a year, month or day.
        screen: of the list, from 1. `into`: id of the saved timeline that picks go to.
    """

    search: SearchUrl = field(default_factory=SearchUrl)
    entity: str = ""
    roles: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    screen: int = 1
    into: str = ""
    collection: str = ""

    def pairs(self) -> Pairs:
        """Name and value of every parameter, defaults left out, always in the same order."""
        own = [("entity", self.entity), ("collection", self.collection), *(("role", one) for one in self.roles)]
        own += [("precision", one) for one in self.precisions] + [("name", one) for one in self.names]
        own += [("from", self.first or ""), ("to", self.last or ""), ("into", self.into)]
        own += [("screen", str(self.screen) if self.screen > 1 else "")]
        return (*self.search.pairs(), *((name, value) for name, value in own if value))

    def query_string(self) -> str:
        return urlencode(self.pairs())

    def href(self, path: str = "/timeline") -> str:
        """The address of the page, or of a file of the same entries."""
        query = self.query_string()
        return path + (f"?{query}" if query else "")

    def toggled(self, name: str, value: str) -> TimelineUrl:
        """The same timeline with a value of a filter switched on or off; back to screen 1."""
        chosen = {"role": self.roles, "precision": self.precisions, "name": self.names}
        others = tuple(one for one in chosen[name] if one != value)
        chosen[name] = others if value in chosen[name] else (*chosen[name], value)
        return replace(self, roles=chosen["role"], precisions=chosen["precision"], names=chosen["name"], screen=1)

    def within(self, first: str | None, last: str | None) -> TimelineUrl:
        """The same timeline between two dates."""
        return replace(self, first=first, last=last, screen=1)

    @property
    def whole(self) -> TimelineUrl:
        """The same timeline without its filters."""
        return TimelineUrl(self.search, self.entity, into=self.into, collection=self.collection)

    @property
    def is_filtered(self) -> bool:
        return bool(self.roles or self.precisions or self.names or self.first or self.last)

    @property
    def of_search(self) -> bool:
        """False for a timeline of a name or a collection alone."""
        return not self.collection and bool(self.search.query or self.search.is_filtered or not self.entity)


@dataclass(frozen=True, slots=True)
class ReadTimelineUrl:
    """A URL as read, and sentences for what was left out or mended."""

    url: TimelineUrl
    notices: tuple[str, ...] = ()


def read_timeline(pairs: Iterable[tuple[str, str]]) -> ReadTimelineUrl:
    """The timeline that a query string asks for; whatever stands in it gives a timeline, never an error."""
    many: dict[str, dict[str, None]] = {name: {} for name in _MANY}
    one: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    for name, value in pairs:
        if name in many:
            many[name].setdefault(clean(value))
        elif name in _ONE:
            one.setdefault(name, clean(value))
        elif name not in _IGNORED:
            others.append((name, value))
    read = read_search(others)
    notices = list(read.notices)
    entity = one.get("entity", "")
    if entity and not _ENTITY.fullmatch(entity):
        notices.append(_("The address names no entity of this archive; the timeline is of the search alone."))
    url = TimelineUrl(
        search=replace(read.url, page=1, order="relevance"),
        entity=entity if _ENTITY.fullmatch(entity) else "",
        roles=_known("role", many["role"], notices),
        precisions=_known("precision", many["precision"], notices),
        names=tuple(value for value in many["name"] if _ENTITY.fullmatch(value))[:NAMES_LIMIT],
        first=_date(one.get("from", ""), notices),
        last=_date(one.get("to", ""), notices),
        screen=read_number(one.get("screen", "")) or 1,
        into=one.get("into", "") if _SAVED.fullmatch(one.get("into", "")) else "",
        collection=one.get("collection", "") if _COLLECTION.fullmatch(one.get("collection", "")) else "",
    )
    if url.first and url.last and url.first[: len(url.last)] > url.last[: len(url.first)]:
        notices.append(_("The first date was after the last; they were exchanged."))
        url = url.within(url.last, url.first)
    return ReadTimelineUrl(url, tuple(notices))


def _known(name: str, values: Iterable[str], notices: list[str]) -> tuple[str, ...]:
    known = tuple(one for one in values if one in _VALUES[name])
    if len(known) < len(tuple(values)):
        notices.append(_("The address asks for a kind of date that does not exist; it was left out."))
    return known


def _date(text: str, notices: list[str]) -> str | None:
    found = read_date(text)
    if text and found is None:
        notices.append(
            _("“%(text)s” is not a date here; write 2021, 2021-09 or 2021-09-13. It was left out.", text=text[:40])
        )
    return found
