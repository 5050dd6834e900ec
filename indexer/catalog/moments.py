"""Points of timelines, as the catalog reads them: `model.timeline.MomentReader`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Row, and_, false, or_, select

from indexer.catalog.database import Database
from indexer.catalog.dates import day_bounds
from indexer.catalog.events import read_points
from indexer.catalog.tables import DOCUMENT, ENTITY, EVENT, EVENT_MENTION, MENTION, PAGE, RELEASE, RELEASE_FILE
from indexer.model.event import Precision, TimelinePoint, precision_of
from indexer.model.record import page_key, split_key
from indexer.model.timeline import Marker, Moment

_KEYS_A_QUERY = 500
_POINTS_A_QUERY = 100
_NAMED = frozenset(("account", "party", "figure"))
_READ_ON = re.compile(r"page (\d+)")
"""`date_basis` of a document whose date was read on a page."""

Place = tuple[int, int]
Item = TypeVar("Item")


class Moments:
    """Read access; safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_pages(self, keys: Sequence[int]) -> Iterator[Marker]:
        """Events on these pages, by page; streamed."""
        for some in _some(keys, _KEYS_A_QUERY):
            with self._database.read() as connection:
                found = _markers(connection, some)
            yield from found

    def of_entity(self, entity_id: str) -> Iterator[Marker]:
        """Events whose passage names the entity, by page; streamed."""
        query = (
            select(EVENT_MENTION.c.page)
            .join(MENTION, _OF_MENTION)
            .join(ENTITY, and_(ENTITY.c.id == MENTION.c.entity, ENTITY.c.hidden == false()))
            .where(MENTION.c.entity == entity_id, MENTION.c.rejected == false())
            .distinct()
        )
        with self._database.read() as connection:
            pages = sorted(connection.scalars(query))
        return (one for one in self.of_pages(pages) if entity_id in one.entities)

    def of_documents(self, numbers: Sequence[int]) -> Iterator[Marker]:
        """Dates of these documents, and of their releases once each; those without a date are left out."""
        released: set[int] = set()
        for some in _some(numbers, _KEYS_A_QUERY):
            with self._database.read() as connection:
                found = [*_dated_documents(connection, some), *_releases(connection, some)]
            for one in found:
                if one.role == "document" or one.place not in released:
                    yield one
                released.update((one.place,) if one.role == "release" else ())

    def read(self, markers: Iterable[Marker]) -> Iterator[Moment]:
        """The points in the order given; those that are gone by now are left out. Streamed."""
        for some in _some(markers, _POINTS_A_QUERY):
            with self._database.read() as connection:
                found = _moments(connection, some)
            yield from (found[one] for one in some if one in found)

    def at(self, document: str, page: int, date_start: int) -> tuple[Moment, ...]:
        """The event on a page whose date begins there; () where there is none now."""
        with self._database.read() as connection:
            number = connection.scalar(select(DOCUMENT.c.number).where(DOCUMENT.c.id == document))
            if number is None:
                return ()
            markers = _markers(connection, (page_key(number, page),))
            found = _moments(connection, markers).values()
        return tuple(one for one in found if one.date_start == date_start)


_OF_MENTION = and_(EVENT_MENTION.c.page == MENTION.c.page, EVENT_MENTION.c.mention == MENTION.c.position)
_OF_DATE = and_(EVENT.c.page == MENTION.c.page, EVENT.c.date == MENTION.c.position)


