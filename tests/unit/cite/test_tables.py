"""Exports as tables: one row a page, harmless in spreadsheets, streamed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator

import openpyxl
import pytest
from hypothesis import given

from indexer.cite.formats import OF_PAGES, format_of
from indexer.cite.rows import FIELDS, Entry, Row, row_of
from indexer.cite.sheets import CELL_LENGTH_LIMIT, xlsx_pieces
from indexer.cite.tables import csv_pieces, harmless, jsonl_pieces
from indexer.errors import ConfigError
from indexer.model.document import Document
from indexer.model.release import Release
from indexer.model.result import FoundPage, PageHit, Passage
from indexer.model.stored import DocumentRecord
from tests.unit.cite.made import ADDRESS, SHA, citer, hostile


def found(title: str = "Analysis", text: str = "state\nmedia  said") -> FoundPage:
    release = Release("gac/A-2021-01234", "A-2021-01234", "gac", "A-2021-01234", released="2022-06-20")
    document = Document(SHA, 7, "analysis.pdf", 10, "application/pdf", title=title, date="2021-09-13", author="RRM")
    hit = PageHit(SHA, 3, "000012", 1.0, (Passage(text, 120, ((0, 5),)),), withheld=False, redacted_share=0.25)
    return FoundPage(DocumentRecord(document, (release,), 0.1), hit, ("15(1)", "19(1)"))


def row(**changes: str) -> Row:
    one = found(**changes)
    return row_of(Entry(one, citer("GAC").found(one), '"state media" é'))


def test_row_holds_the_citation_and_its_place() -> None:
    assert tuple(row()) == FIELDS
    assert row() == {
        "institution": "gac", "institution_name": "GAC", "request_number": "A-2021-01234",
        "release": "gac/A-2021-01234",
        "released": "2022-06-20", "title": "Analysis", "date": "2021-09-13", "author": "RRM", "language": "", "page": 3,
        "label": "000012", "passage": "state media said", "sections": "15(1); 19(1)", "redacted_share": 0.25,
        "withheld": False, "url": "/documents/abababababab/pages/3?q=%22state%20media%22%20%C3%A9", "sha256": SHA,
        "file": "analysis.pdf", "regime": "", "disposition": "", "genre": "analysis", "pages_total": "",
        "permalink": f"{ADDRESS}/documents/abababababab/pages/3", "accessed": "2026-11-29",
        "citation": (
            "GAC, RRM, “Analysis”, 13 September 2021, release page 000012 (sheet 3), released, request A-2021-01234, "
            f"20 June 2022, ATI Archive, {ADDRESS}/documents/abababababab/pages/3 (accessed 29 November 2026), "
            f"SHA-256 {SHA}."
        ),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_formulas_are_made_harmless(text: str) -> None:
    assert harmless(text) == "'" + text


def test_csv_is_read_back_by_a_spreadsheet() -> None:
    text = b"".join(csv_pieces([row(title='=HYPERLINK("http://x")', text='a "b", c\nd')])).decode()
    assert text.startswith("\ufeffinstitution,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[0]["title"] == '\'=HYPERLINK("http://x")'
    assert rows[0]["passage"] == 'a "b", c d'
    assert rows[0]["page"] == "3"


def test_jsonl_keeps_values_as_they_are() -> None:
    lines = [json.loads(line) for line in jsonl_pieces([row(title="=1"), row()])]
    assert lines[0]["title"] == "=1"
    assert lines[1]["page"] == 3


def test_workbook_is_read_back_with_its_types_and_without_formulas() -> None:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(xlsx_pieces([row(title="=1+1"), row(title="x" * 40_000)]))))
    heading, first, second = book.worksheets[0].iter_rows(values_only=True)
    assert heading == FIELDS
    read = dict(zip(FIELDS, first, strict=True))
    assert (read["title"], read["page"], read["withheld"], read["redacted_share"]) == ("'=1+1", 3, False, 0.25)
    assert not [cell for line in book.worksheets[0].iter_rows() for cell in line if cell.data_type == "f"]
    cut = str(dict(zip(FIELDS, second, strict=True))["title"])
    assert len(cut) == CELL_LENGTH_LIMIT
    assert cut.endswith("…")


@pytest.mark.parametrize("pieces", [csv_pieces, jsonl_pieces])
def test_rows_are_written_as_they_come(pieces: Callable[[Iterable[Row]], Iterator[bytes]]) -> None:
    taken = 0

    def rows() -> Iterator[Row]:
        nonlocal taken
        for _ in range(3):
            taken += 1
            yield row()

    before = [taken for _ in pieces(rows())]
    assert before in ([0, 1, 2, 3], [1, 2, 3])


def test_an_unknown_format_names_those_that_are_here() -> None:
    with pytest.raises(ConfigError, match="csv, xlsx, jsonl, ris, bibtex, csl-json, text, docx"):
        format_of(OF_PAGES, "ics")


@given(hostile)
def test_any_text_comes_back_from_csv_in_its_cell(text: str) -> None:
    made = {**row(), "title": text.encode("utf-8", "replace").decode(), "passage": "after"}
    (read,) = csv.DictReader(io.StringIO(b"".join(csv_pieces([made])).decode().removeprefix("\ufeff"), newline=""))
    assert read["title"] in (made["title"], f"'{made['title']}")
    assert read["passage"] == "after"
    assert not read["title"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
