"""How often each label stands for a facet value, kept up to date as mentions come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from indexer.catalog import codec, dialect
from indexer.catalog.tables import LABEL, MENTION
from indexer.model.mention import Mention


def forget(connection: Connection, first_key: int, last_key: int) -> None:
    """Takes the mentions of these pages out of the counts; call it before they are deleted."""
    rows = connection.execute(
        select(MENTION.c.facet, MENTION.c.value, MENTION.c.label, func.count())
        .where(MENTION.c.page.between(first_key, last_key), MENTION.c.facet.is_not(None))
        .where(MENTION.c.label.is_not(None))
        .group_by(MENTION.c.facet, MENTION.c.value, MENTION.c.label)
    ).all()
    _add(connection, Counter({(row[0], row[1], row[2]): -row[3] for row in rows}))


def count(connection: Connection, mentions: Iterable[Mention]) -> None:
    """Adds new mentions to the counts."""
    found: Counter[tuple[str, str, str]] = Counter()
    for mention in mentions:
        facet = codec.facet_of(mention)
        if facet is not None and mention.value is not None and mention.label is not None:
            found[facet, mention.value, mention.label] += 1
    _add(connection, found)


def _add(connection: Connection, changes: Counter[tuple[str, str, str]]) -> None:
    """In the order of the keys: two writers that lock the same rows in two orders would wait for each other."""
    for (facet, value, label), mentions in sorted(changes.items()):
        dialect.upsert(
            connection, LABEL, [{"facet": facet, "value": value, "label": label, "mentions": mentions}],
            ("facet", "value", "label"), {"mentions": LABEL.c.mentions + mentions},
        )  # fmt: skip
