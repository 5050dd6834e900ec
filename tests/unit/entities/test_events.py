"""Passages and events: a dated passage that names somebody is a point on the timeline."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities.events import DATES_LIMIT, MENTIONS_LIMIT, events_of
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.entities.sentences import PASSAGE_CHARACTERS, passages
from indexer.model.event import is_approximate, precision_of, readings_of
from indexer.model.geometry import Span
from indexer.model.mention import DateDetails, DateRole, Mention, PartyDetails
from indexer.settings import config_dir

LIMIT_S = 60
RULES = Annotator(config_dir(), names=False)
ENGLISH = Context(language="en", date="2021-09-13")


def found(text: str, breaks: tuple[Span, ...] = ()) -> list[tuple[str, str, list[str]]]:
    """`(EDTF, passage, texts named)` of each event."""
    mentions = RULES.annotate(text, ENGLISH)
    return [
        (one.edtf, text[one.start : one.end], [mentions[index].text for index in one.mentions])
        for one in events_of(text, mentions, breaks)
    ]


def party(start: int, end: int, text: str) -> Mention:
    return Mention("party", start, end, text[start:end], "x", "X", 1.0, "test/1", PartyDetails("organisation", "x"))


def dated(start: int, end: int, text: str, role: DateRole = "event", value: str | None = "2021-09-08") -> Mention:
    details = DateDetails(value, "DATE", role, lower=value, upper=value)
    return Mention("date", start, end, text[start:end], value, None, 1.0, "test/1", details)


def test_a_sentence_with_a_date_and_an_account_is_an_event() -> None:
    text = "Nothing here. On Sept. 8, 2021 the WeChat account Youli-Youmian\nshared an article. The RCMP was silent."
    assert found(text) == [
        (
            "2021-09-08",
            "On Sept. 8, 2021 the WeChat account Youli-Youmian\nshared an article.",
            ["WeChat", "Youli-Youmian"],
        )
    ]


def test_each_date_of_a_sentence_is_an_event_of_its_own() -> None:
    both = found("The RCMP wrote on 8 September 2021 and CSIS answered in October 2021.")
    assert [edtf for edtf, _, _ in both] == ["2021-09-08", "2021-10"]
    assert all(names == ["RCMP", "CSIS"] for _, _, names in both)


def test_the_hedge_beside_it_stays_with_the_event() -> None:
    text = "CSIS assessed that the RCMP likely knew on 8 September 2021."
    (event,) = events_of(text, RULES.annotate(text, ENGLISH))
    assert event.hedge == "likely"


def test_a_date_read_in_two_ways_keeps_both_and_says_so() -> None:
    text = "On 03/04/2021 the RCMP wrote."
    (event,) = events_of(text, RULES.annotate(text, ENGLISH))
    assert event.ambiguous
    assert readings_of(event.edtf) == ("2021-03-04", "2021-04-03")
    assert (event.lower, event.upper, event.precision) == (2021_03_04, 2021_04_03, "day")


def test_open_ranges_have_an_open_end() -> None:
    text = "The RCMP has waited since 2019. CSIS acted before 2020."
    since, before = events_of(text, RULES.annotate(text, ENGLISH))
    assert (since.lower, since.upper, since.precision) == (2019_01_01, 9999_12_31, "range")
    assert (before.lower, before.upper) == (1_01_01, 2019_12_31)


@pytest.mark.parametrize(
    "text",
    [
        "It rained on 8 September 2021.",
        "It rained on 8 September 2021. The RCMP was silent.",
        "The RCMP is now looking into it, and recently CSIS was.",
        "The RCMP writes every Monday.",
        "WeChat was slow on 8 September 2021.",
        "Dated: 8 September 2021 RCMP",
    ],
)
def test_without_a_calendar_day_or_a_name_there_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("role", ["document", "release", "stamp"])
def test_what_dates_the_paper_is_no_event(role: DateRole) -> None:
    text = "RCMP 8 September 2021"
    assert events_of(text, [party(0, 4, text), dated(5, 21, text, role)]) == ()
    assert len(events_of(text, [party(0, 4, text), dated(5, 21, text)])) == 1


def test_banners_headings_and_rows_are_passages_of_their_own() -> None:
    text = "RCMP posts\n8 September 2021 it rained\nand CSIS looked on"
    assert len(found(text)) == 1
    assert found(text, (Span(0, 10),))[0][2] == ["CSIS"]
    assert found(text, (Span(0, 10), Span(11, 37))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith met Dr. Wu. They left.", ["Mr. Smith met Dr. Wu.", "They left."]),
        ("The U.S. Senate sat. It rose!", ["The U.S. Senate sat.", "It rose!"]),
        ("See p. 4 and no. 12, etc. for more.", ["See p. 4 and no. 12, etc. for more."]),
        ("He said “Stop.” Then left.", ["He said “Stop.”", "Then left."]),
        ("On Facebook.12 The next. In 2.5 Then", ["On Facebook.12", "The next.", "In 2.5 Then"]),
        ("A line\nthat wraps. Next", ["A line\nthat wraps.", "Next"]),
        ("A heading\n\nA paragraph", ["A heading", "A paragraph"]),
        ("List:\n- one\n- two\n1. three\n(a) four", ["List:", "- one", "- two", "1. three", "(a) four"]),
        ("微信公众号。9月8日！好", ["微信公众号。", "9月8日！", "好"]),
        ("Le 3 janv. 2021, M. Roy parla. Puis il partit.", ["Le 3 janv. 2021, M. Roy parla.", "Puis il partit."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[one.start : one.end] for one in passages(text)] == expected


PIECES = st.sampled_from(
    ["RCMP", "CSIS", "8 September 2021", "03/04/2021", "since 2019", "Sept. 8", "now", ". ", "。", "\n", "\n\n", " ",
     "- ", "likely ", "WeChat account Youli-Youmian", "a" * 900, "\ud800", "\u202e", "x", "\x00", "J. ", "!) "]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(-5, 400), st.integers(-5, 400)), max_size=5))
def test_events_stay_within_their_passage(text: str, edges: list[tuple[int, int]]) -> None:
    breaks = [Span(*sorted(edge)) for edge in edges]
    mentions = RULES.annotate(text, ENGLISH)
    for one in events_of(text, mentions, breaks):
        assert 0 <= one.start < one.end <= len(text)
        inside = [mentions[index] for index in (one.date, *one.mentions)]
        assert all(one.start <= each.start and each.end <= one.end for each in inside)
        assert mentions[one.date].value == one.edtf
        assert one.lower <= one.upper
        assert any(mentions[index].kind in ("account", "party", "figure") for index in one.mentions)
        assert "date" not in {mentions[index].kind for index in one.mentions}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab. \n。AB!-1)", max_size=3000), st.lists(st.integers(0, 2000), max_size=4))
def test_passages_keep_all_words_and_cut_no_name(text: str, places: list[int]) -> None:
    whole = [Span(place, place + 30) for place in places if place + 30 <= len(text)]
    spans = passages(text, (), whole)
    assert "".join("".join(text[one.start : one.end].split()) for one in spans) == "".join(text.split())
    assert all(left.end <= right.start for left, right in pairwise(spans))
    longest = PASSAGE_CHARACTERS + sum(one.end - one.start for one in whole)
    assert all(one.end - one.start <= longest for one in spans)
    for held in whole:
        ends = {place for one in spans for place in (one.start, one.end)}
        inside = text[held.start : held.end]
        solid = len(inside.strip()) == len(inside)
        assert not solid or not any(held.start < place < held.end for place in ends)


def test_a_list_of_names_and_dates_stays_bounded() -> None:
    text = ("RCMP " * 60 + "8 September 2021 ") * 25
    events = events_of(text[:PASSAGE_CHARACTERS], RULES.annotate(text[:PASSAGE_CHARACTERS], ENGLISH))
    assert all(len(one.mentions) <= MENTIONS_LIMIT for one in events)
    dates = "RCMP " + "8 September 2021, " * 40
    assert len(events_of(dates, RULES.annotate(dates, ENGLISH))) <= DATES_LIMIT


@pytest.mark.parametrize(
    "unit", [".", ". ", "...", "\n", "\n ", " \n", "a", "A. ", ".)", "J.", "- \n", "。", "(a)\n", "1.\n"]
)
def test_long_hostile_text_is_done_in_time(unit: str) -> None:
    """A second or so; a pattern that backtracks would take hours."""
    text = (unit * 500_000)[:500_000]
    begin = time.process_time()
    assert "".join(unit.split()) == "" or passages(text)
    assert time.process_time() - begin < LIMIT_S


@pytest.mark.parametrize(
    ("edtf", "precision", "approximate"),
    [
        ("2021-09-08", "day", False),
        ("2021-09-08T12:00", "day", False),
        ("2021-09", "month", False),
        ("2021-22", "season", False),
        ("2021-35", "season", False),
        ("2021", "year", False),
        ("2015~", "year", True),
        ("201X", "range", False),
        ("2021-01~/2021-04~", "range", True),
        ("2019/..", "range", False),
        ("[2021-03-04,2021-04-03]", "day", False),
    ],
)
def test_precision_is_read_from_the_value(edtf: str, precision: str, *, approximate: bool) -> None:
    assert (precision_of(edtf), is_approximate(edtf)) == (precision, approximate)
