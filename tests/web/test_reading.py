"""Sheets one below the other, tables to take away, names boxed by kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from indexer.model.geometry import BBox
from indexer.model.page import Table
from tests.web.fakes import HOSTILE, make_catalog, make_services
from webapp import create_app

BOX = BBox(72, 100, 300, 200)


def document_of(client: FlaskClient) -> str:
    found: str = client.get("/search.json?q=wechat").get_json()["hits"][0]["document"]
    return found[:12]


def with_table(folder: Path) -> tuple[FlaskClient, str]:
    catalog = make_catalog()
    sha256, pages = next((key, value) for key, value in catalog.pages.items() if value and value[0].text)
    rows = (("Account", "Followers"), ("=cmd()", "1,200"), (HOSTILE, ""))
    pages[0] = replace(pages[0], tables=(Table(BOX, rows, tuple((BOX, BOX) for _ in rows)),))
    return create_app(make_services(folder, catalog)).test_client(), f"{sha256[:12]}/pages/{pages[0].number}"


def test_sheets_stand_one_below_the_other_with_their_matches(client: FlaskClient) -> None:
    document = document_of(client)
    page = client.get(f"/documents/{document}/read?q=wechat").get_data(as_text=True)
    assert page.count('class="read-sheet"') > 1
    assert 'id="sheet-1-hit-1"' in page
    assert f'href="/documents/{document}/pages/1?q=wechat"' in page
    assert page.count('loading="lazy"') == page.count('class="read-sheet"')
    part = client.get(f"/documents/{document}/read?from=2", headers={"X-Part": "sheets"})
    assert "<html" not in part.get_data(as_text=True)
    assert 'id="sheet-1"' not in part.get_data(as_text=True)
    assert "X-Part" in part.headers["Vary"]


def test_where_no_sheet_is(client: FlaskClient) -> None:
    document = document_of(client)
    assert client.get(f"/documents/{document}/read?from=999").status_code == 404
    assert client.get(f"/documents/{document}/read?from=banana").status_code == 200
    assert client.get("/documents/000000000000/read").status_code == 404


def test_tables_are_tables_and_can_be_taken_away(tmp_path: Path) -> None:
    client, place = with_table(tmp_path)
    page = client.get(f"/documents/{place}?rail=tables").get_data(as_text=True)
    assert "<td>Account</td>" in page
    assert 'id="table-1"' in page
    assert HOSTILE not in page
    answer = client.get(f"/documents/{place}/tables/1.csv")
    lines = answer.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    assert lines[:2] == ["Account,Followers", '\'=cmd(),"1,200"']
    assert "attachment" in answer.headers["Content-Disposition"]
    for missing in ("0", "2", "x"):
        assert client.get(f"/documents/{place}/tables/{missing}.csv").status_code == 404


def test_the_tab_of_tables_stands_where_there_are_some(client: FlaskClient, tmp_path: Path) -> None:
    document = document_of(client)
    assert "rail=tables" not in client.get(f"/documents/{document}/pages/1").get_data(as_text=True)
    made, place = with_table(tmp_path)
    assert "rail=tables" in made.get(f"/documents/{place}").get_data(as_text=True)
    assert client.get(f"/documents/{document}/pages/1?rail=tables").status_code == 200


def test_names_of_a_kind_can_be_left_unboxed(client: FlaskClient) -> None:
    page = client.get(f"/documents/{document_of(client)}/pages/1?rail=entities").get_data(as_text=True)
    assert 'data-kind="account"' in page
