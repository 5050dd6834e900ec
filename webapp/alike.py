"""Accounts that are likely one: what an operator is offered to merge. Nothing is ever merged by likeness alone."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.catalog.folded import folded
from indexer.model.record import UNKNOWN
from indexer.model.registry import Entity
from webapp import entity_page, links
from webapp.contexts import Link
from webapp.languages import gettext as _
from webapp.services import Services

LOOKED_AT = 20
SHOWN = 3


def bare_name(services: Services, entity: Entity) -> str:
    """The name as people type it: without the platform in brackets, and an account's without "@"."""
    name = entity_page.shown_name(services, entity)
    return (name.lstrip("@") or name) if entity.kind == "account" else name


def search(services: Services, kind: str, text: str, limit: int) -> tuple[Entity, ...]:
    """Entities of a kind with the text in a name; when there is none, with what stands before a bracket, without
    "@": so that a name is found as it is printed here."""
    plain = text.partition(" (")[0].lstrip("@")
    for wanted in dict.fromkeys(one for one in (text, plain) if one):
        if found := services.registry.entities(kind, wanted, "pages", 0, limit):
            return found
    return ()


def twins(services: Services, entity: Entity) -> tuple[Entity, ...]:
    """Other accounts on the same platform that have the name of this one; empty for other kinds, and where the
    platform is not known."""
    platform, colon, _ = entity.value.partition(":")
    if entity.kind != "account" or not colon or platform == UNKNOWN:
        return ()
    own, name = _names(entity), bare_name(services, entity)
    found = search(services, "account", name, LOOKED_AT)
    return tuple(
        one
        for one in found
        if one.id != entity.id
        and one.value.startswith(f"{platform}:")
        and (folded(bare_name(services, one)) in own or folded(name) in _names(one))
    )[:SHOWN]


def offers(services: Services, entity: Entity) -> tuple[Link, ...]:
    """Twins as links to the check before a merge; the note is the value, which tells them apart."""
    return tuple(
        Link(one.name, f"{links.entity(entity.id)}/merge?into={one.id}", one.value.partition(":")[2])
        for one in twins(services, entity)
    )


def platforms_differ(services: Services, entity: Entity, into: Entity) -> str:
    """A warning before accounts of different platforms become one; "" where there is nothing to warn of."""
    one, other = (each.value.partition(":")[0] for each in (entity, into))
    if entity.kind != "account" or one == other or UNKNOWN in (one, other):
        return ""
    first, second = services.search.labels("platform", (one, other))
    sentence = _(
        "They are on different platforms (%(one)s and %(other)s): merge them only when you know that they are one "
        "account."
    )
    return str(sentence) % {"one": first, "other": second}


def _names(entity: Entity) -> frozenset[str]:
    return frozenset(_folded((entity.value.partition(":")[2], entity.name, *entity.names)))


def _folded(names: Iterable[str]) -> Iterable[str]:
    return (folded(name.partition(" (")[0].lstrip("@")) for name in names)
