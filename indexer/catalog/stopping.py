"""What a person does to the queue: stop a document, go on with it, try again, sooner or later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, Connection, and_, case, select, update

from indexer.catalog import adding, failing, queue, steps, sums
from indexer.catalog.queue import Queue
from indexer.catalog.tables import DocumentRow, LedgerRow, PageRow
from indexer.model.page import NEEDS_OCR
from indexer.model.queue import BACKFILL_PRIORITY, CANCELLED, URGENT_PRIORITY, Urgency
from indexer.model.step import StepKey, StepName

_OPENED_AGAIN = {"state": "due", "attempt": 0, "due_at": 0.0, "error": None}


class QueueDesk(Queue):
    """`model.queue.WorkQueue`; each method is one transaction."""

    def retry(self, document: str | None = None, step: StepName | None = None) -> tuple[StepKey, ...]:
        """Opens again what failed, was parked or cancelled; its keys, to be sent.

        None for the document: everything but what people have cancelled. Raises NotFound.
        """
        with self._database.write() as connection:
            chosen: list[ColumnElement[bool]] = [LedgerRow.state.in_(queue.WENT_WRONG)]
            if document is None:
                chosen.append(~queue.cancelled())
            else:
                chosen.append(LedgerRow.document == steps.locked_number(connection, document))
            if step is not None:
                chosen.append(LedgerRow.step == step)
            rows = connection.execute(
                select(DocumentRow.id, LedgerRow.document, LedgerRow.step, LedgerRow.part, queue.cancelled())
                .join(DocumentRow, DocumentRow.number == LedgerRow.document)
                .where(*chosen)
                .order_by(LedgerRow.document, LedgerRow.step, LedgerRow.part)
            ).all()
            connection.execute(update(LedgerRow).where(*chosen).values(**_OPENED_AGAIN))
            for number in {row[1] for row in rows if row[4]}:
                _go_on(connection, number)
        return tuple(StepKey(row[0], cast(StepName, row[2]), row[3]) for row in rows)

    def cancel(self, document: str) -> int:
        """Stops what is not done of a document; how many steps. Pages that are being entered in the index are let
        through: that takes seconds, and the index must not hold what the catalog denies. Raises NotFound."""
        with self._database.write() as connection:
            number = steps.locked_number(connection, document)
            indexing = and_(LedgerRow.step == "index", LedgerRow.state == "running")
            stopped = connection.execute(
                update(LedgerRow)
                .where(LedgerRow.document == number, LedgerRow.state.in_(steps.OPEN), ~indexing)
                .values(state="parked", error=CANCELLED, lease_until=None, sent_until=None, worker=None)
            ).rowcount
            if stopped:
                _list_what_waits(connection, number)
        return stopped

    def prioritise(self, documents: Sequence[str], urgency: Urgency) -> int:
        """Moves what is to be done of these documents; how many had something to do."""
        with self._database.write() as connection:
            moved = 0
            for document in documents:
                number = steps.locked_number(connection, document)
                size = connection.scalar(select(DocumentRow.size_bytes).where(DocumentRow.number == number))
                priority = _priority(urgency, int(size or 0))
                connection.execute(update(DocumentRow).where(DocumentRow.number == number).values(priority=priority))
                moved += bool(
                    connection.execute(
                        update(LedgerRow)
                        .where(LedgerRow.document == number, LedgerRow.state.in_(steps.OPEN))
                        .values(priority=priority, since=LedgerRow.since)
                    ).rowcount
                )
        return moved


def _priority(urgency: Urgency, size_bytes: int) -> int:
    match urgency:
        case "urgent":
            return URGENT_PRIORITY
        case "backfill":
            return BACKFILL_PRIORITY
        case "normal":
            return adding.priority_of(size_bytes)


def _list_what_waits(connection: Connection, number: int) -> None:
    """Pages that were to be read or recognised, and the file itself where nobody had opened it, get the reason. What
    an earlier run has put in the index can still be found."""
    pages_total, index_state = connection.execute(
        select(DocumentRow.pages_total, DocumentRow.index_state).where(DocumentRow.number == number)
    ).one()
    if pages_total is None:
        failing.list_document(connection, number, "unreadable", CANCELLED)
        return
    for reason, values in (
        (and_(PageRow.outcome == sums.WAITING), {"outcome": "failed"}),
        (PageRow.reason == NEEDS_OCR, {}),
    ):
        connection.execute(
            update(PageRow).where(PageRow.document == number, reason).values(reason=CANCELLED, readable=False, **values)
        )
    sums.recount(connection, number)
    if index_state == "waiting":
        read = DocumentRow.pages_readable > 0
        connection.execute(
            update(DocumentRow)
            .where(DocumentRow.number == number)
            .values(index_state="failed", reason=CANCELLED, outcome=case((read, "partly_read"), else_="unreadable"))
        )


def _go_on(connection: Connection, number: int) -> None:
    """Takes back what `_list_what_waits` has set."""
    mine = (PageRow.document == number, PageRow.reason == CANCELLED)
    connection.execute(update(PageRow).where(*mine, PageRow.outcome == "read").values(reason=NEEDS_OCR))
    connection.execute(update(PageRow).where(*mine).values(outcome=sums.WAITING, reason=None))
    sums.recount(connection, number)
    stopped = (DocumentRow.number == number, DocumentRow.reason == CANCELLED)
    connection.execute(
        update(DocumentRow).where(*stopped, DocumentRow.index_state == "failed").values(index_state="waiting")
    )
    connection.execute(update(DocumentRow).where(*stopped).values(outcome=sums.WAITING, reason=None))
