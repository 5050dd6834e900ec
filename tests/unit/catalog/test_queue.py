"""What waits, runs and failed, with its pace; what people do about it: stop, go on, try again, sooner or later."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from indexer.catalog.coverage import INDEX_FAILED
from indexer.catalog.queue import LATELY_S
from indexer.catalog.stopping import QueueDesk
from indexer.catalog.verifying import check_catalog
from indexer.errors import NotFound
from indexer.model.queue import CANCELLED, StepSum
from indexer.model.step import StepKey
from tests.unit.catalog.made import LEASE_S, Archive, page, sha


@pytest.fixture
def desk(archive: Archive) -> QueueDesk:
    archive.now_s = time.time()
    return QueueDesk(archive.database, clock=lambda: archive.now_s)


class _NoOriginals:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def all(self):  # type: ignore[no-untyped-def]
        yield from (one.document.id for one in self._archive.catalog.list_documents(0, 100))

    def verify(self, sha256: str) -> bool:
        return True


def sound(archive: Archive) -> bool:
    found = list(check_catalog(archive.database, _NoOriginals(archive)))
    assert found == []
    sums = archive.catalog.coverage()
    return sums.pages_total == sums.pages_searchable + sums.pages_listed + sums.pages_waiting


def step_sum(desk: QueueDesk, step: str) -> StepSum:
    return next(one for one in desk.sums().steps if one.step == step)


def test_an_empty_queue_says_so(desk: QueueDesk) -> None:
    found = desk.sums()
    assert (found.open, found.documents_waiting, found.documents_failed, found.minutes_left) == (0, 0, 0, None)
    assert (desk.running(10), desk.waiting(10), desk.failed(10), desk.count_failed()) == ((), (), (), 0)


def test_what_waits_and_what_runs_is_told_with_its_pages_and_since_when(archive: Archive, desk: QueueDesk) -> None:
    first, second = archive.add("a.pdf").document, archive.add("b.pdf").document
    key = archive.claim(first, "extract")
    archive.writer.plan_parts(first, 5, 2)
    (running,) = desk.running(10)
    assert (running.key, running.name, running.pages, running.attempt) == (key, "a.pdf", 2, 1)
    assert (running.worker, running.since) == ("test", archive.now_s)
    waiting = desk.waiting(10)
    assert [(one.document, one.steps, one.rows, one.pages) for one in waiting] == [
        (first, ("extract",), 2, 3), (second, ("extract",), 1, None)
    ]  # fmt: skip
    found = step_sum(desk, "extract")
    assert (found.waiting, found.running, found.pages_open, found.rows_unknown) == (3, 1, 5, 1)
    assert desk.sums().open == 4


def test_renewing_and_sending_leave_the_time_at_which_a_state_began(archive: Archive, desk: QueueDesk) -> None:
    document = archive.add().document
    (before,) = desk.waiting(1)
    archive.ledger.mark_sent([StepKey(document, "extract")], 30)
    assert desk.waiting(1) == (before,)
    began = archive.now_s
    key = archive.claim(document, "extract")
    archive.now_s += 20
    assert archive.ledger.renew(key, LEASE_S)
    assert desk.running(1)[0].since == began


def test_the_pace_is_that_of_the_last_minutes(archive: Archive, desk: QueueDesk) -> None:
    archive.whole("a.pdf", [page(number) for number in range(1, 61)])
    assert desk.sums().lately_s == 0.0, "too early to tell"
    archive.now_s += 120
    done = step_sum(desk, "extract")
    assert (done.rows_lately, done.pages_lately) == (1, 60)
    pace = desk.sums().pages_a_minute(done)
    assert pace is not None
    assert 29 < pace < 31
    archive.now_s += LATELY_S
    assert step_sum(desk, "extract").pages_lately == 0


def test_the_time_left_is_told_only_when_it_can_be(archive: Archive, desk: QueueDesk) -> None:
    archive.whole("a.pdf", [page(number) for number in range(1, 61)])
    second = archive.add("b.pdf").document
    archive.now_s += 60
    assert desk.sums().minutes_left is None, "b.pdf may hold scans"
    archive.extract(second, [page(number) for number in range(1, 31)])
    left = desk.sums().minutes_left
    assert left is not None
    assert 0.4 < left < 0.6, "30 pages at 60 pages a minute"


def test_what_failed_is_listed_with_its_error_and_can_be_tried_again(archive: Archive, desk: QueueDesk) -> None:
    document = archive.add().document
    key = archive.claim(document, "extract")
    archive.ledger.fail(key, "encrypted", retry=False)
    (failed,) = desk.failed(10)
    assert (failed.key, failed.state, failed.error) == (key, "failed", "encrypted")
    assert (desk.count_failed(), desk.sums().documents_failed, step_sum(desk, "extract").failed) == (1, 1, 1)
    assert desk.retry(document, "entities") == ()
    assert desk.retry(document) == (key,)
    assert desk.failed(10) == ()
    assert archive.ledger.due(10) == [key]


def test_a_file_that_nobody_has_opened_is_cancelled_and_gone_on_with(archive: Archive, desk: QueueDesk) -> None:
    document = archive.add().document
    assert desk.cancel(document) == 1
    record = archive.catalog.document(document).document
    assert (record.outcome, record.reason) == ("unreadable", CANCELLED)
    assert archive.catalog.coverage().reasons == ((CANCELLED, 1),)
    assert archive.ledger.due(10) == []
    assert sound(archive)
    assert desk.cancel(document) == 0, "there is nothing left to stop"
    assert step_sum(desk, "extract") == StepSum("extract", cancelled=1)
    assert desk.retry() == (), "only by name"
    assert desk.retry(document) == (StepKey(document, "extract"),)
    assert archive.catalog.document(document).document.outcome == "waiting"
    archive.extract(document, [page(1)])
    archive.describe(document)
    archive.annotate(document)
    archive.index()
    assert archive.catalog.coverage().pages_searchable == 1


def test_pages_that_wait_are_listed_when_a_document_is_cancelled_half_way(archive: Archive, desk: QueueDesk) -> None:
    document = archive.add().document
    key = archive.claim(document, "extract")
    archive.writer.plan_parts(document, 6, 2)
    archive.writer.save_pages(key, [page(1), page(2)])
    running = archive.claim(document, "extract", 1)
    assert desk.cancel(document) == 2
    record = archive.catalog.document(document).document
    assert (record.outcome, record.reason) == ("partly_read", CANCELLED)
    seen = archive.catalog.coverage(unseen_limit=10)
    assert (seen.pages_listed, seen.pages_waiting, seen.reasons) == (6, 0, ((CANCELLED, 6),))
    assert sound(archive)
    assert archive.writer.save_pages(running, [page(3), page(4)]) == (), "the worker comes too late"
    assert archive.ledger.fail(running, "crashed", retry=True) == ()
    assert archive.ledger.due(10) == []
    assert len(desk.retry(document)) == 2
    assert sound(archive)
    assert archive.catalog.coverage().pages_waiting == 6
    for part in (1, 2):
        archive.claim(document, "extract", part)
        archive.writer.save_pages(StepKey(document, "extract", part), [page(2 * part + 1), page(2 * part + 2)])
    archive.describe(document)
    archive.annotate(document)
    archive.index()
    assert archive.catalog.coverage().pages_searchable == 6
    assert archive.catalog.document(document).document.reason is None


def test_scans_that_wait_for_recognition_are_listed_and_recognised_later(archive: Archive, desk: QueueDesk) -> None:
    document = archive.add().document
    scan = page(2, reason="needs_ocr", source="none", text="", words=())
    archive.extract(document, [page(1), scan])
    assert desk.cancel(document) == 1
    assert archive.catalog.coverage(unseen_limit=9).reasons == ((CANCELLED, 2),)
    assert sound(archive)
    assert desk.retry(document) == (StepKey(document, "ocr"),)
    key = archive.claim(document, "ocr")
    archive.writer.plan_ocr(key, 8)
    assert archive.writer.ocr_part(key) == (2,)
    archive.writer.save_ocr(key, [replace(page(2), source="ocr")])
    archive.describe(document)
    archive.annotate(document)
    archive.index()
    assert archive.catalog.coverage().pages_searchable == 2


@pytest.mark.parametrize("step", ["describe", "entities", "index"])
def test_pages_that_were_read_are_listed_when_what_follows_is_cancelled(
    archive: Archive, desk: QueueDesk, step: str
) -> None:
    document = archive.add().document
    archive.extract(document, [page(1), page(2)])
    if step != "describe":
        archive.describe(document)
    if step == "index":
        archive.annotate(document)
    assert desk.cancel(document) == 1
    assert archive.index() == []
    sums = archive.catalog.coverage()
    assert (sums.pages_listed, sums.reasons) == (2, ((CANCELLED, 2),))
    assert INDEX_FAILED not in dict(sums.reasons)
    assert sound(archive)
    (key,) = desk.retry(document)
    assert key.step == step
    assert archive.catalog.coverage().pages_waiting == 2


def test_a_document_that_is_opened_while_it_is_cancelled_plans_nothing(archive: Archive, desk: QueueDesk) -> None:
    document = archive.add().document
    archive.claim(document, "extract")
    desk.cancel(document)
    assert archive.writer.plan_parts(document, 500, 200) == ()
    assert archive.ledger.open_steps() == 0


def test_what_is_being_indexed_is_let_through(archive: Archive, desk: QueueDesk) -> None:
    document = archive.add().document
    archive.extract(document, [page(1)])
    archive.describe(document)
    archive.annotate(document)
    numbers = archive.feed.claim_index(10, "1", LEASE_S)
    assert desk.cancel(document) == 0
    archive.feed.finish_index(numbers)
    assert archive.catalog.coverage().pages_searchable == 1


def test_what_is_read_again_by_a_new_version_and_cancelled_can_still_be_found(
    archive: Archive, desk: QueueDesk
) -> None:
    document = archive.whole("a.pdf", [page(1)])
    archive.ledger.reset("extract", "2")
    assert desk.cancel(document) == 1
    assert archive.catalog.coverage().pages_searchable == 1
    assert archive.catalog.document(document).document.outcome == "read"
    assert archive.ledger.reset("extract", "3") == 0, "an upgrade does not go on with what a person has stopped"
    assert desk.retry(document) == (StepKey(document, "extract"),)
    assert sound(archive)


def test_what_somebody_waits_for_goes_first(archive: Archive, desk: QueueDesk) -> None:
    first, second = archive.add("a.pdf").document, archive.add("b.pdf").document
    assert [key.document for key in archive.ledger.due(10)] == [first, second]
    assert desk.prioritise([second], "urgent") == 1
    assert [key.document for key in archive.ledger.due(10)] == [second, first]
    assert [one.document for one in desk.waiting(10)] == [second, first]
    assert desk.prioritise([second], "backfill") == 1
    assert [key.document for key in archive.ledger.due(10)] == [first, second]
    assert desk.prioritise([second], "normal") == 1
    archive.extract(second, [page(1)])
    assert desk.waiting(1)[0].priority == 4, "what follows has the priority of its document"
    done = archive.whole("c.pdf", [page(1)])
    assert desk.prioritise([done], "urgent") == 0


def test_thousands_of_rows_come_in_screens(archive: Archive, desk: QueueDesk) -> None:
    documents = [archive.add(f"{n}.pdf").document for n in range(7)]
    assert [one.document for one in desk.waiting(3, 3)] == documents[3:6]
    for document in documents:
        archive.ledger.fail(archive.claim(document, "extract"), "corrupt", retry=False)
    assert desk.count_failed() == 7
    screens = [one.key.document for offset in (0, 3, 6) for one in desk.failed(3, offset)]
    assert sorted(screens) == sorted(documents)
    assert len(desk.retry()) == 7


def test_an_unknown_document_is_said(desk: QueueDesk) -> None:
    for act in (desk.cancel, desk.retry, lambda document: desk.prioritise([document], "urgent")):
        with pytest.raises(NotFound):
            act(sha("none"))
