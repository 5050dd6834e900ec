"""Queries over the ledger's rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from indexer.catalog import steps
from indexer.catalog.leases import LONGEST_S, Lease
from indexer.catalog.tables import STEP, DocumentRow, LedgerRow, PageRow
from indexer.model.page import FAILED_REDACTION, LANGUAGE_MISSING
from indexer.model.queue import CANCELLED, URGENT_PRIORITY
from indexer.model.step import ENDED, STEPS, StepKey, StepName, StepRow, StepState

_LAST_SENT = "ocr"
"""A page takes a second or two: scans wait until nothing quicker is due."""

_RANKS = {name: rank for rank, name in enumerate(STEPS)}


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


def leases(connection: Connection) -> list[Lease]:
    """Every running step with its lease."""
    held = connection.execute(
        select(DocumentRow.id, LedgerRow.step, LedgerRow.part, LedgerRow.attempt, LedgerRow.lease_until)
        .join(DocumentRow, DocumentRow.number == LedgerRow.document)
        .where(LedgerRow.state == "running")
    )
    return [Lease(StepKey(row[0], cast(StepName, row[1]), row[2]), row[3], row[4] or 0.0) for row in held]


def sendable(limit: int, now: float, only: Sequence[StepName], *, alone: bool = False) -> Select[*tuple[Any, ...]]:
    """Keys to be sent. Documents that were begun are ended first: their pages are searchable sooner. `alone`: locks
    them, and passes over what somebody else has locked."""
    due = and_(LedgerRow.state == "due", _reached(now))
    # A message on its way for longer than any is: the clock was set back after it was sent.
    lost = and_(LedgerRow.state == "sent", not_(_on_its_way(now)))
    last_step_first = case(_RANKS | {_LAST_SENT: -1}, value=LedgerRow.step).desc()
    chosen = (
        _keys()
        .where(or_(due, lost), LedgerRow.step.in_(only), nothing_before())
        .order_by(LedgerRow.priority, last_step_first, LedgerRow.document, LedgerRow.part)
        .limit(limit)
    )
    return chosen.with_for_update(skip_locked=True, of=LedgerRow) if alone else chosen


def urgent(now: float, only: Sequence[StepName]) -> Select[*tuple[Any, ...]]:
    """Keys of steps that somebody waits for and that can be claimed."""
    return (
        _keys()
        .where(LedgerRow.state.in_(("due", "sent")), LedgerRow.priority <= URGENT_PRIORITY, LedgerRow.step.in_(only))
        .where(_reached(now), nothing_before())
        .order_by(LedgerRow.priority, LedgerRow.document, LedgerRow.part)
        .limit(1)
    )


def indexable(limit: int, now: float) -> Select[*tuple[Any, ...]]:
    """Documents whose index step is due, most urgent first, locked; those that failed before come last."""
    return (
        select(LedgerRow.document, LedgerRow.attempt)
        .where(LedgerRow.step == "index", LedgerRow.state.in_(("due", "sent")))
        .where(_reached(now), nothing_before())
        .order_by(case((LedgerRow.attempt > 0, 1), else_=0), LedgerRow.priority, LedgerRow.document)
        .limit(limit)
        .with_for_update(skip_locked=True, of=LedgerRow)
    )


def on_their_way(connection: Connection, now: float, only: Sequence[StepName]) -> int:
    """Steps whose message was sent and can still be taken."""
    chosen = select(func.count()).where(LedgerRow.state == "sent", _on_its_way(now), LedgerRow.step.in_(only))
    return int(connection.scalar(chosen) or 0)


def mark_sent(connection: Connection, found: Sequence[Row[Any]], until: float) -> None:
    """`found`: rows of `sendable`."""
    if found:
        mine = (STEP.c.document == bindparam("of"), STEP.c.step == bindparam("name"), STEP.c.part == bindparam("at"))
        connection.execute(
            update(STEP).where(*mine).values(state="sent", sent_until=until, since=STEP.c.since),
            [{"of": row.document, "name": row.step, "at": row.part} for row in found],
        )


def key_of(row: Row[Any]) -> StepKey:
    return StepKey(row.id, cast(StepName, row.step), row.part)


def priority_of(connection: Connection, number: int, key: StepKey) -> int | None:
    return connection.scalar(select(LedgerRow.priority).where(steps.is_row(number, key.step, key.part)))


def _keys() -> Select[*tuple[Any, ...]]:
    return select(DocumentRow.id, LedgerRow.step, LedgerRow.part, LedgerRow.document).join(
        DocumentRow, DocumentRow.number == LedgerRow.document
    )


def _reached(now: float) -> ColumnElement[bool]:
    return or_(LedgerRow.due_at <= now, LedgerRow.due_at > now + LONGEST_S)


def _on_its_way(now: float) -> ColumnElement[bool]:
    return LedgerRow.sent_until.between(now, now + LONGEST_S)


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
