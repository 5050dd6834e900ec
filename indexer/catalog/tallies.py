"""How often an entity and its names occur, kept up to date as mentions come, go and move.

Functions inside a transaction that others opened. Rows are written in the order of their keys: two writers that
lock the same rows in two orders would wait for each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, func, or_, select, update

from indexer.catalog import dialect
from indexer.catalog.folded import folded
from indexer.catalog.registry_tables import EntityNameRow, EntityRow
from indexer.catalog.tables import ENTITY, ENTITY_NAME, MENTION, MENTIONED_IN, RULE, MentionRow
from indexer.model.record import page_key, split_key
from indexer.model.registry import entity_id

NAME_CHARS = 200
"""A longer name is cut: it is a line of text that was taken for one."""
CHUNK = 500
"""Keys in one statement; SQLite takes some thousands."""

_Key = TypeVar("_Key", int, str)

Named = tuple[str, str | None, str, int]
"""Entity, label, text and how many mentions have the three."""


def enter(connection: Connection, keys: Iterable[tuple[str, str]]) -> None:
    """Makes rows for entities `(kind, value)` that have none."""
    rows = {entity_id(kind, value): (kind, value) for kind, value in keys}
    dialect.insert_new(
        connection,
        ENTITY,
        [
            {"id": key, "kind": kind, "value": value, "sort_name": folded(value)[:NAME_CHARS]}
            for key, (kind, value) in sorted(rows.items())
        ],
    )


def forget(connection: Connection, first_key: int, last_key: int) -> None:
    """Deletes the mentions of these pages of one document, and takes them out of all counts."""
    between = MENTION.c.page.between(first_key, last_key)
    _count(connection, first_key, last_key, -1)
    connection.execute(delete(MentionRow).where(between))


def forget_unread(connection: Connection) -> None:
    """Deletes names that nothing is called by any more, and entities that are named nowhere and by no rule: what was
    taken down must not be told by what was read in it. They are entered again when they are read again."""
    connection.execute(delete(EntityNameRow).where(EntityNameRow.labels <= 0, EntityNameRow.texts <= 0))
    named = or_(RULE.c.value == ENTITY.c.value, RULE.c.into_value == ENTITY.c.value)
    ruled = exists().where(RULE.c.kind == ENTITY.c.kind, named, RULE.c.action != "reject")
    connection.execute(delete(EntityRow).where(ENTITY.c.mentions == 0, ~ruled))


def count(connection: Connection, first_key: int, last_key: int) -> None:
    """Adds the new mentions of these pages of one document to all counts; their entities were entered."""
    _count(connection, first_key, last_key, 1)


def named(connection: Connection, chosen: ColumnElement[bool]) -> list[Named]:
    """The names of the chosen mentions, those without an entity left out."""
    rows = connection.execute(
        select(MENTION.c.entity, MENTION.c.label, MENTION.c.text, func.count())
        .where(chosen, MENTION.c.entity.is_not(None))
        .group_by(MENTION.c.entity, MENTION.c.label, MENTION.c.text)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def change_names(connection: Connection, found: Iterable[Named], sign: int) -> None:
    """Adds names to the counts (`sign` 1) or takes them off (-1). `relabel` follows, when all is done."""
    labels: Counter[tuple[str, str]] = Counter()
    texts: Counter[tuple[str, str]] = Counter()
    for entity, label, text, mentions in found:
        texts[entity, _name(text)] += sign * mentions
        if label:
            labels[entity, _name(label)] += sign * mentions
    rows = [
        {"entity": key[0], "name": key[1], "folded": folded(key[1]), "labels": labels[key], "texts": texts[key]}
        for key in sorted({*labels, *texts})
        if labels[key] or texts[key]
    ]
    changes = {"labels": dialect.ADDED, "texts": dialect.ADDED}
    dialect.upsert(connection, ENTITY_NAME, rows, ("entity", "name"), changes)


def relabel(connection: Connection, entities: Iterable[str]) -> None:
    """Sets the label read most often, and the name to sort by, of these entities."""
    for some in chunks(entities):
        best: dict[str, str] = {}
        for row in connection.execute(
            select(ENTITY_NAME.c.entity, ENTITY_NAME.c.name)
            .where(ENTITY_NAME.c.entity.in_(some), ENTITY_NAME.c.labels > 0)
            .order_by(ENTITY_NAME.c.labels, ENTITY_NAME.c.name)
        ):
            best[row.entity] = row.name  # the most used one comes last
        _set_labels(connection, some, best)


def recount(connection: Connection, entities: Iterable[str]) -> None:
    """Counts the mentions, pages and documents of these entities anew."""
    for some in chunks(entities):
        counted = {row[0]: row for row in connection.execute(counts(MENTION.c.entity.in_(some)))}
        rows = [
            {"row_id": one, "mentions": counted[one][1], "pages": counted[one][2], "documents": counted[one][3]}
            if one in counted
            else {"row_id": one, "mentions": 0, "pages": 0, "documents": 0}
            for one in some
        ]
        connection.execute(update(ENTITY).where(ENTITY.c.id == bindparam("row_id")), rows)


def counts(chosen: ColumnElement[bool]) -> Any:
    """The query of entity, mentions, pages and documents, answered by the index on (entity, page) alone."""
    return (
        select(
            MENTION.c.entity,
            func.count(),
            func.count(MENTION.c.page.distinct()),
            func.count(MENTIONED_IN.distinct()),
        )
        .where(chosen)
        .group_by(MENTION.c.entity)
    )


def chunks(keys: Iterable[_Key]) -> Iterable[Sequence[_Key]]:
    """In order, each once, so many as one statement takes."""
    ordered = sorted(set(keys))
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _count(connection: Connection, first_key: int, last_key: int, sign: int) -> None:
    between = MENTION.c.page.between(first_key, last_key)
    found = named(connection, between)
    if not found:
        return
    change_names(connection, found, sign)
    rows = connection.execute(counts(between & MENTION.c.entity.is_not(None))).all()
    entities = sorted(row[0] for row in rows)
    elsewhere = _elsewhere(connection, entities, first_key, last_key)
    pages = {row[0]: row for row in rows}
    connection.execute(
        update(ENTITY)
        .where(ENTITY.c.id == bindparam("row_id"))
        .values(
            mentions=ENTITY.c.mentions + bindparam("more_mentions"),
            pages=ENTITY.c.pages + bindparam("more_pages"),
            documents=ENTITY.c.documents + bindparam("more_documents"),
        ),
        [
            {"row_id": one, "more_mentions": sign * pages[one][1], "more_pages": sign * pages[one][2],
             "more_documents": 0 if one in elsewhere else sign}
            for one in entities
        ],
    )  # fmt: skip
    relabel(connection, entities)


def _elsewhere(connection: Connection, entities: Sequence[str], first_key: int, last_key: int) -> set[str]:
    """Those of the entities that other pages of the same document mention."""
    document = split_key(first_key)[0]
    before = MENTION.c.page.between(page_key(document, 0), first_key - 1)
    behind = MENTION.c.page.between(last_key + 1, page_key(document + 1, 0) - 1)
    same = MENTION.c.entity == ENTITY.c.id
    return {
        one
        for some in chunks(entities)
        for one in connection.scalars(
            select(ENTITY.c.id).where(
                ENTITY.c.id.in_(some), or_(exists().where(same, before), exists().where(same, behind))
            )
        )
    }


def _set_labels(connection: Connection, entities: Sequence[str], best: dict[str, str]) -> None:
    rows = connection.execute(
        select(ENTITY.c.id, ENTITY.c.value, ENTITY.c.name, ENTITY.c.label, ENTITY.c.sort_name)
        .where(ENTITY.c.id.in_(entities))
        .order_by(ENTITY.c.id)
    )
    changed = []
    for row in rows:
        label = best.get(row.id)
        sort_name = folded(row.name or label or row.value)[:NAME_CHARS]
        if (label, sort_name) != (row.label, row.sort_name):
            changed.append({"row_id": row.id, "label": label, "sort_name": sort_name})
    if changed:
        connection.execute(update(ENTITY).where(ENTITY.c.id == bindparam("row_id")), changed)


def _name(text: str) -> str:
    return " ".join(text.split())[:NAME_CHARS]
