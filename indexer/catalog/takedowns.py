"""What people took down: `model.takedown.Takedowns`, as far as the catalog goes, and what keeps it down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select, true, update

from indexer.catalog import (
    codec,
    collection_words,
    describing,
    due_pages,
    held,
    pages,
    steps,
    sums,
    tallies,
    timeline_words,
    uploads,
)
from indexer.catalog.database import Database
from indexer.catalog.tables import (
    DOCUMENT,
    PAGE,
    RELEASE,
    RELEASE_FILE,
    RULE,
    DocumentRow,
    LedgerRow,
    ReleaseRow,
)
from indexer.catalog.takedown_tables import HELD, TAKEDOWN, TakedownRow
from indexer.errors import InputError, NotFound
from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.registry import DESCRIBING, Undone, now
from indexer.model.stored import AddedFile
from indexer.model.takedown import (
    CATEGORIES,
    Category,
    Takedown,
    TakedownEffect,
    TakedownKind,
    about,
    covers_all,
)

WHY_CHARS_LIMIT = 2_000
_IN_FORCE = TAKEDOWN.c.undone_at.is_(None)
_NEWEST = TAKEDOWN.c.number.desc()


class TakedownCatalog:
    """The catalog's part of a takedown; safe for many threads. Page pictures and originals are others' to destroy
    (`bootstrap.taking_down`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        """The catalog's."""
        return self._database

    def of_document(self, id_or_prefix: str, page: int | None = None) -> Takedown | None:
        """That in force over a document, or over one page of it; None: it is shown, or there is no such document."""
        prefix = id_or_prefix.lower()
        if len(prefix) < SHORT_ID_LENGTH:
            return None
        mine = (DOCUMENT.c.id >= prefix, DOCUMENT.c.id < prefix + "g")
        with self._database.read() as connection:
            row = connection.execute(select(DOCUMENT.c.number, DOCUMENT.c.id).where(*mine).limit(1)).one_or_none()
            if row is None:
                return None
            return over_document(connection, row.number, row.id) or _over_page(connection, row.id, page)

    def of_release(self, release: str) -> Takedown | None:
        """That in force over a release."""
        with self._database.read() as connection:
            return _first(connection, TAKEDOWN.c.kind == "release", TAKEDOWN.c.release == release)

    def pages_of(self, document: str) -> tuple[Takedown, ...]:
        """Those in force over single pages of a document, by page."""
        with self._database.read() as connection:
            found = _over_pages(connection, document)
        return tuple(found[number] for number in sorted(found))

    def listed(self, offset: int, limit: int) -> tuple[Takedown, ...]:
        """The newest first, undone ones too."""
        with self._database.read() as connection:
            rows = connection.execute(select(TAKEDOWN).order_by(_NEWEST).offset(offset).limit(limit)).all()
        return tuple(_takedown(row) for row in rows)

    def count(self) -> int:
        """How many `listed` lists in all."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(TAKEDOWN)) or 0

    def one(self, takedown_id: str) -> Takedown:
        """By its id, or the only one that begins so. Raises NotFound."""
        start = TAKEDOWN.c.uid.startswith(takedown_id.lower(), autoescape=True)
        with self._database.read() as connection:
            rows = connection.execute(select(TAKEDOWN).where(start).limit(2)).all() if takedown_id else []
        if len(rows) != 1:
            raise NotFound(f"There is no takedown {takedown_id} in this archive. See them: ati hide list")
        return _takedown(rows[0])

    def take_down(self, takedown: Takedown) -> TakedownEffect:
        """Keeps the decision and carries it out in the catalog: `model.takedown.Takedowns`."""
        if problem := _malformed(takedown):
            raise InputError(problem)
        with self._database.write() as connection:
            if takedown.removed and connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA secure_delete = ON")  # what is deleted is overwritten
            documents = _documents(connection, takedown)
            _check_new(connection, takedown)
            connection.execute(insert(TakedownRow).values(**_values(takedown)))
            before = _shown_pages(connection, documents)
            if takedown.release is not None:
                _settle_release(connection, takedown.release, removed=takedown.removed)
            for number in documents:
                settle(connection, number, index=True)
            staying = [one for one in documents if _is_shown(connection, one)] if takedown.kind != "page" else []
            after = _shown_pages(connection, documents)
            if takedown.removed:
                gone = [one for one in documents if one not in staying]
                _forget_rules(connection, takedown, gone)
                if takedown.kind != "page":
                    uploads.forget_names(connection, gone)
            tallies.forget_unread(connection)
        return TakedownEffect(takedown, len(documents) - len(staying), before - after, len(staying))

    def undo(self, takedown_id: str, who: str, why: str) -> TakedownEffect:
        """Shows again what was hidden; what was removed may be added again. Raises NotFound, InputError."""
        takedown = self.one(takedown_id)
        if takedown.undone is not None:
            raise InputError(f"{takedown.undone.who} has undone this already, on {takedown.undone.when}.")
        if not who.strip() or len(why) > WHY_CHARS_LIMIT:
            raise InputError(f"Say who undoes it; a reason has at most {WHY_CHARS_LIMIT:,} letters.")
        with self._database.write() as connection:
            documents = _documents(connection, takedown)
            connection.execute(
                update(TakedownRow)
                .where(TakedownRow.uid == takedown.id)
                .values(undone_by=who, undone_at=now(), undone_why=why)
            )
            before = _shown_pages(connection, documents)
            if takedown.release is not None:
                _settle_release(connection, takedown.release, removed=False)
            for number in documents:
                settle(connection, number, index=True)
            after = _shown_pages(connection, documents)
        return TakedownEffect(self.one(takedown.id), len(documents), after - before)

    def down_with(self, takedown: Takedown) -> tuple[str, ...]:
        """SHA-256 of the documents that are down by it, wholly or a page of them."""
        with self._database.read() as connection:
            numbers = _documents(connection, takedown)
            shown = [] if takedown.page is not None else [one for one in numbers if _is_shown(connection, one)]
            chosen = DOCUMENT.c.number.in_([one for one in numbers if one not in shown])
            return tuple(connection.scalars(select(DOCUMENT.c.id).where(chosen).order_by(DOCUMENT.c.number)))

    def removed_documents(self) -> tuple[str, ...]:
        """SHA-256 of every document that was removed: its original must be nowhere."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(DOCUMENT.c.id)
                .join(HELD, and_(HELD.c.kind == "document", HELD.c.key == DOCUMENT.c.number))
                .where(DOCUMENT.c.taken_down == true(), HELD.c.content == b"")
            )
            return tuple(row[0] for row in rows)


