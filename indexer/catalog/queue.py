"""The ledger as people look at it: `model.queue.QueueReader`."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, and_, case, distinct, func, select

from indexer.catalog import ledger_rows, steps
from indexer.catalog.database import Database
from indexer.catalog.tables import DocumentRow, LedgerRow
from indexer.model.queue import CANCELLED, QueuedDocument, QueuedStep, QueueSums, StepSum
from indexer.model.step import STEPS, StepKey, StepName, StepState

LATELY_S = 300.0
"""The pace is that of the last five minutes: long enough for a large part, short enough to follow a change."""
PACE_FROM_S = 30.0
"""After less than this a pace says nothing."""
WAITING = ("due", "sent")
WENT_WRONG = ("failed", "parked")

_PAGES = case((LedgerRow.first_page > 0, LedgerRow.last_page - LedgerRow.first_page + 1), else_=DocumentRow.pages_total)
"""Pages of a row; NULL while nobody has opened the file."""
_NAME = func.coalesce(DocumentRow.title, DocumentRow.name)


def cancelled() -> ColumnElement[bool]:
    """Rows that a person has stopped."""
    return and_(LedgerRow.state == "parked", LedgerRow.error == CANCELLED)


class Queue:
    """Read access; safe for many threads."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def sums(self) -> QueueSums:
        """Counts by step and the pace of the last minutes."""
        now = self._clock()
        with self._database.read() as connection:
            lately = _lately(connection, now)
            waiting = connection.scalar(
                select(func.count(distinct(LedgerRow.document))).where(LedgerRow.state.in_(WAITING))
            )
            failed = connection.scalar(
                select(func.count(distinct(LedgerRow.document))).where(LedgerRow.state.in_(WENT_WRONG))
            )
            sums = tuple(_step_sums(connection, lately))
        began = min((row.began for row in lately.values()), default=now)
        lately_s = min(LATELY_S, now - began)
        return QueueSums(sums, lately_s if lately_s >= PACE_FROM_S else 0.0, int(waiting or 0), int(failed or 0))

    def running(self, limit: int, offset: int = 0) -> tuple[QueuedStep, ...]:
        """What workers have in hand, the longest first."""
        order = (LedgerRow.since, LedgerRow.document, LedgerRow.step, LedgerRow.part)
        return self._steps(LedgerRow.state == "running", order, limit, offset)

    def failed(self, limit: int, offset: int = 0) -> tuple[QueuedStep, ...]:
        """Steps that failed, were parked or cancelled, the last first."""
        order = (LedgerRow.since.desc(), LedgerRow.document, LedgerRow.step, LedgerRow.part)
        return self._steps(LedgerRow.state.in_(WENT_WRONG), order, limit, offset)

    def count_failed(self) -> int:
        """How many `failed` can give."""
        with self._database.read() as connection:
            return int(connection.scalar(select(func.count()).where(LedgerRow.state.in_(WENT_WRONG))) or 0)

    def waiting(self, limit: int, offset: int = 0) -> tuple[QueuedDocument, ...]:
        """Documents with steps that wait, the next first."""
        with self._database.read() as connection:
            numbers = connection.scalars(
                select(LedgerRow.document)
                .where(LedgerRow.state.in_(WAITING))
                .group_by(LedgerRow.document)
                .order_by(func.min(LedgerRow.priority), LedgerRow.document)
                .offset(offset)
                .limit(limit)
            ).all()
            found = connection.execute(
                select(
                    DocumentRow.number, DocumentRow.id, _NAME.label("name"), LedgerRow.step, _PAGES.label("pages"),
                    LedgerRow.attempt, LedgerRow.error, LedgerRow.since, LedgerRow.priority,
                )
                .join(DocumentRow, DocumentRow.number == LedgerRow.document)
                .where(LedgerRow.document.in_(numbers), LedgerRow.state.in_(WAITING))
            ).all()  # fmt: skip
        by_number: dict[int, list[Row[Any]]] = {}
        for row in found:
            by_number.setdefault(row.number, []).append(row)
        return tuple(_document(by_number[number]) for number in numbers if number in by_number)

    def _steps(
        self, chosen: ColumnElement[bool], order: tuple[Any, ...], limit: int, offset: int
    ) -> tuple[QueuedStep, ...]:
        with self._database.read() as connection:
            rows = connection.execute(
                ledger_rows.rows()
                .add_columns(
                    _NAME.label("name"), _PAGES.label("pages"), LedgerRow.worker, LedgerRow.since, LedgerRow.due_at,
                    LedgerRow.priority,
                )
                .where(chosen)
                .order_by(*order)
                .offset(offset)
                .limit(limit)
            ).all()  # fmt: skip
        return tuple(_step(row) for row in rows)


