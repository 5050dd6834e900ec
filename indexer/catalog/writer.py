"""What the steps save. One transaction each, together with its row of the ledger; a late copy changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, and_, delete, select, update

from indexer.catalog import (
    adding,
    codec,
    describing,
    events,
    failing,
    ledger_rows,
    mentions,
    pages,
    steps,
    sums,
    takedowns,
)
from indexer.catalog.database import Database
from indexer.catalog.tables import DocumentRow, LedgerRow, PageRow
from indexer.errors import InputError, NotFound
from indexer.model.event import Event
from indexer.model.mention import Mention
from indexer.model.page import Page
from indexer.model.record import PAGE_BITS
from indexer.model.release import FileDescription, Release
from indexer.model.step import StepKey, StepRow
from indexer.model.stored import AddedFile, DocumentDescription, PageDescription, StoredFile

PAGES_LIMIT = 20_000
"""extract.pages_limit of the settings: sheets beyond are listed as over the limit."""
_KEYS_LIMIT = (1 << PAGE_BITS) - 1
_COUNT_LIMIT = 2**31 - 1
"""A broken file may claim any number of pages; the column holds no more than this."""


class CatalogWriter:
    """Saving methods give the steps that are due now, so that their tasks can be sent after the commit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_file(
        self,
        release: Release,
        name: str,
        description: FileDescription | None = None,
        *,
        stored: StoredFile | None,
        media_type: str,
        problem: str | None = None,
        priority: int | None = None,
    ) -> AddedFile:
        """Enters a file under its name in a release; known bytes only get the new name, nothing is done again.

        A new file is due for extraction, unless there is a `problem` (reason code): then it is listed as
        unreadable. `stored` None: the file could not even be copied; it is listed under
        `adding.placeholder_id` until a later run reads it. `priority`: lower is sooner; None goes by size.

        Raises:
            Unavailable: the catalog is busy or its disk is full.
        """
        if stored is None and problem is None:
            raise ValueError("A file that was not stored needs the problem why")
        document = stored.sha256 if stored else adding.placeholder_id(release.id, name)
        with self._database.write() as connection:
            if (down := takedowns.staying_down(connection, document, release.id)) is not None:
                return down
            release_number = adding.put_release(connection, release)
            if stored is not None:
                adding.drop_placeholder(connection, release.id, name)
            number, new = adding.put_document(
                connection, document, name, stored, media_type, problem=problem, priority=priority
            )
            adding.put_file(connection, release_number, number, name, description)
            if new and problem is None:
                steps.set_due(connection, number, "extract", ((0, 0, 0),))
            takedowns.settle(connection, number)
        return AddedFile(document, number, new)

    def plan_parts(
        self,
        document: str,
        pages_total: int,
        pages_a_part: int,
        pages_limit: int = PAGES_LIMIT,
    ) -> tuple[StepKey, ...]:
        """Call when part 0 has opened the file: page rows and the further parts; those that are due, to be sent.

        Repeating it changes nothing. Part 0 covers the first `pages_a_part` pages: `first_part` says which.

        Raises:
            InputError: the file has no pages.
        """
        if pages_total < 1:
            raise InputError("The file has no pages.", reason="no_pages")
        total = min(pages_total, _COUNT_LIMIT)
        shown = min(total, pages_limit, _KEYS_LIMIT)
        with self._database.write() as connection:
            number = steps.locked_number(connection, document)
            if _open_row(connection, number, StepKey(document, "extract")) is None:  # stopped while it was opened
                return ()
            pages.plan(connection, number, shown)
            connection.execute(
                update(DocumentRow)
                .where(DocumentRow.number == number)
                .values(pages_total=total, over_limit_pages=total - shown, outcome="waiting", reason=None)
            )
            sums.recount(connection, number)
            return _plan_steps(connection, number, document, ranges_of(shown, pages_a_part))

    def save_pages(self, key: StepKey, found: Sequence[Page]) -> tuple[StepKey, ...]:
        """Ends an extraction part with its pages; replaces those of an earlier run. After the last part the
        description is due. A page of the part's range that is not in `found` is listed as "not_returned"."""
        with self._database.write() as connection:
            number = steps.locked_number(connection, key.document)
            row = _open_row(connection, number, key)
            if row is None:
                return ()
            pages.replace(connection, number, row.first_page, row.last_page, found)
            takedowns.settle(connection, number)
            sums.recount(connection, number)
            return _end(connection, number, key)

    def plan_ocr(self, key: StepKey, pages_a_part: int) -> tuple[StepKey, ...]:
        """Call from part 0 of the step "ocr": splits the pages that need it into parts; those that are due, to be
        sent. Repeating it changes nothing: parts that are planned keep their state."""
        with self._database.write() as connection:
            number = steps.locked_number(connection, key.document)
            row = _open_row(connection, number, key)
            if row is None or row.first_page:
                return ()
            numbers = pages.numbers(connection, number, pages.for_ocr())
            groups = [numbers[at : at + pages_a_part] for at in range(0, len(numbers), pages_a_part)]
            ranges = [(part, group[0], group[-1]) for part, group in enumerate(groups)]
            steps.set_due(connection, number, "ocr", ranges[1:])
            connection.execute(
                delete(LedgerRow).where(
                    LedgerRow.document == number, LedgerRow.step == "ocr", LedgerRow.part >= max(1, len(ranges))
                )
            )
            if ranges:
                ledger_rows.change(connection, number, key, first_page=ranges[0][1], last_page=ranges[0][2])
            return tuple(StepKey(key.document, "ocr", part) for part, _, _ in ranges[1:])

    def save_ocr(self, key: StepKey, found: Sequence[Page]) -> tuple[StepKey, ...]:
        """Ends a part of the step "ocr" with the pages that it replaces. After the last part the description is
        due."""
        with self._database.write() as connection:
            number = steps.locked_number(connection, key.document)
            if _open_row(connection, number, key) is None:
                return ()
            pages.put(connection, number, found)
            takedowns.settle(connection, number)
            sums.recount(connection, number)
            return _end(connection, number, key)

    def save_description(
        self, key: StepKey, description: DocumentDescription, found: Sequence[PageDescription]
    ) -> tuple[StepKey, ...]:
        """Ends the description; makes the entities of all parts due. A manifest's statements stay above it."""
        with self._database.write() as connection:
            number = steps.locked_number(connection, key.document)
            if _open_row(connection, number, key) is None:
                return ()
            pages.describe(connection, number, found)
            connection.execute(update(DocumentRow).where(DocumentRow.number == number).values(**_columns(description)))
            describing.settle_document(connection, number)
            sums.recount(connection, number)
            return _end(connection, number, key)

    def save_mentions(
        self,
        key: StepKey,
        found: Sequence[tuple[int, Sequence[Mention]]],
        dated: Sequence[tuple[int, Sequence[Event]]] = (),
    ) -> tuple[StepKey, ...]:
        """Ends an entities part with the mentions of its pages, `(page number, mentions)`, and their events, which
        refer to these mentions. After the last part the index step is due."""
        with self._database.write() as connection:
            number = steps.locked_number(connection, key.document)
            row = _open_row(connection, number, key)
            if row is None:
                return ()
            mentions.replace(connection, number, row.first_page, row.last_page, found)
            events.replace(connection, number, row.first_page, row.last_page, dated)
            return _end(connection, number, key)

    def fail_document(
        self, key: StepKey, reason: str, pages_total: int | None = None, pages_limit: int = PAGES_LIMIT
    ) -> tuple[StepKey, ...]:
        """Lists the whole document as unreadable: the extraction cannot do anything with it.

        Known pages are listed one by one. Its other extraction parts end too, and what an earlier version
        had read of it leaves the index. When its parts are planned already and `pages_total` is not given,
        only the part in `key` has failed: its pages are listed, the others go on.
        """
        with self._database.write() as connection:
            number = steps.locked_number(connection, key.document)
            if _open_row(connection, number, key) is None:
                return ()
            planned = connection.scalar(select(DocumentRow.pages_total).where(DocumentRow.number == number))
            if planned is not None and pages_total is None:  # the file opened: only this range cannot be read
                return failing.end_badly(connection, number, key, "failed", reason, page_outcome="failed")
            ledger_rows.change(connection, number, key, state="failed", error=reason, lease_until=None, worker=None)
            connection.execute(
                delete(LedgerRow).where(
                    LedgerRow.document == number, LedgerRow.step == "extract", LedgerRow.part != key.part
                )
            )
            total = min(pages_total or 0, _COUNT_LIMIT)
            shown = min(total, pages_limit, _KEYS_LIMIT)
            pages.list_all(connection, number, shown, outcome="unreadable", reason=reason)
            connection.execute(
                update(DocumentRow)
                .where(DocumentRow.number == number)
                .values(pages_total=total or None, over_limit_pages=total - shown)
            )
            takedowns.settle(connection, number)
            failing.list_document(connection, number, "unreadable", reason)
            return ()

    def ocr_part(self, key: StepKey) -> tuple[int, ...]:
        """The pages of a part of the step "ocr", in order; () when none is left to do."""
        with self._database.read() as connection:
            number = ledger_rows.number_of(connection, key.document)
            row = ledger_rows.row_of(connection, number, key) if number is not None else None
            if number is None or row is None:
                return ()
            between = PageRow.number.between(row.first_page, row.last_page)
            return tuple(pages.numbers(connection, number, and_(between, pages.for_ocr())))

    def first_part(self, document: str) -> tuple[int, int]:
        """First and last page of part 0, after `plan_parts`. Raises NotFound before it."""
        with self._database.read() as connection:
            row = connection.execute(
                select(LedgerRow.first_page, LedgerRow.last_page)
                .join(DocumentRow, DocumentRow.number == LedgerRow.document)
                .where(DocumentRow.id == document, LedgerRow.step == "extract", LedgerRow.part == 0)
            ).one_or_none()
        if row is None or row.first_page == 0:
            raise NotFound(f"The pages of document {document[:12]} are not planned yet.")
        return row.first_page, row.last_page


