"""Where descriptions come from: `model.describing.DescriptionReader`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import Connection, Row, Table, false, select

from indexer.catalog import describing, rows, rules
from indexer.catalog.database import Database
from indexer.catalog.tables import DOCUMENT, RELEASE, RELEASE_FILE, RULE
from indexer.catalog.veiling import Veil
from indexer.errors import NotFound
from indexer.model.describing import DOCUMENT_FIELDS, RELEASE_FIELDS, Basis, Moved, Origin, SubjectKind
from indexer.model.registry import DESCRIBING, Rule
from indexer.model.stored import DocumentRecord


class DescriptionCatalog:
    """Read access; safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def origins(self, kind: SubjectKind, subject: str) -> tuple[Origin, ...]:
        """Every field of a document (SHA-256) or release (id), in the order of FIELDS. Raises NotFound."""
        with self._database.read() as connection:
            row = _row(connection, DOCUMENT if kind == "document" else RELEASE, subject)
            below = _document_below(connection, row) if kind == "document" else _release_below(row)
            said = {rule.field: rule for rule in rules.describing(connection, kind, subject) if rule.field}
        names = DOCUMENT_FIELDS if kind == "document" else RELEASE_FIELDS
        return tuple(_corrected(below[name], said.get(name)) for name in names)

    def moved(self, document: str) -> Moved | None:
        """The move in force of a document; None when it lies where it was archived."""
        with self._database.read() as connection:
            moves = [rule for rule in rules.describing(connection, "document", document) if rule.action == "move"]
            if not moves:
                return None
            before = connection.scalars(
                select(RELEASE.c.id)
                .join(RELEASE_FILE, RELEASE_FILE.c.origin == RELEASE.c.number)
                .join(DOCUMENT, DOCUMENT.c.number == RELEASE_FILE.c.document)
                .where(DOCUMENT.c.id == document)
                .order_by(RELEASE_FILE.c.id)
            ).all()
        return Moved(moves[-1], tuple(dict.fromkeys(before)))

    def moved_out(self, release: str) -> tuple[str, ...]:
        """Ids of the releases that documents of this one were moved to, each once."""
        origin = select(RELEASE.c.number).where(RELEASE.c.id == release).scalar_subquery()
        with self._database.read() as connection:
            found = connection.scalars(
                select(RELEASE.c.id)
                .join(RELEASE_FILE, RELEASE_FILE.c.release == RELEASE.c.number)
                .where(RELEASE_FILE.c.origin == origin)
                .order_by(RELEASE_FILE.c.id)
            ).all()
        return tuple(dict.fromkeys(found))

    def undated(self, offset: int, limit: int) -> tuple[DocumentRecord, ...]:
        """Documents that are shown and have no date, by number."""
        chosen = (DOCUMENT.c.date.is_(None), DOCUMENT.c.taken_down == false())
        with self._database.read() as connection:
            numbers = connection.scalars(
                select(DOCUMENT.c.number).where(*chosen).order_by(DOCUMENT.c.number).offset(offset).limit(limit)
            ).all()
            return tuple(rows.documents(connection, numbers))

    def history(self, kind: str, subject: str, limit: int) -> tuple[Rule, ...]:
        """Rules about it, the newest first, undone ones too."""
        mine = (RULE.c.kind == kind, RULE.c.value == subject, RULE.c.action.in_(DESCRIBING))
        with self._database.read() as connection:
            found = connection.execute(select(RULE).where(*mine).order_by(RULE.c.number.desc()).limit(limit)).all()
            veil = Veil(connection)
        return tuple(veil.over(rules.rule_of(row)) for row in found)


def _row(connection: Connection, table: Table, subject: str) -> Row[Any]:
    row = connection.execute(select(table).where(table.c.id == subject)).one_or_none()
    if row is None:
        raise NotFound(f"There is no {table.name} {subject} in this archive.")
    return row


def _document_below(connection: Connection, row: Row[Any]) -> dict[str, Origin]:
    """What stands below people's rules: a manifest's statement, else what the pages say."""
    read = describing.read_of(row)
    stated = describing.manifest_of(describing.files_of(connection, row.number))
    found = {}
    for name in DOCUMENT_FIELDS:
        if name in stated:
            found[name] = Origin(name, stated[name], "manifest")
        else:
            value = read[name]
            found[name] = Origin(name, value, "read" if value else "unknown", read.get(f"{name}_basis") or "")
    return found


def _release_below(row: Row[Any]) -> dict[str, Origin]:
    stated = describing.stated_of(row)
    values = asdict(stated)
    basis = cast(Basis, stated.basis)
    return {name: Origin(name, values[name], basis if values[name] else "unknown") for name in RELEASE_FIELDS}


def _corrected(below: Origin, rule: Rule | None) -> Origin:
    if rule is None:
        return below
    return Origin(below.field, rule.said or None, "corrected", "", rule, below.value)
