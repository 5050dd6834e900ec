"""Exports as tables: one row a page, harmless in spreadsheets, streamed."""

from __future__ import annotations

import csv
import io
import json

import pytest

from indexer.cite.formats import FORMATS, writer_of
from indexer.cite.rows import FIELDS, Row, row_of
from indexer.cite.tables import harmless, write_csv, write_jsonl
from indexer.errors import ConfigError
from indexer.model.document import Document
from indexer.model.release import Release
from indexer.model.result import FoundPage, PageHit, Passage
from indexer.model.stored import DocumentRecord

SHA = "ab" * 32


def found(title: str = "Analysis", text: str = "state\nmedia  said") -> FoundPage:
    release = Release("gac/A-2021-01234", "A-2021-01234", "gac", "A-2021-01234", released="2022-06-20")
    document = Document(SHA, 7, "analysis.pdf", 10, "application/pdf", title=title, date="2021-09-13", author="RRM")
    hit = PageHit(SHA, 3, "000012", 1.0, (Passage(text, 120, ((0, 5),)),), withheld=False, redacted_share=0.25)
    return FoundPage(DocumentRecord(document, (release,), 0.1), hit, ("15(1)", "19(1)"))


def row(**changes: str) -> Row:
    return row_of(found(**changes), lambda institution: institution.upper(), query='"state media" é')


def test_row_holds_the_citation_and_its_place() -> None:
    assert tuple(row()) == FIELDS
    assert row() == {
        "institution": "gac", "institution_name": "GAC", "request_number": "A-2021-01234",
        "release": "gac/A-2021-01234",
        "released": "2022-06-20", "title": "Analysis", "date": "2021-09-13", "author": "RRM", "language": "", "page": 3,
        "label": "000012", "passage": "state media said", "sections": "15(1); 19(1)", "redacted_share": 0.25,
        "withheld": False, "url": "/documents/abababababab/pages/3?q=%22state%20media%22%20%C3%A9", "sha256": SHA,
        "file": "analysis.pdf",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_formulas_are_made_harmless(text: str) -> None:
    assert harmless(text) == "'" + text


def test_csv_is_read_back_by_a_spreadsheet() -> None:
    out = io.StringIO(newline="")
    assert write_csv([row(title='=HYPERLINK("http://x")', text='a "b", c\nd')], out) == 1
    assert out.getvalue().startswith("\ufeffinstitution,")
    rows = list(csv.DictReader(io.StringIO(out.getvalue().removeprefix("\ufeff"))))
    assert rows[0]["title"] == '\'=HYPERLINK("http://x")'
    assert rows[0]["passage"] == 'a "b", c d'
    assert rows[0]["page"] == "3"


def test_jsonl_keeps_values_as_they_are() -> None:
    out = io.StringIO()
    assert write_jsonl([row(title="=1"), row()], out) == 2
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines[0]["title"] == "=1"
    assert lines[1]["page"] == 3


def test_rows_are_written_as_they_come() -> None:
    out = io.StringIO()
    seen = []

    def rows():  # type: ignore[no-untyped-def]
        for _ in range(3):
            seen.append(out.getvalue().count("\n"))
            yield row()

    write_jsonl(rows(), out)
    assert seen == [0, 1, 2]


def test_formats_that_come_later_are_said_to() -> None:
    for name in FORMATS:
        if name in ("csv", "jsonl"):
            assert callable(writer_of(name))
        else:
            with pytest.raises(ConfigError, match="later version"):
                writer_of(name)
