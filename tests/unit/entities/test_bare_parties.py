"""Names that parties of several countries have: one id by the words around, else ambiguous with alternatives."""

from __future__ import annotations

import pytest

from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import Mention, PartyDetails


def mention(annotator: Annotator, text: str, surface: str, language: str = "en", document: str = "") -> Mention:
    found = annotator.annotate(text, Context(language=language, document_text=document))
    return [one for one in found if one.kind == "party" and one.text == surface][-1]


def details(one: Mention) -> PartyDetails:
    assert isinstance(one.details, PartyDetails)
    assert one.details.party_kind == "political_party"
    return one.details


@pytest.mark.parametrize(
    ("text", "surface", "language", "id"),
    [
        ("The Liberals lost seats in Ontario.", "Liberals", "en", "lpc"),
        ("Global Affairs Canada saw posts about the Conservative Party.", "Conservative Party", "en", "cpc"),
        ("Michael Chong is a member of the Conservative Party.", "Conservative Party", "en", "cpc"),
        ("The riding was held by the Liberal Party.", "Liberal Party", "en", "lpc"),
        ("British Conservatives met.", "British Conservatives", "en", "uk_con"),
        ("In London, Boris Johnson led the Conservatives.", "Conservatives", "en", "uk_con"),
        ("The Communist Party tightened its grip in Beijing.", "Communist Party", "en", "ccp"),
        ("Les députés du Parti conservateur siègent à Ottawa.", "Parti conservateur", "fr", "cpc"),
        ("該帳號轉發加拿大的保守黨聲明", "保守黨", "zh", "cpc"),
        ("In Ontario the provincial Liberals and their MPPs met.", "Liberals", "en", "on_lib"),
        ("The Liberal Party of Canada won. The Liberal Party thanked Britain.", "Liberal Party", "en", "lpc"),
    ],
)
def test_the_words_around_settle_the_country(
    annotator: Annotator, text: str, surface: str, language: str, id: str
) -> None:
    one = mention(annotator, text, surface, language)
    assert (details(one).id, details(one).ambiguous, one.value) == (id, (), id)


@pytest.mark.parametrize(
    ("text", "surface", "language", "among"),
    [
        ("The Liberal Party won the vote.", "Liberal Party", "en", {"lpc"}),
        ("The Conservatives said so.", "Conservatives", "en", {"cpc", "uk_con"}),
        ("Then Labour Party members left.", "Labour Party", "en", {"uk_lab"}),
        ("The Green Party spoke.", "Green Party", "en", {"gpc"}),
        ("保守党发表声明", "保守党", "zh", {"cpc", "uk_con"}),
        (
            "Canada and Britain agreed on this; afterwards the Conservative Party won.",
            "Conservative Party",
            "en",
            {"cpc", "uk_con"},
        ),
    ],
)
def test_without_a_country_it_is_ambiguous(
    annotator: Annotator, text: str, surface: str, language: str, among: set[str]
) -> None:
    one = mention(annotator, text, surface, language)
    assert details(one).id is None
    assert among <= set(details(one).ambiguous)
    assert len(details(one).ambiguous) <= 4
    assert one.confidence <= 0.5


def test_another_country_is_never_taken_for_canada(annotator: Annotator) -> None:
    for text in ("Australia's Liberal Party won.", "In New Zealand the Green Party won.", "The Labour Party of Norway"):
        found = annotator.annotate(text, Context(language="en"))
        ids = {one.details.id for one in found if isinstance(one.details, PartyDetails)}
        assert not ids & {"lpc", "gpc", "uk_lab"}


def test_the_document_settles_what_the_page_does_not(annotator: Annotator) -> None:
    text = "The Liberals said so."
    act = f"Released under the Access to Information Act\n{text}"
    assert details(mention(annotator, text, "Liberals", document=act)).id == "lpc"
    assert details(mention(annotator, text, "Liberals", document=text)).id is None


def test_a_language_is_no_country(annotator: Annotator) -> None:
    text = "A Chinese-language post and a French-speaking page about the Socialist Party."
    assert details(mention(annotator, text, "Socialist Party")).id is None


def test_a_federal_word_leaves_both(annotator: Annotator) -> None:
    text = "In Ontario the provincial and the federal Liberals met."
    assert {"lpc", "on_lib"} <= set(details(mention(annotator, text, "Liberals")).ambiguous)


def test_primaries_are_elections(annotator: Annotator) -> None:
    found = annotator.annotate("the Republican Party primaries in Ohio", Context(language="en"))
    assert [one.text for one in found if one.text == "Republican Party"] == []
