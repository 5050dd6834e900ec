"""Party names by their form, abbreviations beside them, and people by given name, title and surname."""

from __future__ import annotations

import pytest

from indexer.entities.folding import fold
from indexer.entities.party_names import party_names
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import PartyDetails


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Northland Liberal Party of Samplia won", ["Northland Liberal Party of Samplia"]),
        ("In Samplia the Peace and Freedom Party won", ["Peace and Freedom Party"]),
        ("SFD and Social Democratic Party of Samplia", ["Social Democratic Party of Samplia"]),
        ("the Samplian People's Party lost", ["Samplian People's Party"]),
        ("the Popular Front for the Liberation of Samplia", ["Popular Front for the Liberation of Samplia"]),
        ("le Parti socialiste samplien et le Parti vert", ["Parti socialiste", "Parti vert"]),
        ("Le Parti libéral du Canada et le Nouveau Parti vert", ["Parti libéral du Canada", "Nouveau Parti vert"]),
        ("le Parti libéral et la Coalition", ["Parti libéral"]),
        ("the Partido Popular de Muestra", ["Partido Popular de Muestra"]),
        ("the Samplian Democratic Party Coalition", ["Samplian Democratic Party"]),
    ],
)
def test_party_names(text: str, names: list[str]) -> None:
    assert [text[one.start : one.end] for one in party_names(text)] == names


@pytest.mark.parametrize(
    "text",
    ["a birthday party", "a Third Party provider", "the parties", "1944 Republican Party primaries", "Labour union"],
)
def test_what_is_no_party_name(text: str) -> None:
    assert party_names(text) == []


def parties(annotator: Annotator, text: str, document: str = "") -> dict[str, tuple[str, str | None]]:
    found = annotator.annotate(text, Context(language="en", document_text=document))
    return {
        one.text: (one.details.party_kind, one.value) for one in found if isinstance(one.details, PartyDetails)
    }  # fmt: skip


def test_the_longer_name_hides_the_listed_short_one(annotator: Annotator) -> None:
    found = parties(annotator, "The Northland Liberal Party of Samplia voted.")
    assert found == {"Northland Liberal Party of Samplia": ("political_party", "Northland Liberal Party of Samplia")}


def test_an_abbreviation_in_brackets_is_the_party_wherever_it_stands(annotator: Annotator) -> None:
    found = parties(annotator, "The Samplian Unity Party (SUP) won. Later SUP lost.")
    assert found["SUP"] == ("political_party", "Samplian Unity Party")


def test_parties_of_the_world_have_ids(annotator: Annotator) -> None:
    assert parties(annotator, "Sinn Féin and the Democratic Unionist Party (DUP)")["DUP"][0] == "political_party"


def test_people_with_initials_titles_and_surnames_alone(with_names: Annotator) -> None:
    text = "Margaret D. Holloway spoke to Dr. Vimbulok. Then Holloway left. The Holloway Institute closed."
    found = parties(with_names, text)
    assert found["Margaret D. Holloway"][0] == "person"
    assert found["Vimbulok"][0] == "person"
    assert found["Holloway"] == ("person", "Margaret D. Holloway")


def test_a_surname_of_an_earlier_page_of_the_document(with_names: Annotator) -> None:
    first, second = "Margaret Holloway came to Halifax in the spring.", "In the evening Holloway left."
    whole = f"{first}\n{second}"
    contexts = [(text, Context(language="en", document_text=whole)) for text in (first, second)]
    _, later = with_names.annotate_pages(contexts)
    assert [one.value for one in later if one.kind == "party"] == ["Margaret Holloway"]


def test_articles_are_cut_only_where_a_space_follows(with_names: Annotator) -> None:
    found = parties(with_names, "Yesterday Laura Levesque and Lee Prescott met in Ottawa.")
    assert {"Laura Levesque", "Lee Prescott"} <= set(found)


def test_traditional_characters_match_the_simplified_name(annotator: Annotator) -> None:
    assert fold("臺灣總統府發佈聲明") == fold("台湾总统府发布声明")
    found = annotator.annotate("該加拿大帳號在抖音及小紅書轉發保守黨的聲明", Context(language="zh"))
    assert {one.value for one in found if one.kind == "platform"} == {"douyin", "xiaohongshu"}
    assert "cpc" in {one.value for one in found if one.kind == "party"}


def test_a_given_name_alone_is_the_person_named_in_full(with_names: Annotator) -> None:
    text = "Margaret Holloway wrote from Halifax on Monday.\n\nThanks for the paper.\n\nMargaret"
    found = with_names.annotate(text, Context(language="en"))
    assert [one.value for one in found if one.text == "Margaret"] == ["Margaret Holloway"]


def test_a_given_name_that_two_share_stays_alone(with_names: Annotator) -> None:
    text = "Margaret Holloway and Margaret Prescott met in Halifax. Then Margaret left."
    found = with_names.annotate(text, Context(language="en"))
    assert {one.value for one in found if one.text == "Margaret"} <= {"Margaret"}


def test_a_post_behind_a_name_is_no_part_of_it(with_names: Annotator) -> None:
    found = parties(with_names, "The letter came from Margaret Holloway Senior Analyst in Halifax.")
    assert found["Margaret Holloway"][0] == "person"


def test_lines_by_themselves_are_read_apart(with_names: Annotator) -> None:
    text = "Regards,\n\nLaura Levesque\n\nMargaret Holloway\n\nThe Northern Harbour Institute opened on Monday."
    assert {"Laura Levesque", "Margaret Holloway"} <= set(parties(with_names, text))
