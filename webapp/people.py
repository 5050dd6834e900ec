"""What a site may show of people: a private one all, a public one those who stand in config/ or are confirmed
(design.md, rule 11). And of names that were hidden: a public site none, by whatever name an address asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.errors import NotFound
from indexer.model.mention import Mention
from indexer.model.registry import KINDS, Entity, EntityKind, entity_kind, entity_of
from indexer.search.parser import shortened
from webapp.languages import lazy_gettext as _l
from webapp.params import ReadUrl
from webapp.said import said
from webapp.services import PERSON, Services

NOT_SHOWN: str = _l("This site does not filter by that name; the filter was left out.")


def shown_mentions(services: Services, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions that this site may show, in order."""
    if not services.public:
        return tuple(mentions)
    people = {one.entity or entity_of(one) or "" for one in mentions if entity_kind(one) == PERSON}
    if not people and not any(_is_person(one) for one in mentions):
        return tuple(mentions)
    known = services.registry.by_id(people)
    allowed = services.registry.publishable(one.value for one in known.values())
    shown = {key for key, one in known.items() if one.value in allowed}
    return tuple(one for one in mentions if not _is_person(one) or (one.entity or entity_of(one)) in shown)


def checked_search(services: Services, read: ReadUrl) -> ReadUrl:
    """The search of an address, as long as a query may be, without filters by people whom this site does not show, and
    by hidden names."""
    read = _as_searched(read, services.settings.search.query_length_limit)
    if not services.public:
        return read
    asked: dict[EntityKind, dict[str, None]] = {}
    for name, values in (*read.url.filters.include, *read.url.filters.exclude):
        if name in KINDS:
            asked.setdefault(name, {}).update(dict.fromkeys(values))
    url = read.url
    for kind, wanted in asked.items():
        shown = _shown_values(services, kind, list(wanted))
        for value in wanted:
            if value not in shown:
                url = url.without(kind, value)
    return read if url == read.url else ReadUrl(url, (*read.notices, str(NOT_SHOWN)))


def _as_searched(read: ReadUrl, limit: int) -> ReadUrl:
    """With the part of the query that is searched for: every link of a page has it, and a page has hundreds."""
    query, cut = shortened(read.url.query, limit)
    if not cut:
        return read
    return ReadUrl(replace(read.url, query=query), (*read.notices, *map(said, cut)))


def _shown_values(services: Services, kind: EntityKind, values: Sequence[str]) -> frozenset[str]:
    if kind == PERSON:
        return services.registry.publishable(values)
    hidden, merged = services.registry.hidden(kind), services.registry.canonical(kind, values)
    return frozenset(value for value in values if merged.get(value, value) not in hidden)


def may_show(services: Services, entity: Entity) -> bool:
    """False for a person whom this site must not show."""
    return not services.public or entity.kind != PERSON or entity.known or entity.confirmed


def checked(services: Services, entity: Entity) -> Entity:
    """The entity, when this site may show it. Raises NotFound, as for one that is not there."""
    if not may_show(services, entity):
        raise NotFound(entity.id)
    return entity


def _is_person(mention: Mention) -> bool:
    return getattr(mention.details, "party_kind", None) == PERSON
