"""RIS, BibTeX and CSL-JSON, read back by libraries that are not ours, with hostile text in every field."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pybtex.database
import rispy
from hypothesis import given

from indexer.cite.bibtex import bibtex_pieces
from indexer.cite.csl import csl_item, csl_json_pieces
from indexer.cite.lines import one_line
from indexer.cite.ris import ris_pieces
from indexer.model.citation import Citation, Place
from tests.unit.cite.made import ADDRESS, SHA, citation, citer, hostile, record

LATEX = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\$": "$", r"\&": "&", r"\#": "#",
    r"\%": "%", r"\_": "_", r"\textasciicircum{}": "^", r"\textasciitilde{}": "~",
}  # fmt: skip


def from_latex(value: str) -> str:
    """As LaTeX prints it."""
    return re.sub(
        "|".join(map(re.escape, LATEX)), lambda match: LATEX[match[0]], value.removeprefix("{").removesuffix("}")
    )


def made_of(text: str) -> Citation:
    """A citation with this text wherever a document or a manifest can bring one."""
    return replace(
        citer(text).pages(record(text, text, text), (Place(3, one_line(text) or None, passage=one_line(text)),)),
        request_number=one_line(text),
    )


def read_ris(*citations: Citation) -> list[dict[str, object]]:
    return rispy.loads(b"".join(ris_pieces(citations)).decode())


def read_bibtex(*citations: Citation) -> pybtex.database.BibliographyData:
    return pybtex.database.parse_string(b"".join(bibtex_pieces(citations)).decode(), "bibtex")


def test_ris_has_every_field_and_is_a_report() -> None:
    (entry,) = read_ris(citation())
    assert entry["type_of_reference"] == "RPRT"
    assert entry["title"] == "Narratives on WeChat"
    assert entry["authors"] == ["RRM Canada"]
    assert (entry["publisher"], entry["issn"], entry["start_page"]) == (
        "Global Affairs Canada", "A-2021-01234", "000123–000125"
    )  # fmt: skip
    assert (entry["year"], entry["date"], entry["access_date"]) == ("2021", "2021/09/13/", "2026/11/29/")
    assert entry["type_of_work"] == "Access to Information Act request"
    assert entry["urls"] == [f"{ADDRESS}/documents/abababababab/pages/3"]
    assert SHA in str(entry["notes"])


def test_bibtex_is_a_techreport_with_its_fields() -> None:
    ((key, entry),) = read_bibtex(citation()).entries.items()
    assert key == "gac2021-abababababab-p3-p4-p5"
    assert entry.type == "techreport"
    assert {name: entry.fields[name] for name in ("number", "year", "month", "pages", "date", "urldate")} == {
        "number": "A-2021-01234", "year": "2021", "month": "September", "pages": "000123--000125",
        "date": "2021-09-13", "urldate": "2026-11-29",
    }  # fmt: skip
    assert entry.fields["institution"] == "{Global Affairs Canada}"


def test_keys_are_unique_whatever_the_order() -> None:
    one, other = citation(), replace(citation(), document="cd" * 32)
    assert len(read_bibtex(one, one, other, one, other, one).entries) == 6


def test_csl_json_holds_the_fields_of_the_schema() -> None:
    item = csl_item(citation())
    assert item["type"] == "report"
    assert item["author"] == [{"literal": "RRM Canada"}]
    assert item["archive_location"] == "A-2021-01234, pp. 000123–000125"
    assert item["available-date"] == {"date-parts": [[2022, 6, 20]]}
    assert (item["publisher"], item["authority"]) == ("Global Affairs Canada",) * 2
    assert (item["status"], item["jurisdiction"], item["number-of-pages"]) == ("released in part", "CA", "12")
    assert item["custom"] == {
        "sha256": SHA, "edtf": "2021-09-13", "released_edtf": "2022-06-20", "regime": "atia_ca",
        "disposition": "disclosed_in_part", "exemptions": ["15(1)"], "sheets": [3, 4, 5],
        "labels": ["000123", "000124", "000125"],
    }  # fmt: skip


def test_csl_json_is_one_array_for_any_number_of_items() -> None:
    for count in (0, 1, 3):
        assert len(json.loads(b"".join(csl_json_pieces([citation()] * count)))) == count


@given(hostile)
def test_any_text_comes_back_from_ris_and_begins_no_tag(text: str) -> None:
    first, second = read_ris(made_of(text), citation())
    assert first["title"] == made_of(text).shown_title
    assert first["type_of_reference"] == second["type_of_reference"] == "RPRT"
    assert second["title"] == "Narratives on WeChat"


@given(hostile)
def test_any_text_comes_back_from_bibtex_and_ends_no_entry(text: str) -> None:
    hostile_entry, plain_entry = read_bibtex(made_of(text), citation()).entries.values()
    assert one_line(from_latex(hostile_entry.fields["title"])) == made_of(text).shown_title
    assert plain_entry.fields["title"] == "{Narratives on WeChat}"
    for value in hostile_entry.fields.values():
        assert not re.search(r"\\(?!textb|textascii|[$&#%_])", value), "no command of the text's own"


@given(hostile)
def test_any_text_comes_back_from_csl_json(text: str) -> None:
    (item,) = json.loads(b"".join(csl_json_pieces([made_of(text)])))
    assert item["title"] == made_of(text).shown_title
