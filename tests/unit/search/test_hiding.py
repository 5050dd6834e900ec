"""A public site's queries do not open what its facets hide (design.md, rule 11)."""

from __future__ import annotations

import pytest

from indexer.model.query import Filters, SearchRequest
from indexer.model.record import PageRecord, page_key
from indexer.search.service import SearchService
from tests.unit.search.fakes import make_service

PAGES = [
    # The person is named by a pronoun or a title only: nothing on the page says the name.
    PageRecord(page_key(1, 1), 1, "the minister spoke", party_names=("Jane Doe",), facets={"person": ("Jane Doe",)}),
    PageRecord(page_key(2, 1), 2, "Jane Doe spoke", party_names=("Jane Doe",), facets={"person": ("Jane Doe",)}),
    PageRecord(page_key(3, 1), 3, "the Tories", party_names=("Tories",), facets={"political_party": ("cpc",)}),
]


@pytest.fixture
def public() -> SearchService:
    return make_service(PAGES)[0].only("person", lambda _: frozenset())


def documents(service: SearchService, query: str) -> list[int]:
    return [int(hit.document, 16) for hit in service.find_pages(SearchRequest(query)).hits]


@pytest.mark.parametrize(
    "query",
    ["person:doe", 'person:"Jane Doe"', "personne:Doe", "person:do*", "party:doe", 'party:"jane doe"', "parti:do*",
     "(person:doe OR zzz) spoke", "person:(doe jane)"],
)  # fmt: skip
def test_people_are_found_by_the_words_of_a_page_only(public: SearchService, query: str) -> None:
    assert sorted(documents(make_service(PAGES)[0], query)) == [1, 2]
    assert documents(public, query) == [2]
    said = public.find_pages(SearchRequest(query)).repairs
    assert len(said) == 1
    assert "on the page" in said[0]
    assert public.sheets(1, SearchRequest(query)) == ()


def test_excluding_a_person_tells_nothing_either(public: SearchService) -> None:
    assert sorted(documents(public, "-person:doe")) == [1, 3]


def test_other_parties_are_still_found_by_name(public: SearchService) -> None:
    assert documents(public, "party:cpc") == [3]
    assert documents(public, 'party:"Conservative Party of Canada"') == [3]
    assert documents(public, "political_party:cpc") == [3]
    assert public.parse("party:cpc").understood.endswith("OR cpc")


def test_filters_facets_and_suggestions_leave_people_out(public: SearchService) -> None:
    filters = Filters(include=(("person", ("Jane Doe",)),), exclude=(("person", ("x",)),))
    found = public.find_pages(SearchRequest("spoke", filters))
    assert found.pages == 2
    assert found.repairs == ("This archive does not filter by that person here; the filter was left out.",)
    assert [facet.values for facet in found.facets if facet.name == "person"] == [()]
    assert public.suggest("person", "Ja") == ()
    assert public.suggest("political_party", "c") == ("cpc",)


CROWD = [
    PageRecord(page_key(1, number), 1, "crowd", facets={"person": tuple(f"P{other:03}" for other in range(number))})
    for number in range(1, 260)
]
"""P000 is on the most pages, P258 on one."""


def test_the_few_that_may_be_shown_are_found_far_down_the_list_with_exact_counts() -> None:
    allowed = {"P003", "P200", "P257", "not here"}
    service = make_service(CROWD)[0].only("person", lambda values: frozenset(values) & allowed)
    found = service.find_pages(SearchRequest("crowd", limit=1))
    (facet,) = [facet for facet in found.facets if facet.name == "person"]
    assert [(one.value, one.pages) for one in facet.values] == [("P003", 256), ("P200", 59), ("P257", 2)]
    assert not facet.more
    both = Filters(include=(("person", ("P200", "P100")),))
    narrowed = service.find_pages(SearchRequest("crowd", both))
    assert narrowed.pages == 59
    assert len(narrowed.repairs) == 1
    assert service.suggest("person", "P2") == ("P200", "P257")
    assert len(service.suggest("person", "P", 1)) == 1


def test_more_that_may_be_shown_than_are_listed_is_said() -> None:
    service = make_service(CROWD)[0].only("person", lambda values: frozenset(one for one in values if one >= "P050"))
    (facet,) = [one for one in service.find_pages(SearchRequest("crowd")).facets if one.name == "person"]
    assert [one.value for one in facet.values] == [f"P{number:03}" for number in range(50, 70)]
    assert facet.more


def test_the_query_as_understood_means_the_same(public: SearchService) -> None:
    for query in ("person:doe", "party:do*", "-person:doe spoke", "party:cpc OR zzz", 'party:"a b"'):
        parsed = public.parse(query)
        assert public.parse(parsed.understood).node == parsed.node
        assert public.parse(parsed.understood).repairs == ()


def test_a_whole_name_that_may_be_used_finds_its_pages_and_no_others() -> None:
    other = PageRecord(page_key(4, 1), 4, "spoke", party_names=("Jane Doe Roe",), facets={"person": ("Jane Doe Roe",)})
    public = make_service([*PAGES, other])[0].only("person", lambda values: frozenset(values) & {"Jane Doe"})
    assert sorted(documents(public, 'person:"Jane Doe"')) == [1, 2]
    assert public.find_pages(SearchRequest('person:"Jane Doe"')).repairs == ()
    assert documents(public, "person:doe") == [2]
    assert [(one.name, one.values[0].value) for one in public.beside("person", "Jane Doe") if one.name == "person"] == [
        ("person", "Jane Doe")
    ]
