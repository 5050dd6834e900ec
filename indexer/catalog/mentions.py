"""Mention rows: saved by part, read by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Row, delete, insert, select

from indexer.catalog import codec, labels
from indexer.catalog.tables import MENTION, PAGE, MentionRow
from indexer.model.mention import Mention, MentionKind
from indexer.model.record import page_key


def replace(
    connection: Connection, document: int, first: int, last: int, found: Sequence[tuple[int, Sequence[Mention]]]
) -> None:
    """The mentions of pages `first` to `last`. Those of pages that are no longer there are left out."""
    lower, upper = page_key(document, first), page_key(document, last)
    labels.forget(connection, lower, upper)
    connection.execute(delete(MentionRow).where(MentionRow.page.between(lower, upper)))
    there = set(connection.scalars(select(PAGE.c.key).where(PAGE.c.key.between(lower, upper))))
    kept = [(page_key(document, number), mentions) for number, mentions in found]
    kept = [(key, mentions) for key, mentions in kept if key in there]
    rows = [_values(key, position, one) for key, mentions in kept for position, one in enumerate(mentions)]
    if rows:
        connection.execute(insert(MENTION), rows)
    labels.count(connection, [mention for _, mentions in kept for mention in mentions])


def read(connection: Connection, keys: Sequence[int]) -> dict[int, list[Mention]]:
    """Mentions of each page that has some, by position."""
    rows = connection.execute(
        select(MENTION).where(MENTION.c.page.in_(keys)).order_by(MENTION.c.page, MENTION.c.position)
    )
    found: dict[int, list[Mention]] = {}
    for row in rows:
        found.setdefault(row.page, []).append(_mention(row))
    return found


def _mention(row: Row[*tuple[Any, ...]]) -> Mention:
    details, bboxes = codec.mention_parts(row.kind, row.details_json)
    return Mention(
        cast(MentionKind, row.kind), row.start, row.end, row.text, row.value, row.label, row.confidence,
        row.recogniser, details, row.hedge, bboxes,
    )  # fmt: skip


def _values(key: int, position: int, mention: Mention) -> dict[str, Any]:
    return {
        "page": key, "position": position, "kind": mention.kind, "start": mention.start, "end": mention.end,
        "text": mention.text, "facet": codec.facet_of(mention), "value": mention.value,
        "label": mention.label, "confidence": mention.confidence, "recogniser": mention.recogniser,
        "hedge": mention.hedge, "details_json": codec.mention_details(mention),
    }  # fmt: skip
