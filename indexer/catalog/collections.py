"""Collections in the catalog: `model.collection.Collections`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from indexer.catalog.collection_tables import COLLECTION, COLLECTION_ITEM, CollectionItemRow, CollectionRow
from indexer.catalog.database import Database
from indexer.errors import InputError, NotFound
from indexer.model.collection import (
    ITEMS_LIMIT,
    NAME_LIMIT,
    NOTE_LIMIT,
    TAG_LIMIT,
    TAGS_LIMIT,
    Collected,
    Collection,
    Item,
    new_id,
)
from indexer.model.geometry import Span
from indexer.model.registry import now

_ITEM = COLLECTION_ITEM.c
_IN_IT = _ITEM.taken_out_at.is_(None)


class CollectionCatalog:
    """Each method is one transaction; safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Collection, ...]:
        with self._database.read() as connection:
            found = _collections(connection, COLLECTION.c.removed_at.is_(None))
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))

    def removed(self) -> tuple[Collection, ...]:
        with self._database.read() as connection:
            found = _collections(connection, COLLECTION.c.removed_at.is_not(None))
        return tuple(sorted(found, key=lambda one: one.removed_at or "", reverse=True))

    def get(self, collection: str) -> Collection:
        with self._database.read() as connection:
            return _collection(connection, collection)

    def items(self, collection: str) -> tuple[Item, ...]:
        with self._database.read() as connection:
            _collection(connection, collection)
            return _items(connection, and_(_ITEM.collection == collection, _IN_IT))

    def taken_out(self, collection: str) -> tuple[Item, ...]:
        with self._database.read() as connection:
            found = _items(connection, and_(_ITEM.collection == collection, _ITEM.taken_out_at.is_not(None)))
        return tuple(sorted(found, key=lambda one: one.taken_out_at or "", reverse=True))

    def item(self, item: str) -> Item:
        with self._database.read() as connection:
            return _item(connection, item)

    def on_page(self, document: str, page: int) -> tuple[tuple[Collection, Item], ...]:
        with self._database.read() as connection:
            items = _items(connection, and_(_ITEM.document == document, _ITEM.page == page, _IN_IT))
            wanted = {one.collection for one in items}
            chosen = and_(COLLECTION.c.id.in_(wanted), COLLECTION.c.removed_at.is_(None))
            known = {one.id: one for one in _collections(connection, chosen)} if wanted else {}
        found = [(known[one.collection], one) for one in items if one.collection in known]
        return tuple(sorted(found, key=lambda pair: (pair[0].name.casefold(), pair[0].id)))

    def make(self, name: str, note: str, who: str) -> Collection:
        made = Collection(new_id(), _name(name), _note(note), who, now(), 0)
        with self._database.write() as connection:
            values = {"id": made.id, "name": made.name, "note": made.note, "made_by": who, "made_at": made.made_at}
            connection.execute(insert(CollectionRow).values(**values))
        return made

    def change(self, collection: str, name: str, note: str) -> None:
        self._set(collection, name=_name(name), note=_note(note))

    def remove(self, collection: str) -> None:
        self._set(collection, removed_at=now())

    def restore(self, collection: str) -> None:
        self._set(collection, removed_at=None)

    def add(self, collection: str, what: Collected, note: str, tags: Sequence[str], who: str) -> tuple[Item, bool]:
        item = Item(new_id(), collection, what, _note(note), _tags(tags), who, now())
        with self._database.write() as connection:
            _collection(connection, collection)
            same = _items(connection, and_(_ITEM.collection == collection, _IN_IT, _same(what)))
            if same:
                return same[0], False
            last, count = connection.execute(
                select(func.max(_ITEM.place), func.count()).where(_ITEM.collection == collection)
            ).one()
            if count >= ITEMS_LIMIT:
                raise InputError(f"A collection holds at most {ITEMS_LIMIT:,} items. Begin another one.", "full")
            connection.execute(insert(CollectionItemRow).values(**_values(item), place=(last or 0) + 1))
        return item, True

    def edit(self, item: str, note: str, tags: Sequence[str]) -> Item:
        return self._set_item(item, note=_note(note), tags_json=json.dumps(_tags(tags), ensure_ascii=False))

    def move(self, item: str, place: int) -> None:
        with self._database.write() as connection:
            moved = _item(connection, item)
            order = [one.id for one in _items(connection, and_(_ITEM.collection == moved.collection, _IN_IT))]
            if item not in order:
                return
            order.remove(item)
            order.insert(max(0, min(place, len(order) + 1) - 1), item)
            # Those taken out come after the others, so that a place that was used is free.
            outside = _items(connection, and_(_ITEM.collection == moved.collection, _ITEM.taken_out_at.is_not(None)))
            for number, one in enumerate([*order, *(other.id for other in outside)], 1):
                connection.execute(update(CollectionItemRow).where(CollectionItemRow.id == one).values(place=number))

    def take_out(self, item: str) -> Item:
        return self._set_item(item, taken_out_at=now())

    def put_back(self, item: str) -> Item:
        return self._set_item(item, taken_out_at=None)

    def _set(self, collection: str, **values: Any) -> None:
        with self._database.write() as connection:
            changed = connection.execute(update(CollectionRow).where(CollectionRow.id == collection).values(**values))
            if changed.rowcount != 1:
                raise NotFound(collection)

    def _set_item(self, item: str, **values: Any) -> Item:
        with self._database.write() as connection:
            connection.execute(update(CollectionItemRow).where(CollectionItemRow.id == item).values(**values))
            return _item(connection, item)


