"""Releases and documents come in: rows made or completed, what a manifest states set above what was read."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select, update

from indexer.catalog import dialect, steps
from indexer.catalog.dates import day_bounds
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
    """The release's number; its row made, or overwritten when the new description has at least as good a basis."""
    lower, upper = day_bounds(release.released)
    values = asdict(release) | {"released_from": lower, "released_to": upper}
    known = connection.execute(
        select(ReleaseRow.number, *(RELEASE.c[name] for name in values)).where(ReleaseRow.id == release.id)
    ).one_or_none()
    if known is None:
        return connection.execute(insert(ReleaseRow).values(**values).returning(ReleaseRow.number)).scalar_one()
    better = _BASIS_RANKS[release.basis] >= _BASIS_RANKS[known.basis]
    if better and any(getattr(known, name) != value for name, value in values.items()):
        connection.execute(update(ReleaseRow).where(ReleaseRow.number == known.number).values(**values))
        for number in connection.scalars(
            select(ReleaseFileRow.document).where(ReleaseFileRow.release == known.number).distinct()
        ).all():
            apply_manifest(connection, number)
            index_again(connection, number)
    return int(known.number)


def put_document(
    connection: Connection, document: str, name: str, stored: StoredFile | None, media_type: str, *,
    problem: str | None, priority: int | None,
) -> tuple[int, bool]:  # fmt: skip
    """The document's number, and whether it is new. A known one is left as it is."""
    number = connection.scalar(select(DocumentRow.number).where(DocumentRow.id == document))
    if number is not None:
        return number, False
    size_bytes = stored.size_bytes if stored else 0
    made = connection.execute(
        insert(DocumentRow)
        .values(
            id=document, name=name, size_bytes=size_bytes, media_type=media_type,
            has_original=stored is not None, outcome="unreadable" if problem else "waiting", reason=problem,
            original_withheld=problem is None,  # nobody has looked under its boxes yet
            priority=priority if priority is not None else priority_of(size_bytes),
        )
        .returning(DocumentRow.number)
    )  # fmt: skip
    return made.scalar_one(), True


def put_file(
    connection: Connection, release: int, document: int, name: str, description: FileDescription | None
) -> None:
    """Enters the document under its name in the release; a repeated run only brings the description up to date."""
    stated = {
        field: getattr(description, field, None) for field in ("title", "date", "author", "language", "password_env")
    }
    before = connection.execute(_file_rows(document)).all()
    dialect.upsert(
        connection, RELEASE_FILE, [{"release": release, "document": document, "name": name, **stated}],
        ("release", "name", "document"), stated if description else {"name": name},
    )  # fmt: skip
    if connection.execute(_file_rows(document)).all() != before:
        apply_manifest(connection, document)
        index_again(connection, document)


def drop_placeholder(connection: Connection, release_id: str, name: str) -> None:
    """Takes out the entry of a file, and of the folders it lies in, that could not be read before and can now."""
    parts = name.split("/")
    folders = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
    names = (name, *folders, release_id.rpartition("/")[2] + "/")
    ids = [placeholder_id(release_id, one) for one in names]
    connection.execute(delete(DocumentRow).where(DocumentRow.id.in_(ids), ~DocumentRow.has_original))


def apply_manifest(connection: Connection, number: int) -> None:
    """Sets on the document what manifests state of it (the first one that does), and the days of its date."""
    rows = connection.execute(
        select(RELEASE_FILE, RELEASE.c.released_from, RELEASE.c.released_to)
        .join(RELEASE, RELEASE.c.number == RELEASE_FILE.c.release)
        .where(RELEASE_FILE.c.document == number)
        .order_by(RELEASE_FILE.c.id)
    ).all()
    values: dict[str, object] = {}
    for field in ("title", "date", "author", "language"):
        stated = next((getattr(row, field) for row in rows if getattr(row, field)), None)
        if stated is not None:
            values[field] = stated
            if field in ("title", "date"):
                values[f"{field}_basis"] = "manifest"
    date = values.get("date") or connection.scalar(select(DocumentRow.date).where(DocumentRow.number == number))
    lower, upper = day_bounds(str(date) if date else None)
    released = [(row.released_from, row.released_to) for row in rows if row.released_from]
    if not lower and released:
        lower, upper = min(day for day, _ in released), max(day for _, day in released)
    connection.execute(
        update(DOCUMENT).where(DOCUMENT.c.number == number).values(**values, date_from=lower, date_to=upper)
    )


def index_again(connection: Connection, number: int) -> None:
    """Makes the index step due when the document is in the index already; else it comes in its turn."""
    if connection.scalar(select(DocumentRow.index_state).where(DocumentRow.number == number)) == "indexed":
        steps.set_due(connection, number, "index", ((0, 0, 0),))


def _file_rows(document: int):  # type: ignore[no-untyped-def]
    return select(RELEASE_FILE).where(RELEASE_FILE.c.document == document).order_by(RELEASE_FILE.c.id)
