"""People and organisations as pages have them: in headers of e-mails, lists, signatures and rows."""

from __future__ import annotations

import pytest

from indexer.entities.names_form import body_form, line_ends, person_form, trimmed
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import PartyDetails

GIVEN = frozenset({"Kevin", "Walter", "Camille"})
ORDINARY = frozenset({"declassified", "analysis", "captures", "summary"})


def people(annotator: Annotator, text: str, language: str = "en") -> dict[str, str | None]:
    found = annotator.annotate(text, Context(language=language))
    return {
        one.text: one.value
        for one in found
        if isinstance(one.details, PartyDetails) and one.details.party_kind == "person"
    }


def test_an_address_line_gives_the_name_as_it_is_said(with_names: Annotator) -> None:
    text = (
        "From: Sampleton, Kevin\nTo: Exemple, Camille; Sampleton, Kevin\nCc: Desk\nSubject: Maple\n\nKevin,\nthank you."
    )
    assert people(with_names, text) == {
        "Sampleton, Kevin": "Kevin Sampleton",
        "Exemple, Camille": "Camille Exemple",
        "Kevin": "Kevin Sampleton",
    }


@pytest.mark.parametrize(
    "text",
    [
        "From: Kevin Sampleton\nCc: Annie Sampleton\nSubject: maple\n",
        "To: Kevin Sampleton Cc: Annie Sampleton Subject: maple\n",
        "De : Kevin Sampleton\nEnvoyé : lundi\nÀ : Annie Sampleton\nObjet : érable\n",
    ],
)
def test_no_name_takes_a_label(with_names: Annotator, text: str) -> None:
    found = people(with_names, text, "fr" if "Envoyé" in text else "en")
    assert not [name for name in found if any(word in name for word in ("Cc", "Subject", "Objet", "Envoy", "From"))]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Veuillez répondre avant lundi.", "fr"),
        ("Captures\nMontréal\nTelegram yes\n", "en"),
        ("• Narrative\n• Captures\n", "en"),
        ("Sheryl P. Walter Declassified/Released", "en"),
    ],
)
def test_what_is_nobody(with_names: Annotator, text: str, language: str) -> None:
    assert not [name for name in people(with_names, text, language) if name.split()[-1] != "Walter"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("• Kevin Sampleton", "Kevin Sampleton"),
        ("○ Kevin Sampleton", "Kevin Sampleton"),
        ("Kevin Cc", "Kevin"),
        ("Camille From", "Camille"),
        ("’s Kevin", "Kevin"),
        ("Telegram yes", "Telegram"),
        ("• - ", ""),
    ],
)
def test_labels_and_bullets_are_cut(text: str, left: str) -> None:
    start, end = trimmed(text, 0, len(text), person=True)
    assert text[start:end] == left


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kevin Sampleton", True),
        ("Xiu Sampleton", True),
        ("Walter Declassified", False),
        ("Analysis Summary", False),
        ("Montréal", False),
        ("Captures 3", False),
    ],
)
def test_evidence_of_a_person(name: str, expected: bool) -> None:
    assert person_form(name, ORDINARY, GIVEN) is expected


def test_a_line_that_wraps_goes_on_and_a_short_one_ends() -> None:
    wrapped = (
        "The committee heard from several people, among them Kevin\nSampleton, who spoke about the maple trees there.\n"
    )
    short = "Kevin Sampleton\nAnnie Sampleton\n"
    assert list(line_ends(wrapped)) == []
    assert list(line_ends(short)) == [16]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sampleton Maple Agency", True),
        ("U) Scope)", False),
        ("Page 2", False),
        ("Analysis", False),
        ("S. Sampleton Avenue", False),
        ("Analysis Captures Summary Handle", False),
    ],
)
def test_the_form_of_a_body(name: str, expected: bool) -> None:
    assert body_form(name, ORDINARY, opens=True) is expected
