"""Dates: every row of the regression set, valid EDTF always, and what must not be guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from indexer.entities.dates.recogniser import Dates
from indexer.entities.ports import Context
from indexer.model.mention import DateDetails, Mention
from indexer.settings import config_dir
from tests.unit.entities.cases import Row, fault_of_date, rows

DATES = Dates(config_dir())
ROWS = rows("date_cases.csv")


def find(text: str, date: str | None = "2021-09-13", **context: str) -> tuple[Mention, ...]:
    return DATES.find(text, Context(date=date, **context))


def values(text: str, date: str | None = "2021-09-13") -> list[str | None]:
    return [mention.value for mention in find(text, date)]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_every_case_has_its_value_and_role(row: Row) -> None:
    found = find(row["text"], row["document_date"], language=row["language"])
    assert fault_of_date(row, found) is None


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_every_value_found_is_valid_edtf(row: Row) -> None:
    for mention in find(row["text"], row["document_date"]):
        if mention.value is not None:
            parse_edtf(mention.value)


MONTHS = [dt.date(2000, month, 1).strftime("%B") for month in range(1, 13)]
MOIS = ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre").split()  # noqa: SIM905


@given(st.dates(dt.date(1850, 1, 1), dt.date(2090, 12, 31)))
def test_a_day_written_in_full_is_that_day_in_every_form(day: dt.date) -> None:
    forms = [
        f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"le {day.day} {MOIS[day.month - 1]} {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
    ]
    for form in forms:
        assert values(f"seen on {form} again") == [day.isoformat()], form


@given(st.dates(dt.date(1950, 1, 1), dt.date(2060, 1, 1)), st.integers(1, 400))
def test_a_range_has_both_ends_and_its_days(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    text = (
        f"from {MONTHS[first.month - 1]} {first.day}, {first.year} to {MONTHS[last.month - 1]} {last.day}, {last.year}"
    )
    (mention,) = find(text)
    assert mention.value == f"{first}/{last}"
    assert isinstance(mention.details, DateDetails)
    assert (mention.details.lower, mention.details.upper) == (str(first), str(last))


def test_without_a_document_date_nothing_is_guessed() -> None:
    assert values("on September 8", date=None) == ["XXXX-09-08"]
    assert values("yesterday and last week", date=None) == [None, None]


def test_an_ambiguous_numeric_date_keeps_both_readings_until_the_document_shows_its_order() -> None:
    (open_one,) = find("Accessed 03/04/2021")
    assert open_one.value == "[2021-03-04,2021-04-03]"
    assert open_one.confidence < 0.5
    assert values("Seen 25/12/2020, then seen 03/04/2021")[1] == "2021-04-03"
    assert values("Seen 12/25/2020, then seen 03/04/2021")[1] == "2021-03-04"


def test_a_wrong_weekday_lowers_the_confidence() -> None:
    right, wrong = find("Monday, September 13, 2021")[0], find("Friday, September 13, 2021")[0]
    assert (right.value, wrong.value) == ("2021-09-13", "2021-09-13?")
    assert wrong.confidence < right.confidence


def test_a_fiscal_year_named_by_one_year_is_left_open() -> None:
    (mention,) = find("spending in FY 2021 rose")
    assert mention.value is None
    assert isinstance(mention.details, DateDetails)
    assert (mention.details.lower, mention.details.upper) == ("2020-04-01", "2022-03-31")


@pytest.mark.parametrize("text", ["31 April 2021", "2021-02-30", "February 29, 2021", "99:99", "2021-13-01"])
def test_days_that_do_not_exist_are_no_dates(text: str) -> None:
    assert all(value is None or len(value) < 10 for value in values(text))


def test_the_full_stop_of_the_sentence_is_not_in_the_span() -> None:
    assert find("It ended on 8 September. In Sept. 2021 too.")[0].text == "8 September"
