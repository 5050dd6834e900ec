"""Event rows: written with the mentions that they refer to, read as points of a timeline."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, false, func, insert, or_, select

from indexer.catalog import mentions
from indexer.catalog.database import Database
from indexer.catalog.tables import CONTENT, DOCUMENT, ENTITY, EVENT, EVENT_MENTION, MENTION, PAGE
from indexer.model.event import Event, TimelinePoint
from indexer.model.mention import Mention
from indexer.model.record import page_key

_POINTS_A_QUERY = 100
_KEYS_A_QUERY = 500
_FIRST_POINTS = 300
"""Sought first: the whole timeline of a name on 100,000 pages takes 2 s to put in order, its beginning 0.1 s."""

_ORDER = (EVENT.c.lower, EVENT.c.upper, EVENT.c.page, EVENT.c.position)
_NAMED = frozenset(("account", "party", "figure"))

Place = tuple[int, int]
"""Page key and position of an event on its page."""


def replace(
    connection: Connection, document: int, first: int, last: int, found: Sequence[tuple[int, Sequence[Event]]]
) -> None:
    """The events of pages `first` to `last`, `(page number, events)`; without those of pages that are not there."""
    lower, upper = page_key(document, first), page_key(document, last)
    connection.execute(delete(EVENT_MENTION).where(EVENT_MENTION.c.page.between(lower, upper)))
    connection.execute(delete(EVENT).where(EVENT.c.page.between(lower, upper)))
    there = set(connection.scalars(select(PAGE.c.key).where(PAGE.c.key.between(lower, upper))))
    kept = [(page_key(document, number), events) for number, events in found]
    placed = [(key, at, one) for key, events in kept if key in there for at, one in enumerate(events)]
    if placed:
        connection.execute(insert(EVENT), [_values(key, at, one) for key, at, one in placed])
    named = [{"page": key, "event": at, "mention": index} for key, at, one in placed for index in one.mentions]
    if named:
        connection.execute(insert(EVENT_MENTION), named)


class Events:
    """Read access; safe for many threads. `model.event.EventReader`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_entity(self, entity_id: str) -> Iterator[TimelinePoint]:
        """Those whose passage names the entity, by first day, then place; streamed."""
        of_mention = and_(EVENT_MENTION.c.page == MENTION.c.page, EVENT_MENTION.c.mention == MENTION.c.position)
        of_event = and_(EVENT.c.page == EVENT_MENTION.c.page, EVENT.c.position == EVENT_MENTION.c.event)
        query = (
            select(*_ORDER)
            .select_from(MENTION.join(EVENT_MENTION, of_mention).join(EVENT, of_event))
            .join(ENTITY, and_(ENTITY.c.id == MENTION.c.entity, ENTITY.c.hidden == false()))
            .where(MENTION.c.entity == entity_id, MENTION.c.rejected == false())
            .distinct()
        )
        first = self._places(query.order_by(*_ORDER).limit(_FIRST_POINTS))
        yield from self._points(first)
        if len(first) == _FIRST_POINTS:  # most readers want no more: the rest is looked for only now
            yield from self._points(self._places(query), _FIRST_POINTS)

    def of_pages(self, keys: Sequence[int]) -> Iterator[TimelinePoint]:
        """Those on these pages (keys as in `record.page_key`), by first day, then place; streamed.

        Held in memory: four numbers an event.
        """
        places = _Places()
        for start in range(0, len(keys), _KEYS_A_QUERY):
            here = EVENT.c.page.in_(keys[start : start + _KEYS_A_QUERY])
            with self._database.read() as connection:
                places.add(connection.execute(select(*_ORDER).where(here)))
        return self._points(places)

    def _places(self, query: Select[Any]) -> _Places:
        places = _Places()
        with self._database.read() as connection:
            places.add(connection.execute(query))
        return places

    def _points(self, places: _Places, start: int = 0) -> Iterator[TimelinePoint]:
        for some in places.batches(start):
            with self._database.read() as connection:
                found = read_points(connection, some)
            yield from (found[place] for place in some if place in found)


class _Places:
    """Where events stand, in the order of a timeline; 32 bytes an event."""

    def __init__(self) -> None:
        self._numbers = array("q")

    def add(self, rows: Iterable[Row[*tuple[Any, ...]]]) -> None:
        for row in rows:
            self._numbers.extend(row)

    def __len__(self) -> int:
        return len(self._numbers) // 4

    def batches(self, first: int = 0) -> Iterator[list[Place]]:
        """All but the `first` ones, some at a time."""
        numbers = self._numbers
        order = sorted(range(0, len(numbers), 4), key=lambda at: tuple(numbers[at : at + 4]))
        for start in range(first, len(order), _POINTS_A_QUERY):
            yield [(numbers[at + 2], numbers[at + 3]) for at in order[start : start + _POINTS_A_QUERY]]


def read_points(connection: Connection, places: Sequence[Place]) -> dict[Place, TimelinePoint]:
    """Points by place; left out: those whose date was rejected, and those that name nobody any more."""
    rows = connection.execute(_events().where(EVENT.c.page.in_(_pages(places)))).all()
    named = _named(connection, places)
    found = {}
    wanted = set(places)
    for row in rows:
        place = (row.page, row.position)
        if place not in wanted:
            continue
        date = named.get(place, {}).get(row.date)
        others = {at: one for at, one in named.get(place, {}).items() if at != row.date}
        if date is not None and any(one.kind in _NAMED for one in others.values()):
            found[place] = _point(row, date, others)
    return found


def _named(connection: Connection, places: Sequence[Place]) -> dict[Place, dict[int, Mention]]:
    """The mentions of events, the date too, by event and position; without those that people took out."""
    member = and_(EVENT_MENTION.c.page == MENTION.c.page, EVENT_MENTION.c.mention == MENTION.c.position)
    shown = or_(ENTITY.c.hidden.is_(None), ENTITY.c.hidden == false())
    wanted, pages = set(places), _pages(places)
    parts = (
        select(EVENT_MENTION.c.event.label("of_event"), MENTION)
        .select_from(EVENT_MENTION.join(MENTION, member).outerjoin(ENTITY, ENTITY.c.id == MENTION.c.entity))
        .where(EVENT_MENTION.c.page.in_(pages), shown),
        select(EVENT.c.position.label("of_event"), MENTION)
        .select_from(EVENT.join(MENTION, and_(EVENT.c.page == MENTION.c.page, EVENT.c.date == MENTION.c.position)))
        .where(EVENT.c.page.in_(pages)),
    )
    found: dict[Place, dict[int, Mention]] = {}
    for query in parts:
        for row in connection.execute(
            query.where(MENTION.c.rejected == false()).order_by(MENTION.c.page, MENTION.c.position)
        ):
            if (row.page, row.of_event) in wanted:
                found.setdefault((row.page, row.of_event), {})[row.position] = mentions.mention_of(row)
    return found


def _pages(places: Sequence[Place]) -> list[int]:
    """SQLite looks pairs up one row after the other, pages by their index."""
    return sorted({page for page, _ in places})


def _events() -> Select[Any]:
    return (
        select(
            EVENT, PAGE.c.number.label("of_number"), PAGE.c.label.label("of_label"), DOCUMENT.c.id.label("of_document"),
            func.substr(CONTENT.c.text, EVENT.c.start + 1, EVENT.c.end - EVENT.c.start).label("of_text"),
        )
        .join(PAGE, PAGE.c.key == EVENT.c.page)
        .join(DOCUMENT, DOCUMENT.c.number == PAGE.c.document)
        .join(CONTENT, CONTENT.c.key == EVENT.c.page)
    )  # fmt: skip


def _point(row: Row[*tuple[Any, ...]], date: Mention, others: dict[int, Mention]) -> TimelinePoint:
    event = Event(
        row.start, row.end, row.date, tuple(others), row.edtf, row.lower, row.upper, row.precision, row.basis,
        row.ambiguous, row.hedge,
    )  # fmt: skip
    return TimelinePoint(row.of_document, row.of_number, row.of_label, event, row.of_text, date, tuple(others.values()))


def _values(key: int, position: int, one: Event) -> dict[str, Any]:
    return {
        "page": key, "position": position, "start": one.start, "end": one.end, "date": one.date, "edtf": one.edtf,
        "lower": one.lower, "upper": one.upper, "precision": one.precision, "basis": one.basis,
        "ambiguous": one.ambiguous, "hedge": one.hedge,
    }  # fmt: skip
