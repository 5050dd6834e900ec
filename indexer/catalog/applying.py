"""Rules that came or went, carried out on the mentions they concern and on no others.

Functions inside a transaction that others opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, false, or_, select, update

from indexer.catalog import tallies
from indexer.catalog.entities import occurrences, page_key_of
from indexer.catalog.resolving import Key, Resolver
from indexer.catalog.tables import DOCUMENT, ENTITY, MENTION, MENTIONED_IN
from indexer.model.registry import Rule, entity_id

_ROWS_A_STATEMENT = 5_000


class Application:
    """What a change of the rules does, while it is done.

    Attributes:
        mentions: how many count for another entity now.
        pages: keys of the pages they stand on.
    """

    def __init__(self, connection: Connection, before: Resolver, after: Resolver) -> None:
        self._connection = connection
        self._before = before
        self._after = after
        self._entities: set[str] = set()
        self.mentions = 0
        self.pages: set[int] = set()

    def carry_out(self, rules: Sequence[Rule]) -> None:
        """Moves the mentions that these rules, in force now or no longer, concern; counts them anew."""
        for place in sorted({(rule.place.document, rule.place.page) for rule in rules if rule.place}):
            self._reject(*place)
        named = self._concerned(rules)
        tallies.enter(self._connection, named)
        for kind, value in sorted(self._moving(rules)):
            if self._before.is_split(kind, value) or self._after.is_split(kind, value):
                self._move_each(kind, value)
            else:
                self._move_all(kind, value)
        self._set_attributes(named)
        tallies.recount(self._connection, self._entities)
        tallies.relabel(self._connection, self._entities | {entity_id(*key) for key in named})

    def _moving(self, rules: Sequence[Rule]) -> set[Key]:
        """Values whose mentions pass the places where ways came or went."""
        changed = {(rule.kind, rule.value) for rule in rules if rule.action in ("merge", "split") and rule.value}
        return {
            (kind, value)
            for kind in {kind for kind, _ in changed}
            for resolver in (self._before, self._after)
            for value in resolver.leading_to(kind, [value for of, value in changed if of == kind])
        }

    def _concerned(self, rules: Sequence[Rule]) -> set[Key]:
        """Entities whose rows follow from these rules."""
        named = {(rule.kind, rule.value) for rule in rules if rule.place is None and rule.value}
        into = {(rule.kind, rule.into) for rule in rules if rule.into}
        return named | into | self._moving(rules)

    def _move_all(self, kind: str, value: str) -> None:
        """All mentions with the value go to one place: one statement, however many they are."""
        to = entity_id(kind, self._after.value_of(kind, value, "", ""))
        chosen = and_(_read_as(kind, value), MENTION.c.entity != to)
        found = tallies.named(self._connection, chosen)
        if not found:
            return
        self.pages |= set(self._connection.scalars(select(MENTION.c.page).where(chosen).distinct()))
        self._connection.execute(update(MENTION).where(chosen).values(entity=to))
        tallies.change_names(self._connection, found, -1)
        tallies.change_names(self._connection, ((to, label, text, count) for _, label, text, count in found), 1)
        self._entities |= {to, *(entity for entity, *_ in found)}
        self.mentions += sum(count for *_, count in found)

    def _move_each(self, kind: str, value: str) -> None:
        """Mentions with the value go where their document and text leads them."""
        rows = self._connection.execute(
            select(
                MENTION.c.page, MENTION.c.position, MENTION.c.text, MENTION.c.label, MENTION.c.entity,
                DOCUMENT.c.id.label("of_document"),
            )
            .select_from(MENTION)
            .join(DOCUMENT, DOCUMENT.c.number == MENTIONED_IN)
            .where(_read_as(kind, value))
        )  # fmt: skip
        moved = []
        for row in rows.all():
            to = entity_id(kind, self._after.value_of(kind, value, row.of_document, row.text))
            if to != row.entity:
                moved.append((row, to))
        self._store([{"row_page": row.page, "row_position": row.position, "entity": to} for row, to in moved])
        tallies.change_names(self._connection, ((row.entity, row.label, row.text, 1) for row, _ in moved), -1)
        tallies.change_names(self._connection, ((to, row.label, row.text, 1) for row, to in moved), 1)
        self._note(moved)

    def _reject(self, document: str, page: int) -> None:
        """Rejects what the rules say of a page, and takes back what they no longer say."""
        key = page_key_of(self._connection, document, page)
        if key is None:
            return
        positions = self._after.rejected(document, page, occurrences(self._connection, key))
        moved: list[tuple[Any, str | None]] = []
        for row in self._connection.execute(select(MENTION).where(MENTION.c.page == key)).all():
            if row.rejected != (row.position in positions):
                to = self._after.entity_of(row.facet, row.value, document, row.text)
                moved.append((row, None if row.position in positions else to))
        self._store(
            [
                {"row_page": key, "row_position": row.position, "entity": to, "rejected": not row.rejected}
                for row, to in moved
            ]
        )
        old = [(row.entity, row.label, row.text, 1) for row, _ in moved if row.entity]
        new = [(to, row.label, row.text, 1) for row, to in moved if to]
        tallies.change_names(self._connection, old, -1)
        tallies.change_names(self._connection, new, 1)
        self._note(moved)

    def _store(self, rows: Sequence[dict[str, Any]]) -> None:
        this = and_(MENTION.c.page == bindparam("row_page"), MENTION.c.position == bindparam("row_position"))
        for start in range(0, len(rows), _ROWS_A_STATEMENT):
            self._connection.execute(update(MENTION).where(this), rows[start : start + _ROWS_A_STATEMENT])

    def _note(self, moved: Sequence[tuple[Any, str | None]]) -> None:
        self._entities |= {entity for row, to in moved for entity in (row.entity, to) if entity}
        self.pages |= {row.page for row, _ in moved}
        self.mentions += len(moved)

    def _set_attributes(self, keys: Iterable[Key]) -> None:
        rows = [{"row_id": entity_id(*key), **asdict(self._after.marks(*key))} for key in sorted(keys)]
        if rows:
            self._connection.execute(update(ENTITY).where(ENTITY.c.id == bindparam("row_id")), rows)


def renamed_pages(connection: Connection, rules: Sequence[Rule], resolvers: Sequence[Resolver]) -> set[int]:
    """Keys of pages that are found by other names, or in other facets, though their mentions stay: those of the
    entities that were renamed, hidden, or that others were merged into."""
    keys = {
        (rule.kind, resolver.canonical(rule.kind, value))
        for rule in rules
        if rule.action in ("rename", "hide", "merge") or rule.name
        for value in (rule.value, rule.into)
        if value
        for resolver in resolvers
    }
    found: set[int] = set()
    for kind, value in sorted(keys):
        chosen: ColumnElement[bool] = MENTION.c.entity == entity_id(kind, value)
        if kind == "platform":  # an account counts for its platform too
            told = MENTION.c.details_json.contains(f'"platform":"{value}"', autoescape=True)
            chosen = or_(chosen, and_(MENTION.c.kind == "account", told))
        found |= set(connection.scalars(select(MENTION.c.page).where(chosen).distinct()))
    return found


def _read_as(kind: str, value: str) -> ColumnElement[bool]:
    return and_(MENTION.c.facet == kind, MENTION.c.value == value, MENTION.c.rejected == false())
