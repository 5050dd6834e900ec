"""Entities and rules as they stand: `model.registry.RegistryReader`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, false, func, or_, select, true

from indexer.catalog import due_pages, entity_rows, mentions, rules, steps, tallies
from indexer.catalog.database import Database
from indexer.catalog.folded import folded
from indexer.catalog.known import Known
from indexer.catalog.resolving import Occurrence
from indexer.catalog.tables import DOCUMENT, ENTITY, ENTITY_NAME, MENTION, PAGE, RELEASE, RULE, DocumentRow, LedgerRow
from indexer.catalog.veiling import Veil
from indexer.errors import NotFound
from indexer.model.mention import Mention
from indexer.model.registry import (
    DESCRIBING,
    Entity,
    EntityKind,
    EntityName,
    EntityOrder,
    MentionPlace,
    Rule,
    entity_id,
    readable,
)

_NAMES_SHOWN = 20
_ID_PREFIX = 4
"""Digits of an id that name an entity, when only one begins so."""
_STATE_DIGITS = 32


class EntityCatalog:
    """Read access to the registry; safe for many threads. `known`: what stands in config/ (`known.load_known`)."""

    def __init__(self, database: Database, known: Known = frozenset()) -> None:
        self._database = database
        self._known = known

    def entity(self, entity_id: str) -> Entity:
        """One that was merged gives the entity it was merged into. Raises NotFound."""
        with self._database.read() as connection:
            found = self._entities(connection, [_last(connection, entity_id)])
        return found[0]

    def entities(
        self, kind: str | None, name_contains: str, order: EntityOrder, offset: int, limit: int, *, hidden: bool = False
    ) -> tuple[Entity, ...]:
        """Those with mentions (`hidden`: the hidden ones instead); names compare without case and accents."""
        by = (ENTITY.c.pages.desc(), ENTITY.c.sort_name) if order == "pages" else (ENTITY.c.sort_name,)
        with self._database.read() as connection:
            found = connection.scalars(
                select(ENTITY.c.id)
                .where(_listed(kind, name_contains, hidden))
                .order_by(*by, ENTITY.c.id)
                .offset(offset)
                .limit(limit)
            ).all()
            return self._entities(connection, found)

    def count_entities(self, kind: str | None, name_contains: str, *, hidden: bool = False) -> int:
        """How many `entities` lists in all."""
        with self._database.read() as connection:
            chosen = select(func.count()).select_from(ENTITY).where(_listed(kind, name_contains, hidden))
            return connection.scalar(chosen) or 0

    def names(self, kind: str, values: Iterable[str]) -> dict[str, str]:
        """Names for facet values that a person has named; others are left out."""
        with self._database.read() as connection:
            return {row.value: row.name for row in _rows_of(connection, kind, values) if row.name}

    def by_id(self, entity_ids: Iterable[str]) -> dict[str, EntityName]:
        """Kind, value and name of entities by the ids that mentions carry; unknown and hidden ones are left out."""
        with self._database.read() as connection:
            rows = [
                row
                for some in tallies.chunks(entity_ids)
                for row in connection.execute(select(ENTITY).where(ENTITY.c.id.in_(some), ENTITY.c.hidden == false()))
            ]
        return {row.id: EntityName(cast(EntityKind, row.kind), row.value, _name(row)) for row in rows}

    def canonical(self, kind: str, values: Iterable[str]) -> dict[str, str]:
        """For each value that was merged: that of the entity merged into, compared without case and accents where no
        entity has the very value. Others are left out."""
        wanted = list(values)
        with self._database.read() as connection:
            exact = {row.value: row.merged_into for row in _rows_of(connection, kind, wanted)}
            merged: dict[str, str] = {}
            if len(exact) < len(wanted):
                merged = _merged_by_folded_value(connection, kind)
            last = {value: exact[value] if value in exact else merged.get(folded(value)) for value in wanted}
            into = {row.id: row.value for row in _rows_by_id(connection, (one for one in last.values() if one))}
        return {value: into[one] for value, one in last.items() if one in into}

    def find(self, text: str, kind: str | None = None, limit: int = 10) -> tuple[Entity, ...]:
        """Entities with this id or the start of one (4 digits or more), `kind=value`, value or name (whole, without
        case and accents), most pages first; those that count nothing only by id or `kind=value`."""
        with self._database.read() as connection:
            for chosen in (_by_id(text), _by_key(text), _by_name(text)):
                rows = [] if chosen is None else self._found(connection, chosen, kind, limit)
                if rows:
                    last = dict.fromkeys(row.merged_into or row.id for row in rows)
                    return self._entities(connection, list(last))
        return ()

    def hidden(self, kind: str) -> frozenset[str]:
        """Facet values that a person has hidden."""
        with self._database.read() as connection:
            return frozenset(
                connection.scalars(select(ENTITY.c.value).where(ENTITY.c.kind == kind, ENTITY.c.hidden == true()))
            )

    def publishable(self, values: Iterable[str]) -> frozenset[str]:
        """Of these person values, those that a public site may show (design.md, rule 11): a person who stands in
        config/ or is confirmed, also by another name that was merged with this one, and whom nobody has hidden."""
        with self._database.read() as connection:
            of_row = {row.value: row.merged_into or row.id for row in _rows_of(connection, "person", values)}
            found = self._entities(connection, sorted(set(of_row.values())))
        shown = {one.id for one in found if (one.known or one.confirmed) and not one.hidden}
        return frozenset(value for value, last in of_row.items() if last in shown)

    def rules(self, entity_id: str | None, offset: int, limit: int) -> tuple[Rule, ...]:
        """The newest first, undone ones too; of one entity and what was merged into it, or of all. Those about what was
        taken down without its words."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(RULE)
                .where(_about(connection, entity_id))
                .order_by(RULE.c.number.desc())
                .offset(offset)
                .limit(limit)
            ).all()
            veil = Veil(connection)
        return tuple(veil.over(rules.rule_of(row)) for row in rows)

    def count_rules(self, entity_id: str | None) -> int:
        """How many `rules` lists in all."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(RULE).where(_about(connection, entity_id))) or 0

    def state(self, entity_ids: Iterable[str]) -> str:
        """A token of what people have decided about these entities: another one after each rule about one of them, or
        about what it was merged with, and each undoing. Raises NotFound."""
        with self._database.read() as connection:
            return state_of(connection, entity_ids)

    def rejected(self, document: str, page: int) -> tuple[Rule, ...]:
        """Rules in force that reject a mention of this page."""
        with self._database.read() as connection:
            if (document, page) not in rules.resolver(connection).rejects:
                return ()
            found = rules.in_force(connection)
        return tuple(
            rule for rule in found if rule.place and (rule.place.document, rule.place.page) == (document, page)
        )

    def left_out(self, document: str, page: int) -> tuple[Mention, ...]:
        """For the operator: mentions that `CatalogReader.mentions` leaves out, rejected (`entity` None) or of hidden
        entities."""
        with self._database.read() as connection:
            key = page_key_of(connection, document, page)
            return () if key is None else tuple(mentions.left_out(connection, key))

    def without_mention(self, rules: Sequence[Rule]) -> frozenset[str]:
        """Ids of those of these rules in force that concern no mention now: its text or entity is not read any
        more, or not yet."""
        with self._database.read() as connection:
            return frozenset(rule.id for rule in rules if rule.undone is None and not _concerns(connection, rule))

    def waiting(self) -> int:
        """Documents whose counts are still to follow a rule: due for the index."""
        with self._database.read() as connection:
            chosen = select(func.count()).where(
                LedgerRow.state.in_(steps.OPEN),
                LedgerRow.step == "index",
                LedgerRow.priority == due_pages.RULE_PRIORITY,
            )
            return connection.scalar(chosen) or 0

    def _found(
        self, connection: Connection, chosen: ColumnElement[bool], kind: str | None, limit: int
    ) -> Sequence[Row[Any]]:
        query = select(ENTITY).where(chosen).order_by(ENTITY.c.pages.desc(), ENTITY.c.id).limit(limit)
        return connection.execute(query if kind is None else query.where(ENTITY.c.kind == kind)).all()

    def _entities(self, connection: Connection, ids: Sequence[str]) -> tuple[Entity, ...]:
        """In the order asked."""
        rows = {row.id: row for row in _rows_by_id(connection, ids)}
        names, members = _names_read(connection, ids), entity_rows.merged(connection, ids)
        return tuple(self._entity(rows[one], names.get(one, ()), members.get(one, ())) for one in ids if one in rows)

    def _entity(self, row: Row[Any], names: Sequence[str], members: Sequence[tuple[str, str | None, bool]]) -> Entity:
        merged = tuple(value for value, _, _ in members)
        shown = _name(row)
        others = [*(name for _, name, _ in members if name), *([row.label] if row.label else []), *names]
        return Entity(
            id=row.id, kind=cast(EntityKind, row.kind), value=row.value, name=shown,
            names=tuple(dict.fromkeys(name for name in others if name != shown))[:_NAMES_SHOWN],
            hidden=row.hidden, confirmed=row.confirmed or any(confirmed for _, _, confirmed in members),
            known=any((row.kind, value) in self._known for value in (row.value, *merged)),
            merged=merged, mentions=row.mentions, pages=row.pages, documents=row.documents,
        )  # fmt: skip


def page_key_of(connection: Connection, document: str, page: int) -> int | None:
    """The key of a page that is there; else None."""
    return connection.scalar(
        select(PAGE.c.key)
        .join(DocumentRow, DocumentRow.number == PAGE.c.document)
        .where(DOCUMENT.c.id == document, PAGE.c.number == page)
    )


def _listed(kind: str | None, name_contains: str, hidden: bool) -> ColumnElement[bool]:
    chosen = [ENTITY.c.mentions > 0, ENTITY.c.hidden == (true() if hidden else false())]
    if kind is not None:
        chosen.append(ENTITY.c.kind == kind)
    if part := folded(name_contains):
        read = exists().where(
            ENTITY_NAME.c.entity == ENTITY.c.id,
            ENTITY_NAME.c.folded.contains(part, autoescape=True),
            or_(ENTITY_NAME.c.labels > 0, ENTITY_NAME.c.texts > 0),
        )
        chosen.append(or_(ENTITY.c.sort_name.contains(part, autoescape=True), read))
    return and_(*chosen)


def _by_id(text: str) -> ColumnElement[bool] | None:
    start = text.lower()
    if len(start) < _ID_PREFIX or not set(start) <= set("0123456789abcdef"):
        return None
    return and_(ENTITY.c.id >= start, ENTITY.c.id < start + "g")  # "g" follows every hex digit


def _by_key(text: str) -> ColumnElement[bool] | None:
    kind, equals, value = text.partition("=")
    return ENTITY.c.id == entity_id(kind, value) if equals else None


def _by_name(text: str) -> ColumnElement[bool]:
    read = exists().where(
        ENTITY_NAME.c.entity == ENTITY.c.id,
        ENTITY_NAME.c.folded == folded(text),
        or_(ENTITY_NAME.c.labels > 0, ENTITY_NAME.c.texts > 0),
    )
    return and_(ENTITY.c.mentions > 0, or_(ENTITY.c.value == text, ENTITY.c.sort_name == folded(text), read))


def _last(connection: Connection, id_: str) -> str:
    row = connection.execute(select(ENTITY.c.id, ENTITY.c.merged_into).where(ENTITY.c.id == id_)).one_or_none()
    if row is None:
        raise NotFound(f"There is no entity {id_} in this archive.")
    return str(row.merged_into or row.id)


def _about(connection: Connection, entity: str | None) -> ColumnElement[bool]:
    """The rules of an entity: those that name it, or one that was merged into it. Raises NotFound."""
    if entity is None:
        return true()
    last = _last(connection, entity)
    rows = connection.execute(
        select(ENTITY.c.kind, ENTITY.c.value).where(or_(ENTITY.c.id == last, ENTITY.c.merged_into == last))
    ).all()
    values = [row.value for row in rows]
    return and_(RULE.c.kind == rows[0].kind, or_(RULE.c.value.in_(values), RULE.c.into_value.in_(values)))


def state_of(connection: Connection, entity_ids: Iterable[str]) -> str:
    """`EntityCatalog.state`, inside a transaction."""
    digest = hashlib.sha256()
    for id_ in entity_ids:
        rows = connection.execute(
            select(RULE.c.uid, RULE.c.undone_at).where(_about(connection, id_)).order_by(RULE.c.number)
        )
        said = (id_, _last(connection, id_), *(f"{row.uid}{row.undone_at or ''}" for row in rows))
        digest.update("\n".join((*said, "")).encode())
    return digest.hexdigest()[:_STATE_DIGITS]


def _rows_of(connection: Connection, kind: str, values: Iterable[str]) -> list[Row[Any]]:
    return _rows_by_id(connection, [entity_id(kind, value) for value in values])


def _rows_by_id(connection: Connection, ids: Iterable[str]) -> list[Row[Any]]:
    chosen: Select[Any] = select(ENTITY)
    return [
        row for some in tallies.chunks(ids) for row in connection.execute(chosen.where(ENTITY.c.id.in_(some))).all()
    ]


def _merged_by_folded_value(connection: Connection, kind: str) -> dict[str, str]:
    rows = connection.execute(
        select(ENTITY.c.value, ENTITY.c.merged_into).where(ENTITY.c.merged_into.is_not(None), ENTITY.c.kind == kind)
    )
    return {folded(row.value): row.merged_into for row in rows}


def _names_read(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """Labels and texts of entities, the most frequent first, a few of each."""
    place = (
        func.row_number()
        .over(
            partition_by=ENTITY_NAME.c.entity,
            order_by=((ENTITY_NAME.c.labels + ENTITY_NAME.c.texts).desc(), ENTITY_NAME.c.name),
        )
        .label("place")
    )
    found: dict[str, list[str]] = {}
    for some in tallies.chunks(ids):
        counted = or_(ENTITY_NAME.c.labels > 0, ENTITY_NAME.c.texts > 0)
        inner = select(ENTITY_NAME, place).where(ENTITY_NAME.c.entity.in_(some), counted).subquery()
        rows = select(inner.c.entity, inner.c.name).where(inner.c.place <= _NAMES_SHOWN).order_by(inner.c.place)
        for row in connection.execute(rows):
            found.setdefault(row.entity, []).append(row.name)
    return found


def _name(row: Row[Any]) -> str:
    """Given by a person, else read most often, else the value."""
    return str(row.name or readable(row.kind, row.label, row.value))


def _concerns(connection: Connection, rule: Rule) -> bool:
    if rule.action in DESCRIBING:
        table = DOCUMENT if rule.kind == "document" else RELEASE
        return connection.scalar(select(table.c.number).where(table.c.id == rule.value)) is not None
    if rule.place is None:
        same = and_(MENTION.c.facet == rule.kind, MENTION.c.value == rule.value)
        of_entity = MENTION.c.entity == entity_id(rule.kind, rule.value or "")
        found = select(MENTION.c.page).where(or_(same, of_entity)).limit(1)
        return connection.scalar(found) is not None
    return is_printed(connection, rule.place)


def is_printed(connection: Connection, place: MentionPlace) -> bool:
    """Whether its page has a mention of that kind and text."""
    key = page_key_of(connection, place.document, place.page)
    return key is not None and any(one.fits(place) for one in occurrences(connection, key))


def occurrences(connection: Connection, key: int) -> list[Occurrence]:
    """The mentions of a page, as rules name them."""
    rows = connection.execute(
        select(MENTION.c.position, MENTION.c.kind, MENTION.c.start, MENTION.c.text)
        .where(MENTION.c.page == key)
        .order_by(MENTION.c.position)
    )
    return [Occurrence(*row) for row in rows]
