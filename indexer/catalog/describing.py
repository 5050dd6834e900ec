"""What is shown of releases and documents: as read, above it what manifests state, above all what people say.

Functions inside a transaction that others opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from indexer.catalog import codec, dialect, due_pages, rules, steps
from indexer.catalog.dates import day_bounds
from indexer.catalog.tables import (
    DOCUMENT,
    MENTION,
    PAGE,
    RELEASE,
    RELEASE_FILE,
    DocumentRow,
    LedgerRow,
    ReleaseFileRow,
    ReleaseRow,
)
from indexer.model.describing import DOCUMENT_FIELDS, RELEASE_FIELDS
from indexer.model.record import page_key
from indexer.model.registry import Rule
from indexer.model.release import Release

READ = ("title", "title_basis", "date", "date_basis", "author", "author_basis", "language")
"""Of a document, what the pages say and others may say better; kept in `document.read_json`."""
CORRECTED = "corrected"
_WITH_BASIS = ("title", "date")
_FOUND_BY = frozenset(("title", "date", "institution", "request_number", "released"))
"""Fields that stand in the index, on every page."""
_RELATIVE = ('"basis":"relative"', '"basis":"year_inferred"')
"""Dates on a page that were reckoned from that of the document (compact JSON: `codec`)."""

Said = Mapping[str, str]


def said_of(connection: Connection, kind: str, subject: str) -> dict[str, str]:
    """What people say of a document or release, by field; the newest rule of each counts."""
    found = rules.describing(connection, kind, subject)
    return {rule.field: rule.said or "" for rule in found if rule.action == "describe" and rule.field}


def stated_of(row: Row[Any]) -> Release:
    """A release as it was archived."""
    if row.stated_json:
        return Release(**json.loads(row.stated_json))
    return Release(**{field.name: getattr(row, field.name) for field in fields(Release)})


def read_of(row: Row[Any]) -> dict[str, str | None]:
    """What the pages of a document say, by the names in READ."""
    if row.read_json:
        kept: dict[str, str | None] = json.loads(row.read_json)
        return dict.fromkeys(READ) | kept
    own = {name: getattr(row, name, None) for name in READ}
    return own | {name: None for name in _WITH_BASIS if own[f"{name}_basis"] in ("manifest", CORRECTED)}


def files_of(connection: Connection, document: int) -> Sequence[Row[Any]]:
    """The document's entries in releases, the oldest first, with the days of the release."""
    return connection.execute(
        select(RELEASE_FILE, RELEASE.c.released_from, RELEASE.c.released_to)
        .join(RELEASE, RELEASE.c.number == RELEASE_FILE.c.release)
        .where(RELEASE_FILE.c.document == document)
        .order_by(RELEASE_FILE.c.id)
    ).all()


def manifest_of(files: Iterable[Row[Any]]) -> dict[str, str]:
    """What manifests state of a document: of each field, the first that states it."""
    found: dict[str, str] = {}
    for row in files:
        found |= {name: value for name in DOCUMENT_FIELDS if name not in found and (value := getattr(row, name))}
    return found


def documents_of(connection: Connection, release: int) -> list[int]:
    """Numbers of the documents in a release."""
    return list(
        connection.scalars(
            select(ReleaseFileRow.document).where(ReleaseFileRow.release == release).distinct().order_by("document")
        )
    )


def settle_document(connection: Connection, number: int) -> None:
    """Sets what is shown of a document, and the days of its date."""
    row = connection.execute(select(DOCUMENT).where(DOCUMENT.c.number == number)).one()
    if row.taken_down:  # it is described again when it comes back
        return
    files = files_of(connection, number)
    values: dict[str, object] = dict(read_of(row))
    author_basis = values.pop("author_basis")
    kept = codec.dump({**values, "author_basis": author_basis})
    for basis, stated in (("manifest", manifest_of(files)), (CORRECTED, said_of(connection, "document", row.id))):
        for name, value in stated.items():
            values[name] = value or None
            if name in _WITH_BASIS:
                values[f"{name}_basis"] = basis
    lower, upper = day_bounds(str(values["date"]) if values["date"] else None)
    released = [(one.released_from, one.released_to) for one in files if one.released_from]
    if not lower and released:
        lower, upper = min(day for day, _ in released), max(day for _, day in released)
    values |= {"date_from": lower, "date_to": upper, "read_json": kept}
    connection.execute(update(DocumentRow).where(DocumentRow.number == number).values(**values))


def make_release(connection: Connection, release: Release) -> tuple[int, bool]:
    """The number of a release, and whether its row was made here: another process may have made it meanwhile."""
    row = asdict(release) | {"stated_json": codec.dump(asdict(release))}
    made = dialect.insert_new(connection, RELEASE, [row]) == 1
    number = int(connection.execute(select(RELEASE.c.number).where(RELEASE.c.id == release.id)).scalar_one())
    if made:
        settle_release(connection, number)
    return number, made


