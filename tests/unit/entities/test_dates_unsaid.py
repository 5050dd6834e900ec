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
        ("from Jan 1/2013 it", "2013-01-01"),
        ("from March 30/92 it", "1992-03-30"),
        ("dated 96/2/27 and", "1996-02-27"),
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


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("the report of 21-08-27 says", "2022-03-01", ["2021-08-27"]),
        ("the letter of 27-08-21 says", "2022-03-01", ["2021-08-27"]),
        ("the letter of 21/08/27 says", "2022-03-01", ["2021-08-27"]),
        ("the report of 21-08-27 says", None, ["[2021-08-27,2027-08-21]"]),
        ("the report of 14-08-16 says", "2022-03-01", ["[2014-08-16,2016-08-14]"]),
    ],
)
def test_two_figures_at_either_end_may_be_the_year(text: str, date: str | None, expected: list[str]) -> None:
    assert values(text, date) == expected
    assert all(mention.confidence <= (0.4 if date is None else 0.75) for mention in found(text, date))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("late January to mid-March 2024", ["2024-01-21~/2024-01-31~", "2024-03-11~/2024-03-20~"]),
        ("It starts January 15 and ends March 3, 2024.", ["2024-01-15", "2024-03-03"]),
        ("late November to mid-March 2024", ["2023-11-21~/2023-11-30~", "2024-03-11~/2024-03-20~"]),
    ],
)
def test_a_year_written_once_holds_for_the_date_before_it(text: str, expected: list[str]) -> None:
    for date in ("2023-11-20", None):
        assert values(text, date) == expected


def test_where_the_year_behind_may_hold_too_the_date_is_unsure() -> None:
    first, second = found("On May 3 he wrote, and on June 4, 2019 he left.")
    assert first.confidence <= 0.4
    assert second.value == "2019-06-04"


def test_a_tale_of_another_year_keeps_it_before_a_date_of_a_third() -> None:
    _, second, third = found("In June 2016 they began. On June 14 they wrote, and on June 4, 2019 he left.")
    assert (second.value, second.confidence, third.value) == ("2016-06-14", 0.4, "2019-06-04")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 8 septembre dernier", "2021-09-08"),
        ("le 30 septembre prochain", "2021-09-30"),
        ("le 8 octobre dernier", "2020-10-08"),
        ("le 3 août prochain", "2022-08-03"),
        ("du 8 au 10 septembre dernier", "2021-09-08/2021-09-10"),
        ("last September 8 they", "2021-09-08"),
        ("le 29 février dernier", "2020-02-29"),
    ],
)
def test_last_and_next_are_of_the_day_that_is_written(text: str, expected: str) -> None:
    assert values(text, "2021-09-13", "fr") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("d'ici vendredi", "../2021-09-17"),
        ("au plus tard vendredi", "../2021-09-17"),
        ("La réponse est attendue pour lundi.", "2021-09-20"),
        ("A response is expected for Monday.", "2021-09-20"),
        ("A reply is due Friday.", "2021-09-17"),
        ("It will close in two days.", "2021-09-16"),
    ],
)
def test_what_is_due_lies_ahead(text: str, expected: str) -> None:
    assert values(text) == [expected]


def test_the_friday_before_which_something_is_may_be_either() -> None:
    (mention,) = found("Répondre avant vendredi")
    assert (mention.value, mention.confidence) == ("[2021-09-10,2021-09-17]", 0.4)


def test_a_dispatch_is_of_its_day_and_not_of_the_next_year() -> None:
    for text in ("新华社渥太华9月20日电 自由党将继续执政", "中新社9月20日讯 大选将举行"):
        assert values(text, "2021-09-21") == ["2021-09-20"]
    (mention,) = found("the debate scheduled for September 8 was", "2021-09-13")
    assert (mention.value, mention.confidence) == ("2021-09-08", 0.5)


@pytest.mark.parametrize(
    "text",
    [
        "The video got 35,200 likes in two days.",
        "The account gained followers in three weeks.",
        "This was the last day for postal ballots to arrive.",
        "It was the last day.",
        "not the last day of voting",
    ],
)
def test_how_long_it_took_and_the_final_day_are_no_dates(text: str) -> None:
    assert values(text) == []


def test_the_next_month_of_another_time_is_open() -> None:
    text = "On October 7, 2016 it was published. Over the next {} the accounts wrote."
    for unit in ("month", "two weeks"):
        assert values(text.format(unit), "2019-03-15") == ["2016-10-07", None]


def test_a_day_that_contradicts_its_weekday_says_so() -> None:
    (mention,) = found("Monday, 14 September 2021")
    assert (mention.value, mention.confidence) == ("2021-09-14?", 0.4)


def test_the_end_of_a_text_is_no_fault() -> None:
    for text in ("20 September", "September", "September-", "13-14 September", "September-13-"):
        found(text)
