"""Queries over the ledger's rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, or_, select, update
from sqlalchemy.orm import aliased

from indexer.catalog import steps
from indexer.catalog.tables import DocumentRow, LedgerRow, PageRow
from indexer.model.page import FAILED_REDACTION, LANGUAGE_MISSING
from indexer.model.queue import CANCELLED
from indexer.model.step import ENDED, STEPS, StepKey, StepName, StepRow, StepState

_LAST_SENT = "ocr"
"""A page takes a second or two: scans wait until nothing quicker is due."""

_RANKS = {name: rank for rank, name in enumerate(STEPS)}


def lapsed(now: float) -> ColumnElement[bool]:
    """Running, but the worker has not been heard of since its lease ended."""
    return and_(LedgerRow.state == "running", LedgerRow.lease_until < now)


def takeable(now: float) -> ColumnElement[bool]:
    return or_(LedgerRow.state.in_(("due", "sent")), lapsed(now))


def nothing_before() -> ColumnElement[bool]:
    """No earlier step of the same document is open: after a `reset` several steps may be due at once."""
    earlier = aliased(LedgerRow)
    return ~exists().where(
        earlier.document == LedgerRow.document,
        earlier.state.in_(steps.OPEN),
        case(_RANKS, value=earlier.step) < case(_RANKS, value=LedgerRow.step),
    )


def readable_now(languages: Sequence[str], version: str) -> ColumnElement[bool]:
    """Ended parts of OCR by another version, with pages that these languages may read."""
    missing = [f"{LANGUAGE_MISSING}: {language}" for language in languages]
    aside = and_(PageRow.outcome == "quarantined", PageRow.reason == FAILED_REDACTION)
    # A part that could not even be planned has no pages of its own, and stands for all.
    of_part = or_(LedgerRow.first_page == 0, PageRow.number.between(LedgerRow.first_page, LedgerRow.last_page))
    waiting = exists().where(PageRow.document == LedgerRow.document, of_part, or_(PageRow.reason.in_(missing), aside))
    kept = or_(LedgerRow.error.is_(None), LedgerRow.error != CANCELLED)
    return and_(LedgerRow.step == "ocr", LedgerRow.state.in_(ENDED), kept, LedgerRow.version != version, waiting)


def expired(now: float) -> Select[str, str, int]:
    """Keys of the steps whose lease has ended."""
    return (
        select(DocumentRow.id, LedgerRow.step, LedgerRow.part)
        .join(DocumentRow, DocumentRow.number == LedgerRow.document)
        .where(lapsed(now))
    )


def sendable(limit: int, now: float, only: Sequence[StepName]) -> Select[str, str, int]:
    """Keys to be sent. Documents that were begun are ended first: their pages are searchable sooner."""
    due = and_(LedgerRow.state == "due", LedgerRow.due_at <= now)
    lost = and_(LedgerRow.state == "sent", LedgerRow.sent_until < now)
    last_step_first = case(_RANKS | {_LAST_SENT: -1}, value=LedgerRow.step).desc()
    return (
        select(DocumentRow.id, LedgerRow.step, LedgerRow.part)
        .join(DocumentRow, DocumentRow.number == LedgerRow.document)
        .where(or_(due, lost), LedgerRow.step.in_(only), nothing_before())
        .order_by(LedgerRow.priority, last_step_first, LedgerRow.document, LedgerRow.part)
        .limit(limit)
    )


def number_of(connection: Connection, document: str) -> int | None:
    """The document's number, or None when it is not in the archive."""
    return connection.scalar(select(DocumentRow.number).where(DocumentRow.id == document))


def rows() -> Select[*tuple[Any, ...]]:
    return select(
        DocumentRow.id, LedgerRow.step, LedgerRow.part, LedgerRow.state, LedgerRow.first_page,
        LedgerRow.last_page, LedgerRow.attempt, LedgerRow.version, LedgerRow.error, LedgerRow.lease_until,
    ).join(DocumentRow, DocumentRow.number == LedgerRow.document)  # fmt: skip


def row_of(connection: Connection, number: int, key: StepKey) -> StepRow | None:
    row = connection.execute(rows().where(steps.is_row(number, key.step, key.part))).one_or_none()
    return None if row is None else step_row(row)


def step_row(row: Row[Any]) -> StepRow:
    key = StepKey(row.id, cast(StepName, row.step), row.part)
    return StepRow(
        key, cast(StepState, row.state), row.first_page, row.last_page, row.attempt, row.version, row.error,
        row.lease_until,
    )  # fmt: skip


def change(connection: Connection, number: int, key: StepKey, **values: object) -> None:
    if "state" not in values:
        values["since"] = LedgerRow.since
    connection.execute(update(LedgerRow).where(steps.is_row(number, key.step, key.part)).values(**values))
