"""Dates that hang on other dates, and the values that TimeML gives them."""

from __future__ import annotations

import pytest

from indexer.entities.dates.recogniser import Dates
from indexer.entities.ports import Context
from indexer.model.mention import DateDetails
from indexer.settings import config_dir

DATES = Dates(config_dir())
MONDAY = "2016-11-07"


def found(text: str, language: str = "en", date: str | None = MONDAY) -> list[tuple[str | None, str | None, str]]:
    mentions = DATES.find(text, Context(language=language, date=date))
    return [
        (one.value, one.details.timex3, one.details.timex3_type)
        for one in mentions
        if isinstance(one.details, DateDetails)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It met this Friday.", "2016-11-11"),
        ("It met last Friday.", "2016-11-04"),
        ("It will meet on Friday.", "2016-11-11"),
        ("It meets next Sunday.", "2016-11-20"),
        ("Tuesday next week", "2016-11-15"),
        ("next week Wednesday", "2016-11-16"),
        ("the first Friday of July", "2016-07-01"),
        ("the second Monday of next month", "2016-12-12"),
        ("the week of October 16", "2016-10-10/2016-10-16"),
        ("the first week of October", "2016-10-03/2016-10-09"),
        ("the rest of the month", "2016-11-07/2016-11-30"),
        ("two weeks from now", "2016-11-21"),
        ("within three days", "2016-11-10"),
        ("over the next 3 days", "2016-11-08/2016-11-10"),
        ("the 20th of next month", "2016-12-20"),
        ("between 4 and 22 this month", "2016-11-04/2016-11-22"),
        ("Friday the 11th, at noon", "2016-11-11"),
        ("the day before yesterday", "2016-11-05"),
        ("during Q3 this year", "2016-35"),
        ("2016 Q3", "2016-35"),
        ("in the third quarter of this year", "2016-35"),
        ("during H1 2016", "2016-01/2016-06"),
        ("June of next year", "2017-06"),
        ("May twenty-first", "2016-05-21"),
        ("the second of August", "2016-08-02"),
        ("2019-Sep-1", "2019-09-01"),
        ("since 11/2015", "2015-11/.."),
        ("from 4 to January 22, 1995", "1995-01-04/1995-01-22"),
        ("Nov-Feb 2015", "2014-11/2015-02"),
        ("between January 22 and now", "2016-01-22/2016-11-07"),
        ("from August 1, 2016 to yesterday", "2016-08-01/2016-11-06"),
        ("the 1991 settlement", "1991"),
        ("5 MAR 75", "1975-03-05"),
    ],
)
def test_english(text: str, value: str) -> None:
    assert [one[0] for one in found(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("vendredi de la semaine prochaine", "2016-11-18"),
        ("dans trois semaines", "2016-11-28"),
        ("avant-hier", "2016-11-05"),
        ("le mois prochain", "2016-12"),
        ("mercredi", "2016-11-02"),
        ("du 4 au 22 de ce mois", "2016-11-04/2016-11-22"),
        ("le 03/04/2021", "2021-04-03"),
    ],
)
def test_french(text: str, value: str) -> None:
    assert [one[0] for one in found(text, "fr")] == [value]


@pytest.mark.parametrize(
    ("text", "timex", "kind"),
    [
        ("The store now sells them.", "PRESENT_REF", "DATE"),
        ("It was recently seen.", "PAST_REF", "DATE"),
        ("It meets every two weeks.", "P2W", "SET"),
        ("It meets every Monday.", "XXXX-WXX-1", "SET"),
        ("chaque semaine", "P1W", "SET"),
        ("on Friday morning", "2016-11-04TMO", "TIME"),
        ("this evening", "2016-11-07TEV", "TIME"),
        ("last week", "2016-W44", "DATE"),
        ("this weekend", "2016-W45-WE", "DATE"),
        ("last quarter", "2016-Q3", "DATE"),
        ("in the summer of 2014", "2014-SU", "DATE"),
        ("the 1990s", "199", "DATE"),
        ("from 2009 to 2011", "P2Y", "DURATION"),
        ("the past two weeks", "P2W", "DURATION"),
    ],
)
def test_timex3_values(text: str, timex: str, kind: str) -> None:
    assert [(one[1], one[2]) for one in found(text)] == [(timex, kind)]


def test_the_next_day_follows_the_last_full_date_of_the_text() -> None:
    assert [one[0] for one in found("On May 4, 2015 it began. The next day it ended.")] == ["2015-05-04", "2015-05-05"]


def test_before_and_after_a_year_leave_that_year_out() -> None:
    before, after = DATES.find("before 2010 or after 2018", Context(language="en", date=MONDAY))
    assert isinstance(before.details, DateDetails)
    assert isinstance(after.details, DateDetails)
    assert (before.details.upper, after.details.lower) == ("2009-12-31", "2019-01-01")


@pytest.mark.parametrize(
    "text",
    ["2,000 of the 1950 employees", "page 2010", "a ratio of 4/22", "room 3/2", "may first ask", "the second opinion"],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []
