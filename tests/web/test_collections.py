"""Collections and saved searches, as an operator uses them: without scripts."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indexer.catalog.takedowns import TakedownCatalog
from indexer.model.takedown import new_takedown
from tests.web.fakes import HOSTILE
from tests.web.real import Real, make_real
from webapp import create_app

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def real(tmp_path: Path) -> Real:
    return make_real(tmp_path)


@pytest.fixture
def desk(real: Real) -> FlaskClient:
    app = create_app(real.services)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.get_data(as_text=True)


def document_of(client: FlaskClient) -> str:
    found: str = client.get("/search.json?q=wechat").get_json()["hits"][0]["document"]
    return found


def collect(client: FlaskClient, **fields: object) -> str:
    answer = client.post("/collect", data={"document": document_of(client), "name": "Story", **fields})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location).partition("?")[0]


def test_a_page_is_collected_with_a_note_and_cited(desk: FlaskClient) -> None:
    form = text_of(desk, f"/collect?document={document_of(desk)[:12]}&page=1")
    assert "Into a new collection" in form
    place = collect(desk, page="1", note="Look\nhere " + HOSTILE, tags="wechat, first")
    page = text_of(desk, place)
    assert "Release page 000001" in page
    assert HOSTILE not in page
    assert "<li>wechat</li>" in page
    assert "A-2021-01234" in page
    assert "Story" in text_of(desk, f"/documents/{document_of(desk)[:12]}/pages/1?rail=notes")


def test_a_passage_keeps_its_words_and_opens_boxed(desk: FlaskClient) -> None:
    place = collect(desk, page="1", **{"from": "5", "to": "40"})
    page = text_of(desk, place)
    href = re.search(r'href="(/documents/[^"]*from=5&amp;to=40#passage)"', page)
    assert href
    assert "cited-passage" in page
    assert text_of(desk, href[1].replace("&amp;", "&").partition("#")[0])


def test_what_the_form_cannot_take_is_kept_and_said(desk: FlaskClient) -> None:
    document = document_of(desk)
    for fields in ({"name": " "}, {"name": "x" * 300}, {"name": "ok", "note": "x" * 6_000}):
        answer = desk.post("/collect", data={"document": document, "page": "1", **fields})
        assert answer.status_code == 400
        assert 'role="alert"' in answer.get_data(as_text=True)
    assert desk.post("/collections", data={"name": ""}).status_code == 400
    assert desk.post("/collect", data={"document": document, "collection": "0" * 12}).status_code == 404
    for wrong in ("/collect", "/collect?document=zzz", f"/collect?document={document[:12]}&page=999"):
        assert desk.get(wrong).status_code == 404


def test_items_are_noted_moved_taken_out_and_put_back(desk: FlaskClient) -> None:
    place = collect(desk, page="1")
    key = place.rpartition("/")[2]
    collect(desk, page="2", name="", collection=key)
    ids = re.findall(r'id="item-([0-9a-f]{12})"', text_of(desk, place))
    assert len(ids) == 2
    assert desk.post(f"{place}/items/{ids[1]}/move", data={"place": "1"}).status_code == 303
    assert re.findall(r'id="item-([0-9a-f]{12})"', text_of(desk, place)) == ids[::-1]
    desk.post(f"{place}/items/{ids[0]}/edit", data={"note": "changed", "tags": ""})
    assert "changed" in text_of(desk, place)
    refused = desk.post(f"{place}/items/{ids[0]}/edit", data={"note": "x" * 6_000})
    assert refused.status_code == 400
    assert "x" * 6_000 in refused.get_data(as_text=True)
    desk.post(f"{place}/items/{ids[0]}/take-out")
    assert len(re.findall(r'id="item-([0-9a-f]{12})"', text_of(desk, place))) == 1
    desk.post(f"{place}/items/{ids[0]}/put-back")
    assert len(re.findall(r'id="item-([0-9a-f]{12})"', text_of(desk, place))) == 2
    assert desk.post(f"{place}/items/{ids[0]}/explode").status_code == 404
    assert desk.post(f"/collections/{'0' * 12}/items/{ids[0]}/move").status_code == 404


def test_a_collection_is_named_removed_and_restored(desk: FlaskClient) -> None:
    place = collect(desk, page="1")
    desk.post(place, data={"name": "Another " + HOSTILE, "note": "about"})
    page = text_of(desk, place)
    assert "Another" in page
    assert HOSTILE not in page
    desk.post(f"{place}/remove")
    assert "Put back" in text_of(desk, "/collections")
    desk.post(f"{place}/restore")
    assert place in text_of(desk, "/collections")


@pytest.mark.parametrize("name", ["ris", "bibtex", "csl-json", "text", "docx", "csv"])
def test_the_list_can_be_taken_away(desk: FlaskClient, name: str) -> None:
    place = collect(desk, page="1", note="=cmd()")
    answer = desk.get(f"{place}/cite/{name}?style=apa")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    data = answer.get_data()
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert [(row["label"], row["note"]) for row in rows] == [("000001", "'=cmd()")]
    elif name != "docx":
        assert b"A-2021-01234" in data


def test_formats_and_styles_that_are_not_there(desk: FlaskClient) -> None:
    place = collect(desk, page="1")
    assert desk.get(f"{place}/cite/banana").status_code == 404
    assert desk.get(f"{place}/cite/text?style=no-such-style").status_code == 400
    assert 'role="alert"' in text_of(desk, f"{place}?style=no-such-style")
    assert desk.get(f"{place}/package.zip?style=no-such-style").status_code == 400


def test_the_package_stands_by_itself(desk: FlaskClient) -> None:
    place = collect(desk, page="1", note=HOSTILE)
    collect(desk, name="", collection=place.rpartition("/")[2])
    with zipfile.ZipFile(io.BytesIO(desk.get(f"{place}/package.zip").get_data())) as package:
        assert package.testzip() is None
        names = package.namelist()
        page = package.read("index.html").decode()
    assert {"index.html", "citations.ris", "citations.bib", "items.csv", "citations.docx"} <= set(names)
    pictures = [name for name in names if name.endswith(".jpg")]
    assert len(pictures) == 1
    assert f'src="{pictures[0]}"' in page
    assert HOSTILE not in page
    assert "<script" not in page
    assert 'href="/' not in page
    assert "SHA-256" in page


def test_items_outlive_what_they_name(desk: FlaskClient, real: Real) -> None:
    place = collect(desk, page="1", note="mine", **{"from": "5", "to": "40"})
    quote = re.search(r"<blockquote[^>]*>([^<]+)</blockquote>", text_of(desk, place))
    assert quote
    takedowns = TakedownCatalog(real.archive.database)
    takedowns.take_down(new_takedown("other", who="Operator", document=document_of(desk)))
    page = text_of(desk, place)
    assert quote[1] not in page
    assert "mine" in page
    assert "taken down" in page
    assert desk.get(f"{place}/package.zip").status_code == 200
    assert desk.get(f"{place}/cite/ris").status_code == 200


def test_a_search_is_saved_followed_and_tells_what_is_new(desk: FlaskClient) -> None:
    assert "/saved/new?q=wechat" in text_of(desk, "/search?q=wechat")
    assert 'value="q=wechat"' in text_of(desk, "/saved/new?q=wechat")
    assert desk.post("/saved", data={"search": "q=wechat", "name": ""}).status_code == 303
    page = text_of(desk, "/saved")
    assert "nothing new" in page
    assert 'href="/search?q=wechat"' in page
    key = re.search(r"/saved/([0-9a-f]{12})/", page)
    assert key
    for action in ("rename", "see"):
        assert desk.post(f"/saved/{key[1]}/{action}", data={"name": "Mine"}).status_code == 303
    assert "Mine" in text_of(desk, "/saved")
    assert desk.post(f"/saved/{key[1]}/rename", data={"name": " "}).status_code == 400
    assert desk.post(f"/saved/{key[1]}/remove").location.endswith("/search?q=wechat")
    assert desk.post(f"/saved/{key[1]}/see").status_code == 404
    assert desk.post("/saved/xyz/see").status_code == 404


def test_the_feed_of_a_search_is_atom(desk: FlaskClient) -> None:
    answer = desk.get("/search.atom?q=wechat")
    assert answer.content_type.startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.get_data())
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.findtext(f"{ATOM}updated") or "")
        assert (entry.find(f"{ATOM}link").attrib["href"]).startswith("http://localhost/documents/")  # type: ignore[union-attr]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "ATI Archive", "entries without an institution have this author"
    assert ElementTree.fromstring(desk.get("/search.atom?q=zzzzzz").get_data()).findall(f"{ATOM}entry") == []
    french = ElementTree.fromstring(desk.get("/fr/search.atom?q=wechat").get_data())
    assert "/fr/search?" in (french.findtext(f"{ATOM}id") or "")


def test_a_collection_has_a_timeline_and_is_read_by_reference_managers(desk: FlaskClient) -> None:
    place = collect(desk, page="1")
    page = text_of(desk, place)
    spans = [parse_qs(unescape(one)) for one in re.findall(r'class="Z3988" title="([^"]*)"', page)]
    assert [one["rft.genre"] for one in spans] == [["report"]]
    assert spans[0]["rft.pages"] == ["000001"]
    assert spans[0]["rft_id"][0].startswith("http://localhost/documents/")
    key = place.rpartition("/")[2]
    timeline = text_of(desk, f"/timeline?collection={key}")
    assert "Timeline of the collection “Story”" in timeline
    assert f'href="/collections/{key}"' in timeline
    assert desk.get(f"/timeline?collection={'0' * 12}").status_code == 404
    assert desk.get(f"/timeline/csv?collection={key}").status_code == 200


def test_a_public_site_has_feeds_and_no_collections(tmp_path: Path) -> None:
    public = create_app(make_real(tmp_path, mode="public").services).test_client()
    for address in (f"/timeline?collection={'0' * 12}", "/collections", "/collect?document=0&page=1", "/saved"):
        assert public.get(address).status_code == 404
    assert public.get("/search.atom?q=wechat").status_code == 200
    assert "/saved" not in text_of(public, "/search?q=wechat")
    document = document_of(public)[:12]
    assert "rail=notes" not in text_of(public, f"/documents/{document}/pages/1")
    assert "/collect" not in text_of(public, f"/documents/{document}/pages/1?rail=cite")
    assert text_of(public, f"/documents/{document}/pages/1?rail=notes")
