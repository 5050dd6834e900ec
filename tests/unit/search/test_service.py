"""The service over the engine in memory and a fake catalog: screens, facets with selections, totals, exports."""

from __future__ import annotations

import pytest

from indexer.errors import QueryError
from indexer.model.query import Filters, SearchRequest
from indexer.model.record import PageRecord, page_key
from indexer.model.result import Facet, FacetValue, SearchResult
from tests.unit.search.fakes import make_service, sha


def page(document: int, sheet: int, text: str, day: int = 0, **facets: str) -> PageRecord:
    return PageRecord(
        key=page_key(document, sheet),
        document_number=document,
        text=text,
        facets={name: tuple(value.split("|")) for name, value in facets.items()},
        date_from=day,
        date_to=day,
    )


PAGES = [
    page(1, 1, "interference", 20210901, platform="wechat", year="2021", account="wechat:youli-youmian"),
    page(1, 2, "interference interference interference", 20210901, platform="weibo", year="2021"),
    page(1, 3, "interference nothing", 20210901, platform="wechat|weibo", year="2021"),
    page(2, 1, "interference interference", 20230101, platform="douyin", year="2023", person="Michael Chong"),
    page(3, 7, "unrelated", 20190101, platform="wechat", year="2019"),
    page(4, 1, "interference", year="unknown"),
    page(5, 1, "interference", 20200101, platform="wechat", year="2020"),
]


def ask(query: str = "", **options: object) -> SearchResult:
    return make_service(PAGES)[0].find_documents(SearchRequest(query, **options))  # type: ignore[arg-type]


def values(result: SearchResult, name: str) -> dict[str, FacetValue]:
    return {value.value: value for value in facet(result, name).values}


def facet(result: SearchResult, name: str) -> Facet:
    return next(facet for facet in result.facets if facet.name == name)


def test_documents_come_by_their_best_page_with_a_few_pages_each() -> None:
    found = ask("interference")
    assert (found.pages, found.documents) == (6, 4)
    assert [group.document for group in found.groups] == [sha(1), sha(2), sha(4)]
    assert [hit.page for hit in found.groups[0].pages] == [2, 1]
    assert found.groups[0].matching_pages == 3
    assert found.groups[0].pages[0].passages[0].text.startswith("interference")


def test_second_screen_and_a_screen_beyond_the_last() -> None:
    assert [group.document for group in ask("interference", offset=3).groups] == [sha(5)]
    beyond = ask("interference", offset=10**12)
    assert beyond.groups == ()
    assert beyond.documents == 4


def test_empty_query_is_everything_newest_first_and_says_so() -> None:
    found = ask("")
    assert found.order == "document_date"
    assert [group.document for group in found.groups] == [sha(2), sha(1), sha(5)]
    assert found.groups[0].pages[0].passages == ()


def test_unknown_dates_come_last() -> None:
    assert [group.document for group in ask("", offset=3).groups] == [sha(3), sha(4)]


def test_own_selection_does_not_narrow_a_facet() -> None:
    found = ask("interference", filters=Filters(include=(("platform", ("weibo",)),)))
    assert found.pages == 2
    platforms = values(found, "platform")
    assert {name: value.pages for name, value in platforms.items()} == {"wechat": 3, "weibo": 2, "douyin": 1}
    assert platforms["weibo"].selected
    assert {name: value.pages for name, value in values(found, "year").items()} == {"2021": 2}


def test_values_of_a_facet_are_alternatives_and_facets_add_up() -> None:
    filters = Filters(include=(("platform", ("weibo", "douyin")), ("year", ("2023",))))
    found = ask("interference", filters=filters)
    assert [group.document for group in found.groups] == [sha(2)]
    assert values(found, "platform")["douyin"].pages == 1
    assert values(found, "platform")["weibo"].pages == 0
    assert values(found, "platform")["weibo"].selected


def test_excluded_values_are_taken_out_and_stay_listed() -> None:
    found = ask("interference", filters=Filters(exclude=(("platform", ("wechat",)),)))
    assert found.pages == 3
    assert values(found, "platform")["wechat"].excluded
    assert values(found, "platform")["wechat"].pages == 3


