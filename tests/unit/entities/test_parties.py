"""Parties: lists first, abbreviations by what the text says, spaCy for the rest."""

from __future__ import annotations

import pytest

from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import Mention, PartyDetails


def parties(annotator: Annotator, text: str, language: str = "en", document: str = "") -> dict[str, str | None]:
    found = annotator.annotate(text, Context(language=language, document_text=document))
    return {one.text: one.details.id for one in found if isinstance(one.details, PartyDetails)}


def party(annotator: Annotator, text: str, surface: str, language: str = "en") -> Mention:
    found = annotator.annotate(text, Context(language=language))
    return next(one for one in found if one.kind == "party" and one.text == surface)


def test_lower_case_adjectives_are_no_parties(annotator: Annotator) -> None:
    assert parties(annotator, "a conservative estimate by liberal democracies; the greens on the plate") == {}


def test_names_of_all_kinds(annotator: Annotator) -> None:
    found = parties(annotator, "GLOBAL AFFAIRS CANADA told the Conservative Party of Canada, Michael Chong and China.")
    assert found == {
        "GLOBAL AFFAIRS CANADA": "gac",
        "Conservative Party of Canada": "cpc",
        "Michael Chong": "chong",
        "China": "prc",
    }


@pytest.mark.parametrize(
    ("text", "language", "ids"),
    [
        ("Le PCC a déposé un rapport.", "fr", ("cpc", "ccp", "comm_ca")),
        ("Le Parti communiste chinois dirige. Le PCC contrôle les médias.", "fr", ("ccp",)),
        ("Le Parti conservateur du Canada (PCC) attaque. Le PCC veut interroger Telford.", "fr", ("cpc",)),
        ("The Communist Party of China (CPC) met. The CPC said so.", "en", ("ccp",)),
    ],
)
def test_pcc_and_cpc_by_their_text_or_ambiguous(
    annotator: Annotator, text: str, language: str, ids: tuple[str, ...]
) -> None:
    found = annotator.annotate(text, Context(language=language))
    last = [one for one in found if one.text in {"PCC", "CPC"}][-1]
    assert isinstance(last.details, PartyDetails)
    assert set(last.details.ambiguous or (last.details.id,)) == set(ids)
    assert (last.details.id is None) == (len(ids) > 1)


def test_a_surname_counts_only_after_the_full_name(annotator: Annotator) -> None:
    assert "Mr. Chong" not in parties(annotator, "Mr. Chong spoke.")
    assert parties(annotator, "Michael Chong came. Mr. Chong spoke.")["Mr. Chong"] == "chong"
    assert parties(annotator, "Mr. Chong spoke.", document="Michael Chong is an MP.")["Mr. Chong"] == "chong"


def test_an_abbreviation_that_the_text_defines(annotator: Annotator) -> None:
    text = "The Harbour Monitoring Unit (HMU) wrote. The HMU saw it."
    mention = party(annotator, text, "HMU")
    assert mention.value == "Harbour Monitoring Unit"


def test_words_inside_addresses_are_no_parties(annotator: Annotator) -> None:
    assert parties(annotator, "see @Canada, #China and china.example.org/x") == {}


def test_spacy_finds_people_and_organisations(with_names: Annotator) -> None:
    text = "Yesterday Margaret Holloway of the Northern Harbour Institute spoke in Halifax. Holloway left early."
    found = {one.text: one for one in with_names.annotate(text, Context(language="en")) if one.kind == "party"}
    details = found["Margaret Holloway"].details
    assert isinstance(details, PartyDetails)
    assert details.party_kind == "person"
    assert "Northern Harbour Institute" in found
    assert all(text[one.start : one.end] == one.text for one in found.values())


def test_capitals_and_other_languages_are_not_sent_to_spacy(with_names: Annotator) -> None:
    assert with_names.annotate("SUBJECT JOHN SMITH WROTE", Context(language="en")) == ()
    assert with_names.annotate("Ein Brief von Angela Muster", Context(language="de")) == ()
