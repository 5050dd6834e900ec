"""Documents, pages and passages as citations, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.cite import phrases
from indexer.cite.citing import PASSAGE_LENGTH_LIMIT, passage_place, place_url
from indexer.model.citation import Place
from indexer.model.geometry import Span
from tests.unit.cite.made import ADDRESS, SHA, citation, citer, places, record


def test_a_document_is_cited_with_all_that_is_known_of_it() -> None:
    one = citer().document(record("RRM weekly situation report"))
    assert one.title == "RRM weekly situation report"
    assert not one.supplied
    assert (one.institution, one.institution_id, one.author) == ("Global Affairs Canada", "gac", "RRM Canada")
    assert (one.genre, one.date, one.released) == ("situation report", "2021-09-13", "2022-06-20")
    assert (one.request_number, one.regime, one.disposition) == ("A-2021-01234", "atia_ca", "disclosed_in_part")
    assert one.url == f"{ADDRESS}/documents/abababababab"
    assert one.places == ()


def test_without_a_title_the_file_name_stands_in_brackets() -> None:
    assert citer().document(record(None)).shown_title == "[analysis.pdf]"
    assert citer().document(record("\u202e\u200f \n")).shown_title == "[analysis.pdf]"
    assert citer().document(record(None, name="\x00")).shown_title == f"[{SHA[:12]}]"


def test_a_passage_keeps_its_span_words_and_address() -> None:
    text = "One two\nthree four"
    place = passage_place(Place(3, "000123"), text, Span(4, 13))
    assert (place.span, place.passage) == (Span(4, 13), "two three")
    assert place_url(SHA, place) == "/documents/abababababab/pages/3?from=4&to=13#passage"
    assert passage_place(Place(3), text, Span(40, 50)) == Place(3), "beyond the page: the page as a whole"
    assert passage_place(Place(3), text, Span(9, 4)) == Place(3)
    long = passage_place(Place(3), "word " * 1000, Span(0, 5000)).passage
    assert len(long) <= PASSAGE_LENGTH_LIMIT
    assert long.endswith("…")


def test_several_pages_are_one_citation_in_page_order() -> None:
    one = citer().pages(record(), places(5, 3, 4))
    assert [place.sheet for place in one.places] == [3, 4, 5]
    assert one.url.endswith("/pages/3")
    assert one.sections == ("15(1)",)
    assert phrases.where(one) == "release pages 000123–000125 (sheets 3–5 of 12)"


def test_both_page_numbers_are_in_the_note() -> None:
    assert phrases.note(citation()) == (
        "Release pages 000123–000125 (sheets 3–5 of 12). Released in part under the Access to Information Act, "
        f"request A-2021-01234, 20 June 2022. Sections cited there: 15(1). SHA-256: {SHA}."
    )
    assert "Sheet 3 of 12." in phrases.note(citation(places=(Place(3),)))
    assert "Date (EDTF): 2021~." in phrases.note(citation(date="2021~"))


@pytest.mark.parametrize(
    ("author", "named"),
    [
        ("Example Unit, Global Affairs Canada", "Global Affairs Canada, Example Unit, “"),
        ("global affairs canada", "Global Affairs Canada, “"),
        ("Friends of Global Affairs Canada", "Global Affairs Canada, Friends of Global Affairs Canada, “"),
    ],
)
def test_the_full_form_names_the_institution_once(author: str, named: str) -> None:
    cited = replace(citation(), author=author, institution="Global Affairs Canada")
    assert phrases.in_full(cited).startswith(named)


def test_the_full_form_in_both_languages() -> None:
    assert phrases.in_full(citation()) == (
        "Global Affairs Canada, RRM Canada, “Narratives on WeChat”, 13 September 2021, release pages 000123–000125 "
        "(sheets 3–5 of 12), released in part under the Access to Information Act, request A-2021-01234, 20 June 2022, "
        f"ATI Archive, {ADDRESS}/documents/abababababab/pages/3 (accessed 29 November 2026), SHA-256 {SHA}."
    )
    french = phrases.in_full(citation(title=None, date="", released=""), "fr")
    assert french.startswith("Global Affairs Canada, RRM Canada, [analysis.pdf], s.d., pages de la communication")
    assert "communiqué en partie en vertu de la Loi sur l’accès à l’information, demande A-2021-01234, s.d." in french


def test_nothing_is_said_of_a_release_of_which_nothing_is_known() -> None:
    bare = replace(citation(), regime="", request_number="", disposition="", released="")
    assert phrases.release(bare) == ""
    assert phrases.kind(replace(bare, genre="letter")) == "letter"
