"""Where an entity is named: `model.named.NamedReader` over the catalog."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select

from indexer.catalog import codec, mentions, rows
from indexer.catalog.database import Database
from indexer.catalog.folded import bare
from indexer.catalog.tables import CONTENT, DOCUMENT, MENTION, MENTIONED_IN, PAGE
from indexer.model.named import NamedDocument, NamedMention, PrintedText
from indexer.model.record import page_key
from indexer.model.stored import DocumentRecord

AROUND_CHARACTERS = 500
"""Text given before and after a mention: enough for the sentence around it."""

_MENTIONS_A_QUERY = 500
"""The number of the document that a mention stands in, without a look at the page."""


class NamedPlaces:
    """Read access; safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def documents(self, entity_id: str, offset: int, limit: int) -> tuple[NamedDocument, ...]:
        """By the document's date, the earliest first, those without one last."""
        counted = (
            select(
                MENTIONED_IN.label("number"),
                func.count(MENTION.c.page.distinct()).label("pages"),
                func.count().label("n"),
            )
            .where(_named(entity_id))
            .group_by(MENTIONED_IN)
            .subquery()
        )
        ordered = (
            select(DOCUMENT.c.number, counted.c.pages, counted.c.n)
            .join(counted, counted.c.number == DOCUMENT.c.number)
            .order_by(DOCUMENT.c.date_from == 0, DOCUMENT.c.date_from, DOCUMENT.c.number)
            .offset(offset)
            .limit(limit)
        )
        with self._database.read() as connection:
            found = {row[0]: (row[1], row[2]) for row in connection.execute(ordered)}
            records = rows.documents(connection, list(found))
        return tuple(NamedDocument(record, *found[record.document.number]) for record in records)

    def dated(self, entity_id: str) -> tuple[DocumentRecord, ...]:
        """The earliest and the latest of the dated documents; the same one when there is but one, () without any."""
        there = select(MENTIONED_IN).where(_named(entity_id)).distinct()
        query = select(DOCUMENT.c.number).where(DOCUMENT.c.number.in_(there), DOCUMENT.c.date_from > 0).limit(1)
        ends = (DOCUMENT.c.date_from, DOCUMENT.c.number), (DOCUMENT.c.date_to.desc(), DOCUMENT.c.number.desc())
        with self._database.read() as connection:
            numbers = [one for order in ends for one in connection.scalars(query.order_by(*order))]
            found = {one.document.number: one for one in rows.documents(connection, numbers)}
        return tuple(found[number] for number in numbers if number in found)

    def mentions(self, entity_id: str, document: int, limit: int) -> tuple[NamedMention, ...]:
        """The first mentions in a document (by its number), by page and place, with the text around each."""
        between = MENTION.c.page.between(page_key(document, 0), page_key(document + 1, 0) - 1)
        with self._database.read() as connection:
            found = connection.execute(_places(entity_id).where(between).limit(limit)).all()
        return tuple(_place(row) for row in found)

    def all_mentions(self, entity_id: str) -> Iterator[NamedMention]:
        """Every mention by document and place, with the text around each; streamed."""
        page, position = 0, -1
        while True:
            after = or_(MENTION.c.page > page, and_(MENTION.c.page == page, MENTION.c.position > position))
            with self._database.read() as connection:
                found = connection.execute(_places(entity_id).where(after).limit(_MENTIONS_A_QUERY)).all()
            yield from (_place(row) for row in found)
            if len(found) < _MENTIONS_A_QUERY:
                return
            page, position = found[-1].page, found[-1].position

    def texts(self, entity_id: str, limit: int) -> tuple[PrintedText, ...]:
        """What is printed for the entity, the most frequent first."""
        counted: dict[str, tuple[str, int]] = {}
        query = select(MENTION.c.text, func.count()).where(_named(entity_id)).group_by(MENTION.c.text)
        with self._database.read() as connection:
            for text, count in connection.execute(query.order_by(func.count().desc(), MENTION.c.text)):
                first, before = counted.get(bare(text), (" ".join(text.split()), 0))
                counted[bare(text)] = (first, before + count)
        ordered = sorted(counted.values(), key=lambda one: -one[1])
        return tuple(PrintedText(text, count) for text, count in ordered[:limit])

    def count(self, entity_id: str, documents: Sequence[str], texts: Sequence[str]) -> tuple[int, int]:
        """`(mentions, documents)` with these documents and texts; an empty sequence does not limit."""
        query = select(MENTIONED_IN, DOCUMENT.c.id, MENTION.c.text, func.count()).select_from(MENTION)
        query = query.join(DOCUMENT, DOCUMENT.c.number == MENTIONED_IN)
        query = query.where(_named(entity_id)).group_by(MENTIONED_IN, DOCUMENT.c.id, MENTION.c.text)
        in_documents, printed = set(documents), {bare(text) for text in texts}
        mentions_found, numbers = 0, set()
        with self._database.read() as connection:
            for number, document, text, count in connection.execute(query):
                if (not in_documents or document in in_documents) and (not printed or bare(text) in printed):
                    mentions_found += count
                    numbers.add(number)
        return mentions_found, len(numbers)

    def stated(self, entity_id: str, limit: int) -> tuple[NamedMention, ...]:
        """Mentions of an account whose text states its operator or followers, by document and place."""
        details = MENTION.c.details_json  # compact JSON: catalog.codec
        operated = details.contains('"operator":"')
        followed = and_(details.contains('"followers":'), ~details.contains('"followers":null'))
        says = and_(MENTION.c.kind == "account", or_(operated, followed))
        with self._database.read() as connection:
            found = connection.execute(_places(entity_id).where(says).limit(limit)).all()
        return tuple(_place(row) for row in found)


def _named(entity_id: str) -> ColumnElement[bool]:
    return and_(MENTION.c.entity == entity_id, MENTION.c.rejected == false())


def _places(entity_id: str) -> Select[Any]:
    """Mentions with their places and the text around them, cut by the database: pages may be long."""
    start = case((MENTION.c.start > AROUND_CHARACTERS, MENTION.c.start - AROUND_CHARACTERS), else_=0)
    return (
        select(
            MENTION,
            PAGE.c.number.label("of_number"), PAGE.c.label.label("of_label"), DOCUMENT.c.id.label("of_document"),
            start.label("of_start"), CONTENT.c.details_json.label("of_details"),
            func.substr(CONTENT.c.text, start + 1, MENTION.c.end - start + AROUND_CHARACTERS).label("of_text"),
        )
        .join(PAGE, PAGE.c.key == MENTION.c.page)
        .join(CONTENT, CONTENT.c.key == MENTION.c.page)
        .join(DOCUMENT, DOCUMENT.c.number == PAGE.c.document)
        .where(_named(entity_id))
        .order_by(MENTION.c.page, MENTION.c.position)
    )  # fmt: skip


def _place(row: Row[*tuple[Any, ...]]) -> NamedMention:
    mention = mentions.mention_of(row)
    details = json.loads(row.of_details) if row.of_details else {}
    breaks = (*codec.spans_of(details), *(heading.span for heading in codec.headings_of(details)))
    return NamedMention(row.of_document, row.of_number, row.of_label, mention, row.of_text, row.of_start, breaks)
