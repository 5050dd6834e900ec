"""Who stands on the same pages as a name: counted by the index over the pages that name it."""

from __future__ import annotations

from indexer.model.record import UNKNOWN
from indexer.model.registry import KINDS, Entity, entity_id
from indexer.model.result import Facet
from webapp import links, naming
from webapp.entities import KINDS_MANY, coloured
from webapp.entity_contexts import Companion, CompanionGroup
from webapp.params import SearchUrl

COMPANIONS_SHOWN = 8


def companions(entity: Entity, found: tuple[Facet, ...] | None) -> tuple[CompanionGroup, ...]:
    """Groups of names by kind, most pages first; none where the index did not answer."""
    if found is None:
        return ()
    by_name = {facet.name: facet for facet in found}
    groups = (_group(entity, by_name[name]) for name in KINDS if name in by_name)
    return tuple(group for group in groups if group.rows)


def _group(entity: Entity, facet: Facet) -> CompanionGroup:
    others = [
        one
        for one in facet.values
        if one.pages and one.value != UNKNOWN and (facet.name, one.value) != (entity.kind, entity.value)
    ]
    url = SearchUrl().toggled(entity.kind, entity.value)
    rows = tuple(
        Companion(
            naming.shown(facet.name, one.value, one.label),
            links.entity(entity_id(facet.name, one.value)),
            one.pages,
            links.search(_both(url, entity, facet.name, one.value)),
        )
        for one in others[:COMPANIONS_SHOWN]
    )
    return CompanionGroup(
        coloured(facet.name), str(KINDS_MANY[facet.name]), rows, len(others) > len(rows) or facet.more
    )


def _both(url: SearchUrl, entity: Entity, name: str, value: str) -> SearchUrl:
    """Values of one facet are alternatives, so two of the same kind are asked for by words of the query."""
    if name != entity.kind:
        return url.toggled(name, value)
    return SearchUrl(f'{name}:"{_quoted(entity.value)}" {name}:"{_quoted(value)}"')


def _quoted(value: str) -> str:
    return value.replace('"', " ")
