"""Saved timelines: `model.saved_timeline.TimelineDesk`. What is changed is kept with its value before."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from indexer.catalog.database import Database
from indexer.catalog.takedowns import TakedownCatalog
from indexer.catalog.timeline_tables import TIMELINE, TIMELINE_CHANGE, TIMELINE_ENTRY
from indexer.errors import InputError, NotFound
from indexer.model.event import FIRST_DAY, Precision
from indexer.model.registry import now
from indexer.model.saved_timeline import (
    ENTRIES_LIMIT,
    HEADLINE_LENGTH,
    NAME_LENGTH,
    OWN_LENGTH,
    Change,
    ChangeAction,
    SavedEntry,
    SavedTimeline,
)
from indexer.model.timeline import Moment, Role

Fields = dict[str, object]
Changes = dict[str, Fields]
"""Entry uid ("" is the timeline) → field → new value."""

_CLOSEST = 1e-6
"""Entries whose places are closer get whole numbers again before another is set between them."""
_MOMENT = (
    "role", "document", "page", "label", "text", "start", "date_start", "date_text", "edtf", "lower", "upper",
    "precision", "basis", "ambiguous", "hedge", "release",
)  # fmt: skip


class Timelines:
    """Safe for many threads. Each change is one transaction with its row of the history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def saved(self, *, published_only: bool = False) -> tuple[SavedTimeline, ...]:
        """All that are not removed, without their entries, the newest first."""
        shown = (
            select(TIMELINE_ENTRY.c.timeline, func.count().label("size"))
            .where(~TIMELINE_ENTRY.c.hidden, ~TIMELINE_ENTRY.c.removed)
            .group_by(TIMELINE_ENTRY.c.timeline)
            .subquery()
        )
        query = (
            select(TIMELINE, func.coalesce(shown.c.size, 0).label("size"))
            .outerjoin(shown, shown.c.timeline == TIMELINE.c.number)
            .where(~TIMELINE.c.removed)
            .order_by(TIMELINE.c.number.desc())
        )
        if published_only:
            query = query.where(TIMELINE.c.published)
        with self._database.read() as connection:
            return tuple(_timeline(row, row.size) for row in connection.execute(query))

    def timeline(self, timeline_id: str) -> SavedTimeline:
        """With its entries in order. Raises NotFound; not for a removed one."""
        with self._database.read() as connection:
            row = _find(connection, timeline_id)
            entries = [_entry(one) for one in _entries(connection, row.number)]
        entries = self._without_down(entries)
        return _timeline(row, sum(not one.hidden for one in entries), tuple(entries))

    def _without_down(self, entries: Sequence[SavedEntry]) -> list[SavedEntry]:
        """The entries, those whose source was taken down without its words."""
        takedowns = TakedownCatalog(self._database)
        if not takedowns.count():
            return list(entries)
        places = {(one.moment.document, one.moment.page) for one in entries}
        down = {place for place in places if takedowns.of_document(*place) or takedowns.of_document(place[0])}
        return [
            replace(one, moment=replace(one.moment, text="", date_text=""), down=True)
            if (one.moment.document, one.moment.page) in down
            else one
            for one in entries
        ]

    def changes(self, timeline_id: str, limit: int) -> tuple[Change, ...]:
        """The newest first."""
        with self._database.read() as connection:
            number = _find(connection, timeline_id).number
            rows = connection.execute(
                select(TIMELINE_CHANGE)
                .where(TIMELINE_CHANGE.c.timeline == number)
                .order_by(TIMELINE_CHANGE.c.number.desc())
                .limit(limit)
            ).all()
        return tuple(_change(row) for row in rows)

    def make(self, name: str, source: str, who: str) -> str:
        """A new empty timeline; gives its id. Raises InputError for a name that is none."""
        uid = uuid4().hex
        row = {
            "uid": uid, "name": _named(name), "source": source, "published": False, "removed": False,
            "made_by": who, "made_at": now(),
        }  # fmt: skip
        with self._database.write() as connection:
            connection.execute(insert(TIMELINE).values(row))
        return uid

    def pick(self, timeline_id: str, moments: Sequence[Moment], who: str) -> int:
        """Adds points, each at its day; those that are there already are left out. Gives how many were added."""
        with self._database.write() as connection:
            number = _find(connection, timeline_id).number
            here = _entries(connection, number)
            known = {_same(_moment(row)) for row in here}
            new = [one for one in {_same(one): one for one in moments}.values() if _same(one) not in known]
            if len(here) + len(new) > ENTRIES_LIMIT:
                raise InputError(f"A timeline holds {ENTRIES_LIMIT:,} entries. Nothing was added; begin another one.")
            places = [(row.position, _day(row.lower, row.upper)) for row in here]
            uids = [_add(connection, number, one, _place(places, one), who) for one in new]
            if uids:
                fields = {uid: {"removed": [True, False]} for uid in uids}
                _keep(connection, number, "pick", fields, who)
        return len(new)

    def word(self, timeline_id: str, entry_id: str, headline: str, own: str, who: str) -> None:
        """Sets the researcher's words; both "" takes them away."""
        if len(headline) > HEADLINE_LENGTH or len(own) > OWN_LENGTH:
            raise InputError(f"A headline has {HEADLINE_LENGTH} characters at most, a text {OWN_LENGTH:,}.")
        by = who if headline or own else ""
        self._set(timeline_id, "word", {entry_id: {"headline": headline, "own": own, "own_by": by}}, who)

    def move(self, timeline_id: str, entry_id: str, steps: int, who: str) -> None:
        """Moves an entry up (negative) or down among those shown."""

        def moved(connection: Connection, number: int) -> Changes:
            rows = [row for row in _entries(connection, number) if not row.hidden]
            at = next((place for place, row in enumerate(rows) if row.uid == entry_id), None)
            if at is None:
                raise NotFound(entry_id)
            to = max(0, min(len(rows) - 1, at + steps))
            if to == at:
                return {}
            others = [row.position for row in rows if row.uid != entry_id]
            before = others[to - 1] if to else others[0] - 2
            after = others[to] if to < len(others) else others[-1] + 2
            return {entry_id: {"position": (before + after) / 2}}

        self._change(timeline_id, "move", moved, who)

    def sort(self, timeline_id: str, who: str) -> None:
        """Puts all entries in the order of their days."""

        def sorted_by_day(connection: Connection, number: int) -> Changes:
            rows = sorted(_entries(connection, number), key=lambda row: (*_day(row.lower, row.upper), row.number))
            return {row.uid: {"position": float(place)} for place, row in enumerate(rows)}

        self._change(timeline_id, "sort", sorted_by_day, who)

    def hide(self, timeline_id: str, entry_id: str, hidden: bool, who: str) -> None:
        """A hidden entry stays in the researcher's list, and is in no file and on no public site."""
        self._set(timeline_id, "hide" if hidden else "show", {entry_id: {"hidden": hidden}}, who)

    def remove(self, timeline_id: str, entry_id: str, who: str) -> None:
        """Takes an entry out; the history can bring it back."""
        self._set(timeline_id, "remove", {entry_id: {"removed": True}}, who)

    def rename(self, timeline_id: str, name: str, who: str) -> None:
        """Raises InputError for a name that is none."""
        self._set(timeline_id, "rename", {"": {"name": _named(name)}}, who)

    def publish(self, timeline_id: str, published: bool, who: str) -> None:
        """Whether a public site shows it."""
        self._set(timeline_id, "publish" if published else "retract", {"": {"published": published}}, who)

    def delete(self, timeline_id: str, who: str) -> None:
        """Takes the timeline out of all lists; the history can bring it back."""
        self._set(timeline_id, "delete", {"": {"removed": True}}, who)

    def undo(self, timeline_id: str, change: int, who: str) -> None:
        """Takes one change back. Raises InputError when what it changed was changed again since, or it is undone."""
        with self._database.write() as connection:
            number = _find(connection, timeline_id).number
            row = connection.execute(
                select(TIMELINE_CHANGE).where(TIMELINE_CHANGE.c.number == change, TIMELINE_CHANGE.c.timeline == number)
            ).one_or_none()
            if row is None:
                raise NotFound(str(change))
            if row.undone_at:
                raise InputError(f"{row.undone_by} has undone this change already.")
            fields: dict[str, dict[str, list[object]]] = json.loads(row.fields_json)
            for uid, values in fields.items():
                now_there = _values(connection, number, uid, values)
                if any(now_there[name] != after for name, (_, after) in values.items()):
                    raise InputError("It was changed again since; undo the later change first. Nothing was changed.")
            _write(connection, number, {uid: {n: v[0] for n, v in values.items()} for uid, values in fields.items()})
            undone = update(TIMELINE_CHANGE).where(TIMELINE_CHANGE.c.number == change)
            connection.execute(undone.values(undone_by=who, undone_at=now()))

    def _set(self, timeline_id: str, action: ChangeAction, changes: Changes, who: str) -> None:
        self._change(timeline_id, action, lambda *_: changes, who)

    def _change(
        self, timeline_id: str, action: ChangeAction, of: Callable[[Connection, int], Changes], who: str
    ) -> None:
        """Writes what differs, and keeps it with the values before; nothing when nothing does."""
        with self._database.write() as connection:
            number = _find(connection, timeline_id).number
            kept: dict[str, dict[str, list[object]]] = {}
            for uid, values in of(connection, number).items():
                before = _values(connection, number, uid, values)
                differing = {name: [before[name], value] for name, value in values.items() if before[name] != value}
                if differing:
                    kept[uid] = differing
            if kept:
                _write(connection, number, {uid: {n: v[1] for n, v in some.items()} for uid, some in kept.items()})
                _keep(connection, number, action, kept, who)


