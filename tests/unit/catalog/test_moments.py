"""Points of timelines, as the catalog gives them."""

from __future__ import annotations

from indexer.catalog.moments import Moments
from indexer.catalog.registry import EntityRegistry
from indexer.model.mention import Mention
from indexer.model.record import page_key
from indexer.model.registry import entity_id, new_rule
from indexer.model.stored import DocumentDescription
from indexer.model.timeline import Marker, Moment
from tests.unit.catalog.made import Archive, dated, page, release
from tests.unit.catalog.test_events import CSIS, FIRST, RCMP, SECOND, add


def read(archive: Archive, markers: list[Marker]) -> list[Moment]:
    return list(Moments(archive.database).read(markers))


def test_events_of_pages_are_counted_before_they_are_read(archive: Archive) -> None:
    add(archive, "a.pdf", [FIRST, SECOND])
    found = list(Moments(archive.database).of_pages([page_key(1, 1), page_key(1, 2), page_key(9, 9)]))
    assert [(one.edtf, one.precision, one.entities) for one in found] == [
        ("2021-09-08", "day", frozenset({RCMP, CSIS})),
        ("2019", "year", frozenset({RCMP})),
        ("[2021-03-04,2021-04-03]", "day", frozenset({CSIS})),
        ("2018/..", "range", frozenset({RCMP})),
    ]
    told = read(archive, found[::-1])
    assert [one.date_text for one in told] == ["since 2018", "03/04/2021", "2019", "8 September 2021"]
    assert (told[3].text, told[3].hedge) == ("On 8 September 2021 the RCMP likely met CSIS.", "likely")
    assert FIRST[told[3].date_start :].startswith("8 September 2021")


def test_of_an_entity_only_those_that_name_it(archive: Archive) -> None:
    add(archive, "a.pdf", [FIRST, SECOND])
    assert [one.edtf for one in Moments(archive.database).of_entity(CSIS)] == ["2021-09-08", "[2021-03-04,2021-04-03]"]
    assert list(Moments(archive.database).of_entity("0" * 16)) == []


def test_a_hidden_name_and_what_names_nobody_else_are_gone(archive: Archive) -> None:
    add(archive, "a.pdf", [FIRST, SECOND])
    before = list(Moments(archive.database).of_pages([page_key(1, 1), page_key(1, 2)]))
    EntityRegistry(archive.database).decide(new_rule("hide", "organisation", "rcmp", who="Editor"))
    found = list(Moments(archive.database).of_pages([page_key(1, 1), page_key(1, 2)]))
    assert [(one.edtf, one.entities) for one in found] == [
        ("2021-09-08", frozenset({CSIS})),
        ("[2021-03-04,2021-04-03]", frozenset({CSIS})),
    ]
    assert list(Moments(archive.database).of_entity(RCMP)) == []
    assert {one.edtf for one in read(archive, before)} == {"2021-09-08", "[2021-03-04,2021-04-03]"}


def paper(archive: Archive, name: str, date: str | None, found: list[Mention]) -> str:
    document = archive.add(name, release("package", released="2022-06", request_number="A-2021-1")).document
    archive.extract(document, [page(1, label="000012"), page(2)])
    archive.describe(document, DocumentDescription(title="Analysis", date=date, date_basis="page 1, label"))
    archive.annotate(document, [(1, found)])
    return document


def test_documents_and_releases_have_their_dates_and_the_place_where_these_are_printed(archive: Archive) -> None:
    document = paper(archive, "a.pdf", "2021-09-13", [dated("2021-09-13")])
    paper(archive, "b.pdf", None, [])
    found = list(Moments(archive.database).of_documents([1, 2, 3]))
    assert [(one.role, one.edtf, one.lower, one.upper) for one in found] == [
        ("document", "2021-09-13", 20210913, 20210913),
        ("release", "2022-06", 20220601, 20220630),
    ]
    first, second = read(archive, found)
    assert (first.document, first.page, first.label, first.text) == (document, 1, "000012", "Analysis")
    assert (first.date_start, first.date_text, first.basis) == (7, "on", "page 1, label")
    assert (second.text, second.release, second.date_start) == ("A-2021-1", "unknown/package", -1)
    assert (first.anchor, second.anchor) == (
        f"document:{document[:12]}:1:7",
        f"release:{document[:12]}:1:unknown/package",
    )


def test_one_event_is_found_again_by_its_place(archive: Archive) -> None:
    document = add(archive, "a.pdf", [FIRST])
    moments = Moments(archive.database)
    assert [one.edtf for one in moments.at(document, 1, FIRST.index("8 September"))] == ["2021-09-08"]
    assert moments.at(document, 1, 1) == moments.at(document, 2, 0) == moments.at("0" * 64, 1, 0) == ()
    assert entity_id("organisation", "rcmp") == RCMP
