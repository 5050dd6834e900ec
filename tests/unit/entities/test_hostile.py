"""Hostile text: exact spans, no exception, and time that grows with the length only."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities.folding import fold, plain
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.geometry import Span
from indexer.settings import config_dir

RULES = Annotator(config_dir(), names=False)
SNIPPETS = (
    "WeChat account X @name the a (ID: Chong CPC PCC (CPC) May 4 and 13, 2023 from to before early 2021-22 Q3 "
    "over 30 million views “名” 微信 微信号: 公众号 9月 20日 至 le compte de la d' | \n \n\n İ e\u0301 "
    "\u202e \ud800 \x00 "
    "http://x.com/ [.] hxxps:// r/ 17:00 EST yesterday last week 's - . , ; ( ) \" _ 。"
)
WORDS = st.sampled_from(SNIPPETS.split(" "))
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=40).map("".join))


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text) == len(plain(text))


def test_folding_keeps_the_length_of_every_code_point() -> None:
    every = "".join(map(chr, range(0x110000)))
    assert len(fold(every)) == len(every)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["en", "fr", "zh", None]), st.sampled_from(["2021-09-13", "2021", None, "rubbish"]))
def test_spans_are_exact_sorted_and_within_the_text(text: str, language: str | None, date: str | None) -> None:
    mentions = RULES.annotate(text, Context(language=language, date=date))
    assert all(text[one.start : one.end] == one.text and one.start < one.end for one in mentions)
    assert [one.start for one in mentions] == sorted(one.start for one in mentions)
    assert all(0.0 <= one.confidence <= 1.0 for one in mentions)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_nothing_is_found_in_furniture(text: str) -> None:
    assert RULES.annotate(text, Context(language="en", date="2021-09-13", skip=(Span(0, len(text)),))) == ()


UNITS = [
    "a", "A", "1", " ", "\n", "A ", "1 ", "@", "@a.", "a.", "http://", "x[.]com/", "www.a.b.c.", "(", '"a',
    "WeChat, ", "WeChat's ", "the WeChat account ", "compte ", "A-", "1/", "2021-", "May 1 ", "early ",
    "from 1 May to ", "over 30 ", "1,000 ", "Aa (AA) ", "微信", "微信号", "10月", "gh_", "a|b\n", "CPC ", "on X ",
    "three days after the ", "d'", "UP主", "\u0301", "\ud800", "1. WeChat - A",
    "Aa and ", "Liberal ", "Democratic Party of ", "Parti de la ", "Party ", "Union for ", "( AB ) ", '"Aa," "Bb," ',
    "Twitter DM, a to ", "Facebook ID ", "1/1/16 ", "account 样本 ", "WeChat Aa @a\n", "Mr. Aa ", "John A. ",
    "first Friday of ", "next week ", "from 4 to ", "the 20th ", "every 2 ", "in 3 weeks ", "2016-", "\u202e",
    "\u05d0 ", "the Conservatives ", "UXP candidate ", "Liberal Party, Aa Bb, ", "which likely ", "Canada Liberal ",
    "(likely that ", "provincial Ontario Greens ", "Aa ( AB ), ", "over 30 to ", "万",
    "end of the ", "1-2 to ", "1/1/20-", "May-May 5, ", "a year later ", "Friday 7/6 ", "\n1/1/20", "OCT-01 ",
    "Approved for Release ", "dear your request foia ", "19e siecle ",
    "e\u0301", "\x00",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_only(unit: str) -> None:
    """A pattern that backtracks would need minutes for these; the cap is generous for slow machines."""
    text = (unit * 30_000)[:30_000]
    start = time.perf_counter()
    RULES.annotate(text, Context(language="en", date="2021-09-13"))
    assert time.perf_counter() - start < 20


def test_a_long_page_costs_no_more_by_the_letter_than_a_short_one() -> None:
    """Two pages of one text, one eight times as long: far from quadratic."""
    unit = (
        "On 8 September 2021 the Twitter account samplevox and the Democratic Unionist Party (DUP) wrote to "
        "Global Affairs Canada; 样本在线 on WeChat had 3,000 followers last week. "
    )
    used = []
    for times in (200, 1600):
        text = unit * times
        start = time.process_time()
        RULES.annotate(text, Context(language="en", date="2021-09-13"))
        used.append(time.process_time() - start)
    assert used[1] < 24 * max(used[0], 0.05)


def test_the_model_reads_one_word_of_a_hundred_thousand_letters(with_names: Annotator) -> None:
    text = "Margaret Holloway wrote. " + "A" * 100_000 + " Then Margaret Holloway left the Northern Harbour Institute."
    found = [one for one in with_names.annotate(text, Context(language="en")) if one.kind == "party"]
    assert [one.text for one in found].count("Margaret Holloway") == 2
    assert all(text[one.start : one.end] == one.text for one in found)


def test_a_text_in_pieces_has_the_mentions_of_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "The TikTok account @sample_maple has 2,300 followers, seen on 8 September 2021.\n"
    context = Context(language="en", date="2021-09-13")
    whole = RULES.annotate(line * 40, context)
    monkeypatch.setattr("indexer.entities.recognising.PIECE_CHARACTERS", 500)
    pieces = RULES.annotate(line * 40, context)
    assert [(one.start, one.end, one.value) for one in pieces] == [(one.start, one.end, one.value) for one in whole]
    assert all((line * 40)[one.start : one.end] == one.text for one in pieces)
