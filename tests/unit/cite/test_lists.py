"""Lists to read, and every format from one table."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace

import docx
import openpyxl
import pytest

from indexer.cite.citing import entries
from indexer.cite.formats import OF_CITATIONS, OF_PAGES
from indexer.cite.lists import BEYOND, LIST_LIMIT, docx_pieces, text_pieces
from indexer.cite.options import Options
from indexer.cite.styles import StyleError
from indexer.model.citation import Citation
from indexer.model.result import FoundPage, PageHit
from tests.unit.cite.made import SHA, citation, citer, record


def text_of(citations: list[Citation], style: str = "") -> str:
    return b"".join(text_pieces(citations, Options(style, "wechat"))).decode()


def test_a_list_of_notes_has_permalinks_and_hashes() -> None:
    text = text_of([citation(), citation("Second")], "mcgill-en")
    assert text.startswith("wechat\nStyle: McGill (English)\nFormatted by the style’s own CSL file.")
    assert "“McGill (English)-like”" in text
    assert "\n1. Narratives on WeChat, " in text
    assert "\n2. Second, " in text
    assert text.count(f"   SHA-256 {SHA}") == 2
    assert text.count("   Release pages 000123–000125 (sheets 3–5 of 12)") == 2


def test_styles_that_cite_in_the_text_say_how() -> None:
    text = text_of([citation()], "apa")
    assert "1. RRM Canada. (2021). Narratives on WeChat (" in text
    assert "   In the text: (RRM Canada, 2021, pp. 000123–000125)" in text


def test_styles_that_number_count_the_list() -> None:
    text = text_of([citation(), citation("Second")], "ieee")
    assert "\n[2] RRM Canada, “Second”" in text
    assert "   In the text: [2, pp. 000123–000125]" in text


def test_word_opens_the_list_with_its_looks() -> None:
    made = docx.Document(io.BytesIO(b"".join(docx_pieces([citation("<b>&\x0b")], Options("chicago", "=wechat")))))
    heading, style, like, first = made.paragraphs
    assert (heading.text, style.text) == ("=wechat", "Style: Chicago (notes)")
    assert "Chicago (notes)-like" in like.text
    assert [run.text for run in first.runs if run.font.italic] == ["<b>&"]
    assert f"SHA-256 {SHA}" in first.text


@pytest.mark.parametrize("pieces", [text_pieces, docx_pieces])
def test_a_list_ends_at_its_limit_and_says_so(pieces: type) -> None:
    taken = 0

    def many() -> Iterator[Citation]:
        nonlocal taken
        for number in range(5000):
            taken += 1
            yield replace(citation(), title=str(number))

    data = b"".join(pieces(many(), Options()))
    assert taken == LIST_LIMIT + 1, "no more is taken from the search"
    text = data.decode() if pieces is text_pieces else docx.Document(io.BytesIO(data)).paragraphs[-1].text
    assert BEYOND in text


def test_an_unknown_style_is_said_before_anything_is_written() -> None:
    with pytest.raises(StyleError, match="no citation style"):
        next(text_pieces([citation()], Options("nothing")))


@pytest.mark.parametrize("name", OF_PAGES)
def test_every_format_is_made_of_found_pages(name: str) -> None:
    found = [FoundPage(record(), PageHit(SHA, sheet, f"{sheet:06}", 1.0, ())) for sheet in (3, 4)]
    data = b"".join(OF_PAGES[name].pieces(entries(citer(), found, "q"), Options()))
    match name:
        case "xlsx":
            assert openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].max_row == 3
        case "docx":
            assert len(docx.Document(io.BytesIO(data)).paragraphs) == 4
        case "csl-json":
            assert [one["page"] for one in json.loads(data)] == ["000003", "000004"]
        case _:
            assert data.decode().count("000004") >= 1


@pytest.mark.parametrize("name", OF_CITATIONS)
def test_no_citation_is_a_whole_file_too(name: str) -> None:
    data = b"".join(OF_CITATIONS[name].pieces([], Options()))
    assert name not in ("csl-json", "docx", "text") or data