def over_document(connection: Connection, number: int | None, document: str) -> Takedown | None:
    """The takedown in force over a whole document: its own, else that of its releases when none of them is shown.
    `number` None: the document is new, and in no release yet."""
    own = _first(connection, TAKEDOWN.c.kind == "document", TAKEDOWN.c.document == document)
    if own is not None or number is None:
        return own
    releases = connection.execute(
        select(RELEASE.c.id, RELEASE.c.taken_down)
        .join(RELEASE_FILE, RELEASE_FILE.c.release == RELEASE.c.number)
        .where(RELEASE_FILE.c.document == number)
    ).all()
    if not covers_all([not row.taken_down for row in releases]):
        return None
    ids = [row.id for row in releases]
    return _first(connection, TAKEDOWN.c.kind == "release", TAKEDOWN.c.release.in_(ids))


def staying_down(connection: Connection, document: str, release: str) -> AddedFile | None:
    """What is said of a file that is added again while it is down, with its document or with this release; None: it is
    not down, or this release would show it."""
    number = connection.scalar(select(DOCUMENT.c.number).where(DOCUMENT.c.id == document))
    if number is None:
        return None
    over = over_document(connection, number, document)
    if over is None or (over.kind == "release" and not _is_down(connection, release)):
        return None
    return AddedFile(document, int(number), new=False, taken_down=over.reason, removed=over.removed)


def settle(connection: Connection, number: int, *, index: bool = False) -> None:
    """Holds what of a document is down and puts back what is down no longer. Called wherever its pages are saved anew;
    `index`: the index is to follow at once."""
    document = str(connection.scalar(select(DOCUMENT.c.id).where(DOCUMENT.c.number == number)))
    whole, single = over_document(connection, number, document), _over_pages(connection, document)
    is_down = bool(connection.scalar(select(DOCUMENT.c.taken_down).where(DOCUMENT.c.number == number)))
    if not (whole or single or is_down or held.held_pages(connection, number)):
        if index:
            _index(connection, number)
        return
    if whole is not None:
        _hold(connection, number, whole)
    elif is_down:
        _bring_back(connection, number)
    if whole is None:
        _settle_pages(connection, number, single)
    sums.recount(connection, number)
    if whole is not None:
        connection.execute(update(DocumentRow).where(DocumentRow.number == number).values(original_withheld=True))
    if index:
        _index(connection, number)


