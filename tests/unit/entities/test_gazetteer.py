"""The matcher: the longest name that begins and ends where words do, written as names are."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from indexer.entities.gazetteer import Gazetteer, Phrase

NAMES = ("Green Party", "Green Party of Canada", "Canada", "Party of Can", "微信", "EU", "Han")
GAZETTEER = Gazetteer([Phrase(name, "organisation", name, "exact" if name == "EU" else "capital") for name in NAMES])


def surfaces(text: str) -> list[str]:
    return [text[match.start : match.end] for match in GAZETTEER.find(text)]


def test_the_longest_valid_name_wins_and_an_invalid_longer_one_hides_nothing() -> None:
    assert surfaces("the Green Party of Canada") == ["Green Party of Canada"]
    # "Green Party of Canada" does not end at a word here; the shorter name is still there
    assert surfaces("the Green Party of Canadaville") == ["Green Party"]


def test_boundaries_and_capitals() -> None:
    assert surfaces("green party, a Handle, EUROPE, eu, neue EU") == ["EU"]
    assert surfaces("GREEN PARTY") == ["GREEN PARTY"]
    assert surfaces("Green\nParty") == ["Green\nParty"]


def test_han_needs_no_boundaries_and_places_stay_exact_behind_odd_letters() -> None:
    assert surfaces("İİ在微信上 Canada") == ["微信", "Canada"]


@given(st.text(alphabet="GreenPartyofCad ağİ微信EU\n", max_size=60))
def test_matches_do_not_overlap(text: str) -> None:
    matches = GAZETTEER.find(text)
    assert all(left.end <= right.start for left, right in itertools.pairwise(matches))
