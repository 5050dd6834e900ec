"""The analyser: what a page's words become, and that every token knows its place in the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model.geometry import Span
from indexer.search import analyser
from indexer.search.analyser import MAX_TOKEN_CHARS, analyse, fold, index_text, term_of, words_in, words_like

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from("aeéèzZ'’ \n--\u00ad\u0301\u0327干预〇々ßœŒİﬁ²½０Ａカガ한"),
    ),
    max_size=60,
)


def exact(text: str) -> list[str]:
    return [token.term.exact for token in analyse(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("L’ingérence étrangère", ["ingerence", "etrangere"]),
        ("qu'elle d'un aujourd'hui", ["elle", "un", "aujourd", "hui"]),
        ("Canada's O'Toole", ["canada", "o", "toole"]),
        ("A-2021-01234", ["a", "2021", "01234"]),
        ("微信 WeChat干预", ["微", "信", "wechat", "干", "预"]),
        ("二〇二一年", ["二", "〇", "二", "一", "年"]),
        ("conﬁdential Œuvre straße", ["confidential", "oeuvre", "strasse"]),
        ("e\u0301tat état", ["etat", "etat"]),
        ("platform² soft\u00adhyphen", ["platform", "softhyphen"]),
        ("... — !", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert exact(text) == tokens


def test_stems_come_before_folding() -> None:
    """The French rules need the accent of "divulguée" to take its ending away."""
    assert term_of("divulguée").french == term_of("divulguer").french
    assert term_of("elections").english == term_of("election").english


def test_a_query_without_accents_finds_the_word() -> None:
    assert term_of("etrangere").exact == term_of("étrangère").exact


def test_word_broken_at_a_line_end_is_found_whole_and_in_parts() -> None:
    text = "foreign inter-\nference was"
    joined = next(token for token in analyse(text) if token.term.exact == "interference")
    assert text[joined.start : joined.end] == "inter-\nference"
    assert index_text(text).exact == ("foreign interference was", "foreign inter ference was")


def test_name_with_hyphen_at_a_line_end_stays_two_words() -> None:
    assert exact("Youli-\nYoumian") == ["youli", "youmian"]
    assert exact("A-2021-\n00073") == ["a", "2021", "00073"]


def test_furniture_is_skipped_and_keeps_no_gap() -> None:
    text = "state PROTECTED B media"
    tokens = analyse(text, (Span(6, 17),))
    assert [(token.term.exact, token.position) for token in tokens] == [("state", 0), ("media", 1)]


@given(TEXTS)
def test_every_span_gives_its_token_again(text: str) -> None:
    for token in analyse(text):
        assert 0 <= token.start < token.end <= len(text)
        if "\n" not in text[token.start : token.end]:
            assert term_of(text[token.start : token.end]) == token.term


@given(TEXTS)
def test_composed_and_decomposed_text_have_the_same_tokens(text: str) -> None:
    composed = [token.term for token in analyse(unicodedata.normalize("NFC", text))]
    assert [token.term for token in analyse(unicodedata.normalize("NFD", text))] == composed


@given(TEXTS)
def test_tokens_are_letters_and_digits_that_any_tokenizer_keeps(text: str) -> None:
    for token in analyse(text):
        for form in (token.term.exact, token.term.english, token.term.french):
            assert 0 < len(form) <= MAX_TOKEN_CHARS
            assert all(c.isalpha() or c.isdecimal() or c in "〇〡〢〣〤〥〦〧〨〩" for c in form)


@given(TEXTS)
def test_indexed_text_holds_the_tokens_in_order(text: str) -> None:
    streams = index_text(text)
    assert " ".join(streams.exact).split() == exact(text)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_pieces_have_the_tokens_of_the_text_with_all_else_blanked(text: str, edges: list[tuple[int, int]]) -> None:
    spans = [Span(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]]
    assert index_text(analyser.pieces(text, spans)) == index_text(analyser.only(text, spans))


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_marks_are_told_by_a_quick_class() -> None:
    """Each character beyond the Basic Multilingual Plane is compared one by one: 0.9 ms a page of French."""
    assert max(analyser._INSIDE) <= "\uffff"


@given(
    text=st.text(alphabet="abEé干微β“’ -_.\n2²x\u0301Wก", max_size=40),
    initials=st.frozensets(st.sampled_from("abEWx2"), max_size=3),
)
@settings(max_examples=500, deadline=None)
def test_words_like_are_the_words_that_begin_so(text: str, initials: frozenset[str]) -> None:
    expected = [word for word in words_in(text) if initials and (word[0] in initials or word[0] > "\x7f")]
    assert words_like(text, initials) == expected
