"""Dates in words, in both languages."""

from __future__ import annotations

import pytest

from indexer.model.dates_in_words import ENGLISH, FRENCH, bounds_in_words, in_words


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("2021-09-13", "13 Sept 2021", "13 sept. 2021"), ("2021-09-01", "1 Sept 2021", "1er sept. 2021"),
        ("2021-08", "Aug 2021", "août 2021"), ("2021", "2021", "2021"), ("2021~", "about 2021", "vers 2021"),
        ("2021%", "about 2021 (uncertain)", "vers 2021 (date incertaine)"), ("202X", "2020s", "années 2020"),
        ("19XX", "1900s", "1900–1999"), ("2019/..", "since 2019", "depuis 2019"),
        ("../2021", "until 2021", "jusqu’en 2021"),
        ("2021-35", "third quarter of 2021", "troisième trimestre de 2021"), ("2021-24", "winter 2021", "hiver 2021"),
        ("2021-09-08/2021-09-13", "8 Sept 2021 – 13 Sept 2021", "8 sept. 2021 – 13 sept. 2021"),
        ("[2021-03-04,2021-04-03]", "4 Mar 2021 or 3 Apr 2021", "4 mars 2021 ou 3 avr. 2021"),
        ("{2021-03-04,2021-04-03}", "4 Mar 2021, 3 Apr 2021", "4 mars 2021, 3 avr. 2021"),
        ("2021-09-13/..", "since 13 Sept 2021", "depuis le 13 sept. 2021"),
        ("2021~/..", "since about 2021", "depuis environ 2021"), ("../2021~", "until about 2021", "jusque vers 2021"),
        ("../2021-06-02", "until 2 June 2021", "jusqu’au 2 juin 2021"),
        ("../2021-22", "until summer 2021", "jusqu’à l’été 2021"),
        ("../201X", "until 2010s", "jusqu’aux années 2010"),
        ("../2021?", "until 2021 (uncertain)", "jusqu’en 2021 (date incertaine)"),
        ("2021-09-13~", "about 13 Sept 2021", "vers le 13 sept. 2021"),
        ("2021-23~", "about autumn 2021", "vers l’automne 2021"),
        ("../..", "open", "sans limites"), ("2021-13", "2021-13", "2021-13"), ("<b>", "<b>", "<b>"), ("", "", ""),
    ],
)  # fmt: skip
def test_a_date_is_said_as_people_write_it(value: str, english: str, french: str) -> None:
    assert in_words(value, ENGLISH) == english
    assert in_words(value, FRENCH) == french
    assert in_words(None) == ""


@pytest.mark.parametrize(
    ("lower", "upper", "english", "french"),
    [
        ("2021-09-01", "2022", "1 Sept 2021 to 2022", "1er sept. 2021 à 2022"),
        ("2021-09", None, "from Sept 2021", "depuis sept. 2021"),
        (None, "2021-09-13", "to 13 Sept 2021", "jusqu’au 13 sept. 2021"),
        (None, None, "", ""),
    ],
)
def test_the_bounds_of_a_search(lower: str | None, upper: str | None, english: str, french: str) -> None:
    assert bounds_in_words(lower, upper, ENGLISH) == english
    assert bounds_in_words(lower, upper, FRENCH) == french
