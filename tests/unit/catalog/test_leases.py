"""Silent workers are seen without trusting a clock; what is sent keeps to windows and to who waits for it."""

from __future__ import annotations

import pytest

from indexer.catalog.leases import LONGEST_S, Lease, LeaseWatch
from indexer.catalog.ledger import Ledger
from indexer.model.queue import URGENT_PRIORITY
from indexer.model.step import STEPS, StepKey, Window
from indexer.model.stored import StoredFile
from tests.unit.catalog.made import LEASE_S, Archive, page, release, sha

EVERYTHING = (Window(STEPS, 10),)
HOUR_S = 3600.0


class Steady:
    """A clock that only goes on."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def watch(steady: Steady) -> LeaseWatch:
    return LeaseWatch(LEASE_S, steady)


def claimed(archive: Archive) -> StepKey:
    key = StepKey(archive.add().document, "extract")
    assert archive.ledger.claim(key, "1", LEASE_S, "a") is not None
    return key


@pytest.mark.parametrize("jump_s", [-HOUR_S, 0.0, HOUR_S])
def test_a_worker_that_renews_keeps_its_step_whatever_the_clock_does(
    archive: Archive, watch: LeaseWatch, steady: Steady, jump_s: float
) -> None:
    key = claimed(archive)
    assert archive.ledger.take(EVERYTHING, LEASE_S, watch) == ()
    archive.now_s += jump_s
    for _ in range(5):
        steady.now_s += LEASE_S / 2
        archive.now_s += LEASE_S / 2
        assert archive.ledger.renew(key, LEASE_S, attempt=1)
        assert archive.ledger.take(EVERYTHING, LEASE_S, watch) == ()
    assert archive.ledger.steps_of(key.document)[0].attempt == 1


@pytest.mark.parametrize("jump_s", [-HOUR_S, 0.0, HOUR_S])
def test_a_silent_worker_is_seen_after_a_lease_whatever_the_clock_does(
    archive: Archive, watch: LeaseWatch, steady: Steady, jump_s: float
) -> None:
    key = claimed(archive)
    assert archive.ledger.take(EVERYTHING, LEASE_S, watch) == ()
    archive.now_s += jump_s
    steady.now_s += LEASE_S
    assert archive.ledger.take(EVERYTHING, LEASE_S, watch) == ()
    steady.now_s += 1
    assert archive.ledger.take(EVERYTHING, LEASE_S, watch) == (key,)


def test_after_the_catalog_was_away_everybody_has_a_lease_to_renew(
    archive: Archive, watch: LeaseWatch, steady: Steady
) -> None:
    key = claimed(archive)
    archive.ledger.take(EVERYTHING, LEASE_S, watch)
    watch.forget()
    steady.now_s += LEASE_S + 1
    assert archive.ledger.take(EVERYTHING, LEASE_S, watch) == ()
    steady.now_s += LEASE_S + 1
    assert archive.ledger.take(EVERYTHING, LEASE_S, watch) == (key,)


def test_a_lease_that_changed_is_another() -> None:
    steady = Steady()
    watch, key = LeaseWatch(10, steady), StepKey(sha("a"), "extract")
    assert watch.silent([Lease(key, 1, 100.0)]) == []
    steady.now_s = 11
    assert watch.silent([Lease(key, 1, 110.0)]) == []
    assert watch.silent([]) == []
    steady.now_s = 22
    assert watch.silent([Lease(key, 1, 110.0)]) == [], "it was gone in between"


def test_whoever_looks_once_does_not_believe_a_lease_in_a_far_future(archive: Archive) -> None:
    key = claimed(archive)
    archive.now_s -= LONGEST_S + 1
    assert archive.ledger.due(10) == [key]


def test_messages_and_pauses_in_a_far_future_are_not_believed(archive: Archive) -> None:
    sent = StepKey(archive.add("a.pdf").document, "extract")
    archive.ledger.mark_sent([sent], LEASE_S)
    put_off = claimed(archive)
    archive.ledger.put_off(put_off, "unavailable", LEASE_S)
    assert archive.ledger.due(10) == []
    archive.now_s -= LONGEST_S + LEASE_S + 1
    assert set(archive.ledger.due(10)) == {sent, put_off}


def test_the_clock_is_the_databases_for_all(archive: Archive) -> None:
    """On PostgreSQL machines whose clocks differ write times that agree."""
    ledger = Ledger(archive.database)
    key = StepKey(archive.add().document, "extract")
    row = ledger.claim(key, "1", LEASE_S, "a")
    assert row is not None
    assert row.lease_until is not None
    assert ledger.due(10, now=row.lease_until - 1) == []
    assert ledger.due(10, now=row.lease_until + 1) == [key]


def test_a_window_counts_what_is_on_its_way(archive: Archive) -> None:
    keys = {StepKey(archive.add(f"{number}.pdf").document, "extract") for number in range(5)}
    first = archive.ledger.take((Window(("extract",), 3),), LEASE_S)
    assert len(first) == 3
    assert archive.ledger.take((Window(("extract",), 3),), LEASE_S) == ()
    archive.ledger.claim(first[0], "1", LEASE_S, "a")
    second = archive.ledger.take((Window(("extract",), 3),), LEASE_S)
    assert len(second) == 1
    archive.now_s += LEASE_S + 1
    again = archive.ledger.take((Window(("extract",), 3),), LEASE_S)
    assert len(again) == 3, "messages that nobody took are sent again"
    assert {*first, *second, *again} <= keys


def test_a_full_window_keeps_no_other_waiting(archive: Archive) -> None:
    windows = (Window(("extract",), 1), Window(("describe",), 1))
    archive.add("a.pdf")
    assert len(archive.ledger.take(windows, LEASE_S)) == 1
    read = archive.add("read.pdf").document
    archive.extract(read, [page(1)])
    archive.add("waits.pdf")
    assert archive.ledger.take(windows, LEASE_S) == (StepKey(read, "describe"),)


def test_an_upload_goes_before_what_was_sent_long_ago(archive: Archive) -> None:
    bulk = [StepKey(archive.add(f"{number}.pdf").document, "extract") for number in range(3)]
    archive.ledger.mark_sent(bulk, LEASE_S)
    assert archive.ledger.urgent(("extract", "describe"), bulk[0]) is None
    upload = archive.writer.add_file(
        release(),
        "up.pdf",
        stored=StoredFile(sha("up"), 90_000_000),
        media_type="application/pdf",
        priority=URGENT_PRIORITY,
    )
    key = StepKey(upload.document, "extract")
    assert archive.ledger.urgent(("extract", "describe"), bulk[0]) == key
    assert archive.ledger.urgent(("entities",), bulk[0]) is None, "another queue"
    assert archive.ledger.urgent(("extract", "describe"), key) is None, "it is urgent itself"
    assert archive.ledger.claim(key, "1", LEASE_S, "a") is not None
    assert archive.ledger.urgent(("extract", "describe"), bulk[0]) is None, "somebody has it"


def test_a_writer_that_lost_a_document_does_not_end_it(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [page(1)])
    archive.describe(document)
    archive.annotate(document)
    numbers = archive.feed.claim_index(10, "1", LEASE_S, "slow")
    archive.now_s += LEASE_S + 1
    assert archive.ledger.due(10) == [StepKey(document, "index")]
    assert archive.feed.claim_index(10, "1", LEASE_S, "quick") == numbers
    archive.feed.finish_index(numbers, "slow")
    assert archive.ledger.open_steps("index") == 1
    archive.feed.finish_index(numbers, "quick")
    assert archive.ledger.open_steps() == 0
