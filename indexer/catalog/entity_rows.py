"""Entities as the index and lists take them: their value, and the names that people gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from indexer.catalog import tallies
from indexer.catalog.tables import ENTITY

NAMED_BY_VALUE = ("account", "person", "organisation")
"""Kinds whose values are names where no gazetteer gives an id."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entity stands after all rules: `value` is its facet value, `names` are to be found beside those that
    the page has."""

    value: str
    hidden: bool
    names: tuple[str, ...] = ()


def standings(connection: Connection, entities: Iterable[str]) -> dict[str, Standing]:
    """By id; one that was merged stands where it was merged into. Unknown ids are left out."""
    rows = _rows(connection, entities)
    rows |= _rows(connection, {row.merged_into for row in rows.values() if row.merged_into})
    members = merged(connection, rows)
    found = {}
    for one, row in rows.items():
        last = rows.get(row.merged_into or "", row)
        found[one] = Standing(last.value, last.hidden, _names(last, members.get(last.id, ())))
    return found


def merged(connection: Connection, entities: Iterable[str]) -> dict[str, tuple[tuple[str, str | None, bool], ...]]:
    """`(value, name given, confirmed)` of what was merged into each of these, by value."""
    found: dict[str, tuple[tuple[str, str | None, bool], ...]] = {}
    for some in tallies.chunks(entities):
        rows = connection.execute(
            select(ENTITY.c.merged_into, ENTITY.c.value, ENTITY.c.name, ENTITY.c.confirmed)
            .where(ENTITY.c.merged_into.in_(some))
            .order_by(ENTITY.c.value)
        )
        for row in rows:
            found[row.merged_into] = (*found.get(row.merged_into, ()), (row.value, row.name, row.confirmed))
    return found


def _names(row: Row[Any], members: Sequence[tuple[str, str | None, bool]]) -> tuple[str, ...]:
    """What a person named, and, once it stands for several, the names in their values."""
    values = [row.value, *(value for value, _, _ in members)] if members and row.kind in NAMED_BY_VALUE else []
    by_value = [value.partition(":")[2] if row.kind == "account" else value for value in values]
    given = [row.name, *(name for _, name, _ in members)]
    return tuple(dict.fromkeys(name for name in (*given, *by_value) if name))


def _rows(connection: Connection, entities: Iterable[str]) -> dict[str, Row[Any]]:
    columns = (ENTITY.c.id, ENTITY.c.kind, ENTITY.c.value, ENTITY.c.name, ENTITY.c.hidden, ENTITY.c.merged_into)
    found: dict[str, Row[Any]] = {}
    for some in tallies.chunks(entities):
        found |= {row.id: row for row in connection.execute(select(*columns).where(ENTITY.c.id.in_(some)))}
    return found
