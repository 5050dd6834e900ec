"""Entries of a timeline in words: dates with their mark, passages with what is marked in them, and their pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from indexer.errors import NotFound
from indexer.model.event import is_approximate, readings_of
from indexer.model.geometry import Span
from indexer.model.registry import EntityName
from indexer.model.timeline import Fact, Moment
from webapp import links, people, records, telling, timeline, words
from webapp.contexts import Link
from webapp.entity_contexts import Run
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext
from webapp.services import Services
from webapp.timelines.contexts import EntryView, SourceView
from webapp.words import ngettext

ROLES = {
    "event": lazy_gettext("event"),
    "document": lazy_gettext("date of a document"),
    "release": lazy_gettext("date of a release"),
}
PRECISIONS = {
    "day": lazy_gettext("day"),
    "month": lazy_gettext("month"),
    "season": lazy_gettext("part of a year"),
    "year": lazy_gettext("year"),
    "range": lazy_gettext("range"),
    "about": lazy_gettext("approximate"),
}
_BASES = {
    "year_inferred": lazy_gettext("the year is inferred"),
    "relative": lazy_gettext("reckoned from another date"),
    "named_event": lazy_gettext("the date of a named event"),
}
SOURCES_SHOWN = 12
DOCUMENTS_KEPT = 512


class Teller:
    """Says entries of one page: documents are looked up once each."""

    def __init__(self, services: Services, names: Mapping[str, EntityName], own: str = "") -> None:
        self._services, self._names, self._own = services, names, own
        self._source: Callable[[str], Link] = lru_cache(maxsize=DOCUMENTS_KEPT)(self._titled)

    def entry(self, fact: Fact, name: str, picked: frozenset[str] = frozenset()) -> EntryView:
        """An entry in words; `name` is its anchor on the page."""
        first = fact.first
        pages = {(one.document, one.page): one for one in reversed(fact.moments)}
        others = [one for one in reversed(pages.values()) if (one.document, one.page) != (first.document, first.page)]
        about = is_approximate(first.edtf)
        precision = str(PRECISIONS[first.precision])
        return EntryView(
            id=name,
            pick=first.anchor,
            role=first.role,
            role_label=str(ROLES[first.role]),
            date=words.edtf(first.edtf),
            iso=first.edtf,
            sign=("~" if about else "") + timeline.SIGNS[first.precision],
            precision=_("about, %(precision)s", precision=precision) if about else precision,
            notes=self.notes(first),
            runs=self.runs(first),
            named=self.named(first),
            source=self.source(first),
            others=tuple(self.source(one, beside=True) for one in others[:SOURCES_SHOWN]),
            stated=len(pages),
            picked=first.anchor in picked,
        )

    def runs(self, moment: Moment) -> tuple[Run, ...]:
        """The source's words, with the date, the name the timeline is of and hedge words marked."""
        if moment.role == "document":
            return (Run(_("A document is dated so.")),)
        if moment.role == "release":
            return (Run(_("Released: %(request)s", request=moment.text)),)
        mentions = people.shown_mentions(self._services, moment.mentions)
        marks = [("date", Span(moment.date_start, moment.date_start + len(moment.date_text)))]
        marks += [("mention", Span(one.start, one.end)) for one in mentions if self._own and one.entity == self._own]
        hedges = [one for one in (moment.hedge, *(each.hedge for each in mentions)) if one]
        return telling.runs(moment.text, moment.start, marks, hedges)

    def named(self, moment: Moment) -> tuple[Link, ...]:
        """Accounts, platforms and parties of the passage, those that this site may show."""
        mentions = [
            one
            for one in people.shown_mentions(self._services, moment.mentions)
            if one.kind != "figure" and (not self._own or one.entity != self._own)
        ]
        return timeline.named_links(mentions, {key: one.name for key, one in self._names.items()})

    def notes(self, moment: Moment) -> tuple[str, ...]:
        """How the date was read, where that is not plain."""
        notes = []
        if moment.ambiguous:
            readings = _(" or ").join(words.edtf(one) for one in readings_of(moment.edtf))
            notes.append(_("can be read as %(dates)s", dates=readings))
        if moment.role == "event" and moment.basis in _BASES:
            notes.append(str(_BASES[moment.basis]))
        if moment.role != "event" and moment.basis == "manifest":
            notes.append(_("as described with the release"))
        return tuple(notes)

    def source(self, moment: Moment, *, beside: bool = False) -> SourceView:
        """The page that states it, with the passage boxed where it is known to the letter."""
        title = self._source(moment.document)
        href = (
            links.mention(moment.document, moment.page, moment.date_start)
            if moment.date_start >= 0
            else links.page(moment.document, moment.page)
        )
        said = " ".join(moment.text.split()) if beside and moment.role == "event" else ""
        return SourceView(title.label, title.href, moment.page, moment.label, href, said)

    def _titled(self, sha256: str) -> Link:
        try:
            title = records.title_of(self._services.catalog.document(sha256).document)
        except NotFound:
            return Link(sha256[:12], "")
        return Link(title, links.document(sha256, title))


def count_roles(points: Sequence[str]) -> str:
    """ "312 events, 14 dates of documents and 3 of releases", from the role of each point."""
    events, documents, releases = (sum(one == role for one in points) for role in ("event", "document", "release"))
    parts = []
    if events:
        parts.append(_counted(events, "event"))
    if documents:
        parts.append(_counted(documents, "document"))
    if releases:
        parts.append(_counted(releases, "release"))
    return ", ".join(parts)


def _counted(count: int, role: str) -> str:
    number = words.number(count)
    if role == "event":
        return str(ngettext("%(n)s event", "%(n)s events", count, n=number))
    if role == "document":
        return str(ngettext("%(n)s date of a document", "%(n)s dates of documents", count, n=number))
    return str(ngettext("%(n)s date of a release", "%(n)s dates of releases", count, n=number))
