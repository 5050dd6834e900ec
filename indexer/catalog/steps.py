"""What follows what in the ledger. Functions inside a transaction that others opened."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select, update

from indexer.catalog import dialect, due_pages, pages
from indexer.catalog.tables import DOCUMENT, STEP, LedgerRow, PageRow
from indexer.errors import NotFound
from indexer.model.step import ENDED, STEPS, StepKey, StepName

OPEN = ("due", "sent", "running")


def locked_number(connection: Connection, document: str) -> int:
    """The document's number, its row locked, so that two workers ending its last two parts see each other.

    Raises:
        NotFound: the document was taken out while the task was on its way.
    """
    number = connection.scalar(select(DOCUMENT.c.number).where(DOCUMENT.c.id == document).with_for_update())
    if number is None:
        raise NotFound(f"There is no document {document[:12]} in this archive.")
    return int(number)


def is_row(number: int, step: StepName, part: int = 0) -> Any:
    """The condition that names one row."""
    return and_(LedgerRow.document == number, LedgerRow.step == step, LedgerRow.part == part)


def complete(connection: Connection, number: int, step: StepName, part: int = 0) -> bool:
    """Marks an open step done. False when it had ended already: a late copy of the task must change nothing."""
    result = connection.execute(
        update(LedgerRow)
        .where(is_row(number, step, part), LedgerRow.state.in_(OPEN))
        .values(state="done", error=None, lease_until=None, worker=None, sent_until=None)
    )
    return result.rowcount == 1


def set_due(connection: Connection, number: int, step: StepName, ranges: Iterable[tuple[int, int, int]]) -> None:
    """Makes parts `(part, first page, last page)` of a step due afresh, whatever their state was."""
    if step == "index":
        due_pages.drop(connection, number)
    priority = connection.scalar(select(DOCUMENT.c.priority).where(DOCUMENT.c.number == number))
    rows = [
        {"document": number, "step": step, "part": part, "first_page": first, "last_page": last,
         "state": "due", "attempt": 0, "version": "", "due_at": 0.0, "priority": priority, "since": time.time()}
        for part, first, last in ranges
    ]  # fmt: skip
    changes = dict.fromkeys(("first_page", "last_page", "state", "attempt", "due_at", "priority", "since"), dialect.NEW)
    cleared: dict[str, Any] = {"error": None, "lease_until": None, "sent_until": None, "worker": None}
    dialect.upsert(connection, STEP, rows, ("document", "step", "part"), changes | cleared)


def all_ended(connection: Connection, number: int, step: StepName) -> bool:
    """True when no part of the step is still open."""
    still_open = connection.scalar(
        select(func.count())
        .select_from(STEP)
        .where(STEP.c.document == number, STEP.c.step == step, STEP.c.state.not_in(ENDED))
    )
    return still_open == 0


def go_on(connection: Connection, number: int, document: str, step: StepName) -> tuple[StepKey, ...]:
    """When the last part of a step has ended, makes the next step due; its keys, to be sent after the commit.

    OCR is left out where no page needs it; else its part 0 is due, which plans the others."""
    following = STEPS[STEPS.index(step) + 1 :]
    if not following or not all_ended(connection, number, step):
        return ()
    wanted = following[0]
    if wanted == "ocr" and not _needs_ocr(connection, number):
        wanted = following[1]
    ranges = _page_ranges(connection, number) if wanted == "entities" else ((0, 0, 0),)
    set_due(connection, number, wanted, ranges)
    return tuple(StepKey(document, wanted, part) for part, _, _ in ranges)


def _needs_ocr(connection: Connection, number: int) -> bool:
    """False takes away what is left in the ledger of an earlier reading that needed it."""
    waiting = select(func.count()).where(PageRow.document == number, pages.pending_ocr())
    if connection.scalar(waiting):
        return True
    connection.execute(delete(LedgerRow).where(LedgerRow.document == number, LedgerRow.step == "ocr"))
    return False


def _page_ranges(connection: Connection, number: int) -> tuple[tuple[int, int, int], ...]:
    """Entities are found in the ranges in which the pages were read."""
    rows = connection.execute(
        select(LedgerRow.part, LedgerRow.first_page, LedgerRow.last_page)
        .where(LedgerRow.document == number, LedgerRow.step == "extract")
        .order_by(LedgerRow.part)
    )
    return tuple((row[0], row[1], row[2]) for row in rows)
