"""Where mentions stand and what is counted of entities, worked out from nothing but mentions and rules.

For `ati verify`, which compares, and for setting right what differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, astuple
from itertools import groupby

from sqlalchemy import Connection, bindparam, delete, func, select, update

from indexer.catalog import rules, tallies
from indexer.catalog.registry_tables import EntityNameRow
from indexer.catalog.resolving import Occurrence, Resolver
from indexer.catalog.tables import DOCUMENT, ENTITY, MENTION
from indexer.model.record import split_key

_ROWS_A_FETCH = 5_000

Wrong = tuple[int, int, str | None, bool]
"""Page key, position, and the entity and rejection that the rules say."""


def misplaced_documents(connection: Connection) -> list[str]:
    """Ids of documents with a mention that does not stand where the rules put it; in order."""
    names = _documents(connection)
    return [names[number] for number in sorted({split_key(row[0])[0] for row in _misplaced(connection, names)})]


def miscounted(connection: Connection) -> list[str]:
    """Ids of entities whose counts differ from their mentions, or whose marks differ from the rules; in order."""
    counted = {row[0]: tuple(row)[1:] for row in connection.execute(tallies.counts(MENTION.c.entity.is_not(None)))}
    labelled = _labelled(connection, {one: counts[0] for one, counts in counted.items()})
    resolver = rules.resolver(connection)
    rows = {row.id: row for row in connection.execute(select(ENTITY))}
    wrong = {
        one
        for one, row in rows.items()
        if (row.mentions, row.pages, row.documents) != counted.get(one, (0, 0, 0))
        or (row.name, row.hidden, row.confirmed, row.merged_into) != astuple(resolver.marks(row.kind, row.value))
    }
    return sorted(wrong | (counted.keys() - rows.keys()) | labelled)


def recount(connection: Connection) -> set[int]:
    """Sets everything right; numbers of the documents whose mentions or entities changed."""
    names = _documents(connection)
    wrong = list(_misplaced(connection, names))
    off = miscounted(connection)
    keys = connection.execute(
        select(MENTION.c.facet, MENTION.c.value).where(MENTION.c.facet.is_not(None)).distinct()
    ).all()
    resolver = rules.resolver(connection)
    ends = {(kind, way.into) for (kind, _), ways in resolver.splits.items() for way in ways}
    ends |= {(kind, into) for (kind, _), into in resolver.merges.items()}
    tallies.enter(connection, {(row[0], row[1]) for row in keys} | ends)
    if wrong:
        this = (MENTION.c.page == bindparam("row_page")) & (MENTION.c.position == bindparam("row_position"))
        connection.execute(
            update(MENTION).where(this),
            [{"row_page": row[0], "row_position": row[1], "entity": row[2], "rejected": row[3]} for row in wrong],
        )
    _count_all(connection, resolver)
    return {split_key(row[0])[0] for row in wrong} | _documents_of(connection, off)


def _count_all(connection: Connection, resolver: Resolver) -> None:
    connection.execute(delete(EntityNameRow))
    tallies.change_names(connection, tallies.named(connection, MENTION.c.entity.is_not(None)), 1)
    rows = connection.execute(select(ENTITY.c.id, ENTITY.c.kind, ENTITY.c.value)).all()
    marks = [{"row_id": row.id, **asdict(resolver.marks(row.kind, row.value))} for row in rows]
    if marks:
        connection.execute(update(ENTITY).where(ENTITY.c.id == bindparam("row_id")), marks)
    ids = [row.id for row in rows]
    tallies.recount(connection, ids)
    tallies.relabel(connection, ids)


def _misplaced(connection: Connection, names: dict[int, str]) -> Iterator[Wrong]:
    resolver = rules.resolver(connection)
    rows = connection.execute(
        select(
            MENTION.c.page, MENTION.c.position, MENTION.c.kind, MENTION.c.start, MENTION.c.text, MENTION.c.facet,
            MENTION.c.value, MENTION.c.entity, MENTION.c.rejected,
        ).order_by(MENTION.c.page, MENTION.c.position),
        execution_options={"yield_per": _ROWS_A_FETCH},
    )  # fmt: skip
    for key, page in groupby(rows, key=lambda row: int(row.page)):
        number, sheet = split_key(key)
        listed = list(page)
        found = [Occurrence(row.position, row.kind, row.start, row.text) for row in listed]
        rejected = resolver.rejected(names[number], sheet, found)
        for row in listed:
            to = resolver.entity_of(row.facet, row.value, names[number], row.text)
            entity = None if row.position in rejected else to
            if (entity, row.position in rejected) != (row.entity, row.rejected):
                yield key, row.position, entity, row.position in rejected


def _labelled(connection: Connection, counted: dict[str, int]) -> set[str]:
    """Entities whose kept names count otherwise than their mentions, of which `counted` says how many there are."""
    kept = select(EntityNameRow.entity, func.sum(EntityNameRow.texts)).group_by(EntityNameRow.entity)
    texts = {row[0]: row[1] for row in connection.execute(kept) if row[1]}
    return {one for one in texts.keys() | counted.keys() if texts.get(one) != counted.get(one)}


def _documents(connection: Connection) -> dict[int, str]:
    return {row[0]: row[1] for row in connection.execute(select(DOCUMENT.c.number, DOCUMENT.c.id))}


def _documents_of(connection: Connection, entities: list[str]) -> set[int]:
    found: set[int] = set()
    for some in tallies.chunks(entities):
        chosen = select(MENTION.c.page).where(MENTION.c.entity.in_(some)).distinct()
        found |= {split_key(key)[0] for key in connection.scalars(chosen)}
    return found
