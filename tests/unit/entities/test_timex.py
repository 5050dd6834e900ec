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
        ("August 99", "1999-08"),
        ("5 December 1391", "1391-12-05"),
        ("2019/sep/01", "2019-09-01"),
        ("13 sep 2021", "2021-09-13"),
        ("November between 19 and 20", "2016-11-19/2016-11-20"),
        ("from June to July 14, 2015", "2015-06/2015-07-14"),
        ("Nov-Feb 5th, 2017", "2016-11/2017-02-05"),
        ("sales of February", "2016-02"),
        ("mid-2011", "2011-04~/2011-09~"),
        ("late last year", "2015-07~/2015-12~"),
        ("early next week", "2016-11-14~/2016-11-16~"),
        ("earlier this year", "2016-01-01~/2016-11-06~"),
        ("later this week", "2016-11-07~/2016-11-13~"),
        ("by year-end", "2016-07~/2016-12~"),
        ("last decade", "200X"),
        ("the past decade", "2006-11-07/2016-11-07"),
        ("the 19th century", "18XX"),
        ("this fiscal year", "2016-04-01/2017-03-31"),
        ("third-quarter results", "2016-35"),
        ("a month ago", "2016-10-07~"),
        ("first Sunday", "2016-11-06"),
        ("fifth Sunday", None),
        ("the first Tuesday of each month", None),
        ("on the twenty-second.", "2016-10-22"),
        ("Friday 7/10", "2016-10-07"),
        ("Sunday 3/4/2016", "2016-04-03"),
        ("3/6/2024 - 21/6/2024", "2024-06-03/2024-06-21"),
        ("from 10/1 to 11/7", None),
        ("2022-05-03 2:15:00 PM", "2022-05-03T14:15:00"),
    ],
)
def test_english(text: str, value: str | None) -> None:
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
        ("Oct. 2 a Octobre 22", "2016-10-02/2016-10-22"),
        ("plus tôt cette année", "2016-01-01~/2016-11-06~"),
        ("à la fin de la semaine dernière", "2016-11-03~/2016-11-06~"),
        ("fin de semaine", "2016-11-12/2016-11-13"),
        ("au XIXe siècle", "18XX"),
        ("l’exercice en cours", "2016-04-01/2017-03-31"),
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
        ("the past decade", "P10Y", "DURATION"),
        ("later this year", "2016-Q4", "DATE"),
        ("two months ago", "2016-09", "DATE"),
    ],
)
def test_timex3_values(text: str, timex: str, kind: str) -> None:
    assert [(one[1], one[2]) for one in found(text)] == [(timex, kind)]


def test_the_next_day_follows_the_last_full_date_of_the_text() -> None:
    assert [one[0] for one in found("On May 4, 2015 it began. The next day it ended.")] == ["2015-05-04", "2015-05-05"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It rose on May 4, 2015. Two weeks later it fell.", "2015-05-18"),
        ("It rose in 2008. The following year it fell.", "2009"),
        ("It rose in 2008, and in the previous year.", "2007"),
        ("It rose in March 2008; that month it fell.", "2008-03"),
        ("It rose in March 2008; the next day it fell.", None),
    ],
)
def test_a_date_follows_the_one_before_it_as_far_as_that_is_known(text: str, value: str | None) -> None:
    assert [one[0] for one in found(text)][1:] == [value]


def test_words_that_may_mean_no_date_are_none_without_one_before() -> None:
    assert found("If that day comes, the same month will do.") == []


def test_the_ends_of_a_range_are_mentions_where_they_are_asked_for() -> None:
    text = "from 2009 to 2011"
    ends = DATES.find(text, Context(language="en", date=MONDAY, range_ends=True))
    assert [(one.text, one.value) for one in ends] == [(text, "2009/2011"), ("2009", "2009"), ("2011", "2011")]
    assert [one.text for one in DATES.find(text, Context(language="en", date=MONDAY))] == [text]


def test_an_ambiguous_day_names_in_timex3_the_only_reading_that_is_not_to_come() -> None:
    assert found("Date 09-11-2024", date="2024-09-17")[0][:2] == ("[2024-09-11,2024-11-09]", "2024-09-11")
    assert found("Date 09-11-2024", date="2024-12-17")[0][1] is None


def test_before_and_after_a_year_leave_that_year_out() -> None:
    before, after = DATES.find("before 2010 or after 2018", Context(language="en", date=MONDAY))
    assert isinstance(before.details, DateDetails)
    assert isinstance(after.details, DateDetails)
    assert (before.details.upper, after.details.lower) == ("2009-12-31", "2019-01-01")


@pytest.mark.parametrize(
    "text",
    [
        "2,000 of the 1950 employees",
        "page 2010",
        "a ratio of 4/22",
        "room 3/2",
        "may first ask",
        "the second opinion",
        "by the first and second of them",
        "INFO OCT-01 ADS-00",
        "TO SECSTATE PRIORITY 2026",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []
