"""Styles: the offered ones, any other by name, honest dates, hostile titles."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from indexer.cite.runs import as_html, as_text
from indexer.cite.styles import FULL, STYLES, StyleError, format_citation, label_of, style_name
from tests.unit.cite.made import NASTY, citation, citer, hostile, places, record

TAGS = {f"<{end}{tag}>" for tag in ("i", "b", "small", "sup", "sub", "u") for end in ("", "/")}
URL = "https://archive.example.org/documents/abababababab/pages/3"
EXPECTED = {
    "chicago-notes-bibliography": (
        "RRM Canada, <i>Narratives on WeChat</i>, Access to Information Act request A-2021-01234 "
        f"(Global Affairs Canada, 2021), 000123–000125, {URL}."
    ),
    "chicago-author-date": "(RRM Canada 2021, 000123–000125)",
    "apa": "(RRM Canada, 2021, pp. 000123–000125)",
    "modern-language-association": "(RRM Canada, <i>Narratives on WeChat</i> 000123–000125)",
    "mcgill-en": (
        "<i>Narratives on WeChat</i>, Access to Information Act request, by RRM Canada, Access to Information Act "
        f"request A-2021-01234 (Global Affairs Canada, 13 September 2021) at 000123–000125 online: &lt;{URL}&gt;."
    ),
    "oscola": (
        "RRM Canada, ‘Narratives on WeChat’ (Global Affairs Canada 2021) Access to Information Act request "
        f"A-2021-01234 000123–000125 &lt;{URL}&gt; accessed 29 November 2026."
    ),
    "ieee": "[1, pp. 000123–000125]",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_notes_of_the_offered_styles(name: str) -> None:
    assert as_html(format_citation(citation(), name).note) == EXPECTED[name]


def test_mcgill_in_french_is_french() -> None:
    note = as_text(format_citation(citation(), "mcgill-fr").note)
    assert "demande en vertu de la Loi sur l’accès à l’information A-2021-01234" in note
    assert "13 septembre 2021" in note
    assert "en ligne" in note


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("date", ["", "2021", "2021-09", "2021~", "2021-22", "2021-09/2021-10", "2019/..", "202X?"])
def test_every_offered_style_prints_every_date_honestly(name: str, date: str) -> None:
    done = format_citation(citation(date=date), name)
    assert "Narratives on WeChat" in as_text(done.entry)
    if date == "2021-22":
        assert re.search("(?i)summer 2021|été 2021", as_text(done.entry))
    if date == "2021~":
        assert re.search("(?i)about 2021|vers 2021", as_text(done.entry))


@pytest.mark.parametrize("name", STYLES)
def test_a_bare_document_is_cited_all_the_same(name: str) -> None:
    unknown = dict.fromkeys(("request_number", "regime", "disposition", "released", "date"), "")
    bare = replace(citer("").document(record(None, author=None)), **unknown)  # type: ignore[arg-type]
    assert "[analysis.pdf]" in as_text(format_citation(bare, name).entry)


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("text", [" ".join(NASTY), " ".join(reversed(NASTY))])
def test_a_hostile_title_is_text_in_every_style(name: str, text: str) -> None:
    made = citer(text).pages(record(text, author=text), places(3))
    done = format_citation(made, name)
    for html in (as_html(done.note), as_html(done.entry)):
        assert set(re.findall(r"<[^>]*>", html)) <= TAGS
        assert "\n" not in html
        assert not re.search("[\ue000-\uf8ff\u202a-\u202e]", html)


@settings(max_examples=40, deadline=None)
@given(hostile)
def test_any_title_stands_whole_in_an_entry(text: str) -> None:
    made = citation(text)
    shown = " ".join(as_text(format_citation(made, "apa").entry).split())
    assert made.shown_title.rstrip(".?!").casefold() in shown.casefold()


def test_numbers_of_a_list_are_given_by_styles_that_number() -> None:
    assert as_text(format_citation(citation(), "ieee", 12).note) == "[12, pp. 000123–000125]"
    assert as_text(format_citation(citation(), "ieee", 12).entry).startswith("[12] RRM Canada")
    assert as_text(format_citation(citation("1 to 5"), "apa", 12).entry).startswith("RRM Canada. (2021)")


def test_names_people_use() -> None:
    assert [style_name(one) for one in ("Chicago", "MLA", "apa", "Chicago (notes)", "Nature")] == [
        "chicago-notes-bibliography", "modern-language-association", "apa", "chicago-notes-bibliography", "nature",
    ]  # fmt: skip
    assert label_of("nature") == "Nature"


@pytest.mark.parametrize("asked", ["harvrd", "../../etc/passwd", "", "x" * 500, "<b>"])
def test_an_unknown_style_names_others(asked: str) -> None:
    with pytest.raises(StyleError, match=r"There is no citation style .* Try: \w"):
        style_name(asked)


def test_a_style_that_fails_names_others() -> None:
    with pytest.raises(StyleError, match=r"cannot format a released record.*Chicago"):
        format_citation(citation(), FAILING)


FAILING = "zoological-journal-of-the-linnean-society"


def test_the_full_form_needs_no_style_file() -> None:
    assert as_text(format_citation(citation(), FULL).note).endswith(f"SHA-256 {'ab' * 32}.")