def _some(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while found := list(islice(left, size)):
        yield found


def _markers(connection: Connection, keys: Sequence[int]) -> list[Marker]:
    """Events of pages that name somebody and whose date nobody has rejected."""
    named: dict[Place, set[str]] = {}
    naming: set[Place] = set()
    bare: set[Place] = set()
    pairs = (
        select(EVENT_MENTION.c.page, EVENT_MENTION.c.event, MENTION.c.kind, MENTION.c.entity)
        .select_from(EVENT_MENTION.join(MENTION, _OF_MENTION).outerjoin(ENTITY, ENTITY.c.id == MENTION.c.entity))
        .where(EVENT_MENTION.c.page.in_(keys), MENTION.c.rejected == false())
        .where(or_(ENTITY.c.hidden.is_(None), ENTITY.c.hidden == false()))
    )
    for page, event, kind, entity in connection.execute(pairs):
        if entity:
            named.setdefault((page, event), set()).add(entity)
        if kind in _NAMED:
            naming.add((page, event))
            if not entity:
                bare.add((page, event))
    dates = (
        select(EVENT.c.page, EVENT.c.position, EVENT.c.lower, EVENT.c.upper, EVENT.c.edtf, EVENT.c.precision)
        .join(MENTION, _OF_DATE)
        .where(EVENT.c.page.in_(keys), MENTION.c.rejected == false())
        .order_by(EVENT.c.page, EVENT.c.position)
    )
    return [
        Marker(
            "event", row.page, row.position, row.lower, row.upper, row.edtf, cast(Precision, row.precision),
            frozenset(named.get((row.page, row.position), ())), (row.page, row.position) in bare,
        )
        for row in connection.execute(dates)
        if (row.page, row.position) in naming
    ]  # fmt: skip


def _dated_documents(connection: Connection, numbers: Sequence[int]) -> Iterator[Marker]:
    rows = connection.execute(
        select(DOCUMENT.c.number, DOCUMENT.c.date, DOCUMENT.c.date_basis)
        .where(DOCUMENT.c.number.in_(numbers), DOCUMENT.c.date.is_not(None))
        .order_by(DOCUMENT.c.number)
    )
    for row in rows:
        lower, upper = day_bounds(row.date)
        if lower:
            page = page_key(row.number, _sheet(row.date_basis))
            yield Marker("document", page, 0, lower, upper, row.date, precision_of(row.date))


def _sheet(basis: str | None) -> int:
    found = _READ_ON.match(basis or "")
    return int(found[1]) if found else 1


def _releases(connection: Connection, numbers: Sequence[int]) -> Iterator[Marker]:
    rows = connection.execute(
        select(RELEASE.c.number, RELEASE.c.released, RELEASE_FILE.c.document)
        .join(RELEASE_FILE, RELEASE_FILE.c.release == RELEASE.c.number)
        .where(RELEASE_FILE.c.document.in_(numbers), RELEASE.c.released.is_not(None), RELEASE.c.taken_down == false())
        .order_by(RELEASE.c.number, RELEASE_FILE.c.document)
    )
    for row in rows:
        lower, upper = day_bounds(row.released)
        if lower:
            page = page_key(row.document, 1)
            yield Marker("release", page, row.number, lower, upper, row.released, precision_of(row.released))


def _moments(connection: Connection, markers: Sequence[Marker]) -> dict[Marker, Moment]:
    events = {(one.page, one.place): one for one in markers if one.role == "event"}
    found = {events[place]: _of_point(point) for place, point in read_points(connection, list(events)).items()}
    others = [one for one in markers if one.role != "event"]
    return found | _papers(connection, others) if others else found


def _of_point(point: TimelinePoint) -> Moment:
    event, date = point.event, point.date
    return Moment(
        "event", point.document, point.page, point.label, point.text, event.start, date.start, date.text, event.edtf,
        event.lower, event.upper, event.precision, event.basis, event.ambiguous, event.hedge, point.mentions,
    )  # fmt: skip


def _papers(connection: Connection, markers: Sequence[Marker]) -> dict[Marker, Moment]:
    """Documents and releases, with the place where the date stands when a page states it."""
    numbers = {split_key(one.page)[0] for one in markers}
    documents = {row.number: row for row in connection.execute(select(DOCUMENT).where(DOCUMENT.c.number.in_(numbers)))}
    wanted = {one.place for one in markers if one.role == "release"}
    releases = {row.number: row for row in connection.execute(select(RELEASE).where(RELEASE.c.number.in_(wanted)))}
    pages = [one.page for one in markers]
    stamped = connection.execute(select(PAGE.c.key, PAGE.c.label).where(PAGE.c.key.in_(pages)))
    labels = {row.key: row.label for row in stamped}
    dates = _printed(connection, pages)
    found = {}
    for one in markers:
        document, release = documents.get(split_key(one.page)[0]), releases.get(one.place)
        if document is None or (one.role == "release" and release is None):
            continue
        found[one] = _paper(one, document, release, labels.get(one.page), dates)
    return found


def _printed(connection: Connection, pages: Sequence[int]) -> dict[tuple[int, str], tuple[int, str]]:
    """Where the first date of each value stands on these pages, and how it is printed."""
    rows = connection.execute(
        select(MENTION.c.page, MENTION.c.value, MENTION.c.start, MENTION.c.text)
        .where(MENTION.c.page.in_(pages), MENTION.c.kind == "date", MENTION.c.rejected == false())
        .order_by(MENTION.c.page, MENTION.c.position)
    )
    found: dict[tuple[int, str], tuple[int, str]] = {}
    for row in rows:
        found.setdefault((row.page, row.value or ""), (row.start, row.text))
    return found


def _paper(
    one: Marker,
    document: Row[Any],
    release: Row[Any] | None,
    label: str | None,
    dates: Mapping[tuple[int, str], tuple[int, str]],
) -> Moment:
    start, printed = dates.get((one.page, one.edtf), (-1, ""))
    text = (release.request_number or release.name) if release is not None else (document.title or document.name)
    basis = release.basis if release is not None else document.date_basis
    return Moment(
        one.role, document.id, split_key(one.page)[1], label, text, 0, start, printed, one.edtf, one.lower, one.upper,
        one.precision, basis or "", one.edtf[:1] in ("[", "{"), release=release.id if release is not None else "",
    )  # fmt: skip
