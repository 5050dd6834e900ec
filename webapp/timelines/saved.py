"""Saved timelines as pages and files: each entry as its page says it now, with the researcher's words beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.cite.timeline.anchoring import State, anchored
from indexer.cite.timeline.entries import Entry, Maker
from indexer.errors import NotFound
from indexer.model.record import page_key, split_key
from indexer.model.saved_timeline import HEADLINE_LENGTH, NAME_LENGTH, OWN_LENGTH, Change, SavedEntry, SavedTimeline
from indexer.model.stored import DocumentRecord
from indexer.model.timeline import Fact, Moment
from webapp import history, words
from webapp.contexts import Link
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext
from webapp.services import Services
from webapp.timelines import page, picture
from webapp.timelines.contexts import ChangeRow, EntryView, SavedContext, SavedListContext, SavedRow
from webapp.timelines.entries import Teller
from webapp.words import ngettext

CHANGES_SHOWN = 50
KEYS_A_QUERY = 200
ACTIONS = {
    "pick": lazy_gettext("Picked"),
    "word": lazy_gettext("Worded"),
    "move": lazy_gettext("Moved"),
    "sort": lazy_gettext("Put in the order of the dates"),
    "hide": lazy_gettext("Hidden"),
    "show": lazy_gettext("Shown again"),
    "remove": lazy_gettext("Taken out"),
    "rename": lazy_gettext("Named"),
    "publish": lazy_gettext("Published"),
    "retract": lazy_gettext("No longer published"),
    "delete": lazy_gettext("Deleted"),
}


@dataclass(frozen=True, slots=True)
class Present:
    """An entry as it stands now: `moment` with the words and mentions of the page, "gone" as it was picked."""

    entry: SavedEntry
    moment: Moment
    state: State


def list_context(services: Services) -> SavedListContext:
    """The saved timelines that this site shows."""
    found = services.timelines.saved(published_only=services.public)
    rows = (
        SavedRow(one.name, href(one.id), one.size, one.made_by, history.day(one.made_at), one.published)
        for one in found
    )
    return SavedListContext(tuple(rows), not services.public)


def href(timeline_id: str, part: str = "") -> str:
    """Address of a saved timeline, or of a file of it."""
    return f"/timelines/{timeline_id}" + (f"/{part}" if part else "")


def find(services: Services, timeline_id: str) -> SavedTimeline:
    """The timeline, as far as this site shows it. Raises NotFound."""
    found = services.timelines.timeline(timeline_id)
    if not services.public:
        return found
    if found.removed or not found.published:
        raise NotFound(timeline_id)
    return replace(found, entries=tuple(one for one in found.entries if not one.hidden))


def context(
    services: Services,
    saved: SavedTimeline,
    error: str = "",
    done: str = "",
    typed: Mapping[str, tuple[str, str]] | None = None,
) -> SavedContext:
    """All of the page. `typed`: headline and words of an entry as a form sent them, when they could not be kept."""
    public = services.public
    found = present(services, saved.entries)
    ids = {one.entity for each in found for one in each.moment.mentions if one.entity}
    teller = Teller(services, services.registry.by_id(ids))
    views = [_view(teller, one, public=public, typed=(typed or {}).get(one.entry.id)) for one in found]
    shown = [(view, one) for view, one in zip(views, found, strict=True) if not one.entry.hidden]
    by_day = sorted(shown, key=lambda pair: (pair[1].moment.lower, pair[1].moment.upper))
    points, hrefs = [page.dated(one.moment) for _entry, one in by_day], [f"#{view.id}" for view, _entry in by_day]
    return SavedContext(
        id=saved.id,
        name=saved.name,
        sentence=ngettext("%(n)s entry", "%(n)s entries", len(shown), n=words.number(len(shown))),
        by=_("Picked by %(who)s, begun %(when)s", who=saved.made_by, when=history.day(saved.made_at)),
        source=Link(_("Pick more from where it was begun"), _with(saved.source, saved.id)) if saved.source else None,
        published=saved.published,
        removed=saved.removed,
        error=error,
        done=done,
        picture=picture.of_points(points, hrefs),
        entries=tuple(view for view, _entry in shown),
        hidden=tuple(view for view in views if view.hidden),
        files=tuple(Link(label, href(saved.id, name), str(note)) for name, label, note in page.FILES) if shown else (),
        changes=() if public else tuple(_row(one) for one in services.timelines.changes(saved.id, CHANGES_SHOWN)),
        can_edit=not public,
        name_limit=NAME_LENGTH,
        headline_limit=HEADLINE_LENGTH,
        own_limit=OWN_LENGTH,
    )


def entries(services: Services, saved: SavedTimeline, maker: Maker) -> Iterator[Entry]:
    """The entries shown, for files: in the researcher's order, with the source's words where this site has them."""
    for one in present(services, [entry for entry in saved.entries if not entry.hidden]):
        entry, gone = one.entry, one.state == "gone"
        try:
            made = maker.unsourced(one.moment) if gone else maker.entry(Fact((one.moment,)))
        except NotFound:
            made = maker.unsourced(one.moment)
        if gone and (services.public or entry.down):  # a headline may be made of the passage
            made = replace(made, passage="", headline=made.said, hedge="")
        yield replace(made, id=entry.id, headline=entry.headline or made.headline, own=entry.own)


def present(services: Services, saved: Sequence[SavedEntry]) -> list[Present]:
    """Each entry as its page says it now, found again by its words where these have moved."""
    records: dict[str, DocumentRecord] = {}
    for sha256 in {one.moment.document for one in saved}:
        try:
            records[sha256] = services.catalog.document(sha256)
        except NotFound:
            continue
    keys = sorted({_key(one.moment, records) for one in saved if one.moment.document in records})
    pages = dict(_pages(services, keys))
    return [_present(services, one, records, pages) for one in saved]


def _pages(services: Services, keys: Sequence[int]) -> Iterator[tuple[int, str]]:
    for start in range(0, len(keys), KEYS_A_QUERY):
        for one in services.catalog.page_texts(keys[start : start + KEYS_A_QUERY]):
            yield one.key, one.text


def _present(
    services: Services,
    one: SavedEntry,
    records: Mapping[str, DocumentRecord],
    pages: Mapping[int, str],
) -> Present:
    moment, record = one.moment, records.get(one.moment.document)
    if record is None or one.down:
        return Present(one, moment, "gone")
    if moment.role != "event":
        now = record.document.date if moment.role == "document" else _released(record, moment.release)
        return Present(one, moment, "same" if now == moment.edtf else "changed")
    key = _key(moment, records)
    if key not in pages:
        return Present(one, moment, "gone")
    found = anchored(moment, pages[key])
    if found.state == "gone":
        return Present(one, found.moment, "gone")
    now_there = found.moment
    number = split_key(key)[1]
    end = now_there.start + len(now_there.text)
    mentions = tuple(
        mention
        for mention in services.catalog.mentions(moment.document, number)
        if now_there.start <= mention.start and mention.end <= end and mention.kind != "date"
    )
    return Present(one, replace(now_there, mentions=mentions), found.state)


def _key(moment: Moment, records: Mapping[str, DocumentRecord]) -> int:
    return page_key(records[moment.document].document.number, moment.page)


def _released(record: DocumentRecord, release_id: str) -> str | None:
    return next((one.released for one in record.releases if one.id == release_id), None)


def _view(teller: Teller, one: Present, *, public: bool, typed: tuple[str, str] | None) -> EntryView:
    entry, gone = one.entry, one.state == "gone"
    view = teller.entry(Fact((one.moment,)), f"entry-{entry.id[:12]}")
    headline, own = typed if typed is not None else (entry.headline, entry.own)
    return replace(
        view,
        pick=entry.id,
        headline=entry.headline,
        own=entry.own,
        own_by=entry.own_by,
        typed_headline=headline,
        typed_own=own,
        runs=() if gone and (public or entry.down) else view.runs,
        source=None if gone else view.source,
        gone=_gone(one, public=public) if gone else "",
        moved=_changed(one, public=public) if one.state == "changed" else "",
        hidden=entry.hidden,
    )


def _gone(one: Present, *, public: bool) -> str:
    if one.entry.down:
        return str(_("The page that this was picked from was taken down; its words are not shown any more."))
    if public:
        return str(_("The page that this was picked from is not in this archive any more, or reads otherwise now."))
    return str(
        _(
            "The source is gone: page %(page)s of document %(document)s is not in this archive any more, or does not "
            "say this now. The words are those that stood there on %(day)s.",
            page=words.number(one.moment.page),
            document=one.moment.document[:12],
            day=history.day(one.entry.made_at),
        )
    )


def _changed(one: Present, *, public: bool) -> str:
    if one.moment.role != "event":
        return str(_("The archive gives another date now; this is the one that was picked."))
    if public:
        return ""
    return str(
        _(
            "The page was read anew since this was picked, and these are its words now. Before: “%(text)s”",
            text=" ".join(one.entry.moment.text.split()),
        )
    )


def _row(one: Change) -> ChangeRow:
    said = str(ACTIONS[one.action])
    if one.action == "pick":
        count = len(one.entries)
        said = ngettext("%(n)s entry picked", "%(n)s entries picked", count, n=words.number(count))
    if one.text:
        said = _("%(what)s: “%(text)s”", what=said, text=history.short(one.text))
    undone = ""
    if one.undone_at:
        undone = _("Taken back by %(who)s, %(when)s", who=one.undone_by, when=history.day(one.undone_at))
    return ChangeRow(one.number, str(said), one.who, history.day(one.when), undone)


def _with(source: str, timeline_id: str) -> str:
    """The live timeline it was picked from, with picks going to this one."""
    return source + ("&" if "?" in source else "?") + f"into={timeline_id}"