def _find(connection: Connection, uid: str) -> Row[Any]:
    row = connection.execute(select(TIMELINE).where(TIMELINE.c.uid == uid)).one_or_none()
    if row is None:
        raise NotFound(f"There is no timeline {uid} in this archive.")
    return row


def _entries(connection: Connection, number: int) -> Sequence[Row[Any]]:
    return connection.execute(
        select(TIMELINE_ENTRY)
        .where(TIMELINE_ENTRY.c.timeline == number, ~TIMELINE_ENTRY.c.removed)
        .order_by(TIMELINE_ENTRY.c.position, TIMELINE_ENTRY.c.number)
    ).all()


def _of(number: int, uid: str) -> tuple[Table, Any]:
    if not uid:
        return TIMELINE, TIMELINE.c.number == number
    return TIMELINE_ENTRY, (TIMELINE_ENTRY.c.uid == uid) & (TIMELINE_ENTRY.c.timeline == number)


def _values(connection: Connection, number: int, uid: str, names: Mapping[str, object]) -> Fields:
    table, wanted = _of(number, uid)
    row = connection.execute(select(*(table.c[name] for name in names)).where(wanted)).one_or_none()
    if row is None:
        raise NotFound(uid)
    return dict(row._mapping)


def _write(connection: Connection, number: int, changes: Changes) -> None:
    for uid, values in changes.items():
        table, wanted = _of(number, uid)
        connection.execute(update(table).where(wanted).values(values))


