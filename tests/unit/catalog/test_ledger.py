"""Claims, leases, lost messages, lost workers, poison documents."""

from __future__ import annotations

import multiprocessing

from indexer.catalog.database import Database
from indexer.catalog.ledger import Ledger
from indexer.catalog.writer import CatalogWriter
from indexer.model.step import StepCount, StepKey
from indexer.model.stored import StoredFile
from tests.unit.catalog.made import LEASE_S, Archive, page, release, sha


def test_a_claimed_step_is_nobody_elses(archive: Archive) -> None:
    key = StepKey(archive.add().document, "extract")
    row = archive.ledger.claim(key, "reader/1", LEASE_S, "a")
    assert row is not None
    assert (row.state, row.attempt, row.version) == ("running", 1, "reader/1")
    assert row.lease_until == archive.now_s + LEASE_S
    assert archive.ledger.claim(key, "reader/1", LEASE_S, "b") is None


def test_a_step_that_is_done_or_of_an_unknown_document_cannot_be_claimed(archive: Archive) -> None:
    document = archive.whole("a.pdf", [page(1)])
    assert archive.ledger.claim(StepKey(document, "extract"), "1", LEASE_S, "b") is None
    assert archive.ledger.claim(StepKey(sha("other"), "extract"), "1", LEASE_S, "b") is None


def test_a_silent_worker_loses_its_step_after_the_lease(archive: Archive) -> None:
    key = StepKey(archive.add().document, "extract")
    archive.ledger.claim(key, "1", LEASE_S, "a")
    archive.now_s += LEASE_S / 2
    assert archive.ledger.renew(key, LEASE_S)
    archive.now_s += LEASE_S - 1
    assert archive.ledger.due(10) == []
    archive.now_s += 2
    assert archive.ledger.due(10) == [key]
    row = archive.ledger.claim(key, "1", LEASE_S, "b")
    assert row is not None
    assert row.attempt == 2
    assert not archive.ledger.renew(key, LEASE_S, attempt=1), "the first worker hears that it lost the step"


def test_a_lost_message_is_due_again(archive: Archive) -> None:
    key = StepKey(archive.add().document, "extract")
    archive.ledger.mark_sent([key], 30)
    assert archive.ledger.due(10) == []
    archive.now_s += 31
    assert archive.ledger.due(10) == [key]


def test_a_step_handed_back_is_due_and_its_attempt_is_not_counted(archive: Archive) -> None:
    key = StepKey(archive.add().document, "extract")
    archive.ledger.claim(key, "1", LEASE_S, "a")
    assert archive.ledger.release_claim(key)
    assert archive.ledger.due(10) == [key]
    row = archive.ledger.claim(key, "1", LEASE_S, "b")
    assert row is not None
    assert row.attempt == 1


def test_a_step_that_fails_is_tried_again_and_parked_at_last_with_its_error(archive: Archive) -> None:
    key = StepKey(archive.add().document, "extract")
    for _ in range(2):
        archive.ledger.claim(key, "1", LEASE_S, "a")
        archive.ledger.fail(key, "internal_error", retry=True)
        assert archive.ledger.due(10) == [key]
    archive.ledger.claim(key, "1", LEASE_S, "a")
    archive.ledger.fail(key, "internal_error", retry=True)
    (row,) = archive.ledger.failed()
    assert (row.state, row.error, row.attempt) == ("parked", "internal_error", 3)
    document = archive.catalog.document(key.document).document
    assert (document.outcome, document.reason) == ("unreadable", "internal_error")
    assert archive.ledger.retry(key) == 1
    assert archive.ledger.due(10) == [key]


def test_a_part_that_is_away_puts_a_step_off_and_never_parks_it(archive: Archive) -> None:
    key = StepKey(archive.add().document, "extract")
    for pause_s in (1, 2, 4, 8, 16):
        row = archive.ledger.claim(key, "1", LEASE_S, "a")
        assert row is not None
        assert row.attempt == 1
        assert archive.ledger.put_off(key, "unavailable", pause_s, row.attempt)
        archive.now_s += pause_s - 1
        assert archive.ledger.due(10) == []
        archive.now_s += 1
    assert archive.ledger.due(10) == [key]


def test_a_document_that_kills_its_workers_is_parked(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [page(1), page(2)])
    key = StepKey(document, "describe")
    for _ in range(2):
        assert archive.ledger.claim(key, "1", LEASE_S, "a") is not None
        archive.now_s += LEASE_S + 1
        assert archive.ledger.due(10) == [key]
    assert archive.ledger.claim(key, "1", LEASE_S, "a") is not None
    archive.now_s += LEASE_S + 1
    assert archive.ledger.due(10) == [StepKey(document, "entities")], "its pages are still made searchable"
    (row,) = archive.ledger.failed()
    assert (row.state, row.error) == ("parked", "worker_lost")


def test_a_part_that_kills_its_workers_is_listed_and_the_others_go_on(archive: Archive) -> None:
    document = archive.add().document
    archive.claim(document, "extract")
    following = archive.writer.plan_parts(document, 4, 2)
    assert following == (StepKey(document, "extract", 1),)
    archive.writer.save_pages(StepKey(document, "extract", 0), [page(1), page(2)])
    for _ in range(3):
        archive.claim(document, "extract", 1)
        archive.now_s += LEASE_S + 1
        due = archive.ledger.due(10)
    assert due == [StepKey(document, "describe")]
    assert [head.outcome for head in archive.catalog.page_heads(document)] == [
        "read", "read", "quarantined", "quarantined",
    ]  # fmt: skip
    archive.describe(document)
    archive.annotate(document)
    archive.index()
    record = archive.catalog.document(document).document
    assert (record.outcome, record.reason) == ("partly_read", "worker_lost")


