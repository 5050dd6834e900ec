"""Spans to box on a page, and the passages around them."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model.geometry import Span
from indexer.model.query import FieldText, Pattern, Phrase, Words
from indexer.search.analyser import analyse
from indexer.search.engines.memory import MemoryIndex
from indexer.search.matching import Matcher, match_spans
from indexer.search.nodes import any_of, wanted
from indexer.search.parser import parse
from indexer.search.passages import PASSAGE_CHARS, find_passages
from indexer.search.wildcards import wildcard
from tests.contract.pages import make_page, queries


def matched(query: str, text: str, furniture: tuple[Span, ...] = ()) -> list[str]:
    return [text[span.start : span.end] for span in match_spans(text, furniture, parse(query).node)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("election", "Elections and the election.", ["Elections", "election"]),
        ("etrangere", "L’ingérence étrangère", ["étrangère"]),
        ("ingérence", "L’ingérence étrangère", ["ingérence"]),
        (
            '"foreign interference"',
            "foreign aid; Foreign\ninterference; interference foreign",
            ["Foreign\ninterference"],
        ),
        ('"elections"', "election elections", ["elections"]),
        ("interf*", "interfered, interference", ["interfered", "interference"]),
        ("干预", "他们干预选举。干涉预算", ["干预"]),
        ('"foreign state"~2', "state media of foreign powers, far far away foreign", ["state", "foreign"]),
        ("a -b", "a b a", ["a", "a"]),
        ("title:a platform:b date:2021", "a b 2021", []),
        ("interference", "foreign inter-\nference was", ["inter-\nference"]),
        ('"state owned"', "the state-\nowned press", ["state-\nowned"]),
        ("youli-youmian", "named Youli-Youmian, an account", ["Youli-Youmian"]),
        ("", "anything", []),
        ("email", "by e-mail, e‑mails and email", ["e-mail", "e‑mails", "email"]),
        ("e-mail", "an email, an E-Mail, an e mail; no ‘mail’", ["email", "E-Mail", "e mail"]),
        ('"e-mail"', "email and e-mail", ["e-mail"]),
        ("cooperation", "co-operation", ["co-operation"]),
        ("a202101234 covid19", "A-2021-01234 covid-19", []),
        ("sabotage", "sabo\u200etage", ["sabo\u200etage"]),
        ("point", "\uf0b7point \u202epoint\u202c", ["point", "point\u202c"]),
    ],
)
def test_matches(query: str, text: str, found: list[str]) -> None:
    assert matched(query, text) == found


def test_furniture_is_never_marked() -> None:
    assert matched("protected", "PROTECTED B\nprotected sources", (Span(0, 11),)) == ["protected"]


def test_words_of_furniture_are_marked_where_the_field_asks_for_them() -> None:
    text, banner = "PROTECTED B\nprotected by B", (Span(0, 11),)
    assert matched("furniture:protected", text, banner) == ["PROTECTED"]
    assert matched('bandeau:"protected b"', text, banner) == ["PROTECTED B"]
    assert matched("furniture:prot* protected", text, banner) == ["PROTECTED", "protected"]
    assert matched("furniture:protected", text) == []


def test_a_phrase_runs_over_furniture_in_the_middle_of_a_page() -> None:
    text = "foreign\nPAGE 3\ninterference"
    assert matched('"foreign interference"', text, (Span(8, 14),)) == [text]


@given(query=queries, seed=st.integers(0, 500))
@settings(max_examples=300, deadline=None)
def test_a_page_found_by_its_words_has_something_to_mark(query: str, seed: int) -> None:
    """Equal by construction: the words of a page match exactly when the index finds it by them."""
    page = make_page(random.Random(seed), 1, 2)  # plain words find a first page by its title too
    node = parse(query).node
    index = MemoryIndex()
    index.rebuild([page])
    furniture = tuple(Span(start, end) for start, end in page.furniture)
    spans = match_spans(page.text, furniture, node)
    assert list(spans) == sorted(spans, key=lambda span: span.start)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    in_furniture = isinstance(node, FieldText) and node.name == "furniture"
    if in_furniture or isinstance(node, Words | Phrase | Pattern):
        assert bool(spans) == bool(index.count(node))


LONG = (
    "Nothing here. " * 40
    + "The report names foreign interference. "
    + "Filler words run on. " * 40
    + "Interference again."
)


def test_passages_hold_the_matches_and_the_densest_comes_first() -> None:
    passages = find_passages(Matcher(parse("foreign interference").node), LONG)
    assert len(passages) == 2
    assert "foreign interference" in passages[0].text
    for passage in passages:
        assert LONG[passage.start : passage.start + len(passage.text)] == passage.text
        assert len(passage.text) <= PASSAGE_CHARS
        for start, end in passage.matches:
            assert passage.text[start:end].lower() in ("foreign", "interference")


def test_passage_starts_at_its_sentence() -> None:
    assert find_passages(Matcher(parse("names").node), LONG)[0].text.startswith("The report names")


def test_no_passage_when_only_metadata_matched() -> None:
    assert find_passages(Matcher(parse("title:report").node), LONG) == ()


@given(
    text=st.lists(st.sampled_from(("foreign", "x" * 300, "a", "干", "\n", ". ", "b c")), max_size=60).map(" ".join),
    limit=st.integers(1, 4),
)
def test_passages_never_share_text(text: str, limit: int) -> None:
    passages = sorted(find_passages(Matcher(parse("foreign OR 干").node), text, (), limit), key=lambda one: one.start)
    assert len(passages) <= limit
    for passage in passages:
        assert passage.matches
        assert text[passage.start : passage.start + len(passage.text)] == passage.text
        assert all(0 <= start < end <= len(passage.text) for start, end in passage.matches)
    for left, right in pairwise(passages):
        assert left.start + len(left.text) <= right.start


@given(query=queries, seed=st.integers(0, 2_000))
@settings(max_examples=300, deadline=None)
def test_the_quick_way_finds_what_the_plain_way_finds(query: str, seed: int) -> None:
    """Every token of the page, judged one by one, is the measure."""
    page = make_page(random.Random(seed), 1, 1)
    text = page.text.replace("-\n", "-")
    leaves = [leaf for leaf in dict.fromkeys(wanted(parse(query).node)) if isinstance(leaf, Words | Pattern)]
    expected = {
        (token.start, token.end)
        for token in analyse(text)
        for leaf in leaves
        if (
            wildcard(leaf.pattern).fullmatch(token.term.exact)
            if isinstance(leaf, Pattern)
            else leaf.term.exact == token.term.exact
            or leaf.term.english == token.term.english
            or leaf.term.french == token.term.french
        )
    }
    joined = {"Youli-Youmian": "youliyoumian", "state-owned": "stateowned", "inter-ference": "interference"}
    expected |= {
        (place.start(), place.end())
        for compound, bare in joined.items()
        if any(isinstance(leaf, Words) and leaf.term.exact == bare for leaf in leaves)
        for place in re.finditer(compound, text)
    }
    found = Matcher(any_of(leaves)).matches(text)
    assert {(match.start, match.end) for match in found} == expected