def ranges_of(pages_total: int, pages_a_part: int) -> tuple[tuple[int, int, int], ...]:
    """`(part, first page, last page)` of every part, pages 1-based and inclusive."""
    firsts = range(1, pages_total + 1, pages_a_part)
    return tuple((part, first, min(first + pages_a_part - 1, pages_total)) for part, first in enumerate(firsts))


def _plan_steps(
    connection: Connection, number: int, document: str, ranges: Sequence[tuple[int, int, int]]
) -> tuple[StepKey, ...]:
    """Sets the page ranges; a part that is planned already with the same range keeps its state."""
    extract = (LedgerRow.document == number, LedgerRow.step == "extract")
    rows = connection.execute(select(LedgerRow.part, LedgerRow.first_page, LedgerRow.last_page).where(*extract)).all()
    planned = {row[0]: (row[1], row[2]) for row in rows}
    new = [one for one in ranges if one[0] > 0 and planned.get(one[0]) != one[1:]]
    steps.set_due(connection, number, "extract", new)
    connection.execute(delete(LedgerRow).where(*extract, LedgerRow.part >= len(ranges)))
    _, first, last = ranges[0]
    ledger_rows.change(connection, number, StepKey(document, "extract", 0), first_page=first, last_page=last)
    return tuple(StepKey(document, "extract", part) for part, _, _ in new)


def _open_row(connection: Connection, number: int, key: StepKey) -> StepRow | None:
    row = ledger_rows.row_of(connection, number, key)
    return row if row is not None and row.state in steps.OPEN else None


def _end(connection: Connection, number: int, key: StepKey) -> tuple[StepKey, ...]:
    steps.complete(connection, number, key.step, key.part)
    return steps.go_on(connection, number, key.document, key.step)


def _columns(description: DocumentDescription) -> dict[str, object]:
    read = {name: getattr(description, name) for name in describing.READ}
    others = {name: value for name, value in asdict(description).items() if name not in describing.READ}
    return {**others, "outside": " ".join(description.outside), "read_json": codec.dump(read)}
