"""The step ledger: who works on what, for how long, and what is due again (design.md, rule 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from sqlalchemy import Connection, and_, func, not_, or_, select, update

from indexer.catalog import dialect, failing, leases, ledger_rows, steps
from indexer.catalog.database import Database
from indexer.catalog.leases import Lease, LeaseWatch
from indexer.catalog.tables import DocumentRow, LedgerRow
from indexer.model.page import PageOutcome
from indexer.model.queue import CANCELLED, URGENT_PRIORITY
from indexer.model.step import ENDED, STEPS, StepCount, StepKey, StepName, StepRow, StepState, Window

ATTEMPTS = 3
"""A step is tried this often, then parked with its error (queue.attempts in the settings)."""


class Ledger:
    """Each method is one transaction. `clock` gives seconds since 1970; None: the database's own, which is the same
    for machines whose clocks differ."""

    def __init__(self, database: Database, attempts: int = ATTEMPTS, clock: Callable[[], float] | None = None) -> None:
        self._database = database
        self._attempts = attempts
        self._clock = clock

    def claim(self, key: StepKey, version: str, lease_s: float, worker: str) -> StepRow | None:
        """Takes a step for `lease_s` seconds: its row, running, the attempt counted.

        None when another has it, when it has ended (`reset` and `retry` open it again), or when the document
        is gone. The step of a silent worker is not taken over here: `due` and `take` open it again.
        """
        with self._database.write() as connection:
            number = ledger_rows.number_of(connection, key.document)
            if number is None:
                return None
            now = self._now(connection)
            taken = connection.execute(
                update(LedgerRow)
                .where(steps.is_row(number, key.step, key.part), LedgerRow.state.in_(("due", "sent")))
                .values(
                    state="running", attempt=LedgerRow.attempt + 1, version=version, worker=worker,
                    lease_until=now + lease_s, sent_until=None, since=now,
                )
            )  # fmt: skip
            if taken.rowcount != 1:
                return None
            return ledger_rows.row_of(connection, number, key)

    def renew(self, key: StepKey, lease_s: float, attempt: int | None = None) -> bool:
        """Lengthens a lease from now. False: the step is no longer yours, so stop working on it.

        `attempt` (of the claimed row) tells your claim from a later one of somebody else.
        """
        with self._database.write() as connection:
            until = self._now(connection) + lease_s
            return self._change_running(connection, key, attempt, lease_until=until, since=LedgerRow.since)

    def release_claim(self, key: StepKey, attempt: int | None = None) -> bool:
        """Hands a running step back, due at once and the attempt not counted: for a graceful stop."""
        with self._database.write() as connection:
            return self._change_running(
                connection, key, attempt, state="due", lease_until=None, worker=None, due_at=0.0,
                attempt_change=-1,
            )  # fmt: skip

    def put_off(self, key: StepKey, error_code: str, pause_s: float, attempt: int | None = None) -> bool:
        """Hands a running step back because a part of the archive is away: due after a pause, and the attempt not
        counted, for the document has no part in it."""
        with self._database.write() as connection:
            return self._change_running(
                connection, key, attempt, state="due", lease_until=None, worker=None, error=error_code,
                due_at=self._now(connection) + pause_s, attempt_change=-1,
            )  # fmt: skip

    def finish(self, key: StepKey) -> tuple[StepKey, ...]:
        """Ends a step that has nothing to save; gives the steps that are due now. Saving methods do it themselves."""
        with self._database.write() as connection:
            number = steps.locked_number(connection, key.document)
            if not steps.complete(connection, number, key.step, key.part):
                return ()
            return steps.go_on(connection, number, key.document, key.step)

    def fail(
        self,
        key: StepKey,
        error_code: str,
        *,
        retry: bool,
        max_attempts: int | None = None,
        page_outcome: PageOutcome = "failed",
        attempt: int | None = None,
    ) -> tuple[StepKey, ...]:
        """Records that a running step went wrong; gives the steps that are due now because of it.

        With `retry` it is due again at once, or parked after `max_attempts` (default: the ledger's).
        Without, it has failed for good. When an extraction ends so, its pages that wait are listed with
        `page_outcome` and the code, and the rest of the document goes on; nothing is lost.
        """
        limit = max_attempts if max_attempts is not None else self._attempts
        with self._database.write() as connection:
            number = steps.locked_number(connection, key.document)
            row = ledger_rows.row_of(connection, number, key)
            if row is None or row.state != "running" or attempt not in (None, row.attempt):
                return ()
            if retry and row.attempt < limit:
                ledger_rows.change(
                    connection, number, key,
                    state="due", error=error_code, lease_until=None, worker=None, due_at=0.0,
                )  # fmt: skip
                return ()
            state: StepState = "parked" if retry else "failed"
            return failing.end_badly(connection, number, key, state, error_code, page_outcome=page_outcome)

    def due(
        self, limit: int, now: float | None = None, only: Sequence[StepName] = STEPS, watch: LeaseWatch | None = None
    ) -> list[StepKey]:
        """What should be sent now, most urgent first: due rows, sent ones whose message was lost, and those whose
        worker went silent. The last are made due here, or parked when that was their last attempt."""
        self._reopen_silent(now, watch)
        with self._database.read() as connection:
            moment = self._now(connection) if now is None else now
            return [ledger_rows.key_of(row) for row in connection.execute(ledger_rows.sendable(limit, moment, only))]

    def take(
        self, windows: Sequence[Window], sent_for_s: float, watch: LeaseWatch | None = None
    ) -> tuple[StepKey, ...]:
        """What should be sent now, marked as sent; due again if it is not claimed within `sent_for_s`. Of each
        window so many that with those on their way its size is reached. Two who take at once get different steps."""
        self._reopen_silent(None, watch)
        with self._database.read() as connection:
            now = self._now(connection)
            if not any(connection.execute(ledger_rows.sendable(1, now, window.steps)).all() for window in windows):
                return ()
        taken: list[StepKey] = []
        with self._database.write() as connection:
            now = self._now(connection)
            for window in windows:
                free = window.size - ledger_rows.on_their_way(connection, now, window.steps)
                if free > 0:
                    found = connection.execute(ledger_rows.sendable(free, now, window.steps, alone=True)).all()
                    ledger_rows.mark_sent(connection, found, now + sent_for_s)
                    taken += [ledger_rows.key_of(row) for row in found]
        return tuple(taken)

    def urgent(self, only: Sequence[StepName], than: StepKey) -> StepKey | None:
        """A step somebody waits for (`queue.URGENT_PRIORITY`) that may be claimed, where `than` is none itself."""
        with self._database.read() as connection:
            number = ledger_rows.number_of(connection, than.document)
            own = ledger_rows.priority_of(connection, number, than) if number is not None else None
            if own is not None and own <= URGENT_PRIORITY:
                return None
            row = connection.execute(ledger_rows.urgent(self._now(connection), only)).first()
            return None if row is None else ledger_rows.key_of(row)

    def mark_sent(self, keys: Sequence[StepKey], sent_for_s: float) -> None:
        """Call before the messages go out; those not claimed in this time are due again."""
        with self._database.write() as connection:
            until = self._now(connection) + sent_for_s
            for key in keys:
                number = ledger_rows.number_of(connection, key.document)
                if number is not None:
                    connection.execute(
                        update(LedgerRow)
                        .where(steps.is_row(number, key.step, key.part), LedgerRow.state.in_(("due", "sent")))
                        .values(state="sent", sent_until=until, since=LedgerRow.since)  # it waits as before
                    )

    def counts(self) -> tuple[StepCount, ...]:
        """Rows by step and state, in the order of the steps; none for what does not occur."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(LedgerRow.step, LedgerRow.state, func.count()).group_by(LedgerRow.step, LedgerRow.state)
            ).all()
        found = [StepCount(cast(StepName, step), cast(StepState, state), count) for step, state, count in rows]
        return tuple(sorted(found, key=lambda count: (STEPS.index(count.step), count.state)))

    def failed(self, limit: int = 100, offset: int = 0) -> tuple[StepRow, ...]:
        """Failed and parked steps with their errors, by document."""
        with self._database.read() as connection:
            rows = connection.execute(
                ledger_rows.rows()
                .where(LedgerRow.state.in_(("failed", "parked")))
                .order_by(LedgerRow.document, LedgerRow.step, LedgerRow.part)
                .offset(offset)
                .limit(limit)
            )
            return tuple(ledger_rows.step_row(row) for row in rows.all())

    def steps_of(self, document: str) -> tuple[StepRow, ...]:
        """The ledger of one document, in the order of the work. Empty for an unknown one."""
        with self._database.read() as connection:
            rows = [
                ledger_rows.step_row(row)
                for row in connection.execute(ledger_rows.rows().where(DocumentRow.id == document)).all()
            ]
        return tuple(sorted(rows, key=lambda row: (STEPS.index(row.key.step), row.key.part)))

    def open_steps(self, step: StepName | None = None) -> int:
        """Steps that have not ended, all or those of one name: 0 when all work is done."""
        chosen = select(func.count()).where(LedgerRow.state.in_(steps.OPEN))
        if step is not None:
            chosen = chosen.where(LedgerRow.step == step)
        with self._database.read() as connection:
            return int(connection.scalar(chosen) or 0)

    def reset(self, step: StepName, version: str) -> int:
        """Makes every ended row of the step that another version did due again, failed ones too: a newer version may
        read what an older could not. What a person has cancelled stays so. How many those are.

        What a row's version says beyond `version` and a space does not count.
        """
        done_by_it = or_(LedgerRow.version == version, LedgerRow.version.startswith(f"{version} ", autoescape=True))
        ended = and_(LedgerRow.state.in_(ENDED), func.coalesce(LedgerRow.error, "") != CANCELLED)
        chosen = and_(LedgerRow.step == step, ended, not_(done_by_it))
        with self._database.read() as connection:
            if not connection.scalar(select(func.count()).where(chosen)):
                return 0  # without waiting for a writer
        with self._database.write() as connection:
            return connection.execute(
                update(LedgerRow).where(chosen).values(state="due", attempt=0, due_at=0.0, error=None)
            ).rowcount

    def recognise_again(self, languages: Sequence[str], version: str) -> int:
        """Makes parts of the step "ocr" due again that ended with another version and hold a page in one of these
        languages that could not be read for want of its data, or a page set aside without words; how many parts."""
        with self._database.read() as connection:
            if not connection.scalar(select(func.count()).where(ledger_rows.readable_now(languages, version))):
                return 0
        with self._database.write() as connection:
            return connection.execute(
                update(LedgerRow)
                .where(ledger_rows.readable_now(languages, version))
                .values(state="due", attempt=0, due_at=0.0, error=None)
            ).rowcount

    def reopen(self) -> int:
        """Makes every sent or running step due at once; how many those are.

        Only for when no worker of this archive lives: then nobody holds them, whatever their leases say.
        """
        with self._database.write() as connection:
            return connection.execute(
                update(LedgerRow)
                .where(LedgerRow.state.in_(("sent", "running")))
                .values(state="due", lease_until=None, sent_until=None, worker=None, due_at=0.0)
            ).rowcount

    def retry(self, key: StepKey | None = None) -> int:
        """Opens a failed or parked step again (None: all of them); how many those are."""
        with self._database.write() as connection:
            chosen = update(LedgerRow).where(LedgerRow.state.in_(("failed", "parked")))
            if key is not None:
                number = steps.locked_number(connection, key.document)
                chosen = chosen.where(steps.is_row(number, key.step, key.part))
            return connection.execute(chosen.values(state="due", attempt=0, due_at=0.0, error=None)).rowcount

    def _change_running(
        self, connection: Connection, key: StepKey, attempt: int | None, attempt_change: int = 0, **values: object
    ) -> bool:
        number = ledger_rows.number_of(connection, key.document)
        if number is None:
            return False
        chosen = update(LedgerRow).where(steps.is_row(number, key.step, key.part), LedgerRow.state == "running")
        if attempt is not None:
            chosen = chosen.where(LedgerRow.attempt == attempt)
        return connection.execute(chosen.values(**values, attempt=LedgerRow.attempt + attempt_change)).rowcount == 1

    def _now(self, connection: Connection) -> float:
        return self._clock() if self._clock else dialect.now_s(connection)

    def _reopen_silent(self, now: float | None, watch: LeaseWatch | None) -> None:
        with self._database.read() as connection:
            held = ledger_rows.leases(connection)
            moment = self._now(connection) if now is None else now
        for lease in watch.silent(held) if watch else leases.lapsed(held, moment):
            self._give_up_or_reopen(lease)

    def _give_up_or_reopen(self, lease: Lease) -> None:
        """Parks a step whose worker went silent on its last attempt: a poison document kills its workers."""
        key = lease.key
        with self._database.write() as connection:
            number = steps.locked_number(connection, key.document)
            reopened = connection.execute(
                update(LedgerRow)
                .where(steps.is_row(number, key.step, key.part), LedgerRow.state == "running")
                .where(LedgerRow.attempt == lease.attempt, LedgerRow.lease_until == lease.until)
                .values(state="due", lease_until=None, worker=None, error="worker_lost", due_at=0.0)
            )
            if reopened.rowcount and lease.attempt >= self._attempts:
                failing.end_badly(connection, number, key, "parked", "worker_lost", page_outcome="quarantined")
