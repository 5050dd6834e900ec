"""Files that hold removed words beyond their pages: closed, and told to the operator by place."""

from __future__ import annotations

from indexer.model.stored import DocumentDescription
from tests.unit.catalog.made import Archive, page


def test_words_outside_the_pages_close_the_original_and_name_their_places(archive: Archive) -> None:
    document = archive.add().document
    archive.extract(document, [page(1)])
    archive.describe(document, DocumentDescription(outside=("revisions", "outline")))
    found = archive.catalog.document(document).document
    assert (found.original_withheld, found.outside) == (True, ("revisions", "outline"))
    assert [(one.document, one.page, one.reason) for one in archive.catalog.outside()] == [
        (document, None, "outside:revisions"),
        (document, None, "outside:outline"),
    ]


def test_originals_that_are_not_handed_out_are_counted_once_they_are_read(archive: Archive) -> None:
    archive.whole("open.pdf", [page(1)])
    archive.add("waits.pdf")
    assert archive.catalog.withheld_originals() == 0
    archive.whole("hidden.pdf", [page(1, hidden_text=True), page(2, hidden_text=True)])
    assert archive.catalog.withheld_originals() == 1


def test_a_file_without_them_is_open_and_not_listed(archive: Archive) -> None:
    document = archive.whole("a.pdf", [page(1)])
    assert archive.catalog.outside() == ()
    assert not archive.catalog.document(document).document.original_withheld


def test_a_file_that_could_not_be_opened_has_no_pages_to_hide_anything_from(archive: Archive) -> None:
    document = archive.add().document
    archive.writer.fail_document(archive.claim(document, "extract"), "encrypted")
    assert not archive.catalog.document(document).document.original_withheld