def test_filtered_pages_equal_the_count_that_the_facet_showed() -> None:
    for name in ("platform", "year", "person", "account"):
        for value in facet(ask("interference"), name).values:
            found = ask("interference", filters=Filters(include=((name, (value.value,)),)))
            assert (found.pages, found.documents) == (value.pages, value.documents)


def test_labels_come_from_config_and_catalog() -> None:
    found = ask("")
    assert values(found, "platform")["wechat"].label == "WeChat"
    assert values(found, "account")["wechat:youli-youmian"].label == "Youli-Youmian (WeChat)"
    assert values(found, "year")["unknown"].label == "Unknown"


def test_years_are_in_order_with_unknown_last() -> None:
    assert [value.value for value in facet(ask(""), "year").values] == ["2019", "2020", "2021", "2023", "unknown"]


def test_names_stand_for_values() -> None:
    assert ask("platform:WECHAT").pages == ask("platform:wechat").pages == ask("plateforme:微信").pages == 4
    assert ask("person:chong").pages == ask('person:"michael chong"').pages == 1


def test_flat_hits_name_their_documents() -> None:
    service, catalog = make_service(PAGES)
    catalog.unseen = 4113
    found = service.find_pages(SearchRequest("interference", limit=2, offset=1))
    assert [(hit.document, hit.page) for hit in found.hits] == [(sha(2), 1), (sha(1), 1)]
    assert {one.document: one.title for one in found.titled} == {sha(1): "Report 1", sha(2): "Report 2"}
    assert found.unseen_pages == 4113


def test_hand_edited_filters_are_mended_or_refused() -> None:
    filters = Filters(include=(("nonsense", ("x",)), ("year", ())), date_from="2021-99")
    found = ask("interference", filters=filters)
    assert found.pages == 6
    assert len(found.repairs) == 2
    with pytest.raises(QueryError, match="at most 200"):
        ask("", filters=Filters(include=(("person", tuple(map(str, range(10_000)))),)))


def test_dates_bound_the_documents() -> None:
    assert ask("", filters=Filters(date_from="2020", date_to="2021")).documents == 2


def test_sheets_of_one_document() -> None:
    service, _ = make_service(PAGES)
    assert service.sheets(1, SearchRequest("platform:weibo")) == (2, 3)
    assert service.sheets(99, SearchRequest("interference")) == ()


def test_export_streams_every_page_in_page_order() -> None:
    many = [page(1 + n // 7, 1 + n % 7, f"interference {n}") for n in range(1000)]
    service, catalog = make_service(many)
    found = list(service.all_pages(SearchRequest("interference", limit=1)))
    assert [(one.record.document.number, one.hit.page) for one in found] == [
        (1 + n // 7, 1 + n % 7) for n in range(1000)
    ]
    assert all(one.hit.passages for one in found)
    assert catalog.largest_batch <= 200


def test_words_that_stand_in_furniture_only_are_counted_and_the_query_given_finds_those_pages() -> None:
    pages = [
        PageRecord(page_key(1, 1), 1, "PROTECTED B\nsources of the report", furniture=((0, 11),)),
        PageRecord(page_key(1, 2), 1, "PROTECTED B\nprotected sources", furniture=((0, 11),)),
        PageRecord(page_key(2, 1), 2, "sources", facets={"year": ("2021",)}),
    ]
    service, _ = make_service(pages)
    for query, body, only in (
        ("protected", 1, 1),
        ("protected sources", 1, 1),
        ('"protected b"', 0, 2),
        ("prot* OR report", 2, 0),
        ("sources", 3, 0),
        ("protected NOT report", 1, 0),
        ("year:2021", 1, 0),
        ("protected year:2021", 0, 0),
        ("", 3, 0),
    ):
        found = service.find_pages(SearchRequest(query))
        assert (found.pages, found.furniture_pages) == (body, only), query
        assert bool(found.furniture_query) == bool(only)
        if only:
            shown = service.find_pages(SearchRequest(found.furniture_query))
            assert (shown.pages, shown.furniture_pages) == (only, 0), found.furniture_query
            assert all(hit.passages for hit in shown.hits)
    narrowed = Filters(include=(("year", ("2021",)),))
    assert service.find_pages(SearchRequest("protected", narrowed)).furniture_pages == 0
