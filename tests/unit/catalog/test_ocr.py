"""The step "ocr" in the ledger: which pages, in which parts, and what becomes of them."""

from __future__ import annotations

from indexer.model.page import FAILED_REDACTION, LANGUAGE_MISSING, NEEDS_OCR, Page
from indexer.model.step import StepKey
from tests.unit.catalog.made import Archive, page


def scan(number: int, **values: object) -> Page:
    return page(number, text="", words=(), source="none", reason=NEEDS_OCR, **values)


def set_aside(number: int) -> Page:
    return Page(number, 612.0, 792.0, outcome="quarantined", reason=FAILED_REDACTION, hidden_text=True)


def recognised(number: int, **values: object) -> Page:
    return page(number, source="ocr", ocr_confidence=0.9, **values)


def steps(archive: Archive, document: str) -> list[tuple[str, int, str, int, int]]:
    return [
        (row.key.step, row.key.part, row.state, row.first_page, row.last_page)
        for row in archive.ledger.steps_of(document)
    ]


def test_a_document_with_text_on_every_page_has_no_such_step(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [page(1), page(2)])
    assert [row.key.step for row in archive.ledger.steps_of(document)] == ["extract", "describe"]


def test_the_pages_that_need_it_are_done_in_small_parts_before_the_description(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [scan(1), page(2), scan(3), set_aside(4), scan(5)])
    assert archive.ledger.due(10) == [StepKey(document, "ocr")]
    first = archive.claim(document, "ocr")
    assert archive.writer.plan_ocr(first, 2) == (StepKey(document, "ocr", 1),)
    assert archive.writer.plan_ocr(first, 2) == (), "planned already"
    assert steps(archive, document)[1:] == [("ocr", 0, "running", 1, 3), ("ocr", 1, "due", 4, 5)]
    assert archive.writer.ocr_part(first) == (1, 3), "page 2 has its text"
    assert archive.writer.save_ocr(first, [recognised(1), recognised(3)]) == ()
    second = archive.claim(document, "ocr", 1)
    assert archive.writer.ocr_part(second) == (4, 5)
    aside = recognised(4, reason=FAILED_REDACTION, hidden_text=True)
    assert archive.writer.save_ocr(second, [aside, recognised(5)]) == (StepKey(document, "describe"),)
    assert archive.writer.save_ocr(second, [scan(5)]) == (), "a late copy changes nothing"
    assert archive.catalog.page(document, 2).page == page(2)
    assert archive.catalog.page(document, 5).page == recognised(5)


def test_pages_wait_in_the_list_until_they_are_recognised(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [page(1), scan(2)])
    before = archive.catalog.coverage()
    assert (before.pages_listed, before.reasons) == (1, ((NEEDS_OCR, 1),))
    key = archive.claim(document, "ocr")
    archive.writer.plan_ocr(key, 8)
    archive.writer.save_ocr(key, [recognised(2)])
    finished(archive, document)
    after = archive.catalog.coverage()
    assert (after.pages_searchable, after.pages_listed, after.files_read) == (2, 0, 1)


def test_a_page_set_aside_is_searchable_by_its_picture_and_its_original_stays_closed(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [page(1), set_aside(2)])
    key = archive.claim(document, "ocr")
    archive.writer.plan_ocr(key, 8)
    archive.writer.save_ocr(key, [recognised(2, reason=FAILED_REDACTION, hidden_text=True)])
    finished(archive, document)
    coverage = archive.catalog.coverage()
    assert (coverage.pages_searchable, coverage.pages_listed) == (2, 0)
    assert archive.catalog.document(document).document.original_withheld
    assert [(one.document, one.page, one.reason) for one in archive.catalog.set_aside()] == [
        (document, 2, FAILED_REDACTION)
    ]


def test_pages_set_aside_are_listed_for_the_operator_before_ocr_too(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [set_aside(1), page(2)])
    assert [(one.page, one.outcome) for one in archive.catalog.set_aside()] == [(1, "quarantined")]


def test_when_ocr_is_given_up_layers_stay_and_pages_without_one_are_listed(archive: Archive) -> None:
    document = archive.add().document
    poor = page(3, reason=NEEDS_OCR)
    archive.extract(document, [page(1), scan(2), poor, set_aside(4)])
    key = archive.claim(document, "ocr")
    archive.writer.plan_ocr(key, 8)
    assert archive.ledger.fail(key, "crashed", retry=False) == (StepKey(document, "describe"),)
    finished(archive, document)
    pages = {one.number: one for one in archive.catalog.pages_between(document, 1, 4)}
    assert (pages[2].outcome, pages[2].reason) == ("failed", "crashed")
    assert (pages[3].outcome, pages[3].reason, pages[3].text) == ("read", None, poor.text)
    assert pages[4].outcome == "quarantined"
    coverage = archive.catalog.coverage()
    assert (coverage.pages_searchable, coverage.pages_listed) == (2, 2)


