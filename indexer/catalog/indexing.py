"""The index side: which documents are due, and their pages as the engines take them (design.md, rule 1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, and_, func, select, true, update

from indexer.catalog import dialect, due_pages, entity_rows, failing, ledger_rows, mentions, records, rows, sums
from indexer.catalog.database import Database
from indexer.catalog.tables import PAGE, DocumentRow, LedgerRow
from indexer.model.record import PageRecord
from indexer.model.step import StepKey

_PAGES_A_QUERY = 200
"""Pages held in memory while a document is streamed: about 1 MB of text and mentions."""

_DOCUMENTS_A_TRANSACTION = 200


class IndexFeed:
    """Claims documents for the index writer, streams their records, takes the result back."""

    def __init__(self, database: Database, clock: Callable[[], float] | None = None) -> None:
        """`clock`: seconds since 1970; None: the database's own."""
        self._database = database
        self._clock = clock

    def claim_index(self, limit: int, version: str, lease_s: float, worker: str = "") -> list[int]:
        """Up to `limit` document numbers whose index step is due, now running; most urgent first, [] for none.

        A lapsed lease is not taken over here: `Ledger.due` opens it again, or parks it after its last attempt.
        Whatever failed before comes last and alone, so that one bad document takes no others with it.
        """
        with self._database.write() as connection:
            now = self._now(connection)
            found = connection.execute(ledger_rows.indexable(limit, now)).all()
            numbers = [row.document for row in found if row.attempt == 0] or [row.document for row in found[:1]]
            connection.execute(
                update(LedgerRow)
                .where(LedgerRow.step == "index", LedgerRow.document.in_(numbers))
                .values(
                    state="running", attempt=LedgerRow.attempt + 1, version=version, worker=worker,
                    lease_until=now + lease_s, sent_until=None, since=now,
                )
            )  # fmt: skip
        return numbers

    def renew_index(self, numbers: Sequence[int], lease_s: float, worker: str) -> None:
        """Lengthens the leases of claimed documents from now; of those that this worker still has."""
        with self._database.write() as connection:
            connection.execute(
                update(LedgerRow)
                .where(self._mine(numbers, worker))
                .values(lease_until=self._now(connection) + lease_s, since=LedgerRow.since)
            )

    def put_off(self, numbers: Sequence[int], worker: str, error_code: str | None, pause_s: float) -> None:
        """Hands back what this worker still has: due after a pause, the attempt not counted."""
        with self._database.write() as connection:
            connection.execute(
                update(LedgerRow)
                .where(self._mine(numbers, worker))
                .values(
                    state="due", attempt=LedgerRow.attempt - 1, error=error_code, lease_until=None, worker=None,
                    due_at=self._now(connection) + pause_s,
                )
            )  # fmt: skip

    def fail(self, numbers: Sequence[int], worker: str, error_code: str, attempts: int) -> None:
        """What this worker still has is due again, or parked after so many attempts."""
        with self._database.write() as connection:
            spent = list(
                connection.scalars(
                    select(LedgerRow.document).where(self._mine(numbers, worker), LedgerRow.attempt >= attempts)
                )
            )
            connection.execute(
                update(LedgerRow)
                .where(self._mine(numbers, worker))
                .values(state="due", error=error_code, lease_until=None, worker=None, due_at=0.0)
            )
            for number in spent:
                failing.end_badly(
                    connection, number, StepKey("", "index"), "parked", error_code, page_outcome="failed"
                )  # fmt: skip

    def due_pages(self, numbers: Sequence[int]) -> dict[int, list[int]]:
        """Of claimed documents those of which single pages are due only, with the keys of these pages."""
        with self._database.read() as connection:
            return due_pages.of(connection, numbers)

    def page_records(self, document_number: int, only: Collection[int] | None = None) -> Iterator[PageRecord]:
        """The readable pages of a document as records, by page, the first marked; nothing when none can be read.

        `only`: keys of the pages that are wanted; None for all.
        """
        with self._database.read() as connection:
            documents = rows.documents(connection, [document_number])
        if not documents:
            return
        frame = records.frame_of(documents[0])
        readable = (PAGE.c.document == document_number, PAGE.c.readable)
        with self._database.read() as connection:
            first = connection.scalar(select(func.min(PAGE.c.number)).where(*readable))
        for chosen in _batches(only):
            yield from self._records(frame, and_(*readable, chosen), first)

    def _records(self, frame: records.Frame, chosen: ColumnElement[bool], first: int | None) -> Iterator[PageRecord]:
        """`first`: the number of the document's first page in the index."""
        after = 0
        while True:
            with self._database.read() as connection:
                found = connection.execute(
                    rows.page_query(with_words=False)
                    .where(chosen, PAGE.c.number > after)
                    .order_by(PAGE.c.number)
                    .limit(_PAGES_A_QUERY)
                ).all()
                by_key = mentions.for_index(connection, [row.key for row in found])
                said = [one for some in by_key.values() for one in some]
                entities = entity_rows.standings(connection, (one.entity for one in said if one.entity))
                entities |= entity_rows.standings(connection, records.platforms_of(said, entities))
            for row in found:
                record = records.record_of(frame, row.key, rows.page_of(row), by_key.get(row.key, []), entities)
                yield replace(record, first=row.number == first)
            if len(found) < _PAGES_A_QUERY:
                return
            after = found[-1].number

    def finish_index(self, numbers: Sequence[int], worker: str = "") -> None:
        """Ends the index step after the engine's commit; sets each document's outcome by its pages. A document
        that was made due again in between stays due, also where another worker has it by now."""
        with self._database.write() as connection:
            for number in numbers:
                ended = connection.execute(
                    update(LedgerRow)
                    .where(self._mine([number], worker))
                    .values(state="done", error=None, lease_until=None, worker=None)
                )
                if ended.rowcount:
                    connection.execute(
                        update(DocumentRow).where(DocumentRow.number == number).values(index_state="indexed")
                    )
                    due_pages.drop(connection, number)
                    sums.settle(connection, number)

    def _now(self, connection: Connection) -> float:
        return self._clock() if self._clock else dialect.now_s(connection)

    @staticmethod
    def _mine(numbers: Sequence[int], worker: str) -> ColumnElement[bool]:
        return and_(
            LedgerRow.step == "index", LedgerRow.document.in_(numbers),
            LedgerRow.state == "running", LedgerRow.worker == worker,
        )  # fmt: skip

    def indexed(self, numbers: Sequence[int]) -> None:
        """After a rebuild: these documents are in the new index. An index step that is due stays due, because the
        document may have changed since the rebuild read it; writing it once more does no harm.

        Some at a time: other writers wait for a transaction, and give up on one that takes half a minute.
        """
        for start in range(0, len(numbers), _DOCUMENTS_A_TRANSACTION):
            some = numbers[start : start + _DOCUMENTS_A_TRANSACTION]
            with self._database.write() as connection:
                connection.execute(
                    update(LedgerRow)
                    .where(LedgerRow.document.in_(some), LedgerRow.step == "index")
                    .where(LedgerRow.state.in_(("failed", "parked")))
                    .values(state="done", error=None)
                )
                connection.execute(
                    update(DocumentRow).where(DocumentRow.number.in_(some)).values(index_state="indexed")
                )
                for number in some:
                    sums.settle(connection, number)

    def all_document_numbers(self) -> list[int]:
        """Every document with readable pages whose earlier steps have ended, by number: what a rebuild writes."""
        with self._database.read() as connection:
            return list(
                connection.scalars(
                    select(DocumentRow.number)
                    .join(LedgerRow, LedgerRow.document == DocumentRow.number)
                    .where(LedgerRow.step == "index", DocumentRow.pages_readable > 0)
                    .order_by(DocumentRow.number)
                )
            )

    def pages_indexed(self) -> int:
        """How many pages the index must hold: those that search can see."""
        with self._database.read() as connection:
            return int(
                connection.scalar(
                    select(func.coalesce(func.sum(DocumentRow.pages_readable), 0)).where(
                        DocumentRow.index_state == "indexed"
                    )
                )
                or 0
            )


def _batches(only: Collection[int] | None) -> Iterator[ColumnElement[bool]]:
    """Conditions for the pages wanted, in order; some keys at a time."""
    if only is None:
        yield true()
        return
    keys = sorted(only)
    for start in range(0, len(keys), _PAGES_A_QUERY):
        yield PAGE.c.key.in_(keys[start : start + _PAGES_A_QUERY])
