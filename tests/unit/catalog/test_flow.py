"""One document from file to index, through the real tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.catalog import mentions
from indexer.errors import InputError, NotFound
from indexer.model.geometry import Span
from indexer.model.record import page_key
from indexer.model.release import FileDescription
from indexer.model.step import StepKey
from indexer.model.stored import DocumentDescription, PageDescription
from tests.unit.catalog.made import Archive, account, dated, page, party, release, rich_page, sha, stored


def test_a_document_goes_through_every_step_and_comes_out_whole(archive: Archive) -> None:
    added = archive.add()
    assert (added.new, added.number) == (True, 1)
    assert archive.ledger.due(10) == [StepKey(added.document, "extract")]
    pages = [page(1), rich_page(2), page(3)]
    archive.extract(added.document, pages, pages_a_part=2)
    assert archive.ledger.due(10) == [StepKey(added.document, "describe")]
    described = PageDescription(2, "000013", "4 of 6", "fr", (Span(0, 4),), ("19(1)",), ("TOP SECRET",))
    title = DocumentDescription(title="Analysis", title_basis="page 1", date="2021-09-13", date_basis="page 1, label")
    archive.describe(added.document, title, [described])
    archive.annotate(added.document, [(1, [account(), dated()]), (3, [party()])])
    assert archive.index() == [1]

    record = archive.catalog.document(added.document[:12])
    assert (record.document.outcome, record.document.title, record.document.date) == (
        "read", "Analysis", "2021-09-13",
    )  # fmt: skip
    assert record.document.date_basis == "page 1, label"
    assert archive.catalog.page(added.document, 1).page == pages[0]
    assert archive.catalog.page(added.document, 2).page == replace(
        pages[1], label="000013", printed_label="4 of 6", language="fr", furniture=(Span(0, 4),),
        sections=("19(1)",), markings=("TOP SECRET",),
    )  # fmt: skip
    assert archive.catalog.mentions(added.document, 1) == (stored(account()), stored(dated()))
    assert archive.catalog.labels("political_party", ["cpc", "ndp"]) == ("Conservative Party of Canada", "ndp")
    assert archive.ledger.open_steps() == 0


def test_records_carry_the_facets_of_page_document_and_release(archive: Archive) -> None:
    of = release("x", institution="gac", request_number="A-2021-1", released="2022-06-20", basis="manifest")
    added = archive.add(of=of)
    archive.extract(added.document, [page(1), rich_page(2), page(3, words=(), text="", reason="no_text")])
    archive.describe(added.document, DocumentDescription(language="en"))
    archive.annotate(added.document, [(1, [account(), party()])])
    first, second = archive.feed.page_records(added.number)
    assert first.facets == {
        "institution": ("gac",), "release": ("unknown/x",), "year": ("2022",), "language": ("en",),
        "withheld": ("no",), "redacted_share": ("0",), "account": ("wechat:youli-youmian",),
        "platform": ("wechat",), "political_party": ("cpc",),
    }  # fmt: skip
    assert (first.date_from, first.date_to, first.release_date) == (20220620, 20220620, 20220620)
    assert first.requests == ("A-2021-1",)
    assert first.party_names == ("CPC", "Conservative Party of Canada")
    assert second.facets["section"] == ("15(1)", "19(1)")
    assert second.facets["redacted_share"] == ("25-49",)
    assert second.stamp == "000012"


def test_the_index_reads_mentions_as_the_site_does_without_dates_and_boxes(archive: Archive) -> None:
    added = archive.add()
    archive.extract(added.document, [page(1)])
    archive.describe(added.document, DocumentDescription())
    archive.annotate(added.document, [(1, [replace(account(), text='a ,"bboxes":[ b'), dated(), party()])])
    key = page_key(added.number, 1)
    with archive.database.read() as connection:
        read = mentions.for_index(connection, [key])[key]
    kept = [one for one in archive.catalog.mentions(added.document, 1) if one.kind != "date"]
    assert [one.kind for one in kept] == ["account", "party"]
    assert read == [replace(one, confidence=0.0, recogniser="", hedge=None, bboxes=()) for one in kept]


def test_what_a_manifest_states_stays_above_what_was_read(archive: Archive) -> None:
    described = FileDescription("a.pdf", title="Stated", date="2021", language="fr")
    added = archive.add(described=described)
    archive.extract(added.document, [page(1)])
    archive.describe(added.document, DocumentDescription(title="Read", title_basis="page 1", date="2019",
                                                         author="A", language="en"))  # fmt: skip
    archive.annotate(added.document, [(1, [dated()])])
    document = archive.catalog.document(added.document).document
    assert (document.title, document.title_basis, document.author) == ("Stated", "manifest", "A")
    assert (document.date, document.language) == ("2021", "fr")


def test_the_same_file_twice_changes_nothing_and_a_second_release_only_adds_a_name(archive: Archive) -> None:
    document = archive.whole("a.pdf", [page(1)])
    assert archive.add("a.pdf").new is False
    assert archive.ledger.open_steps() == 0
    again = archive.add("a.pdf", of=release("other", institution="csis", basis="manifest"))
    assert (again.new, again.number) == (False, 1)
    assert [one.id for one in archive.catalog.document(document).releases] == [
        "unknown/package", "unknown/other",
    ]  # fmt: skip
    assert archive.ledger.due(10) == [StepKey(document, "index")], "its facets changed, nothing else is done again"


def test_a_document_without_pages_is_an_input_error(archive: Archive) -> None:
    added = archive.add()
    with pytest.raises(InputError) as error:
        archive.writer.plan_parts(added.document, 0, 200)
    assert error.value.reason == "no_pages"


def test_a_page_that_waits_is_not_found_and_its_document_shows_it(archive: Archive) -> None:
    added = archive.add()
    archive.claim(added.document, "extract")
    archive.writer.plan_parts(added.document, 3, 2)
    with pytest.raises(NotFound):
        archive.catalog.page(added.document, 1)
    assert [head.outcome for head in archive.catalog.page_heads(added.document)] == ["waiting"] * 3
    assert archive.writer.first_part(added.document) == (1, 2)
    with pytest.raises(NotFound):
        archive.catalog.document(sha("other"))