def test_small_documents_and_begun_ones_come_first(archive: Archive) -> None:
    big = archive.writer.add_file(
        release(), "big.pdf", stored=StoredFile(sha("big"), 50_000_000), media_type="application/pdf"
    )
    first, begun = archive.add("first.pdf"), archive.add("begun.pdf")
    upload = archive.writer.add_file(
        release(), "up.pdf", stored=StoredFile(sha("up"), 90_000_000), media_type="application/pdf", priority=0
    )
    archive.extract(begun.document, [page(1)])
    assert [key.document for key in archive.ledger.due(10)] == [
        upload.document, begun.document, first.document, big.document,
    ]  # fmt: skip
    assert len(archive.ledger.due(2)) == 2
    assert archive.ledger.due(10, only=("describe",)) == [StepKey(begun.document, "describe")]


def test_a_new_version_of_a_step_is_done_again_and_all_that_follows(archive: Archive) -> None:
    document = archive.whole("a.pdf", [page(1)])
    assert archive.ledger.reset("entities", "1") == 0
    assert archive.ledger.reset("entities", "2") == 1
    assert archive.ledger.due(10) == [StepKey(document, "entities")]
    archive.annotate(document)
    assert archive.ledger.due(10) == [StepKey(document, "index")]


def test_what_an_older_version_could_not_do_is_tried_again(archive: Archive) -> None:
    key = StepKey(archive.add("a.pdf").document, "extract")
    archive.ledger.claim(key, "1", LEASE_S, "a worker")
    archive.ledger.fail(key, "damaged", retry=False)
    assert archive.ledger.reset("extract", "1") == 0
    assert archive.ledger.reset("extract", "2") == 1
    assert archive.ledger.due(10) == [key]


def test_when_several_steps_are_reset_the_later_ones_wait_for_the_earlier(archive: Archive) -> None:
    document = archive.whole("a.pdf", [page(1)])
    for step in ("extract", "describe", "entities", "index"):
        archive.ledger.reset(step, "2")  # type: ignore[arg-type]
    assert archive.ledger.due(10) == [StepKey(document, "extract")]
    assert archive.feed.claim_index(10, "2", LEASE_S) == []


def test_counts_are_by_step_and_state(archive: Archive) -> None:
    archive.add("a.pdf")
    archive.extract(archive.add("b.pdf").document, [page(1)])
    assert archive.ledger.counts() == (
        StepCount("extract", "done", 1), StepCount("extract", "due", 1), StepCount("describe", "due", 1),
    )  # fmt: skip
    assert archive.ledger.open_steps() == 2


def test_a_late_failure_does_not_undo_what_another_did(archive: Archive) -> None:
    key = StepKey(archive.add().document, "extract")
    archive.ledger.claim(key, "1", LEASE_S, "slow")
    archive.now_s += LEASE_S + 1
    archive.ledger.due(10)
    archive.ledger.claim(key, "1", LEASE_S, "quick")
    assert archive.ledger.fail(key, "time_limit", retry=False, attempt=1) == ()
    assert archive.ledger.failed() == ()


def _claim_all(url: str, documents: list[str], start: object, answers: object) -> None:
    ledger = Ledger(Database(url))
    start.wait()  # type: ignore[attr-defined]
    taken = [one for one in documents if ledger.claim(StepKey(one, "extract"), "1", LEASE_S, "w") is not None]
    answers.put(taken)  # type: ignore[attr-defined]


def test_two_processes_never_claim_the_same_step(url: str) -> None:
    writer = CatalogWriter(Database.open(url))
    names = [f"{number}.pdf" for number in range(60)]
    documents = [
        writer.add_file(release(), name, stored=StoredFile(sha(name), 1), media_type="application/pdf").document
        for name in names
    ]
    context = multiprocessing.get_context("spawn")
    start, answers = context.Event(), context.Queue()
    processes = [context.Process(target=_claim_all, args=(url, documents, start, answers)) for _ in range(2)]
    for process in processes:
        process.start()
    start.set()
    first, second = (answers.get(timeout=60) for _ in processes)
    for process in processes:
        process.join()
    assert sorted(first + second) == sorted(documents)


def _feed_all(url: str, start: object, answers: object) -> None:
    from indexer.catalog.indexing import IndexFeed

    feed = IndexFeed(Database(url))
    start.wait()  # type: ignore[attr-defined]
    taken: list[int] = []
    while numbers := feed.claim_index(3, "1", LEASE_S):
        taken += numbers
    answers.put(taken)  # type: ignore[attr-defined]


def test_two_index_writers_never_get_the_same_document(url: str) -> None:
    archive = Archive(Database.open(url))
    for number in range(12):
        document = archive.add(f"{number}.pdf").document
        archive.extract(document, [page(1)])
        archive.describe(document)
        archive.annotate(document)
    context = multiprocessing.get_context("spawn")
    start, answers = context.Event(), context.Queue()
    processes = [context.Process(target=_feed_all, args=(url, start, answers)) for _ in range(2)]
    for process in processes:
        process.start()
    start.set()
    taken = [number for _ in processes for number in answers.get(timeout=60)]
    for process in processes:
        process.join()
    assert sorted(taken) == list(range(1, 13))
