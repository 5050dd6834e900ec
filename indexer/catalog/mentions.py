"""Mention rows: saved by part, read by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as changed
from typing import Any, cast

from sqlalchemy import Connection, Row, and_, insert, select, true

from indexer.catalog import codec, dialect, rules, tallies
from indexer.catalog.resolving import Occurrence, Resolver
from indexer.catalog.tables import DOCUMENT, ENTITY, MENTION, PAGE
from indexer.model.mention import FigureDetails, Mention, MentionKind
from indexer.model.record import page_key, split_key
from indexer.model.registry import entity_id, entity_kind

_INDEXED = ("account", "platform", "party")


def replace(
    connection: Connection, document: int, first: int, last: int, found: Sequence[tuple[int, Sequence[Mention]]]
) -> None:
    """The mentions of pages `first` to `last`, each for the entity that people's rules give it.

    Those of pages that are no longer there are left out.
    """
    lower, upper = page_key(document, first), page_key(document, last)
    dialect.lock_rules(connection, alone=False)
    tallies.forget(connection, lower, upper)
    there = set(connection.scalars(select(PAGE.c.key).where(PAGE.c.key.between(lower, upper))))
    kept = [(page_key(document, number), mentions) for number, mentions in found]
    resolver = rules.resolver(connection)
    name = str(connection.scalar(select(DOCUMENT.c.id).where(DOCUMENT.c.number == document)))
    entered: dict[tuple[str, str], None] = {}
    rows = [row for key, mentions in kept if key in there for row in _page_rows(resolver, name, key, mentions, entered)]
    if rows:
        tallies.enter(connection, entered)
        connection.execute(insert(MENTION), rows)
        tallies.count(connection, lower, upper)


def read(connection: Connection, keys: Sequence[int]) -> dict[int, list[Mention]]:
    """Mentions of each page that has some, by position; without rejected ones and those of hidden entities."""
    shown: dict[int, list[Mention]] = {}
    for key, listed in _listed(connection, keys).items():
        if mentions := _shown(listed):
            shown[key] = mentions
    return shown


def for_index(connection: Connection, keys: Sequence[int]) -> dict[int, list[Mention]]:
    """As `read`, of the kinds that the index holds and without boxes: a third of the time, and every page of a rebuild
    needs it."""
    columns = (
        MENTION.c.page, MENTION.c.kind, MENTION.c.start, MENTION.c.end, MENTION.c.text, MENTION.c.value,
        MENTION.c.label, MENTION.c.details_json, MENTION.c.entity,
    )  # fmt: skip
    rows = connection.execute(
        select(*columns)
        .select_from(MENTION.outerjoin(ENTITY, and_(ENTITY.c.id == MENTION.c.entity, ENTITY.c.hidden == true())))
        .where(MENTION.c.page.in_(keys), MENTION.c.kind.in_(_INDEXED), ~MENTION.c.rejected, ENTITY.c.id.is_(None))
        .order_by(MENTION.c.page, MENTION.c.position)
    )
    found: dict[int, list[Mention]] = {}
    for page, kind, start, end, text, value, label, details, entity in rows:
        said = codec.details_alone(kind, details)
        mention = Mention(kind, start, end, text, value, label, 0.0, "", said, entity=entity)
        found.setdefault(page, []).append(mention)
    return found


def left_out(connection: Connection, key: int) -> list[Mention]:
    """Mentions of a page that `read` leaves out."""
    return [mention for mention, aside in _listed(connection, [key]).get(key, []) if aside]


def _listed(connection: Connection, keys: Sequence[int]) -> dict[int, list[tuple[Mention, bool]]]:
    """All mentions of each page by position, and whether people have put them aside."""
    rows = connection.execute(
        select(MENTION, ENTITY.c.hidden.label("of_hidden"))
        .select_from(MENTION.outerjoin(ENTITY, and_(ENTITY.c.id == MENTION.c.entity, ENTITY.c.hidden == true())))
        .where(MENTION.c.page.in_(keys))
        .order_by(MENTION.c.page, MENTION.c.position)
    )
    found: dict[int, list[tuple[Mention, bool]]] = {}
    for row in rows:
        found.setdefault(row.page, []).append((mention_of(row), bool(row.rejected or row.of_hidden)))
    return found


def _shown(listed: Sequence[tuple[Mention, bool]]) -> list[Mention]:
    """A figure names its account by its place in the page's list, which moves when others are left out."""
    if not any(aside for _, aside in listed):
        return [mention for mention, _ in listed]
    places: dict[int, int] = {}
    for place, (_, aside) in enumerate(listed):
        if not aside:
            places[place] = len(places)
    return [_placed(mention, places) for mention, aside in listed if not aside]


def _placed(mention: Mention, places: dict[int, int]) -> Mention:
    details = mention.details
    if not isinstance(details, FigureDetails) or details.of is None:
        return mention
    return changed(mention, details=changed(details, of=places.get(details.of)))


def mention_of(row: Row[*tuple[Any, ...]]) -> Mention:
    """The mention of a whole row."""
    details, bboxes = codec.mention_parts(row.kind, row.details_json)
    return Mention(
        cast(MentionKind, row.kind), row.start, row.end, row.text, row.value, row.label, row.confidence,
        row.recogniser, details, row.hedge, bboxes, row.entity,
    )  # fmt: skip


def _page_rows(
    resolver: Resolver, document: str, key: int, mentions: Sequence[Mention], entered: dict[tuple[str, str], None]
) -> list[dict[str, Any]]:
    """`entered` gets the kind and value of every entity that these rows name."""
    found = [Occurrence(place, one.kind, one.start, one.text) for place, one in enumerate(mentions)]
    rejected = resolver.rejected(document, split_key(key)[1], found)
    rows = []
    for position, mention in enumerate(mentions):
        kind, entity = entity_kind(mention), None
        if kind is not None and mention.value is not None:
            value = resolver.value_of(kind, mention.value, document, mention.text)
            entered[kind, mention.value] = entered[kind, value] = None
            entity = None if position in rejected else entity_id(kind, value)
        rows.append(_values(key, position, mention, kind) | {"entity": entity, "rejected": position in rejected})
    return rows


def _values(key: int, position: int, mention: Mention, facet: str | None) -> dict[str, Any]:
    return {
        "page": key, "position": position, "kind": mention.kind, "start": mention.start, "end": mention.end,
        "text": mention.text, "facet": facet, "value": mention.value,
        "label": mention.label, "confidence": mention.confidence, "recogniser": mention.recogniser,
        "hedge": mention.hedge, "details_json": codec.mention_details(mention),
    }  # fmt: skip