def test_a_part_that_was_never_planned_lists_all_its_pages_when_it_is_given_up(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [scan(1), scan(2)])
    archive.ledger.fail(archive.claim(document, "ocr"), f"{LANGUAGE_MISSING}: eng", retry=False)
    assert archive.catalog.coverage().reasons == ((f"{LANGUAGE_MISSING}: eng", 2),)


def test_a_later_version_recognises_the_same_pages_again(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [scan(1), page(2), scan(3)])
    key = archive.claim(document, "ocr")
    archive.writer.plan_ocr(key, 8)
    missing = page(3, text="", words=(), source="none", outcome="unreadable", reason=f"{LANGUAGE_MISSING}: fra")
    archive.writer.save_ocr(key, [recognised(1), missing])
    finished(archive, document)
    assert archive.ledger.reset("ocr", "2") == 1
    key = archive.claim(document, "ocr", version="2")
    assert archive.writer.plan_ocr(key, 8) == ()
    assert archive.writer.ocr_part(key) == (1, 3)
    archive.writer.save_ocr(key, [recognised(1), recognised(3)])
    finished(archive, document)
    assert archive.catalog.coverage().pages_searchable == 3


def missing(number: int, language: str) -> Page:
    return Page(number, 612.0, 792.0, outcome="unreadable", reason=f"{LANGUAGE_MISSING}: {language}")


def test_pages_are_recognised_again_when_the_data_of_their_language_is_here(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [scan(number) for number in range(1, 6)])
    first = archive.claim(document, "ocr", version="ocr eng")
    archive.writer.plan_ocr(first, 2)
    archive.writer.save_ocr(first, [recognised(1), missing(2, "fra")])
    for part, found in ((1, [recognised(3), missing(4, "hin")]), (2, [recognised(5)])):
        archive.writer.save_ocr(archive.claim(document, "ocr", part, version="ocr eng"), found)
    finished(archive, document)
    assert archive.ledger.recognise_again(["eng"], "ocr eng") == 0
    assert archive.ledger.recognise_again(["eng", "osd"], "ocr eng osd") == 0, "no page waits for that"
    assert archive.ledger.recognise_again(["eng", "fra"], "ocr eng fra") == 1
    assert archive.ledger.due(10) == [StepKey(document, "ocr", 0)]
    again = archive.claim(document, "ocr", version="ocr eng fra")
    assert archive.writer.plan_ocr(again, 2) == ()
    assert archive.writer.ocr_part(again) == (1, 2)
    archive.writer.save_ocr(again, [recognised(1), recognised(2)])
    finished(archive, document)
    assert archive.catalog.coverage().reasons == ((f"{LANGUAGE_MISSING}: hin", 1),)


def test_a_page_that_stays_unread_with_the_same_data_is_not_tried_for_ever(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [scan(1)])
    for version, due in (("ocr eng", 1), ("ocr eng fra", 0)):
        key = archive.claim(document, "ocr", version=version)
        archive.writer.plan_ocr(key, 2)
        archive.writer.save_ocr(key, [missing(1, "fra")])
        finished(archive, document)
        assert archive.ledger.recognise_again(["eng", "fra"], "ocr eng fra") == due


def test_what_could_not_even_be_planned_without_any_data_is_planned_then(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [scan(1), page(2), scan(3)])
    archive.ledger.fail(archive.claim(document, "ocr", version="ocr"), f"{LANGUAGE_MISSING}: eng", retry=False)
    finished(archive, document)
    assert archive.ledger.recognise_again(["eng"], "ocr eng") == 1
    key = archive.claim(document, "ocr", version="ocr eng")
    archive.writer.plan_ocr(key, 8)
    assert archive.writer.ocr_part(key) == (1, 3)


def test_a_page_set_aside_is_tried_again_with_more_languages(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [set_aside(1)])
    key = archive.claim(document, "ocr", version="ocr eng")
    archive.writer.plan_ocr(key, 8)
    archive.writer.save_ocr(key, [set_aside(1)])
    finished(archive, document)
    assert archive.ledger.recognise_again(["eng"], "ocr eng") == 0
    assert archive.ledger.recognise_again(["eng", "fra"], "ocr eng fra") == 1


def test_a_file_read_again_with_text_everywhere_leaves_no_such_step(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [scan(1)])
    key = archive.claim(document, "ocr")
    archive.writer.plan_ocr(key, 8)
    archive.writer.save_ocr(key, [recognised(1)])
    archive.ledger.reset("extract", "2")
    archive.extract(document, [page(1)], version="2")
    assert [row.key.step for row in archive.ledger.steps_of(document)] == ["extract", "describe"]


def test_scans_are_sent_after_everything_quicker(archive: Archive) -> None:
    scanned, later = archive.add("scan.pdf").document, archive.add("b.pdf").document
    archive.extract(scanned, [scan(1)])
    assert archive.ledger.due(10) == [StepKey(later, "extract"), StepKey(scanned, "ocr")]
    assert archive.ledger.open_steps("ocr") == 1


def finished(archive: Archive, document: str) -> None:
    archive.describe(document)
    archive.annotate(document)
    archive.index()
