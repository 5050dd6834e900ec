"""Is the catalog sound? Each finding says what is wrong, of which document, and what to do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from indexer.catalog import recounting, steps
from indexer.catalog.database import Database
from indexer.catalog.sums import WAITING
from indexer.catalog.tables import DocumentRow, LedgerRow, PageContentRow, PageRow
from indexer.model.document import SHORT_ID_LENGTH

_STUCK_S = 3600.0
"""A lease that ended this long ago, and nobody opened the step again: no reconciler runs."""


class Originals(Protocol):
    """The store, as far as it is checked here."""

    def all(self) -> Iterator[str]: ...

    def verify(self, sha256: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is a code such as "original_missing"; `document` is "" where none is meant.

    `sentence` is for the operator and holds no document text.
    """

    kind: str
    document: str
    sentence: str


def check_catalog(
    database: Database, originals: Originals, *, hashes: bool = True, now: float | None = None
) -> Iterator[Finding]:
    """Everything that is wrong, streamed; nothing when the archive is sound. Changes nothing.

    Each check is one query over the whole archive. `hashes` reads every original from the first byte to the last.
    """
    with database.read() as connection:
        yield from _originals(connection, set(originals.all()))
        yield from _missing_pages(connection)
        yield from _missing_content(connection)
        yield from _wrong_sums(connection)
        yield from _ended_with_waiting_pages(connection)
        yield from _without_way_on(connection)
        yield from _stuck(connection, time.time() if now is None else now)
        yield from _other_entities(connection)
    if hashes:
        yield from _changed(originals)


def _originals(connection: Connection, there: set[str]) -> Iterator[Finding]:
    known = set(connection.scalars(select(DocumentRow.id).where(DocumentRow.has_original)))
    for document in sorted(known - there):
        yield _finding("original_missing", document, "its original is not in the store; restore it from a backup")
    removed = set(connection.scalars(select(DocumentRow.id).where(DocumentRow.taken_down, ~DocumentRow.has_original)))
    for document in sorted(there & removed):
        yield _finding("original_removed", document, "it was removed, and its original is there; run `ati hide finish`")
    for document in sorted(there - known - removed):
        yield _finding("original_unknown", document, "an original that the catalog does not know; ingest it again")


def _changed(originals: Originals) -> Iterator[Finding]:
    for document in originals.all():
        if not originals.verify(document):
            yield _finding("original_changed", document, "its bytes have changed; restore it from a backup")


def _missing_pages(connection: Connection) -> Iterator[Finding]:
    """Sheets 1 to pages_total without a row: they would be lost silently."""
    shown = DocumentRow.pages_total - DocumentRow.over_limit_pages
    rows = connection.execute(
        select(DocumentRow.id, shown, func.count(PageRow.key), func.max(PageRow.number))
        .outerjoin(PageRow, PageRow.document == DocumentRow.number)
        .where(DocumentRow.pages_total.is_not(None))
        .group_by(DocumentRow.number)
        .having(or_(func.count(PageRow.key) != shown, func.max(PageRow.number) != shown))
    )
    for row in rows:
        yield _finding("pages_missing", row[0], f"{row[2]} of {row[1]} sheets have a row; extract it again")


def _missing_content(connection: Connection) -> Iterator[Finding]:
    rows = connection.execute(
        select(DocumentRow.id, PageRow.number)
        .join(PageRow, PageRow.document == DocumentRow.number)
        .outerjoin(PageContentRow, PageContentRow.key == PageRow.key)
        .where(PageRow.outcome == "read", PageContentRow.key.is_(None))
        .order_by(DocumentRow.number, PageRow.number)
    )
    for row in rows:
        yield _finding("content_missing", row[0], f"page {row[1]} was read but its text is gone; extract it again")


def _wrong_sums(connection: Connection) -> Iterator[Finding]:
    """The figures that coverage adds up, against the pages themselves."""
    readable = select(func.count()).where(PageRow.document == DocumentRow.number, PageRow.readable)
    listed = select(func.count()).where(
        PageRow.document == DocumentRow.number, ~PageRow.readable, PageRow.outcome != WAITING
    )
    rows = connection.execute(
        select(DocumentRow.id).where(
            or_(
                DocumentRow.pages_readable != readable.scalar_subquery(),
                DocumentRow.pages_listed != listed.scalar_subquery() + DocumentRow.over_limit_pages,
            )
        )
    )
    for row in rows:
        yield _finding("sums_differ", row[0], "its figures differ from its pages; extract it again")


def _ended_with_waiting_pages(connection: Connection) -> Iterator[Finding]:
    """Extraction ended, and still pages wait."""
    rows = connection.execute(
        select(DocumentRow.id, func.count())
        .join(PageRow, PageRow.document == DocumentRow.number)
        .where(PageRow.outcome == WAITING, ~_open_step("extract"))
        .group_by(DocumentRow.id)
    )
    for row in rows:
        yield _finding("pages_forgotten", row[0], f"{row[1]} pages wait, and nothing is to be done; extract it again")


def _without_way_on(connection: Connection) -> Iterator[Finding]:
    """A document that waits while no step of it is open: nobody will ever go on with it."""
    rows = connection.execute(
        select(DocumentRow.id).where(
            or_(
                DocumentRow.outcome == WAITING,
                and_(DocumentRow.index_state == "waiting", DocumentRow.pages_readable > 0),
            ),
            ~_open_step(None),
        )
    )
    for row in rows:
        yield _finding("no_way_on", row[0], "it waits, and no step of it is open; `ati reconcile` cannot help")


def _stuck(connection: Connection, now: float) -> Iterator[Finding]:
    rows = connection.execute(
        select(DocumentRow.id, LedgerRow.step, LedgerRow.part)
        .join(DocumentRow, DocumentRow.number == LedgerRow.document)
        .where(LedgerRow.state == "running", LedgerRow.lease_until < now - _STUCK_S)
    )
    for row in rows:
        yield _finding("stuck", row[0], f"{row[1]} (part {row[2]}) ran out of its lease; run `ati reconcile`")


def _other_entities(connection: Connection) -> Iterator[Finding]:
    """Mentions and counts of entities against the rules in force."""
    for document in recounting.misplaced_documents(connection):
        yield _finding("entity_differs", document, "its mentions count for other entities than the rules say; "
                       "run `ati entities recount`")  # fmt: skip
    for entity in recounting.miscounted(connection):
        yield Finding("entity_miscounted", "", f"Entity {entity}: its counts, names or marks differ from its mentions "
                      "and the rules; run `ati entities recount`.")  # fmt: skip


def _open_step(step: str | None):  # type: ignore[no-untyped-def]
    ledger = aliased(LedgerRow)
    mine = [ledger.document == DocumentRow.number, ledger.state.in_(steps.OPEN)]
    return exists().where(*mine, *([ledger.step == step] if step else []))


def _finding(kind: str, document: str, what: str) -> Finding:
    return Finding(kind, document, f"{document[:SHORT_ID_LENGTH]}: {what}.")
