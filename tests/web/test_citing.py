"""Citations on the site: the rail of the reader, the page of a document, metadata for programs, files and exports."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pybtex.database
import pytest
import rispy
from flask.testing import FlaskClient

from indexer.cite.formats import OF_CITATIONS, OF_PAGES
from indexer.cite.styles import STYLES
from indexer.errors import Unavailable
from indexer.model.query import SearchRequest
from indexer.model.result import FoundPage
from indexer.search.service import SearchService
from indexer.search.vocabulary import Vocabulary
from tests.web.fakes import ANALYSIS as TEXT
from tests.web.fakes import HOSTILE, make_services, sha
from webapp import Services, create_app
from webapp.citing import read_sheets

FULL_ID = sha("analysis")
ID = FULL_ID[:12]
TITLE = "Narratives on the platform of the Conservative Party of Canada"
PAGE = f"/documents/{ID}/pages/1"
DOCUMENT = f"/documents/{ID}-narratives-on-the-platform-of-the-conservative-party-of"

FAILING = "zoological-journal-of-the-linnean-society"
ZOTERO_FIELDS = {
    "citation_technical_report_institution", "citation_technical_report_number", "citation_title", "citation_author",
    "citation_publication_date", "citation_date", "citation_language", "citation_firstpage", "citation_lastpage",
    "citation_pdf_url", "citation_public_url", "citation_abstract",
}  # fmt: skip
"""What “Embedded Metadata” of zotero/translators@28143701 reads, of the tags that a report has."""


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


def tags_of(body: str) -> dict[str, str]:
    found = re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', body)
    assert len(found) == len({name for name, _ in found})
    return {name: html.unescape(value) for name, value in found}


def linked_data(body: str) -> dict[str, object]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)
    data: dict[str, object] = json.loads(block)
    return data


def plain(body: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", body)).split())


class TestReader:
    def test_the_page_is_cited_in_full_with_both_numbers_and_hash(self, client: FlaskClient) -> None:
        body = plain(text_of(client, f"{PAGE}?rail=cite"))
        assert "Release page 000012 (sheet 1 of 9)" in body
        assert f"Global Affairs Canada, RRM Canada, “{TITLE}”, 13 September 2021, release page 000012" in body
        assert f"http://localhost{PAGE}" in body
        assert FULL_ID in body
        assert "works on this machine only" in body

    @pytest.mark.parametrize("style", STYLES)
    def test_the_style_is_in_the_address_and_stays_from_page_to_page(self, client: FlaskClient, style: str) -> None:
        body = text_of(client, f"{PAGE}?rail=cite&style={style}")
        assert f'<option value="{style}" selected' in body
        assert TITLE.casefold() in plain(body).casefold()
        assert f"/pages/2?rail=cite&amp;style={style}" in body
        if not style.startswith("full"):
            assert "-like” until a librarian has checked it" in body

    def test_any_other_style_by_name(self, client: FlaskClient) -> None:
        body = text_of(client, f"{PAGE}?rail=cite&style=apa&other=nature")
        assert 'name="other"' in body
        assert 'value="nature"' in body
        assert "RRM Canada. <i>Narratives" in body

    @pytest.mark.parametrize("style", ["nothing-such", "../../etc/passwd", HOSTILE, FAILING])
    def test_a_style_that_cannot_be_used_is_said_and_the_rest_stays(self, client: FlaskClient, style: str) -> None:
        body = text_of(client, f"{PAGE}?rail=cite&style={style}")
        assert "There is no citation style" in body or "cannot format a released record" in body
        assert FULL_ID in body
        assert "<script>alert" not in body

    def test_a_passage_is_boxed_quoted_and_addressed(self, client: FlaskClient) -> None:
        start = TEXT.index("no evidence")
        end = start + len("no evidence of foreign interference")
        body = text_of(client, f"{PAGE}?rail=cite&from={start}&to={end}")
        assert '<blockquote class="cited-passage">no evidence of foreign interference</blockquote>' in body
        box = body[body.index('<g id="passage" class="passage">') :]
        assert "<rect" in box[:600]
        assert f"{PAGE}?from={start}&amp;to={end}#passage" in body
        assert f'<input type="hidden" name="from" value="{start}">' in body
        assert "Cite the page as a whole" in body

    @pytest.mark.parametrize("span", ["from=5", "from=9&to=3", "from=-1&to=4", "from=٣&to=٩", "from=999999&to=9999999"])
    def test_a_span_that_is_none_cites_the_page(self, client: FlaskClient, span: str) -> None:
        body = text_of(client, f"{PAGE}?rail=cite&{span}")
        assert "cited-passage" not in body
        assert 'id="passage"' not in body

    def test_the_passage_is_boxed_whatever_stands_beside(self, client: FlaskClient) -> None:
        assert 'id="passage"' in text_of(client, f"{PAGE}?from=3&to=40")

    def test_a_page_that_was_not_read_is_cited_by_its_sheet(self, client: FlaskClient) -> None:
        body = plain(text_of(client, f"/documents/{ID}/pages/8?rail=cite&style=chicago"))
        assert "Sheet 8 of 9" in body

    def test_lines_over_the_picture_know_their_place_in_the_text(self, client: FlaskClient) -> None:
        body = text_of(client, PAGE)
        lines = re.findall(r'<text data-start="(\d+)"[^>]*>([^<]*)</text>', body)
        assert lines
        for start, line in lines:
            assert TEXT[int(start) :].startswith(html.unescape(line))

    def test_french_pages_cite_in_french(self, client: FlaskClient) -> None:
        body = plain(text_of(client, f"/fr{PAGE}?rail=cite"))
        assert "Citer le document entier" in body
        assert "13 septembre 2021, page de la communication 000012 (feuille 1 de 9), communiqué en partie" in body


class TestDocument:
    def test_it_is_cited_as_a_whole_or_by_sheets(self, client: FlaskClient) -> None:
        assert "The document as a whole" in text_of(client, DOCUMENT)
        body = plain(text_of(client, f"{DOCUMENT}?pages=1-3,5&style=apa"))
        assert "Release pages 000012–000014, 000016 (sheets 1–3, 5 of 9)" in body
        assert "(RRM Canada, 2021, pp. 000012–000014, 000016)" in body

    @pytest.mark.parametrize("pages", ["0", "3-99999", "x", "3-", "-", HOSTILE, "9" * 300])
    def test_sheets_that_are_none_are_said(self, client: FlaskClient, pages: str) -> None:
        body = text_of(client, f"{DOCUMENT}?pages={pages}")
        assert "is no list of sheets of this document" in body
        assert "The document as a whole" in body
        assert "<script>alert" not in body

    def test_a_file_that_cannot_be_read_is_cited_by_its_name(self, client: FlaskClient) -> None:
        body = plain(text_of(client, f"/documents/{sha('locked')[:12]}-locked-pdf"))
        assert "[locked.pdf], n.d., ATI Archive" in body

    def test_lists_of_sheets(self) -> None:
        assert read_sheets("3-5, 9", 9) == (3, 4, 5, 9)
        assert read_sheets("9;3–4", 9) == (3, 4, 9)
        assert read_sheets("", 9) == ()
        assert read_sheets("5-3", 9) is None
        assert read_sheets("1-10", 9) is None
        assert read_sheets("1-600", 600) is None


class TestMetadata:
    @pytest.mark.parametrize("address", [DOCUMENT, PAGE])
    def test_highwire_tags_are_those_that_zotero_reads_as_a_report(self, client: FlaskClient, address: str) -> None:
        body = text_of(client, address)
        tags = tags_of(body)
        assert set(tags) <= ZOTERO_FIELDS
        assert tags["citation_technical_report_institution"] == "Global Affairs Canada"
        assert tags["citation_technical_report_number"] == "A-2021-01234"
        assert tags["citation_title"] == TITLE
        assert tags["citation_author"] == "RRM Canada"
        assert tags["citation_publication_date"] == "2021/09/13"
        assert tags["citation_language"] == "en"
        assert tags["citation_pdf_url"] == f"http://localhost/documents/{ID}/original"
        assert f"SHA-256: {FULL_ID}" in tags["citation_abstract"]
        assert tags.get("citation_firstpage") == ("000012" if address == PAGE else None)
        assert body.index("citation_title") < body.index("</head>")

    def test_no_coins_hides_the_highwire_tags_from_zotero(self, client: FlaskClient) -> None:
        assert "Z3988" not in text_of(client, PAGE)

    def test_schema_org_says_the_same(self, client: FlaskClient) -> None:
        data = linked_data(text_of(client, PAGE))
        assert data["@type"] == "Report"
        assert (data["name"], data["reportNumber"], data["pagination"]) == (TITLE, "A-2021-01234", "000012")
        assert data["dateCreated"] == "2021-09-13"
        assert data["datePublished"] == "2022-06-20"
        assert data["identifier"] == {"@type": "PropertyValue", "propertyID": "SHA-256", "value": FULL_ID}

    def test_a_hostile_title_stays_text_in_tags_and_data(self, client: FlaskClient) -> None:
        body = text_of(client, f"/documents/{sha('hostile')[:12]}/pages/1")
        assert "<script>alert" not in body
        assert tags_of(body)["citation_title"] == HOSTILE
        assert linked_data(body)["name"] == HOSTILE

    def test_an_original_that_is_withheld_is_named_nowhere(self, client: FlaskClient, public: FlaskClient) -> None:
        for one in (client, public):
            body = text_of(one, f"/documents/{sha('hidden')[:12]}/pages/1")
            assert "citation_pdf_url" not in tags_of(body)
            assert "encoding" not in linked_data(body)

    def test_the_address_of_the_setting_is_cited(self, tmp_path: Path) -> None:
        services = make_services(tmp_path)
        object.__setattr__(services.settings.site, "address", "https://archive.example.org/")
        body = text_of(create_app(services).test_client(), f"{PAGE}?rail=cite")
        assert tags_of(body)["citation_public_url"] == f"https://archive.example.org{PAGE}"
        assert "works on this machine only" not in body


class TestFiles:
    def test_ris_bibtex_and_csl_json_of_a_page(self, client: FlaskClient) -> None:
        base = f"/documents/{ID}/cite"
        ris = client.get(f"{base}/ris?pages=1")
        (entry,) = rispy.loads(ris.get_data(as_text=True))
        assert (entry["type_of_reference"], entry["start_page"]) == ("RPRT", "000012")
        assert ris.headers["Content-Disposition"] == "attachment; filename=a-2021-01234-000012.ris"
        (bib,) = pybtex.database.parse_string(text_of(client, f"{base}/bibtex"), "bibtex").entries.values()
        assert bib.fields["number"] == "A-2021-01234"
        (item,) = json.loads(text_of(client, f"{base}/csl-json?pages=1&from=3&to=20"))
        assert item["custom"]["spans"] == [[3, 20]]

    def test_links_to_files_lead_to_what_is_shown(self, client: FlaskClient) -> None:
        body = text_of(client, f"{PAGE}?rail=cite&from=3&to=20")
        links = [html.unescape(one) for one in re.findall(rf'href="(/documents/{ID}/cite/[^"]*)"', body)]
        assert len(links) == 3
        assert all("from=3&to=20&pages=1" in one for one in links)
        for one in links:
            assert client.get(one).status_code == 200

    @pytest.mark.parametrize("name", OF_CITATIONS)
    def test_every_format_of_a_document(self, client: FlaskClient, name: str) -> None:
        response = client.get(f"/documents/{ID}/cite/{name}?style=mla")
        assert response.status_code == 200
        assert response.get_data()

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            (f"/documents/{ID}/cite/exe", 404),
            (f"/documents/{ID}/cite/ris?pages=99", 404),
            (f"/documents/{'0' * 12}/cite/ris", 404),
            (f"/documents/{ID}/cite/text?style=nothing-such", 400),
            ("/search/export/exe", 404),
            ("/search/export/text?q=wechat&style=nothing-such", 400),
        ],
    )
    def test_what_is_not_there_is_said_on_a_page(self, client: FlaskClient, address: str, status: int) -> None:
        assert "<h1" in text_of(client, address, status)

    @pytest.mark.parametrize("address", [f"{PAGE}?rail=cite&style=no", f"/documents/{ID}/cite/text?style=no"])
    def test_a_style_that_is_none_is_said_in_french_on_french_pages(self, client: FlaskClient, address: str) -> None:
        body = client.get(f"/fr{address}").get_data(as_text=True)
        assert "Il n’y a pas ici de style de citation «\u00a0no\u00a0»" in body
        assert "There is no citation style" not in body


def test_an_institution_has_its_french_name_on_french_pages(client: FlaskClient) -> None:
    page = client.get(f"/fr{PAGE}?rail=cite").get_data(as_text=True)
    assert "Affaires mondiales Canada" in page[page.index('id="cite-entry">') :].partition("</p>")[0]
    assert "Global Affairs Canada" in text_of(client, f"{PAGE}?rail=cite")


class TestExports:
    def test_the_results_offer_every_format_without_a_script(self, client: FlaskClient) -> None:
        body = text_of(client, "/search?q=wechat&institution=gac&sort=document_date")
        menu = body[body.index('<details class="exports">') :]
        for name in OF_PAGES:
            assert f"/search/export/{name}" in menu
        assert "/search/export/csv?q=wechat&amp;institution=gac" in menu
        assert '<input type="hidden" name="institution" value="gac">' in menu
        assert "exports" not in text_of(client, "/search?q=zzzz")

    @pytest.mark.parametrize("name", OF_PAGES)
    def test_all_matches_in_every_format(self, client: FlaskClient, name: str) -> None:
        found = json.loads(text_of(client, "/search.json?q=wechat"))["pages"]
        response = client.get(f"/search/export/{name}?q=wechat&style=chicago")
        data = response.get_data()
        assert response.status_code == 200
        assert response.headers["Content-Type"] == OF_PAGES[name].media_type
        assert response.headers["Content-Disposition"] == f"attachment; filename=wechat.{OF_PAGES[name].extension}"
        match name:
            case "csv":
                rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
                assert len(rows) == found
                assert rows[0]["permalink"] == f"http://localhost{PAGE}"
            case "xlsx":
                assert openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].max_row == found + 1
            case "jsonl":
                assert len(data.splitlines()) == found
            case "ris":
                assert len(rispy.loads(data.decode())) == found
            case "bibtex":
                assert len(pybtex.database.parse_string(data.decode(), "bibtex").entries) == found
            case "csl-json":
                assert len(json.loads(data)) == found
            case "text":
                assert data.decode().count("SHA-256") == found
            case "docx":
                assert len(docx.Document(io.BytesIO(data)).paragraphs) == found + 3

    def test_filters_narrow_the_file(self, client: FlaskClient) -> None:
        data = text_of(client, "/search/export/jsonl?q=wechat&institution=gac")
        assert {json.loads(line)["institution"] for line in data.splitlines()} == {"gac"}

    def test_a_name_in_another_script_is_kept(self, client: FlaskClient) -> None:
        disposition = client.get("/search/export/csv?q=有理儿有面").headers["Content-Disposition"]
        assert disposition.startswith("attachment; filename=citations.csv; filename*=UTF-8''%E6%9C%89")

    def test_a_search_that_fails_is_a_page_and_not_half_a_file(self, services: Services) -> None:
        class Down(SearchService):
            def all_pages(self, request: SearchRequest) -> Iterator[FoundPage]:
                raise Unavailable("The index does not answer.")

        vars_of = services.search
        down = Down(vars_of._engine, vars_of._catalog, services.settings.search, Vocabulary())  # type: ignore[attr-defined]
        response = create_app(replace(services, search=down)).test_client().get("/search/export/csv?q=wechat")
        assert (response.status_code, response.mimetype) == (503, "text/html")
        assert "Content-Disposition" not in response.headers

    def test_people_who_are_not_shown_open_no_file(self, public: FlaskClient, client: FlaskClient) -> None:
        private = text_of(client, "/search/export/jsonl?person=Jane+Doe")
        assert private.count("\n") == 1
        shown = text_of(public, "/search/export/jsonl?person=Jane+Doe")
        assert shown.count("\n") != 1, "the filter was left out"