def _hold(connection: Connection, number: int, takedown: Takedown) -> None:
    keep = not takedown.removed
    numbers = pages.numbers(connection, number, true())
    if keep:
        kept = held.held_pages(connection, number)
        numbers = [one for one in numbers if one not in kept]
    held.hold_pages(connection, number, numbers, takedown.reason, keep=keep)
    held.hold_document(connection, number, takedown.reason, keep=keep)


def _bring_back(connection: Connection, number: int) -> None:
    """A hidden document as it was; one that was removed has nothing to bring back and may be added again."""
    content = connection.scalar(select(HELD.c.content).where(HELD.c.kind == "document", HELD.c.key == number))
    if not content:
        _may_come_again(connection, number)
        return
    held.restore_document(connection, number)
    describing.settle_filing(connection, number)
    describing.settle_document(connection, number)


def _may_come_again(connection: Connection, number: int) -> None:
    connection.execute(
        update(DocumentRow).where(DocumentRow.number == number).values(taken_down=False, reason="missing")
    )
    connection.execute(delete(HELD).where(HELD.c.kind == "document", HELD.c.key == number))
    numbers = held.held_pages(connection, number)
    held.restore_pages(connection, number, numbers)
    connection.execute(
        update(PAGE).where(PAGE.c.document == number).values(outcome="unreadable", reason="missing", readable=False)
    )


def _settle_pages(connection: Connection, number: int, single: dict[int, Takedown]) -> None:
    there = set(pages.numbers(connection, number, true()))
    back = held.held_pages(connection, number) - single.keys()
    whole = held.restore_pages(connection, number, back & there)
    held.forget_pages(connection, number, back - there)
    under_way = connection.scalar(
        select(func.count()).where(
            LedgerRow.document == number, LedgerRow.step != "index", LedgerRow.state.in_(steps.OPEN)
        )
    )
    for one in sorted(single.keys() & there):
        held.hold_pages(connection, number, (one,), single[one].reason, keep=True, whole=not under_way)
    if not whole:
        _again(connection, number)


def _again(connection: Connection, number: int) -> None:
    """A page that was read anew while it was hidden goes through what comes after reading."""
    if pages.numbers(connection, number, pages.pending_ocr()):
        steps.set_due(connection, number, "ocr", ((0, 0, 0),))
    elif steps.all_ended(connection, number, "extract"):
        steps.set_due(connection, number, "describe", ((0, 0, 0),))


def _index(connection: Connection, number: int) -> None:
    due_pages.drop(connection, number)
    due_pages.index_soon(connection, (number,))


def _settle_release(connection: Connection, release: str, *, removed: bool) -> None:
    number = connection.scalar(select(RELEASE.c.number).where(RELEASE.c.id == release))
    down = _first(connection, TAKEDOWN.c.kind == "release", TAKEDOWN.c.release == release) is not None
    values: dict[str, Any] = {"taken_down": down}
    if removed:
        values["stated_json"] = codec.dump({"id": release, "name": release.rpartition("/")[2]})
    connection.execute(update(ReleaseRow).where(ReleaseRow.number == number).values(**values))
    describing.settle_release(connection, int(number or 0))


def _forget_rules(connection: Connection, takedown: Takedown, documents: Sequence[int]) -> None:
    """What people said of something that is removed holds its words too: the rules stay, with their words gone."""
    ids = list(connection.scalars(select(DOCUMENT.c.id).where(DOCUMENT.c.number.in_(documents))))
    described = and_(RULE.c.action.in_(DESCRIBING), RULE.c.value.in_([*ids, takedown.release or ""]))
    connection.execute(update(RULE).where(described).values(said="", name=None, why="", undone_why=""))
    gone = {"undone_by": takedown.who, "undone_at": takedown.when, "undone_why": ""}
    connection.execute(update(RULE).where(described, RULE.c.undone_at.is_(None)).values(**gone))
    for document in ids:
        connection.execute(delete(RULE).where(RULE.c.action == "reject", RULE.c.place_json.contains(document)))
    timeline_words.forget(connection, ids)
    collection_words.forget(connection, ids)


