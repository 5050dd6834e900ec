"""Pages that a person's rule made due for the index, so that a rule about 3 pages of 2,000 need not write them all.

An index step that is due means the whole document, unless pages of it are named here; then it means these. They are
named only on top of an index step that was done, and taken out when the step is done again, or when the whole
document becomes due. So a killed worker, or a rule that comes while the index is written, loses nothing.

Functions inside a transaction that others opened.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, or_, select, update

from indexer.catalog.tables import DUE_PAGE, DuePageRow, LedgerRow
from indexer.catalog.tallies import chunks
from indexer.model.record import page_key, split_key

RULE_PRIORITY = 0
"""Of what a person's rule has changed: somebody waits to see it, so it goes before all else (files have 4 to 6)."""


def index_pages_soon(connection: Connection, keys: Iterable[int]) -> None:
    """Makes these pages due for the index before all else. A document that is due as a whole stays so, and one that
    is being written is due again, for it may have been read before the rule."""
    by_document: dict[int, list[int]] = {}
    for key in sorted(set(keys)):
        by_document.setdefault(split_key(key)[0], []).append(key)
    alone = _by_pages(connection, by_document)
    known = {key for listed in of(connection, by_document).values() for key in listed}
    new = [{"key": key} for number in sorted(alone) for key in by_document[number] if key not in known]
    if new:
        connection.execute(insert(DUE_PAGE), new)
    index_soon(connection, by_document)


def index_soon(connection: Connection, numbers: Iterable[int]) -> None:
    """Makes the index step of these documents due before all else, where it is due at all by now; else it comes in
    its turn. Which of their pages it means stays as it is."""
    for some in chunks(numbers):
        connection.execute(
            update(LedgerRow)
            .where(LedgerRow.step == "index", LedgerRow.document.in_(some))
            .values(
                state="due", attempt=0, due_at=0.0, priority=RULE_PRIORITY, error=None, lease_until=None,
                sent_until=None, worker=None,
            )
        )  # fmt: skip


def of(connection: Connection, numbers: Iterable[int]) -> dict[int, list[int]]:
    """The keys of the pages that are due alone, of those documents that have some."""
    found: dict[int, list[int]] = {}
    for number in numbers:
        keys = list(connection.scalars(select(DUE_PAGE.c.key).where(_within(number)).order_by(DUE_PAGE.c.key)))
        if keys:
            found[number] = keys
    return found


def drop(connection: Connection, number: int) -> None:
    """The step means the whole document again, or is done."""
    connection.execute(delete(DuePageRow).where(_within(number)))


def _by_pages(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Those of the documents of which single pages may be named: the index step is done, or means pages already."""
    lowest = LedgerRow.document * page_key(1, 0)
    named = exists().where(DUE_PAGE.c.key > lowest, DUE_PAGE.c.key < lowest + page_key(1, 0))
    return {
        number
        for some in chunks(numbers)
        for number in connection.scalars(
            select(LedgerRow.document).where(
                and_(LedgerRow.step == "index", LedgerRow.document.in_(some)), or_(LedgerRow.state == "done", named)
            )
        )
    }


def _within(number: int) -> ColumnElement[bool]:
    return DUE_PAGE.c.key.between(page_key(number, 0), page_key(number + 1, 0) - 1)