def settle_release(connection: Connection, number: int) -> None:
    """Sets what is shown of a release, its days, and those of its documents."""
    row = connection.execute(select(RELEASE).where(RELEASE.c.number == number)).one()
    stated = stated_of(row)
    said = said_of(connection, "release", row.id)
    values: dict[str, object] = asdict(stated) | {name: value or None for name, value in said.items()}
    if row.taken_down:
        values = asdict(Release(id=row.id, name=""))
    released = values["released"]
    lower, upper = day_bounds(str(released) if released else None)
    values |= {"released_from": lower, "released_to": upper, "stated_json": codec.dump(asdict(stated))}
    connection.execute(update(ReleaseRow).where(ReleaseRow.number == number).values(**values))
    for document in documents_of(connection, number):
        settle_document(connection, document)


def settle_filing(connection: Connection, number: int) -> bool:
    """Puts a document into the release that people moved it to, or back where it was archived. True: it moved."""
    id_, down = connection.execute(
        select(DOCUMENT.c.id, DOCUMENT.c.taken_down).where(DOCUMENT.c.number == number)
    ).one()
    if down:
        return False
    moves = [rule for rule in rules.describing(connection, "document", id_) if rule.action == "move"]
    target = _release_of(connection, moves[-1]) if moves else None
    rows = connection.execute(select(RELEASE_FILE).where(RELEASE_FILE.c.document == number).order_by("id")).all()
    taken: set[tuple[int, str]] = set()
    moved = False
    for row in rows:
        origin, origin_name = row.origin or row.release, row.origin_name or row.name
        release = target if target is not None else origin
        name = _free(origin_name, release, taken)
        taken.add((release, name))
        if (row.release, row.name) == (release, name):
            continue
        away = release != origin
        connection.execute(
            update(ReleaseFileRow)
            .where(ReleaseFileRow.id == row.id)
            .values(
                release=release, name=name, origin=origin if away else None, origin_name=origin_name if away else None
            )
        )
        moved = True
    return moved


def carry_out(connection: Connection, changed: Sequence[Rule]) -> set[int]:
    """Applies rules that came or went; numbers of the documents that they concern. What search finds otherwise is due
    for the index, and what was reckoned from a date or a law that changed is due to be read again."""
    concerned: set[int] = set()
    for kind, subject in dict.fromkeys((rule.kind, rule.value or "") for rule in changed):
        mine = [rule for rule in changed if (rule.kind, rule.value) == (kind, subject)]
        concerned |= _settle(connection, kind, subject, mine)
    return concerned


def _settle(connection: Connection, kind: str, subject: str, mine: Sequence[Rule]) -> set[int]:
    table = DOCUMENT if kind == "document" else RELEASE
    number = connection.scalar(select(table.c.number).where(table.c.id == subject))
    if number is None:  # a rule of another archive waits for it
        return set()
    before = connection.execute(select(table).where(table.c.number == number)).one()
    moved = False
    if kind == "document":
        moved = settle_filing(connection, number)
        settle_document(connection, number)
        documents = {int(number)}
    else:
        settle_release(connection, number)
        documents = set(documents_of(connection, number))
    after = connection.execute(select(table).where(table.c.number == number)).one()
    names = DOCUMENT_FIELDS if kind == "document" else RELEASE_FIELDS
    differs = {name for name in names if getattr(before, name) != getattr(after, name)}
    _make_due(connection, documents, differs, moved=moved)
    return documents


def _make_due(connection: Connection, documents: Iterable[int], differs: set[str], *, moved: bool) -> None:
    for number in sorted(documents):
        if differs & _FOUND_BY or moved:
            due_pages.drop(connection, number)
            due_pages.index_soon(connection, (number,))
        elif "language" in differs:
            keys = select(PAGE.c.key).where(PAGE.c.document == number, PAGE.c.readable, PAGE.c.language.is_(None))
            due_pages.index_pages_soon(connection, connection.scalars(keys).all())
        if "regime" in differs:
            _again(connection, number, "describe")
        elif "date" in differs and _has_relative_dates(connection, number):
            _again(connection, number, "entities")


def _again(connection: Connection, number: int, step: str) -> None:
    """Makes a step due that was done; one that is yet to come sees the new description by itself."""
    mine = (LedgerRow.document == number, LedgerRow.step == step, LedgerRow.state.not_in(steps.OPEN))
    again = {"state": "due", "attempt": 0, "due_at": 0.0, "priority": due_pages.RULE_PRIORITY, "error": None}
    connection.execute(update(LedgerRow).where(*mine).values(**again))


def _has_relative_dates(connection: Connection, number: int) -> bool:
    within = MENTION.c.page.between(page_key(number, 0), page_key(number + 1, 0) - 1)
    reckoned = or_(*(MENTION.c.details_json.contains(mark) for mark in _RELATIVE))
    found = select(MENTION.c.page).where(within, MENTION.c.kind == "date", reckoned).limit(1)
    return connection.scalar(found) is not None


def _release_of(connection: Connection, rule: Rule) -> int:
    """The number of the release that a move names; its row is made where it is not there yet."""
    number = connection.scalar(select(RELEASE.c.number).where(RELEASE.c.id == rule.into))
    if number is not None:
        return int(number)
    id_ = rule.into or ""
    number, _ = make_release(connection, Release(id=id_, name=rule.name or id_.rpartition("/")[2]))
    return number


def _free(name: str, release: int, taken: set[tuple[int, str]]) -> str:
    """The name, with a number where the same document lies under it in the release already."""
    found, count = name, 2
    while (release, found) in taken:
        found, count = f"{name} ({count})", count + 1
    return found
