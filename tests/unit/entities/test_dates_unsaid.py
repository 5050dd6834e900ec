"""Dates that were once silently wrong: each is right now, or says that it is not settled."""

from __future__ import annotations

import pytest

from indexer.entities.dates.recogniser import Dates
from indexer.entities.ports import Context
from indexer.model.mention import Mention
from indexer.settings import config_dir

DATES = Dates(config_dir())
TUESDAY = "2021-09-14"


def found(text: str, date: str | None = TUESDAY, language: str | None = None) -> tuple[Mention, ...]:
    return DATES.find(text, Context(date=date, language=language))


def values(text: str, date: str | None = TUESDAY, language: str | None = None) -> list[str | None]:
    return [mention.value for mention in found(text, date, language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sent: September-13-21 9:05 AM", "2021-09-13T09:05:00"),
        ("Sent: August-27-21 2:15 PM", "2021-08-27T14:15:00"),
        ("Sent: September-13-2021", "2021-09-13"),
        ("from September 13-21 they", "2021-09-13/2021-09-21"),
        ("271415ZAUG21", "2021-08-27T14:15:00Z"),
        ("27 1415Z AUG 21", "2021-08-27T14:15:00Z"),
    ],
)
def test_days_of_messages_are_no_ranges(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "deuxième trimestre de l'exercice 2021-2022",
        "le T2 de l'exercice 2021-2022",
        "the second quarter of fiscal year 2021-22",
    ],
)
def test_a_quarter_of_a_fiscal_year_is_not_the_whole_year(text: str) -> None:
    assert values(text) == ["2021-07-01/2021-09-30"]


@pytest.mark.parametrize(
    "text",
    ["Canadian Chinese Daily (ID: cnchdaily)", "China Daily said so", "the Weekly Standard", "Toronto Life Weekly"],
)
def test_a_name_with_daily_holds_no_date(text: str) -> None:
    assert values(text) == []


def test_daily_in_a_sentence_is_repeated() -> None:
    for text in ("It is posted daily.", "Daily, they wrote of it."):
        (mention,) = found(text)
        assert mention.details.timex3 == "P1D"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("上周五发布", "2021-09-10"),
        ("上周一发布", "2021-09-06"),
        ("上周发布", "2021-09-06/2021-09-12"),
        ("下星期二", "2021-09-21"),
        ("去年秋天", "2020-23"),
        ("去年9月3日", "2020-09-03"),
        ("今年3月", "2021-03"),
        ("本月3日", "2021-09-03"),
        ("上个月28日", "2021-08-28"),
        ("上月底", "2021-08-21~/2021-08-31~"),
        ("今年上半年", "2021-01/2021-06"),
        ("周五发布", None),
    ],
)
def test_chinese_days_near_the_document_are_as_fine_as_they_are_written(text: str, value: str | None) -> None:
    assert values(text) == [value]
    assert values(text, date=None) == [None]


@pytest.mark.parametrize("text", ["一周一次", "目前年轻人", "每周一次的"])
def test_chinese_words_that_hold_the_characters_of_a_date_are_none(text: str) -> None:
    assert values(text) in ([], [None])
    assert all(mention.text not in {"周一", "前年"} for mention in found(text))
