"""Releases and documents come in: rows made or completed, what a manifest states set above what was read."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict

from sqlalchemy import Connection, delete, select, update

from indexer.catalog import codec, describing, dialect, steps
from indexer.catalog.tables import DOCUMENT, RELEASE, RELEASE_FILE, DocumentRow, ReleaseFileRow, ReleaseRow
from indexer.model.release import FileDescription, Release
from indexer.model.stored import StoredFile

_SIZE_PRIORITIES = ((1_000_000, 4), (20_000_000, 5))
"""Up to so many bytes: small documents first, so that much is searchable soon."""
_LARGE_PRIORITY = 6
_BASIS_RANKS = {"unknown": 0, "letter": 1, "manifest": 2}


def placeholder_id(release_id: str, name: str) -> str:
    """The id of a file that could not be copied (an unreadable folder): it has no bytes to take a hash of."""
    return hashlib.sha256(f"unreadable:{release_id}/{name}".encode()).hexdigest()


def priority_of(size_bytes: int) -> int:
    """Lower is sooner."""
    return next((priority for limit, priority in _SIZE_PRIORITIES if size_bytes <= limit), _LARGE_PRIORITY)


def put_release(connection: Connection, release: Release) -> int:
    """The release's number; its row made, or overwritten when the new description has at least as good a basis. What
    people corrected stays above it."""
    known = connection.execute(select(RELEASE).where(RELEASE.c.id == release.id)).one_or_none()
    if known is None:
        number, made = describing.make_release(connection, release)
        if made:
            return number
        known = connection.execute(select(RELEASE).where(RELEASE.c.number == number)).one()
    stated = describing.stated_of(known)
    better = _BASIS_RANKS[release.basis] >= _BASIS_RANKS[stated.basis]
    if better and stated != release:
        row = update(ReleaseRow).where(ReleaseRow.number == known.number)
        connection.execute(row.values(stated_json=codec.dump(asdict(release))))
        describing.settle_release(connection, known.number)
        for number in describing.documents_of(connection, known.number):
            index_again(connection, number)
    return int(known.number)


def put_document(
    connection: Connection, document: str, name: str, stored: StoredFile | None, media_type: str, *,
    problem: str | None, priority: int | None,
) -> tuple[int, bool]:  # fmt: skip
    """The document's number, and whether it is new. A known one is left as it is, also one that another process
    enters at this moment; one that was removed, and may be added again, is as a new one."""
    known = connection.execute(
        select(DocumentRow.number, DocumentRow.has_original).where(DocumentRow.id == document)
    ).one_or_none()
    if known is not None and (known.has_original or stored is None):
        return known.number, False
    size_bytes = stored.size_bytes if stored else 0
    if known is not None:
        connection.execute(
            update(DocumentRow)
            .where(DocumentRow.number == known.number)
            .values(name=name, size_bytes=size_bytes, has_original=True, outcome="waiting", reason=None)
        )
        return known.number, True
    row = {
        "id": document, "name": name, "size_bytes": size_bytes, "media_type": media_type,
        "has_original": stored is not None, "outcome": "unreadable" if problem else "waiting", "reason": problem,
        "original_withheld": problem is None,  # nobody has looked under its boxes yet
        "priority": priority if priority is not None else priority_of(size_bytes), "added_at": time.time(),
    }  # fmt: skip
    new = dialect.insert_new(connection, DOCUMENT, [row]) == 1
    return steps.locked_number(connection, document), new


def put_file(
    connection: Connection, release: int, document: int, name: str, description: FileDescription | None
) -> None:
    """Enters the document under its name in the release; a repeated run only brings the description up to date. One
    that a person moved stays where it was moved to."""
    stated = {
        field: getattr(description, field, None) for field in ("title", "date", "author", "language", "password_env")
    }
    before = connection.execute(_file_rows(document)).all()
    moved = next((row for row in before if (row.origin, row.origin_name) == (release, name)), None)
    if moved is None:
        dialect.upsert(
            connection, RELEASE_FILE, [{"release": release, "document": document, "name": name, **stated}],
            ("release", "name", "document"), stated if description else {"name": name},
        )  # fmt: skip
    elif description:
        connection.execute(update(ReleaseFileRow).where(ReleaseFileRow.id == moved.id).values(**stated))
    describing.settle_filing(connection, document)
    if connection.execute(_file_rows(document)).all() != before:
        describing.settle_document(connection, document)
        index_again(connection, document)


def drop_placeholder(connection: Connection, release_id: str, name: str) -> None:
    """Takes out the entry of a file, and of the folders it lies in, that could not be read before and can now."""
    parts = name.split("/")
    folders = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
    names = (name, *folders, release_id.rpartition("/")[2] + "/")
    ids = [placeholder_id(release_id, one) for one in names]
    connection.execute(delete(DocumentRow).where(DocumentRow.id.in_(ids), ~DocumentRow.has_original))


def index_again(connection: Connection, number: int) -> None:
    """Makes the index step due when the document is in the index already; else it comes in its turn."""
    if connection.scalar(select(DocumentRow.index_state).where(DocumentRow.number == number)) == "indexed":
        steps.set_due(connection, number, "index", ((0, 0, 0),))


def _file_rows(document: int):  # type: ignore[no-untyped-def]
    return select(RELEASE_FILE).where(RELEASE_FILE.c.document == document).order_by(RELEASE_FILE.c.id)
