"""What the steps save, twice, in part, or not at all."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.catalog import adding
from indexer.catalog.database import Database
from indexer.catalog.ledger import Ledger
from indexer.catalog.writer import ranges_of
from indexer.model.record import page_key
from indexer.model.release import FileDescription
from indexer.model.step import StepKey
from indexer.model.stored import DocumentDescription, StoredFile
from tests.unit.catalog.made import Archive, account, dated, page, party, release, sha


def test_a_task_delivered_twice_changes_nothing(archive: Archive) -> None:
    document = archive.whole("a.pdf", [page(1), page(2)])
    before = _everything(archive, document)
    assert archive.writer.save_pages(StepKey(document, "extract"), [page(1, text="other")]) == ()
    assert archive.writer.save_description(StepKey(document, "describe"), DocumentDescription("x"), ()) == ()
    assert archive.writer.save_mentions(StepKey(document, "entities"), [(1, [account()])]) == ()
    archive.writer.fail_document(StepKey(document, "extract"), "corrupt")
    archive.feed.finish_index([1])
    assert _everything(archive, document) == before


def test_planning_twice_keeps_what_is_done(archive: Archive) -> None:
    document = archive.add().document
    archive.claim(document, "extract")
    archive.writer.plan_parts(document, 5, 2)
    archive.claim(document, "extract", 1)
    archive.writer.save_pages(StepKey(document, "extract", 1), [page(3), page(4)])
    assert archive.writer.plan_parts(document, 5, 2) == ()
    assert [(row.key.part, row.state, row.first_page, row.last_page) for row in archive.ledger.steps_of(document)] == [
        (0, "running", 1, 2), (1, "done", 3, 4), (2, "due", 5, 5),
    ]  # fmt: skip
    assert archive.catalog.page(document, 3).page == page(3)


def test_reading_again_replaces_pages_and_mentions_and_makes_no_duplicate(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [page(1), page(2)])
    archive.describe(document)
    archive.annotate(document, [(1, [account(), party()]), (2, [account()])])
    archive.index()
    archive.ledger.reset("extract", "2")
    archive.extract(document, [page(1, text="Newly read", words=()), page(2)], version="2")
    assert archive.catalog.page(document, 1).page.text == "Newly read"
    assert archive.catalog.mentions(document, 1) == ()
    assert archive.catalog.labels("account", ["wechat:youli-youmian"]) == ("wechat:youli-youmian",)
    archive.describe(document)
    archive.annotate(document, [(2, [account()])])
    assert archive.catalog.labels("account", ["wechat:youli-youmian"]) == ("Youli-Youmian",)
    assert len(archive.catalog.page_heads(document)) == 2
    assert archive.index() == [1]


def test_the_label_of_a_value_is_the_one_most_used(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [page(1)])
    archive.describe(document)
    archive.annotate(document, [(1, [account(label="Rare"), account(label="Common"), account(label="Common")])])
    assert archive.catalog.labels("account", ["wechat:youli-youmian"]) == ("Common",)


def test_a_page_that_did_not_come_back_is_listed(archive: Archive) -> None:
    document = archive.add().document
    archive.claim(document, "extract")
    archive.writer.plan_parts(document, 3, 10)
    archive.writer.save_pages(StepKey(document, "extract"), [page(1), page(3)])
    assert [(head.outcome, head.reason) for head in archive.catalog.page_heads(document)] == [
        ("read", None), ("failed", "not_returned"), ("read", None),
    ]  # fmt: skip


@pytest.mark.parametrize("numbers", [[0], [4], [1, 1]])
def test_pages_outside_the_range_or_twice_in_it_are_a_mistake(archive: Archive, numbers: list[int]) -> None:
    document = archive.add().document
    archive.claim(document, "extract")
    archive.writer.plan_parts(document, 3, 10)
    with pytest.raises(ValueError, match="do not fit"):
        archive.writer.save_pages(StepKey(document, "extract"), [page(number) for number in numbers])


def test_a_file_that_cannot_be_opened_is_listed_whole(archive: Archive) -> None:
    document = archive.add().document
    key = archive.claim(document, "extract")
    archive.writer.fail_document(key, "encrypted")
    record = archive.catalog.document(document).document
    assert (record.outcome, record.reason, record.pages_total) == ("unreadable", "encrypted", None)
    assert archive.ledger.open_steps() == 0
    coverage = archive.catalog.coverage(unseen_limit=10)
    assert coverage.reasons == (("encrypted", 1),)
    assert [(one.document, one.page) for one in coverage.unseen] == [(document, None)]


def test_known_pages_of_a_file_that_cannot_be_read_are_listed_one_by_one(archive: Archive) -> None:
    document = archive.add().document
    archive.writer.fail_document(archive.claim(document, "extract"), "corrupt", pages_total=12, pages_limit=10)
    coverage = archive.catalog.coverage(unseen_limit=20)
    assert (coverage.pages_total, coverage.pages_listed) == (12, 12)
    assert coverage.reasons == (("corrupt", 10), ("pages_limit", 2))
    assert [one.page for one in coverage.unseen] == list(range(1, 12)), "sheets over the limit are one entry"


def test_a_first_range_that_cannot_be_read_does_not_take_the_others_with_it(archive: Archive) -> None:
    document = archive.add().document
    key = archive.claim(document, "extract")
    archive.writer.plan_parts(document, 4, 2)
    archive.writer.fail_document(key, "memory_limit")
    archive.claim(document, "extract", 1)
    following = archive.writer.save_pages(StepKey(document, "extract", 1), [page(3), page(4)])
    assert following == (StepKey(document, "describe"),)
    assert [head.outcome for head in archive.catalog.page_heads(document)] == ["failed", "failed", "read", "read"]


def test_a_format_that_is_not_read_is_kept_and_listed(archive: Archive) -> None:
    added = archive.writer.add_file(
        release(), "a.docx", stored=StoredFile(sha("a"), 5), media_type="application/msword",
        problem="format_not_read_yet: Word document",
    )  # fmt: skip
    assert archive.ledger.due(10) == []
    document = archive.catalog.document(added.document).document
    assert (document.outcome, document.reason) == ("unreadable", "format_not_read_yet: Word document")
    assert not document.original_withheld


def test_an_unreadable_folder_is_listed_until_a_later_run_reads_it(archive: Archive) -> None:
    added = archive.writer.add_file(
        release(), "a.pdf", stored=None, media_type="application/octet-stream", problem="no_permission"
    )
    assert added.document == adding.placeholder_id("unknown/package", "a.pdf")
    assert archive.catalog.coverage().reasons == (("no_permission", 1),)
    assert archive.add("a.pdf").new
    assert archive.catalog.coverage().files == 1
    assert archive.catalog.coverage().reasons == ()


def test_the_original_stays_closed_until_its_pages_are_read_and_show_nothing_hidden(archive: Archive) -> None:
    document = archive.add().document
    assert archive.catalog.document(document).document.original_withheld
    archive.extract(document, [page(1)])
    assert archive.catalog.document(document).document.original_withheld, "nobody looked beyond its pages yet"
    archive.describe(document)
    assert not archive.catalog.document(document).document.original_withheld
    other = archive.add("b.pdf").document
    archive.extract(other, [page(1), page(2, hidden_text=True)])
    assert archive.catalog.document(other).document.original_withheld


def test_a_better_description_of_a_release_replaces_the_poorer_and_not_the_other_way(archive: Archive) -> None:
    archive.whole("a.pdf", [page(1)])
    archive.add("a.pdf", of=release(institution="gac", released="2022", basis="manifest"))
    assert archive.catalog.release("unknown/package").institution == "gac"
    (record,) = archive.feed.page_records(1)
    assert (record.facets["institution"], record.facets["year"]) == (("gac",), ("2022",))
    assert archive.index() == [1]
    archive.add("a.pdf")
    assert archive.catalog.release("unknown/package").institution == "gac"
    assert archive.index() == []


def test_a_documents_date_is_the_one_described_and_no_mention_makes_another(archive: Archive) -> None:
    for name, described in (("a.pdf", "2021-05"), ("b.pdf", None)):
        document = archive.add(name).document
        archive.extract(document, [page(number) for number in range(1, 6)], pages_a_part=2)
        archive.describe(document, DocumentDescription(date=described))
        archive.annotate(document, [(1, [dated("2020")]), (5, [dated("1999")])])
        assert archive.catalog.document(document).document.date == described


def test_the_same_bytes_twice_in_a_release_are_one_document_in_one_release(archive: Archive) -> None:
    stored = StoredFile(sha("x"), 1)
    for name in ("a.pdf", "copy/a.pdf"):
        archive.writer.add_file(release(), name, stored=stored, media_type="application/pdf")
    (record,) = archive.catalog.list_documents(0, 10)
    assert [one.id for one in record.releases] == ["unknown/package"]
    (listed,) = archive.catalog.list_releases(0, 10)
    assert listed.documents == 1


def test_a_password_is_named_by_its_variable_only(archive: Archive) -> None:
    added = archive.add(described=FileDescription("a.pdf", password_env="ATI_PASSWORD_1"))
    assert archive.catalog.password_env(added.document) == "ATI_PASSWORD_1"
    assert archive.catalog.password_env(archive.add("b.pdf").document) is None


@given(st.integers(1, 5000), st.integers(1, 500))
def test_the_ranges_of_parts_cover_every_page_once(pages: int, a_part: int) -> None:
    ranges = ranges_of(pages, a_part)
    covered = [number for _, first, last in ranges for number in range(first, last + 1)]
    assert covered == list(range(1, pages + 1))
    assert [part for part, _, _ in ranges] == list(range(len(ranges)))


def _killed_while_saving(url: str, document: str) -> None:
    archive = Archive(Database(url))
    import indexer.catalog.sums as sums

    sums.recount = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    archive.writer.save_pages(StepKey(document, "extract"), [page(1), page(2)])


def test_a_worker_killed_while_it_saves_leaves_nothing_half(url: str) -> None:
    archive = Archive(Database.open(url))
    document = archive.add().document
    archive.claim(document, "extract")
    archive.writer.plan_parts(document, 2, 10)
    child = multiprocessing.get_context("spawn").Process(target=_killed_while_saving, args=(url, document))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert [head.outcome for head in archive.catalog.page_heads(document)] == ["waiting", "waiting"]
    assert archive.ledger.steps_of(document)[0].state == "running"
    archive.now_s += 1000
    assert archive.ledger.due(10) == [StepKey(document, "extract")]


def _everything(archive: Archive, document: str) -> object:
    keys = [page_key(1, 1), page_key(1, 2)]
    return (
        archive.catalog.document(document),
        archive.catalog.pages_by_key(keys),
        archive.catalog.mentions_by_key(keys),
        archive.catalog.coverage(unseen_limit=100),
        archive.ledger.steps_of(document),
    )


def test_many_who_add_the_same_files_at_once_enter_them_once(database: Database, archive: Archive) -> None:
    def add(number: int) -> list[bool]:
        stored = [StoredFile(sha(f"{file}.pdf"), 100) for file in range(5)]
        added = [
            archive.writer.add_file(
                release(f"package {file}"), f"{file}.pdf", stored=stored[file], media_type="application/pdf"
            )
            for file in range(5)
        ]
        return [file.new for file in added]

    with ThreadPoolExecutor(4) as pool:
        news = list(pool.map(add, range(8)))
    assert [sum(new) for new in zip(*news, strict=True)] == [1] * 5
    assert len(Ledger(database).due(100)) == 5
    assert archive.catalog.coverage().files == 5