def _collections(connection: Connection, chosen: ColumnElement[bool]) -> list[Collection]:
    counted = select(func.count()).where(_ITEM.collection == COLLECTION.c.id, _IN_IT).scalar_subquery()
    rows = connection.execute(select(COLLECTION, counted.label("items")).where(chosen))
    return [Collection(row.id, row.name, row.note, row.made_by, row.made_at, row.items, row.removed_at) for row in rows]


def _collection(connection: Connection, collection: str) -> Collection:
    for found in _collections(connection, COLLECTION.c.id == collection):
        return found
    raise NotFound(collection)


def _items(connection: Connection, chosen: ColumnElement[bool]) -> tuple[Item, ...]:
    rows = connection.execute(select(COLLECTION_ITEM).where(chosen).order_by(_ITEM.place, _ITEM.id))
    return tuple(
        Item(
            row.id,
            row.collection,
            Collected(row.document, row.page, None if row.start is None else Span(row.start, row.end), row.quote),
            row.note,
            tuple(json.loads(row.tags_json)),
            row.added_by,
            row.added_at,
            row.taken_out_at,
        )
        for row in rows
    )


def _item(connection: Connection, item: str) -> Item:
    for found in _items(connection, _ITEM.id == item):
        return found
    raise NotFound(item)


def _values(item: Item) -> dict[str, Any]:
    span = item.what.span
    return {
        "id": item.id, "collection": item.collection, "document": item.what.document, "page": item.what.page,
        "start": span.start if span else None, "end": span.end if span else None, "quote": item.what.quote,
        "note": item.note, "tags_json": json.dumps(item.tags, ensure_ascii=False), "added_by": item.added_by,
        "added_at": item.added_at,
    }  # fmt: skip


def _same(what: Collected) -> ColumnElement[bool]:
    page = _ITEM.page.is_(None) if what.page is None else _ITEM.page == what.page
    start = _ITEM.start.is_(None) if what.span is None else _ITEM.start == what.span.start
    end = _ITEM.end.is_(None) if what.span is None else _ITEM.end == what.span.end
    return and_(_ITEM.document == what.document, page, start, end)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InputError("Give it a name.", "no_name")
    if len(name) > NAME_LIMIT:
        raise InputError(f"A name has at most {NAME_LIMIT:,} characters; this one has {len(name):,}.", "name_too_long")
    return name


def _note(text: str) -> str:
    note = text.replace("\r\n", "\n").strip()
    if len(note) > NOTE_LIMIT:
        raise InputError(f"A note has at most {NOTE_LIMIT:,} characters; this one has {len(note):,}.", "note_too_long")
    return note


def _tags(tags: Sequence[str]) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
    if len(kept) > TAGS_LIMIT:
        raise InputError(f"An item has at most {TAGS_LIMIT:,} tags; these are {len(kept):,}.", "too_many_tags")
    if any(len(tag) > TAG_LIMIT for tag in kept):
        raise InputError(f"A tag has at most {TAG_LIMIT:,} characters.", "tag_too_long")
    return kept
