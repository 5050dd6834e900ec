"""The list of entities: by kind, filtered by a part of the name, by pages or by name."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from indexer.model.registry import KINDS, Entity, EntityOrder
from webapp import entities, entity_page, links, people, records, words
from webapp.contexts import Link
from webapp.entity_contexts import EntitiesContext, EntityRow
from webapp.languages import lazy_gettext as _l
from webapp.services import PERSON, Services

ROWS_A_SCREEN = 50
OTHERS_SHOWN = 3
PEOPLE_READ = 500
"""People read at once on a public site, where most are left out."""
PEOPLE_LOOKED_AT = 20_000
NAME_LENGTH = 200
ORDERS: dict[EntityOrder, str] = {"pages": _l("most pages first"), "name": _l("by name")}


def context(
    services: Services, kind: str, name: str, order: str, screen: int, *, hidden: bool, notices: tuple[str, ...]
) -> EntitiesContext:
    """A screen of the list. `hidden`: those that a person has hidden instead (private sites only)."""
    public = services.public
    chosen: EntityOrder = "name" if order == "name" else "pages"
    if public and kind == PERSON:
        found = tuple(_public_people(services, name, chosen))
        total = len(found)
    else:
        found, total = (), services.registry.count_entities(kind, name, hidden=hidden)
    screens = -(-total // ROWS_A_SCREEN)
    screen = min(screen, max(1, screens))
    start = (screen - 1) * ROWS_A_SCREEN
    shown = found[start : start + ROWS_A_SCREEN] or (
        services.registry.entities(kind, name, chosen, start, ROWS_A_SCREEN, hidden=hidden)
        if not found and total
        else ()
    )
    kept = {"kind": kind, "name": name, "order": "" if chosen == "pages" else chosen, "hidden": "1" if hidden else ""}
    return EntitiesContext(
        kind=kind,
        kind_label=str(entities.KINDS_MANY[kind]),
        kinds=_kinds(services, kind, kept, hidden=hidden),
        name=name,
        order=chosen,
        orders=tuple(Link(str(label), _href(kept, order=key), key, key == chosen) for key, label in ORDERS.items()),
        rows=tuple(_row(services, one) for one in shown),
        total=total,
        pagination=records.pagination(
            screen, screens, {number: _href(kept, page=str(number)) for number in records.screens(screen, screens)}
        ),
        hidden=hidden,
        hidden_href="" if public else _href(kept, hidden="" if hidden else "1"),
        notices=notices,
        updating=None if public else entity_page.updating(services, _href(kept)),
    )


def _public_people(services: Services, name: str, order: EntityOrder) -> Iterator[Entity]:
    """People whom a public site may show; among the first 20,000."""
    for start in range(0, PEOPLE_LOOKED_AT, PEOPLE_READ):
        found = services.registry.entities(PERSON, name, order, start, PEOPLE_READ)
        yield from (one for one in found if people.may_show(services, one))
        if len(found) < PEOPLE_READ:
            return


def _kinds(services: Services, kind: str, kept: dict[str, str], *, hidden: bool) -> tuple[Link, ...]:
    public = services.public
    found = []
    for one in KINDS:
        total = services.registry.count_entities(one, "", hidden=hidden)
        note = "" if public and one == PERSON else words.number(total)
        found.append(Link(str(entities.KINDS_MANY[one]), _href(kept, kind=one, name=""), note, one == kind))
    return tuple(found)


def _row(services: Services, one: Entity) -> EntityRow:
    return EntityRow(
        name=entity_page.called(services, one),
        href=links.entity(one.id),
        note=entity_page.kind_note(services, one) if one.kind == "account" else "",
        others=tuple(entity_page.name_of(name) for name in _others(services, one)),
        pages=one.pages,
        documents=one.documents,
        confirmed=one.confirmed,
    )


def _others(services: Services, one: Entity) -> tuple[str, ...]:
    return entity_page.other_names(services, one)[:OTHERS_SHOWN]


def _href(kept: dict[str, str], **changes: str) -> str:
    return "/entities?" + urlencode({name: value for name, value in {**kept, **changes}.items() if value})
