"""The page of an entity: where it is named, what is said there and by whom, when, and with whom it appears."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby, islice

from indexer.errors import QueryError, Unavailable
from indexer.model.event import TimelinePoint
from indexer.model.geometry import Span
from indexer.model.mention import AccountDetails, Mention
from indexer.model.named import NamedDocument, NamedMention
from indexer.model.record import UNKNOWN
from indexer.model.registry import Entity
from indexer.model.result import Facet
from indexer.model.stored import DocumentRecord
from webapp import companions, entities, history, links, naming, people, records, telling, timeline, words
from webapp.contexts import Link
from webapp.entity_contexts import (
    Done,
    EntityContext,
    Name,
    NamedDocumentView,
    PassageView,
    Stated,
    TimelineView,
    Updating,
)
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.params import SearchUrl
from webapp.services import Services

DOCUMENTS_A_SCREEN = 10
MENTIONS_A_DOCUMENT = 40
"""Mentions looked at for the passages of one document among others."""
PASSAGES_A_DOCUMENT = 4
MENTIONS_OF_ONE = 2000
"""Mentions shown when one document is asked for."""
EVENTS_SHOWN = 200
EVENTS_LISTED = 6
"""Listed at once; the rest are folded."""
STATED_SHOWN = 8
NAMES_SHOWN = 12
HISTORY_SHOWN = 5
UNKNOWN_NOW: str = _l("The index does not answer just now, so this is not known.")


def context(services: Services, entity: Entity, screen: int, document: str, done: Done | None) -> EntityContext:
    """All of the page. `document`: id of the only document to show, or "" for a screen of them."""
    public = services.public
    found = _beside(services, entity)
    total = entity.documents
    screens = 0 if document else -(-total // DOCUMENTS_A_SCREEN)
    screen = min(screen, max(1, screens))
    shown = _documents(services, entity, screen, document)
    shown_as = called(services, entity)
    names = tuple(name_of(one) for one in other_names(services, entity))
    return EntityContext(
        id=entity.id,
        name=name_of(shown_as),
        kind=entities.coloured(entity.kind),
        kind_label=kind_note(services, entity),
        kind_href=f"/entities?kind={entity.kind}",
        handle=_handle(services, entity),
        names=names[:NAMES_SHOWN],
        names_more=max(0, len(names) - NAMES_SHOWN),
        named=_sentence(entity, found),
        facts=_dates(services, entity),
        stated=_stated(services, entity),
        hidden=entity.hidden,
        confirmed=entity.confirmed,
        known=entity.known,
        merged=entity.merged,
        documents=shown,
        documents_total=total,
        one_document=bool(document),
        pagination=records.pagination(
            screen,
            screens,
            {n: links.entity(entity.id, page=str(n)) + "#documents" for n in records.screens(screen, screens)},
        ),
        timeline=timeline_of(services, entity),
        companions=companions.companions(entity, found),
        companions_failed=""
        if found is not None
        else str(_("The index does not answer just now, so this is not known.")),
        search_href=search_href(entity),
        csv_href=f"/entities/{entity.id}/mentions.csv",
        json_href=f"/entities/{entity.id}.json",
        corrections=() if public else _corrections(entity),
        twins=(),
        history=() if public else history.of_entity(services, entity.id, HISTORY_SHOWN),
        history_href="" if public else f"/corrections?entity={entity.id}",
        done=done,
        updating=None if public else updating(services, links.entity(entity.id)),
    )


def name_of(text: str) -> Name:
    """A name with the language of its letters, where these tell."""
    return Name(text, "zh" if any("CJK" in unicodedata.name(one, "") for one in text) else "")


def kind_note(services: Services, entity: Entity) -> str:
    """ "WeChat account", "Political party"."""
    if entity.kind != "account":
        return str(words.FACET_LABELS[entity.kind])
    platform = entity.value.partition(":")[0]
    if platform in ("", UNKNOWN) or ":" not in entity.value:
        return str(_("Account, platform not known"))
    name = services.search.labels("platform", (platform,))[0]
    return str(_("%(platform)s account", platform=name))


def called(services: Services, entity: Entity) -> str:
    """The shown name in the language of the page, where config/ has it and no person gave another."""
    return naming.shown(entity.kind, entity.value, shown_name(services, entity))


def shown_name(services: Services, entity: Entity) -> str:
    """The name without the platform in brackets, where the page says the platform beside it."""
    return _without_platform(services, entity, (entity.name,))[0]


def other_names(services: Services, entity: Entity) -> tuple[str, ...]:
    """The other names in the same way, each once whatever its case."""
    shown = shown_name(services, entity)
    found = {name.casefold(): name for name in reversed(_without_platform(services, entity, entity.names))}
    return tuple(name for name in reversed(found.values()) if name.casefold() != shown.casefold())


def _without_platform(services: Services, entity: Entity, names: Sequence[str]) -> tuple[str, ...]:
    if entity.kind != "account":
        return tuple(names)
    platform = services.search.labels("platform", (entity.value.partition(":")[0],))[0]
    return tuple(name.removesuffix(f" ({platform})") or name for name in names)


def search_href(entity: Entity) -> str:
    return links.search(SearchUrl().toggled(entity.kind, entity.value))


def updating(services: Services, href: str) -> Updating | None:
    """A notice while counts still follow a correction; None when they are up to date."""
    waiting = services.registry.waiting()
    return Updating(waiting, href) if waiting else None


def timeline_of(services: Services, entity: Entity) -> TimelineView:
    """The first events, as a list and as a strip."""
    points = list(islice(shown_points(services, services.events.of_entity(entity.id)), EVENTS_SHOWN + 1))
    shown = points[:EVENTS_SHOWN]
    anchors = [f"event-{place}" for place in range(1, len(shown) + 1)]
    sources = {id_: _source(services, id_) for id_ in {point.document for point in shown}}
    given = services.registry.by_id({one.entity for p in shown for one in p.mentions if one.entity})
    labels = {key: one.name for key, one in given.items()}
    entries = tuple(
        timeline.entry(point, anchor, sources[point.document], point.mentions, labels, entity.id)
        for point, anchor in zip(shown, anchors, strict=True)
    )
    return TimelineView(
        first=entries[:EVENTS_LISTED],
        rest=entries[EVENTS_LISTED:],
        strip=timeline.strip(shown, anchors),
        total=len(shown),
        more=len(points) > len(shown),
        csv_href=f"/entities/{entity.id}/timeline.csv",
        href=links.timeline(entity=entity.id),
    )


def shown_points(services: Services, points: Iterable[TimelinePoint]) -> Iterable[TimelinePoint]:
    """Points as this site may show them; those that would name nobody are left out."""
    for point in points:
        mentions = people.shown_mentions(services, point.mentions)
        if len(mentions) == len(point.mentions):
            yield point
        elif any(one.kind in ("account", "party", "figure") for one in mentions):
            yield timeline.with_mentions(point, mentions)


def _source(services: Services, sha256: str) -> Link:
    title = records.title_of(services.catalog.document(sha256).document)
    return Link(title, links.document(sha256, title))


def _beside(services: Services, entity: Entity) -> tuple[Facet, ...] | None:
    """Facets over the pages that name it; None when the index does not answer."""
    try:
        return services.search.beside(entity.kind, entity.value)
    except (QueryError, Unavailable):
        return None


def _sentence(entity: Entity, found: tuple[Facet, ...] | None) -> str:
    if not entity.documents:
        return str(_("Named in no document now."))
    known = next((facet for facet in found if facet.name == "institution"), None) if found else None
    values = [one for one in known.values if one.value != UNKNOWN and one.pages] if known else []
    counts = {
        "times": words.counted(entity.mentions, "time"),
        "pages": words.counted(entity.pages, "page"),
        "documents": words.counted(entity.documents, "document"),
        "institutions": words.counted(len(values), "institution"),
    }
    if not values:
        sentence = _("Named %(times)s on %(pages)s of %(documents)s.")
    elif known and known.more:
        sentence = _("Named %(times)s on %(pages)s of %(documents)s from at least %(institutions)s.")
    else:
        sentence = _("Named %(times)s on %(pages)s of %(documents)s from %(institutions)s.")
    return str(sentence) % counts


def _handle(services: Services, entity: Entity) -> str:
    """The handle as read, where a mention has one."""
    if entity.kind != "account":
        return ""
    handles = (
        one.mention.details.handle
        for one in islice(services.named.all_mentions(entity.id), MENTIONS_A_DOCUMENT)
        if isinstance(one.mention.details, AccountDetails)
    )
    return next((handle for handle in handles if handle), "")


def _dates(services: Services, entity: Entity) -> tuple[Stated, ...]:
    ends = services.named.dated(entity.id)
    if not ends:
        return (Stated(_("Dates"), _("no document that names it has a date"), "", "", ""),) if entity.documents else ()
    spread = ends[0].document.date != ends[-1].document.date
    labels = (_("First named"), _("Last named")) if spread else (_("Named"),)
    return tuple(
        Stated(
            label,
            _("in a document of %(date)s", date=words.edtf(one.document.date) or words.edtf(_released(one))),
            records.title_of(one.document),
            links.document(one.document.id, records.title_of(one.document)),
            "",
        )
        for label, one in zip(labels, ends, strict=False)
    )


def _released(record: DocumentRecord) -> str | None:
    return next((one.released for one in record.releases if one.released), None)


def _stated(services: Services, entity: Entity) -> tuple[Stated, ...]:
    """Operator and followers, each with the page that states it."""
    if entity.kind != "account":
        return ()
    rows: dict[tuple[str, str], Stated] = {}
    for one in services.named.stated(entity.id, STATED_SHOWN * 4):
        details = one.mention.details
        if not isinstance(details, AccountDetails):
            continue
        facts = (
            (str(_("Operator")), details.operator or ""),
            (str(_("Followers")), words.number(details.followers) if details.followers is not None else ""),
        )
        for name, value in facts:
            if value:
                href = links.mention(one.document, one.page, one.mention.start)
                rows.setdefault((name, value), Stated(name, value, _where(one), href, one.mention.hedge or ""))
    return tuple(sorted(rows.values(), key=lambda one: one.name, reverse=True))[:STATED_SHOWN]


def _where(one: NamedMention) -> str:
    return f"p. {words.number(one.page)}" + (f" ({one.label})" if one.label else "")


def _documents(services: Services, entity: Entity, screen: int, document: str) -> tuple[NamedDocumentView, ...]:
    if document:
        chosen = _only(services, entity, document)
    else:
        start = (screen - 1) * DOCUMENTS_A_SCREEN
        chosen = services.named.documents(entity.id, start, DOCUMENTS_A_SCREEN)
    names = records.institutions(services.search, (release for one in chosen for release in one.record.releases))
    return tuple(_document(services, entity, one, names, whole=bool(document)) for one in chosen)


def _only(services: Services, entity: Entity, document: str) -> tuple[NamedDocument, ...]:
    record = services.catalog.document(document)
    found = services.named.mentions(entity.id, record.document.number, MENTIONS_OF_ONE)
    return (NamedDocument(record, len({one.page for one in found}), len(found)),) if found else ()


def _document(
    services: Services, entity: Entity, one: NamedDocument, names: dict[str, str], *, whole: bool
) -> NamedDocumentView:
    document, title = one.record.document, records.title_of(one.record.document)
    limit = MENTIONS_OF_ONE if whole else MENTIONS_A_DOCUMENT
    found = services.named.mentions(entity.id, document.number, limit)
    passages, seen = _passages(services, found, None if whole else PASSAGES_A_DOCUMENT)
    return NamedDocumentView(
        title=title,
        href=links.document(document.id, title),
        date=words.edtf(document.date),
        author=document.author or "",
        releases=records.release_lines(one.record.releases, names),
        language=document.language,
        pages=one.pages,
        mentions=one.mentions,
        passages=passages,
        more=max(0, one.mentions - seen),
        more_href="" if whole else links.entity(entity.id, document=document.short_id) + "#documents",
    )


def _passages(
    services: Services, found: Sequence[NamedMention], limit: int | None
) -> tuple[tuple[PassageView, ...], int]:
    """Passages, and how many mentions stand in them; mentions in one sentence share a passage."""
    public = services.public
    placed = [(one, telling.sentence_of(one)) for one in found]
    groups = [
        (sentence, [one for one, _ in group])
        for (_, sentence), group in groupby(placed, key=lambda pair: (pair[0].page, pair[1]))
    ]
    shown = groups if limit is None else groups[:limit]
    views = tuple(_passage(services, members, sentence, public=public) for sentence, members in shown)
    return views, sum(len(members) for _, members in shown)


def _passage(services: Services, members: Sequence[NamedMention], sentence: Span, *, public: bool) -> PassageView:
    first = members[0]
    runs = telling.told(members, sentence)
    return PassageView(
        runs=runs,
        number=first.page,
        label=first.label,
        href=links.mention(first.document, first.page, first.mention.start),
        notes=mention_notes(first.mention, hedge_shown=telling.has_hedge(runs)),
        reject_href="" if public else entities.reject_href(first.document, first.page, first.mention),
    )


def mention_notes(mention: Mention, *, hedge_shown: bool) -> tuple[str, ...]:
    """What a reader must know of a mention beside its passage."""
    notes = []
    if mention.hedge and not hedge_shown:
        notes.append(str(_("said with “%(hedge)s”", hedge=mention.hedge)))
    if mention.confidence < entities.LOW_CONFIDENCE:
        notes.append(str(_("the program is not sure of this reading")))
    basis = mention.details.platform_basis if isinstance(mention.details, AccountDetails) else ""
    if basis == "section":
        notes.append(str(_("the platform is that of the section")))
    elif basis == "document":
        notes.append(str(_("the platform is that of the document")))
    return tuple(notes)


def _corrections(entity: Entity) -> tuple[Link, ...]:
    base = links.entity(entity.id)
    ways = [
        (_("Rename"), "rename", _("another name is shown")),
        (_("Merge"), "merge", _("it is the same as another")),
        (_("Split"), "split", _("some mentions are of another")),
    ]
    if not entity.confirmed:
        ways.append((_("Confirm"), "confirm", _("you vouch for it")))
    if not entity.hidden:
        ways.append((_("Hide"), "hide", _("it counts nowhere")))
    return tuple(Link(label, f"{base}/{way}", note) for label, way, note in ways)