def _lately(connection: Connection, now: float) -> dict[str, Row[Any]]:
    """What was done in the last minutes, by step."""
    rows = connection.execute(
        select(
            LedgerRow.step,
            func.count().label("rows"),
            func.coalesce(func.sum(_PAGES), 0).label("pages"),
            func.min(LedgerRow.since).label("began"),
        )
        .join(DocumentRow, DocumentRow.number == LedgerRow.document)
        .where(LedgerRow.state == "done", LedgerRow.since > now - LATELY_S, LedgerRow.since <= now)
        .group_by(LedgerRow.step)
    )
    return {row.step: row for row in rows}


def _step_sums(connection: Connection, lately: dict[str, Row[Any]]) -> list[StepSum]:
    rows = connection.execute(
        select(
            LedgerRow.step, LedgerRow.state, case((cancelled(), 1), else_=0).label("stopped"), func.count().label("n"),
            func.coalesce(func.sum(_PAGES), 0).label("pages"),
            func.sum(case((_PAGES.is_(None), 1), else_=0)).label("unknown"),
        )
        .join(DocumentRow, DocumentRow.number == LedgerRow.document)
        .where(LedgerRow.state.in_((*steps.OPEN, *WENT_WRONG)))
        .group_by(LedgerRow.step, LedgerRow.state, "stopped")
    ).all()  # fmt: skip
    return [_step_sum(name, [row for row in rows if row.step == name], lately.get(name)) for name in STEPS]


def _step_sum(name: StepName, rows: list[Row[Any]], lately: Row[Any] | None) -> StepSum:
    counted: Counter[str] = Counter()
    pages = unknown = 0
    for row in rows:
        counted["cancelled" if row.stopped else row.state] += row.n
        if row.state in steps.OPEN:
            pages, unknown = pages + int(row.pages), unknown + int(row.unknown)
    return StepSum(
        name,
        waiting=counted["due"] + counted["sent"],
        running=counted["running"],
        failed=counted["failed"] + counted["parked"],
        cancelled=counted["cancelled"],
        pages_open=pages,
        rows_unknown=unknown,
        rows_lately=int(lately.rows) if lately is not None else 0,
        pages_lately=int(lately.pages) if lately is not None else 0,
    )


def _step(row: Row[Any]) -> QueuedStep:
    key = StepKey(row.id, cast(StepName, row.step), row.part)
    return QueuedStep(
        key, row.name, cast(StepState, row.state), row.first_page, row.last_page, row.pages, row.attempt, row.error,
        row.worker, row.since or None, row.lease_until, row.due_at, row.priority,
    )  # fmt: skip


def _document(rows: list[Row[Any]]) -> QueuedDocument:
    """`pages`: of the earliest step that waits; the others are over the same pages."""
    names = sorted({row.step for row in rows}, key=STEPS.index)
    first = [row for row in rows if row.step == names[0]]
    pages = [row.pages for row in first]
    since = [row.since for row in rows if row.since]
    return QueuedDocument(
        rows[0].id, rows[0].name, tuple(names), len(rows), None if None in pages else sum(pages),
        max(row.attempt for row in rows), next((row.error for row in rows if row.error), None),
        min(since, default=None), min(row.priority for row in rows),
    )  # fmt: skip