def _keep(connection: Connection, number: int, action: str, fields: Mapping[str, object], who: str) -> None:
    row = {
        "timeline": number, "action": action, "fields_json": json.dumps(fields, ensure_ascii=False), "made_by": who,
        "made_at": now(),
    }  # fmt: skip
    connection.execute(insert(TIMELINE_CHANGE).values(row))


def _add(connection: Connection, number: int, one: Moment, position: float, who: str) -> str:
    uid = uuid4().hex
    values = {name: getattr(one, name) for name in _MOMENT}
    row = {
        **values, "uid": uid, "timeline": number, "position": position, "hidden": False, "removed": False,
        "headline": "", "own": "", "own_by": "", "made_by": who, "made_at": now(),
    }  # fmt: skip
    connection.execute(insert(TIMELINE_ENTRY).values(row))
    return uid


def _place(places: list[tuple[float, tuple[int, int, int]]], one: Moment) -> float:
    """Before the first entry of a later day; `places` gets it too."""
    day = _day(one.lower, one.upper)
    at = next((place for place, (_, other) in enumerate(places) if other > day), len(places))
    before = places[at - 1][0] if at else (places[0][0] - 2 if places else -1.0)
    after = places[at][0] if at < len(places) else before + 2
    position = (before + after) / 2 if after - before > _CLOSEST else before
    places.insert(at, (position, day))
    return position


def _day(lower: int, upper: int) -> tuple[int, int, int]:
    """As `model.timeline.day_order`: what is open at its beginning stands where it ends."""
    return (upper if lower <= FIRST_DAY else lower), lower, upper


def _same(one: Moment) -> tuple[str, str, int, str, str]:
    return one.role, one.document, one.page, one.edtf, one.text


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise InputError("Give the timeline a name.")
    if len(plain) > NAME_LENGTH:
        raise InputError(f"The name of a timeline has {NAME_LENGTH} characters at most.")
    return plain


def _timeline(row: Row[Any], size: int, entries: tuple[SavedEntry, ...] = ()) -> SavedTimeline:
    return SavedTimeline(
        row.uid, row.name, row.source, row.published, row.removed, row.made_by, row.made_at, size, entries
    )


def _entry(row: Row[Any]) -> SavedEntry:
    return SavedEntry(row.uid, _moment(row), row.hidden, row.headline, row.own, row.own_by, row.made_by, row.made_at)


def _moment(row: Row[Any]) -> Moment:
    return Moment(
        cast(Role, row.role), row.document, row.page, row.label, row.text, row.start, row.date_start, row.date_text,
        row.edtf, row.lower, row.upper, cast(Precision, row.precision), row.basis, row.ambiguous, row.hedge, (),
        row.release,
    )  # fmt: skip


def _change(row: Row[Any]) -> Change:
    fields: dict[str, dict[str, list[Any]]] = json.loads(row.fields_json)
    given = [str(after) for one in fields.values() for name, (_, after) in one.items() if name in ("name", "headline")]
    return Change(
        row.number, cast(ChangeAction, row.action), tuple(uid for uid in fields if uid), given[0] if given else "",
        row.made_by, row.made_at, row.undone_by, row.undone_at,
    )  # fmt: skip
