"""Numbers, dates and codes in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp import links, words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2021-09-13", "13 Sept 2021"),
        ("2021-09", "Sept 2021"),
        ("2021", "2021"),
        ("2021-21", "spring 2021"),
        ("2021-09-01/2021-09-30", "1 Sept 2021 – 30 Sept 2021"),
        ("2021/..", "since 2021"),
        ("/2021", "until 2021"),
        ("../2021-06", "until June 2021"),
        ("[2021-03-04,2021-04-03]", "4 Mar 2021 or 3 Apr 2021"),
        ("2021-35", "third quarter of 2021"),
        ("a/b/c", "a/b/c"),
        ("[[2021]]", "[[2021]]"),
        ("2021~", "about 2021"),
        ("2021-06?", "June 2021 (uncertain)"),
        ("201X", "2010s"),
        ("19XX", "1900s"),
        ("2021-99", "2021-99"),
        ("sometime", "sometime"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates_are_written_as_people_do(value: str | None, shown: str) -> None:
    assert words.edtf(value) == shown


@given(st.text(max_size=20))
def test_no_date_is_an_error(value: str) -> None:
    assert isinstance(words.edtf(value), str)


def test_counts_and_shares() -> None:
    assert words.counted(1284, "page") == "1,284 pages"
    assert words.counted(1, "match", "matches") == "1 match"
    assert words.per_cent(0.001) == "under 1 %"
    assert words.reason("disk_full", public=False) == "Disk full."
    assert words.reason(None, public=False) == "No reason was recorded."
    assert "redaction" in words.reason("hidden_text_under_redaction", public=False)
    assert "redaction" not in words.reason("hidden_text_under_redaction", public=True)


def test_a_name_in_a_sentence_turns_nothing_around() -> None:
    assert words.steady("a\u202eb\u2066 c\n d\u200f") == "ab c d"
    assert words.steady("有理儿有面 اسم") == "有理儿有面 اسم"


def test_slugs_are_words_of_any_script() -> None:
    assert links.slug_of("L’ingérence étrangère, 2021!") == "l-ingerence-etrangere-2021"
    assert links.slug_of("关于 报告") == "关于-报告"
    assert links.slug_of("---") == ""
    assert len(links.slug_of("word " * 50)) <= links.SLUG_LENGTH


def test_widths_are_few() -> None:
    assert [links.sheet_width(asked) for asked in (1, 700, 701, 99_999)] == [700, 700, 1100, 2200]
