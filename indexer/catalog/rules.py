"""Rows of the rules, and the resolver of those in force."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from indexer.catalog import codec
from indexer.catalog.resolving import Resolver, of_rules
from indexer.catalog.tables import RULE
from indexer.model.registry import DESCRIBING, MentionPlace, Rule, RuleAction, Undone

Stamp = tuple[int, int]

_kept: WeakKeyDictionary[Engine, tuple[Stamp, Resolver]] = WeakKeyDictionary()
_guard = threading.Lock()


def in_force(connection: Connection) -> list[Rule]:
    """Those about entities, oldest first."""
    chosen = (RULE.c.undone_at.is_(None), RULE.c.action.not_in(DESCRIBING))
    rows = connection.execute(select(RULE).where(*chosen).order_by(RULE.c.number))
    return [rule_of(row) for row in rows]


def describing(connection: Connection, kind: str, subject: str) -> list[Rule]:
    """Those in force about one document or release, oldest first."""
    mine = (RULE.c.kind == kind, RULE.c.value == subject, RULE.c.action.in_(DESCRIBING))
    rows = connection.execute(select(RULE).where(*mine, RULE.c.undone_at.is_(None)).order_by(RULE.c.number))
    return [rule_of(row) for row in rows]


def resolver(connection: Connection) -> Resolver:
    """The rules in force, made ready once for each state that this process sees.

    Not for a transaction that changes rules: what it sees is not certain to stay.
    """
    newest, undone = connection.execute(
        select(func.coalesce(func.max(RULE.c.number), 0), func.count(RULE.c.undone_at))
    ).one()
    with _guard:
        kept = _kept.get(connection.engine)
    if kept is not None and kept[0] == (newest, undone):
        return kept[1]
    made = of_rules(in_force(connection))
    with _guard:
        _kept[connection.engine] = ((newest, undone), made)
    return made


def add(connection: Connection, rules: Iterable[Rule]) -> None:
    """Enters new rules after all others, in their order."""
    number = connection.scalar(select(func.coalesce(func.max(RULE.c.number), 0))) or 0
    rows = [_values(number + place, rule) for place, rule in enumerate(rules, start=1)]
    if rows:
        connection.execute(insert(RULE), rows)


def take_back(connection: Connection, rule_id: str, undone: Undone) -> None:
    connection.execute(
        update(RULE)
        .where(RULE.c.uid == rule_id)
        .values(undone_by=undone.who, undone_at=undone.when, undone_why=undone.why)
    )


def rule_of(row: Row[Any]) -> Rule:
    place = json.loads(row.place_json) if row.place_json else None
    return Rule(
        id=row.uid, action=cast(RuleAction, row.action), kind=row.kind, value=row.value, who=row.made_by,
        when=row.made_at, why=row.why, into=row.into_value, name=row.name,
        documents=tuple(json.loads(row.documents_json)), texts=tuple(json.loads(row.texts_json)),
        place=MentionPlace(*place) if place else None,
        undone=Undone(row.undone_by, row.undone_at, row.undone_why) if row.undone_at else None,
        field=row.field, said=row.said,
    )  # fmt: skip


def _values(number: int, rule: Rule) -> dict[str, Any]:
    place, undone = rule.place, rule.undone
    return {
        "number": number, "uid": rule.id, "action": rule.action, "kind": rule.kind, "value": rule.value,
        "into_value": rule.into, "name": rule.name, "documents_json": codec.dump(rule.documents),
        "texts_json": codec.dump(rule.texts),
        "place_json": codec.dump((place.document, place.page, place.kind, place.start, place.text)) if place else None,
        "field": rule.field, "said": rule.said, "made_by": rule.who, "made_at": rule.when, "why": rule.why,
        "undone_by": undone.who if undone else None, "undone_at": undone.when if undone else None,
        "undone_why": undone.why if undone else None,
    }  # fmt: skip