def _documents(connection: Connection, takedown: Takedown) -> list[int]:
    """Numbers of the documents that it concerns. Raises NotFound."""
    if takedown.release is not None:
        number = connection.scalar(select(RELEASE.c.number).where(RELEASE.c.id == takedown.release))
        if number is None:
            raise NotFound(f"There is no release {takedown.release} in this archive.")
        return describing.documents_of(connection, number)
    number = connection.scalar(select(DOCUMENT.c.number).where(DOCUMENT.c.id == takedown.document))
    if number is None:
        raise NotFound(f"There is no document {(takedown.document or '')[:SHORT_ID_LENGTH]} in this archive.")
    if takedown.page is not None and not pages.numbers(connection, number, PAGE.c.number == takedown.page):
        raise NotFound(f"Document {(takedown.document or '')[:SHORT_ID_LENGTH]} has no page {takedown.page}.")
    return [int(number)]


def _check_new(connection: Connection, takedown: Takedown) -> None:
    same: list[ColumnElement[bool]] = [TAKEDOWN.c.kind == takedown.kind]
    for column in ("document", "page", "release"):
        value = getattr(takedown, column)
        same.append(TAKEDOWN.c[column].is_(None) if value is None else TAKEDOWN.c[column] == value)
    known = _first(connection, *same)
    if known is not None and (known.removed or not takedown.removed):
        done = "removed" if known.removed else "hidden"
        raise InputError(f"The {about(takedown)} is {done} already, by {known.who} on {known.when[:10]}.")


def _malformed(takedown: Takedown) -> str | None:
    if takedown.category not in CATEGORIES:
        return f"A reason is one of {', '.join(CATEGORIES)}."
    if takedown.removed and takedown.page is not None:
        return (
            "A page cannot be destroyed alone: the original holds all pages of the file. Hide the page, or remove the "
            "document and add a copy without that page."
        )
    if not takedown.who.strip() or len(takedown.why) > WHY_CHARS_LIMIT:
        return f"Say who decides; a reason has at most {WHY_CHARS_LIMIT:,} letters."
    return None


def _is_down(connection: Connection, release: str) -> bool:
    return bool(connection.scalar(select(RELEASE.c.taken_down).where(RELEASE.c.id == release)))


def _is_shown(connection: Connection, number: int) -> bool:
    return not connection.scalar(select(DOCUMENT.c.taken_down).where(DOCUMENT.c.number == number))


def _shown_pages(connection: Connection, documents: Sequence[int]) -> int:
    shown = (PAGE.c.document.in_(documents), PAGE.c.outcome != "taken_down")
    return int(connection.scalar(select(func.count()).select_from(PAGE).where(*shown)) or 0)


def _over_page(connection: Connection, document: str, page: int | None) -> Takedown | None:
    if page is None:
        return None
    return _first(connection, TAKEDOWN.c.kind == "page", TAKEDOWN.c.document == document, TAKEDOWN.c.page == page)


def _over_pages(connection: Connection, document: str) -> dict[int, Takedown]:
    mine = (TAKEDOWN.c.kind == "page", TAKEDOWN.c.document == document, _IN_FORCE)
    return {row.page: _takedown(row) for row in connection.execute(select(TAKEDOWN).where(*mine))}


def _first(connection: Connection, *which: ColumnElement[bool]) -> Takedown | None:
    """The newest in force; one that destroyed before one that hid."""
    query = select(TAKEDOWN).where(*which, _IN_FORCE).order_by(TAKEDOWN.c.removed.desc(), _NEWEST).limit(1)
    row = connection.execute(query).one_or_none()
    return _takedown(row) if row is not None else None


def _takedown(row: Row[Any]) -> Takedown:
    return Takedown(
        row.uid, cast(TakedownKind, row.kind), row.document, row.page, row.release, cast(Category, row.category),
        row.why, row.made_by, row.made_at, row.removed,
        Undone(row.undone_by, row.undone_at, row.undone_why or "") if row.undone_at else None,
    )  # fmt: skip


def _values(one: Takedown) -> dict[str, Any]:
    return {
        "uid": one.id, "kind": one.kind, "document": one.document, "page": one.page, "release": one.release,
        "category": one.category, "why": one.why, "made_by": one.who, "made_at": one.when, "removed": one.removed,
    }  # fmt: skip
