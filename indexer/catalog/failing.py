"""What becomes of a document when one of its steps ends badly: its pages are listed, the rest goes on."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from indexer.catalog import ledger_rows, steps, sums
from indexer.catalog.tables import DocumentRow, LedgerRow, PageRow
from indexer.model.page import NEEDS_OCR, PageOutcome
from indexer.model.step import StepKey, StepState


def end_badly(
    connection: Connection, number: int, key: StepKey, state: StepState, code: str, *, page_outcome: PageOutcome
) -> tuple[StepKey, ...]:
    """Ends a step as "failed" or "parked"; gives the steps that are due now because of it."""
    ledger_rows.change(connection, number, key, state=state, error=code, lease_until=None, worker=None, sent_until=None)
    if key.step == "extract":
        return _extract_ended(connection, number, key, code, page_outcome)
    if key.step == "ocr":
        _ocr_ended(connection, number, key, code)
    if key.step == "index":
        _index_ended(connection, number, code)
        return ()
    return steps.go_on(connection, number, key.document, key.step)


def list_document(connection: Connection, number: int, outcome: str, reason: str) -> None:
    """Sets the whole document's outcome. What search may still hold of it from an earlier run is taken out."""
    connection.execute(update(DocumentRow).where(DocumentRow.number == number).values(outcome=outcome, reason=reason))
    sums.recount(connection, number)
    if connection.scalar(select(DocumentRow.index_state).where(DocumentRow.number == number)) != "waiting":
        steps.set_due(connection, number, "index", ((0, 0, 0),))


def list_waiting_pages(
    connection: Connection, number: int, first: int, last: int, *, outcome: PageOutcome, reason: str
) -> None:
    """Lists the pages `first` to `last` that wait with an outcome; pages that were read stay."""
    connection.execute(
        update(PageRow)
        .where(PageRow.document == number, PageRow.number.between(first, last), PageRow.outcome == sums.WAITING)
        .values(outcome=outcome, reason=reason, readable=False)
    )
    sums.recount(connection, number)


def _extract_ended(
    connection: Connection, number: int, key: StepKey, code: str, page_outcome: PageOutcome
) -> tuple[StepKey, ...]:
    if connection.scalar(select(DocumentRow.pages_total).where(DocumentRow.number == number)) is None:
        list_document(connection, number, "unreadable", code)
        return ()
    first, last = connection.execute(
        select(LedgerRow.first_page, LedgerRow.last_page).where(steps.is_row(number, key.step, key.part))
    ).one()
    list_waiting_pages(connection, number, first, last, outcome=page_outcome, reason=code)
    return steps.go_on(connection, number, key.document, key.step)


def _ocr_ended(connection: Connection, number: int, key: StepKey, code: str) -> None:
    """Pages that were to be recognised keep the text layer that they have; those without are listed. Pages that
    were set aside stay so."""
    first, last = connection.execute(
        select(LedgerRow.first_page, LedgerRow.last_page).where(steps.is_row(number, key.step, key.part))
    ).one()
    mine = [PageRow.document == number, PageRow.reason == NEEDS_OCR]
    if first:  # else the parts were not even planned, and this one stands for all
        mine.append(PageRow.number.between(first, last))
    connection.execute(update(PageRow).where(*mine, PageRow.source == "text_layer").values(reason=None, readable=True))
    connection.execute(update(PageRow).where(*mine).values(outcome="failed", reason=code, readable=False))
    sums.recount(connection, number)


def _index_ended(connection: Connection, number: int, code: str) -> None:
    connection.execute(
        update(DocumentRow)
        .where(DocumentRow.number == number)
        .values(index_state="failed", outcome="partly_read", reason=code)
    )
