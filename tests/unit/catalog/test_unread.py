"""The documents of which no page can be searched, as search is given them."""

from __future__ import annotations

from dataclasses import replace

from indexer.model.query import Filters
from indexer.model.release import Release
from indexer.model.stored import AddedFile, StoredFile
from tests.unit.catalog.made import Archive, page, release, sha


def add_unreadable(archive: Archive, name: str, problem: str, of: Release) -> AddedFile:
    stored = StoredFile(sha(name), 1000)
    return archive.writer.add_file(of, name, None, stored=stored, media_type="application/pdf", problem=problem)


def test_documents_whose_reading_ended_without_a_searchable_page_are_streamed(archive: Archive) -> None:
    archive.whole("read.pdf", [page(1)])
    archive.add("waiting.pdf")
    locked = add_unreadable(archive, "locked.pdf", "encrypted", release("box", institution="gac"))
    blank = archive.whole("scan.pdf", [replace(page(1), text="", words=(), outcome="unreadable", reason="no_text")])
    found = list(archive.catalog.unread_documents(Filters()))
    assert [one.record.document.id for one in found] == [locked.document, blank]
    assert [one.record.document.reason for one in found] == ["encrypted", "no_text"]
    assert found[0].described.title == "locked.pdf"
    assert found[0].described.facets["institution"] == ("gac",)
    assert found[0].described.text == ""
    of_gac = Filters(include=(("institution", ("gac",)),))
    assert [one.record.document.id for one in archive.catalog.unread_documents(of_gac)] == [locked.document]
    assert list(archive.catalog.unread_documents(Filters(exclude=of_gac.include))) == found[1:]


def test_thousands_are_streamed_over_many_queries(archive: Archive) -> None:
    for number in range(1203):
        add_unreadable(archive, f"{number}.zip", "nested_zip", release())
    numbers = [one.record.document.number for one in archive.catalog.unread_documents(Filters())]
    assert numbers == list(range(1, 1204))


def test_the_first_readable_page_is_marked_for_the_index(archive: Archive) -> None:
    blank = replace(page(1), text="", words=(), outcome="unreadable", reason="no_text")
    archive.whole("a.pdf", [blank, *(page(number) for number in range(2, 230))])
    assert [one.key & 1023 for one in archive.feed.page_records(1) if one.first] == [2]


def test_the_laws_of_releases(archive: Archive) -> None:
    archive.add("a.pdf", release("a", regime="atia_ca"))
    archive.add("b.pdf", release("b", regime="foia_us"))
    archive.add("c.pdf", release("c"))
    ids = [one.release.id for one in archive.catalog.list_releases(0, 9)][::-1]
    assert archive.catalog.regimes(ids[:1]) == {"atia_ca"}
    assert archive.catalog.regimes(ids) == {"atia_ca", "foia_us", None}
    assert archive.catalog.regimes(["x"] * 1200) == frozenset()
