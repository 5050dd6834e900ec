"""URL ⇄ SearchRequest."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.query import Filters
from indexer.model.record import FACET_NAMES
from webapp.params import ORDERS, VALUES_LIMIT, SearchUrl, clean, read_search

TEXT = st.text(max_size=30).map(clean)
VALUES = st.lists(TEXT.filter(bool), min_size=1, max_size=4, unique=True).map(tuple)
DATES = st.sampled_from([None, "2019", "2020-02", "2020-02-29"])


@st.composite
def urls(draw: st.DrawFn) -> SearchUrl:
    def side() -> tuple[tuple[str, tuple[str, ...]], ...]:
        chosen = draw(st.sets(st.sampled_from(FACET_NAMES), max_size=4))
        return tuple((name, draw(VALUES)) for name in FACET_NAMES if name in chosen)

    include, exclude = side(), side()
    taken = {(name, value) for name, values in include for value in values}
    kept = tuple((name, tuple(one for one in values if (name, one) not in taken)) for name, values in exclude)
    filters = Filters(include, tuple(one for one in kept if one[1]), draw(DATES), draw(st.sampled_from([None, "2021"])))
    return SearchUrl(draw(TEXT), filters, draw(st.sampled_from(ORDERS)), draw(st.integers(1, 1_000_000)))


@given(urls())
def test_a_url_says_all_of_a_search_and_is_read_back_the_same(url: SearchUrl) -> None:
    read = read_search(parse_qsl(url.query_string(), keep_blank_values=True))
    assert read.url == url
    assert read.notices == ()


@given(urls(), st.sampled_from(FACET_NAMES), TEXT.filter(bool), st.booleans())
def test_toggling_twice_takes_a_value_away_again(url: SearchUrl, name: str, value: str, exclude: bool) -> None:
    once = url.toggled(name, value, exclude=exclude)
    twice = once.toggled(name, value, exclude=exclude)
    for state in (once, twice):
        assert not set(dict(state.filters.include).get(name, ())) & set(dict(state.filters.exclude).get(name, ()))
        assert state.page == 1
    side = "exclude" if exclude else "include"
    was = value in dict(getattr(url.filters, side)).get(name, ())
    assert (value in dict(getattr(once.filters, side)).get(name, ())) is not was
    assert (value in dict(getattr(twice.filters, side)).get(name, ())) is was


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=20)), max_size=8))
def test_no_address_is_an_error(pairs: list[tuple[str, str]]) -> None:
    url = read_search(pairs).url
    assert read_search(parse_qsl(url.query_string(), keep_blank_values=True)).url == url


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("colour", "red")], "does not exist, “colour”"),
        ([("date_from", "2021-13")], "“2021-13” is not a date"),
        ([("date_to", "2021-02-30")], "“2021-02-30” is not a date"),
        ([("page", "10000000000")], "no page “10000000000”"),
        ([("page", "-1")], "no page “-1”"),
        ([("page", "٣")], "no page"),
        ([("sort", "size")], "no order “size”"),
        ([("date_from", "2022"), ("date_to", "2021-05")], "were exchanged"),
        ([("year", str(n)) for n in range(10_000)], f"At most {VALUES_LIMIT}"),
        ([("account", "x" * 5000)], "longer than any here"),
    ],
)
def test_what_is_left_out_is_said(pairs: list[tuple[str, str]], said: str) -> None:
    assert any(said in notice for notice in read_search(pairs).notices)


def test_aliases_nul_and_repeated_values() -> None:
    read = read_search([("search_text", "we\x00chat"), ("order", "document_date"), ("year", "2021"), ("year", "2021")])
    assert read.url.query == "we chat"
    assert read.url.order == "document_date"
    assert read.url.filters.include == (("year", ("2021",)),)


def test_dates_that_only_overlap_stay_in_their_order() -> None:
    filters = read_search([("date_from", "2021-05"), ("date_to", "2021")]).url.filters
    assert (filters.date_from, filters.date_to) == ("2021-05", "2021")


def test_a_value_is_taken_away_on_either_side() -> None:
    url = read_search([("person", "a"), ("person", "b"), ("-person", "c"), ("year", "2021")]).url
    assert url.without("person", "a").without("person", "c").pairs() == (("year", "2021"), ("person", "b"))
    assert url.without("year", "a") == url


def test_an_address_full_of_unknown_names_is_told_of_in_a_few_sentences() -> None:
    notices = read_search([(f"x{n}", "1") for n in range(5000)]).notices
    assert len(notices) == 6
    assert notices[-1] == "4,995 more parts of the address could not be used and were left out."
