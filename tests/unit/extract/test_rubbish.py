"""What is text and what only looks like it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.rubbish import is_odd, judged
from tests.conftest import ROOT


@given(st.text())
def test_shares_stay_shares(text: str) -> None:
    found = judged(text)
    assert all(0.0 <= share <= 1.0 for share in (found.known, found.odd, found.glyphs))


@pytest.mark.parametrize(
    "text",
    [
        "\ufffd\ufffd\ufffd \ufffd\ufffd of the \ufffd\ufffd\ufffd\ufffd",
        "\ue001\ue002\ue003 \ue004\ue005 \ue001\ue002",
        "tlie qwrtz ;ln|d rnvbl xkcd!f wr~ng lXt pqrs bcdf{ gnght zzzz vvv}x " * 3,
        "Wkh Ghsduwphqw uhylhzhg frqwhqw derxw wkh sodwirupv ri wkh ihghudo sduwlhv " * 5,
    ],
)
def test_rubbish_is_told(text: str) -> None:
    assert judged(text).rubbish


@pytest.mark.parametrize(
    "text",
    [
        "",
        "s.19(1)",
        "选举干预 文章转载自微信公众号 " * 5,
        "Der Bundesnachrichtendienst berichtete über Einflussnahme auf die Wahl im Herbst des Jahres. " * 3,
        "WeChat Youli-Youmian Xiaohongshu Douyin Weibo McKay PDFs iPhone @Sample_Maple01 www.canada.ca e-mail CSIS RRM",
    ],
)
def test_other_languages_names_and_short_texts_are_no_rubbish(text: str) -> None:
    assert not judged(text).rubbish


def test_no_page_of_the_specimens_is_rubbish() -> None:
    for file in (ROOT / "tests" / "data" / "truth").rglob("*.json"):
        for page in json.loads(file.read_text())["pages"]:
            assert not judged(" ".join(word["text"] for word in page["words"])).rubbish, file


@pytest.mark.parametrize("word", ["gnght", "lXtRw", "wo|rd", "aaaah"])
def test_odd_words(word: str) -> None:
    assert is_odd(word)


@pytest.mark.parametrize("word", ["WeChat", "l’accès", "RRM", "rhythm", "A-2021-00999", "https://x.y/a|b", "SITE"])
def test_words_that_are_not_odd(word: str) -> None:
    assert not is_odd(word)
