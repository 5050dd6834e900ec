"""Words in one document, did you mean, values of a facet by a part of their name, pages alike."""

from __future__ import annotations

import pytest

from indexer.model.query import Filters, SearchRequest
from indexer.model.record import page_key
from tests.unit.search.fakes import make_service, sha
from tests.unit.search.test_service import page

SPREAD = [
    page(1, 1, "interference reported", platform="wechat"),
    page(1, 2, "an account on wechat"),
    page(1, 3, "nothing of the kind"),
    page(2, 1, "interference only"),
    page(3, 1, "wechat and interference", platform="douyin"),
    page(3, 2, "a denial"),
]


def pages_of(query: str, **options: object) -> list[tuple[str, int]]:
    found = make_service(SPREAD)[0].find_pages(SearchRequest(query, **options))  # type: ignore[arg-type]
    return sorted((hit.document[-1], hit.page) for hit in found.hits)


def test_words_may_stand_on_different_pages_of_one_document() -> None:
    assert pages_of("interference wechat") == [("3", 1)]
    assert pages_of("interference wechat scope:document") == [("1", 1), ("1", 2), ("3", 1)]


def test_a_word_that_is_excluded_leaves_out_the_whole_document() -> None:
    assert pages_of("interference wechat -denial scope:document") == [("1", 1), ("1", 2)]
    assert pages_of("interference -wechat scope:document") == [("2", 1)]


def test_filters_narrow_the_pages_that_are_shown() -> None:
    wechat = Filters(include=(("platform", ("wechat",)),))
    assert pages_of("interference wechat scope:document", filters=wechat) == [("1", 1)]


@pytest.mark.parametrize("query", ["interference scope:document", "interference OR wechat scope:document"])
def test_one_part_alone_is_what_it_was(query: str) -> None:
    assert pages_of(query) == pages_of(query.removesuffix(" scope:document"))


def test_the_pages_of_the_document_are_told_to_the_reader() -> None:
    assert make_service(SPREAD)[0].sheets(1, SearchRequest("interference wechat scope:document")) == (1, 2)
    assert make_service(SPREAD)[0].find_pages(SearchRequest("interference missing scope:document")).pages == 0


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("interfernce", "interference"),
        ("Interfernce reported", "interference reported"),
        ('"interfernce reported"', '"interference reported"'),
        ("interfernce wechatt", "interference wechat"),
        ("interference", None),
        ("qqqqqqq", None),
        ("", None),
    ],
)
def test_a_word_on_no_page_is_put_right(query: str, mended: str | None) -> None:
    found = make_service(SPREAD)[0].corrected(SearchRequest(query))
    assert (found[0] if found else None) == mended
    assert found is None or found[1] > 0


def test_a_correction_keeps_the_filters() -> None:
    service = make_service(SPREAD)[0]
    douyin = Filters(include=(("platform", ("douyin",)),))
    assert service.corrected(SearchRequest("interfernce", filters=douyin)) == ("interference", 1)
    weibo = Filters(include=(("platform", ("weibo",)),))
    assert service.corrected(SearchRequest("interfernce", filters=weibo)) is None


def test_values_of_a_facet_by_a_part_of_their_name() -> None:
    many = [page(n, 1, "word", account=f"wechat:a{n:03d}|wechat:youli-youmian") for n in range(1, 60)]
    service = make_service(many)[0]
    found = service.facet_values(SearchRequest("word"), "account", "YOULI", 10)
    assert [(one.value, one.pages) for one in found.values] == [("wechat:youli-youmian", 59)]
    assert not found.more
    some = service.facet_values(SearchRequest("word"), "account", "wechat:a0", 10)
    assert (len(some.values), some.more) == (10, True)
    chosen = Filters(include=(("account", ("wechat:a001",)),))
    one = service.facet_values(SearchRequest("word", filters=chosen), "account", "a001", 10).values[0]
    assert one.selected
    assert service.facet_values(SearchRequest("absent"), "account", "youli", 10).values == ()


def test_pages_alike_share_rare_words_and_never_hold_the_page_itself() -> None:
    rare = "the embassy repeated the Youli narrative on vaccines"
    filler = [page(n, 1, "the report on weather in general and other matters") for n in range(10, 30)]
    service = make_service([page(1, 1, rare), page(2, 1, f"{rare} once more"), *filler])[0]
    found = service.similar_pages(page_key(1, 1), 5)
    assert [hit.document for hit in found.hits] == [one.document for one in found.titled] == [sha(2)]
    assert found.hits[0].passages[0].matches
    assert service.similar_pages(page_key(99, 1), 5).hits == ()
