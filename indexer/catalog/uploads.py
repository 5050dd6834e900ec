"""Uploads: kept when they come in, and followed through the ledger: `model.upload.UploadReader`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, case, func, insert, select, update

from indexer.catalog import steps
from indexer.catalog.database import Database
from indexer.catalog.queue import WENT_WRONG
from indexer.catalog.sums import WAITING
from indexer.catalog.tables import (
    UPLOAD,
    UPLOAD_FILE,
    DocumentRow,
    LedgerRow,
    PageRow,
    ReleaseRow,
    UploadFileRow,
    UploadRow,
)
from indexer.errors import NotFound
from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.page import NEEDS_OCR
from indexer.model.queue import CANCELLED
from indexer.model.step import STEPS, StepName
from indexer.model.upload import FileProgress, FileState, Upload, UploadedFile, UploadSums

_ROWS_AT_ONCE = 500
_ENDED_BADLY = ("unreadable", "partly_read")


class Uploads:
    """Safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, upload: Upload, files: Sequence[UploadedFile]) -> None:
        """Enters an upload with its files, in one transaction."""
        with self._database.write() as connection:
            number = connection.execute(
                insert(UploadRow)
                .values(id=upload.id, made_by=upload.made_by, made_at=upload.made_at)
                .returning(UploadRow.number)
            ).scalar_one()
            rows = [
                {"upload": number, "position": position, "name": one.name, "release": one.release,
                 "document": one.document, "new": one.new, "problem": one.problem}
                for position, one in enumerate(files)
            ]  # fmt: skip
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                connection.execute(insert(UPLOAD_FILE), rows[start : start + _ROWS_AT_ONCE])

    def upload(self, upload_id: str) -> Upload:
        """Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(select(UPLOAD).where(UPLOAD.c.id == upload_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no upload {upload_id} in this archive.")
        return Upload(row.id, row.made_by, row.made_at)

    def upload_sums(self, upload_id: str) -> UploadSums:
        """An upload in figures. Raises NotFound."""
        with self._database.read() as connection:
            number = connection.scalar(select(UploadRow.number).where(UploadRow.id == upload_id))
            if number is None:
                raise NotFound(f"There is no upload {upload_id} in this archive.")
            return _sums(connection, number)

    def upload_files(self, upload_id: str, limit: int, offset: int = 0) -> tuple[FileProgress, ...]:
        """In the order they came in; empty for an unknown upload."""
        with self._database.read() as connection:
            rows = connection.execute(
                _files()
                .join(UploadRow, UploadRow.number == UploadFileRow.upload)
                .where(UploadRow.id == upload_id)
                .order_by(UploadFileRow.position)
                .offset(offset)
                .limit(limit)
            ).all()
            numbers = [row.number for row in rows if row.number is not None]
            open_steps, wrong, pending = _ledger(connection, numbers), _wrong(connection, numbers), _pending(
                connection, numbers
            )  # fmt: skip
        return tuple(
            _progress(row, open_steps.get(row.number), wrong.get(row.number), pending.get(row.number, 0))
            for row in rows
        )

    def uploads(self, limit: int) -> tuple[tuple[Upload, UploadSums], ...]:
        """The last ones, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(UPLOAD).order_by(UPLOAD.c.number.desc()).limit(limit)).all()
            return tuple((Upload(row.id, row.made_by, row.made_at), _sums(connection, row.number)) for row in rows)


def forget_names(connection: Connection, documents: Sequence[int]) -> None:
    """Documents that are removed leave no name behind: the uploads that brought them say their id."""
    ids = select(DocumentRow.id).where(DocumentRow.number.in_(documents))
    connection.execute(
        update(UploadFileRow)
        .where(UploadFileRow.document.in_(ids))
        .values(name=func.substr(UploadFileRow.document, 1, SHORT_ID_LENGTH))
    )


