"""States by themselves, not in names of bodies, people or languages; institutions with their abbreviations."""

from __future__ import annotations

import pytest

from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import AccountDetails, PartyDetails


def states(annotator: Annotator, text: str) -> list[str]:
    found = annotator.annotate(text, Context(language="en"))
    return [
        one.text for one in found if isinstance(one.details, PartyDetails) and one.details.party_kind == "state"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Chinese-language media and French-speaking voters",
        "a Russian dance and an English lesson",
        "the Bank of Canada and the Canada Gazette",
        "the South China Morning Post",
        "Jordan Peterson met Chad Smith and Michael Jordan",
        "a turkey on a china plate",
    ],
)
def test_what_is_no_state(annotator: Annotator, text: str) -> None:
    assert states(annotator, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Government of Canada told China.", ["Canada", "China"]),
        ("In Jordan and in Chad elections were held.", ["Jordan", "Chad"]),
        ("Officials from Canada News reported nothing; Russia did.", ["Russia"]),
    ],
)
def test_states(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert states(annotator, text) == expected


@pytest.mark.parametrize(
    ("text", "language", "surface", "id"),
    [
        ("Rapid Response Mechanism Canada (RRM Canada) wrote. RRM Canada saw it.", "en", "RRM Canada", "rrm"),
        ("Global Affairs Canada (GAC) wrote. GAC saw it.", "en", "GAC", "gac"),
        ("Affaires mondiales Canada (AMC) a écrit. AMC l'a vu.", "fr", "AMC", "gac"),
        ("Le Service canadien du renseignement de sécurité (SCRS). Le SCRS l'a vu.", "fr", "SCRS", "csis"),
        ("The Democratic National Committee (DNC) wrote. The DNC saw it.", "en", "DNC", "dnc"),
    ],
)
def test_an_institution_and_its_abbreviation_are_one_organisation_and_no_account(
    annotator: Annotator, text: str, language: str, surface: str, id: str
) -> None:
    found = annotator.annotate(text, Context(language=language))
    same = [one for one in found if one.text == surface]
    assert len(same) == 2
    assert all(isinstance(one.details, PartyDetails) and one.details.id == id for one in same)
    assert not any(isinstance(one.details, AccountDetails) for one in found)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Dominique Halloway spoke.", []),
        ("Israel Halloway and Kenya Sampleton spoke.", []),
        ("In Israel Halloway spoke.", ["Israel"]),
        ("Israel Prime Minister", ["Israel"]),
    ],
)
def test_a_given_name_before_a_surname_is_no_state(annotator: Annotator, text: str, states: list[str]) -> None:
    found = annotator.annotate(text, Context(language="en"))
    assert [
        one.text for one in found if isinstance(one.details, PartyDetails) and one.details.party_kind == "state"
    ] == states