def _sums(connection: Connection, number: int) -> UploadSums:
    """Pages of a document that came twice in one upload count once."""
    files = connection.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((UploadFileRow.document.is_(None), 1), else_=0)), 0),
            func.coalesce(func.sum(case((UploadFileRow.new, 1), else_=0)), 0),
        ).where(UploadFileRow.upload == number)
    ).one()
    mine = select(UploadFileRow.document).where(UploadFileRow.upload == number)
    found = case((DocumentRow.index_state == "indexed", DocumentRow.pages_readable), else_=0)
    pages = connection.execute(
        select(
            func.coalesce(func.sum(DocumentRow.pages_total), 0),
            func.coalesce(func.sum(found), 0),
            func.coalesce(func.sum(case((found > 0, 1), else_=0)), 0),
        ).where(DocumentRow.id.in_(mine))
    ).one()
    still_open = connection.scalar(
        select(func.count(LedgerRow.document.distinct()))
        .join(DocumentRow, DocumentRow.number == LedgerRow.document)
        .where(DocumentRow.id.in_(mine), LedgerRow.state.in_(steps.OPEN))
    )
    total, refused, new = (int(value) for value in files)
    return UploadSums(
        total, new, total - new - refused, refused, int(pages[2]), int(still_open or 0), int(pages[0]), int(pages[1])
    )


def _files() -> Select[*tuple[Any, ...]]:
    return (
        select(
            UploadFileRow.name, UploadFileRow.release, UploadFileRow.document, UploadFileRow.new,
            UploadFileRow.problem, ReleaseRow.name.label("release_name"), DocumentRow.number, DocumentRow.title,
            DocumentRow.outcome, DocumentRow.reason, DocumentRow.pages_total, DocumentRow.pages_readable,
            DocumentRow.pages_listed, DocumentRow.index_state,
        )
        .outerjoin(DocumentRow, DocumentRow.id == UploadFileRow.document)
        .outerjoin(ReleaseRow, ReleaseRow.id == UploadFileRow.release)
    )  # fmt: skip


def _ledger(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[StepName, bool]]:
    """The first open step of each document, and whether somebody is at it."""
    rows = connection.execute(
        select(LedgerRow.document, LedgerRow.step, LedgerRow.state)
        .where(LedgerRow.document.in_(numbers), LedgerRow.state.in_(steps.OPEN))
    ).all()  # fmt: skip
    found: dict[int, tuple[StepName, bool]] = {}
    for document in {row.document for row in rows}:
        mine = [row for row in rows if row.document == document]
        first = min((row.step for row in mine), key=STEPS.index)
        found[document] = (cast(StepName, first), any(row.state == "running" for row in mine))
    return found


def _wrong(connection: Connection, numbers: Sequence[int]) -> dict[int, str | None]:
    """Documents with a step that went wrong or was cancelled, and its error."""
    rows = connection.execute(
        select(LedgerRow.document, func.max(LedgerRow.error))
        .where(LedgerRow.document.in_(numbers), LedgerRow.state.in_(WENT_WRONG))
        .group_by(LedgerRow.document)
    )
    return {row[0]: row[1] for row in rows}


def _pending(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """Scans that were looked at and are still to be recognised, by document."""
    rows = connection.execute(
        select(PageRow.document, func.count())
        .where(PageRow.document.in_(numbers), PageRow.reason == NEEDS_OCR)
        .group_by(PageRow.document)
    )
    return Counter({row[0]: row[1] for row in rows})


def _progress(row: Row[Any], at: tuple[StepName, bool] | None, wrong: str | None, pending: int) -> FileProgress:
    file = UploadedFile(row.name, row.release, row.document, row.new, row.problem)
    state = _state(row, at, wrong)
    if row.number is None:
        return FileProgress(file, row.release_name, None, state, None, None, 0, 0, row.problem)
    reason = row.reason if row.outcome in _ENDED_BADLY or row.outcome == WAITING else None
    return FileProgress(
        file, row.release_name, row.title, state, at[0] if at else None, row.pages_total,
        max(0, row.pages_readable + row.pages_listed - pending), row.pages_listed - pending,
        reason or wrong or (None if row.new else row.problem),
    )  # fmt: skip


def _state(row: Row[Any], at: tuple[StepName, bool] | None, wrong: str | None) -> FileState:
    if row.number is None:
        return "refused"
    if row.index_state == "indexed" and row.pages_readable:
        return "searchable"
    if at is not None:
        return "running" if at[1] else "waiting"
    return "stopped" if wrong == CANCELLED else "listed"
