"""Timelines that a researcher saves: picked, worded, ordered, hidden, taken away, and every step back."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.entities.events import events_of
from indexer.model.geometry import Span
from indexer.model.stored import DocumentDescription
from tests.unit.catalog.made import sha
from tests.web.fakes import page
from tests.web.real import BANNER, REPORTS, Real, make_real, mentions_on
from tests.web.test_site import text_of
from tests.web.test_timeline import dates_of
from webapp import create_app

OWN = "They met <b>twice</b>"


@pytest.fixture(autouse=True)
def reporter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATI_USER", "Reporter")


@pytest.fixture
def real(tmp_path: Path) -> Real:
    return make_real(tmp_path)


@pytest.fixture
def client(real: Real) -> FlaskClient:
    return open_site(real)


def open_site(real: Real) -> FlaskClient:
    app: Flask = create_app(real.services)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def picks_of(body: str) -> list[str]:
    return re.findall(r'name="pick" value="([^"]*)"', body)


def save(client: FlaskClient, query: str = "q=wechat", name: str = "My story") -> str:
    """Picks all of a timeline; its address."""
    body = text_of(client, f"/timeline?{query}")
    sent = {"pick": picks_of(body), "name": name, "source": f"/timeline?{query}"}
    response = client.post("/timelines/pick", data=sent)
    assert response.status_code == 303
    return str(response.headers["Location"]).partition("?")[0]


def entries_of(body: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/entries/([0-9a-f]{32})/word", body)))


def test_picks_become_a_timeline_with_their_sources(client: FlaskClient) -> None:
    address = save(client)
    body = text_of(client, address)
    assert "My story" in body
    assert "Picked by Reporter" in body
    assert dates_of(body) == dates_of(text_of(client, "/timeline?q=wechat"))
    assert re.search(r'href="/documents/[0-9a-f]{12}/pages/1\?rail=entities#mention-\d+"', body)
    assert '<em class="hedge">likely</em>' in body
    assert "My story" in text_of(client, "/timelines")
    again = text_of(client, "/timeline?q=wechat&into=" + address.rpartition("/")[2])
    assert picks_of(again) == []
    assert again.count("in this timeline") == 8


def test_the_researchers_words_stand_beside_the_sources(client: FlaskClient) -> None:
    address = save(client)
    entry = entries_of(text_of(client, address))[0]
    sent = {"headline": "First met", "own": OWN}
    response = client.post(f"{address}/entries/{entry}/word", data=sent)
    assert response.status_code == 303
    assert response.headers["Location"].endswith(f"#entry-{entry[:12]}")
    body = text_of(client, address)
    assert "First met" in body
    assert "They met &lt;b&gt;twice&lt;/b&gt;" in body
    assert "Words of Reporter. The source says:" in body
    assert "has watched" in body
    rows = list(csv.DictReader(client.get(f"{address}/csv").get_data(as_text=True).removeprefix("\ufeff").splitlines()))
    assert (rows[0]["headline"], rows[0]["own_words"], rows[0]["id"]) == ("First met", OWN, entry)
    assert "has watched" in rows[0]["passage"]
    too_long = client.post(f"{address}/entries/{entry}/word", data={"headline": "x" * 301, "own": "kept here"})
    assert too_long.status_code == 400
    assert "300 characters" in too_long.get_data(as_text=True)
    assert "kept here" in too_long.get_data(as_text=True)
    assert "First met" in text_of(client, address)


def test_entries_are_moved_hidden_and_taken_out_and_each_step_can_be_undone(client: FlaskClient) -> None:
    address = save(client, "q=wechat&role=event")
    first, second, third = entries_of(text_of(client, address))[:3]
    client.post(f"{address}/entries/{third}/up")
    assert entries_of(text_of(client, address))[:3] == [first, third, second]
    client.post(f"{address}/entries/{first}/hide")
    body = text_of(client, address)
    assert "1 hidden entry" in body
    assert len(client.get(f"{address}/timelinejs").get_json()["events"]) == 5
    client.post(f"{address}/entries/{second}/remove")
    body = text_of(client, address)
    assert second not in body
    history = [int(one) for one in re.findall(r'name="change"\s+value="(\d+)"', body)]
    assert len(history) == 4
    for change in history[:3]:
        assert client.post(f"{address}/undo", data={"change": change}).status_code == 303
    body = text_of(client, address)
    assert entries_of(body)[:3] == [first, second, third]
    assert body.count("Taken back by Reporter") == 3
    again = client.post(f"{address}/undo", data={"change": history[0]})
    assert again.status_code == 400
    assert "has undone this change already" in again.get_data(as_text=True)
    client.post(f"{address}/entries/{third}/up")
    client.post(f"{address}/sort")
    assert entries_of(text_of(client, address))[:3] == [first, second, third]
    client.post(f"{address}/rename", data={"name": "Another name"})
    assert "Another name" in text_of(client, "/timelines")
    client.post(f"{address}/delete")
    assert "Another name" not in text_of(client, "/timelines")
    assert "This timeline is deleted" in text_of(client, address)


def test_each_file_of_a_saved_timeline(client: FlaskClient) -> None:
    address = save(client)
    for name in ("csv", "timelinejs", "timelinejs-csv", "ics", "svg", "png"):
        response = client.get(f"{address}/{name}")
        assert response.status_code == 200
        assert "my-story" in response.headers["Content-Disposition"]
        assert len(response.data) > 200
    text_of(client, f"{address}/nosuch", 404)


def read_anew(real: Real, text: str) -> None:
    """The first page of the first report is extracted and annotated again, with this text."""
    document = sha("first.pdf")
    texts = REPORTS["first.pdf"][2]
    pages = [page(1, text, furniture=(Span(0, len(BANNER)),)), page(2, texts[1])]
    version = str(len(text))  # each reading has another
    real.archive.ledger.reset("extract", version)
    real.archive.extract(document, pages, version=version)
    real.archive.describe(document, DocumentDescription(title="Report first.pdf", date="2021-09-13", language="en"))
    key = real.archive.claim(document, "entities", version=version)
    found = [(one.number, mentions_on(one)) for one in pages]
    dated = [(at, events_of(one.text, named, one.furniture)) for one, (at, named) in zip(pages, found, strict=True)]
    real.archive.writer.save_mentions(key, found, dated)


def test_an_entry_is_found_again_when_its_page_is_read_anew_and_says_when_it_is_gone(real: Real) -> None:
    client = open_site(real)
    address = save(client, "q=rcmp&role=event")
    old = REPORTS["first.pdf"][2][0]
    passage = "The RCMP was told on 03/04/2021."
    new = old.replace("likely posted", "very likely and often posted")
    assert f'#mention-{old.index("03/04/2021")}"' in text_of(client, address)
    read_anew(real, new)
    body = text_of(client, address)
    assert f'#mention-{new.index("03/04/2021")}"' in body
    assert "The source is gone" not in body
    read_anew(real, f"{BANNER}\nNothing of that stands here now.")
    body = text_of(client, address)
    assert "The source is gone: page 1 of document" in body
    assert passage.split(" on ", maxsplit=1)[0] in body
    assert client.get(f"{address}/csv").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [{}, {"pick": ["x"]}, {"pick": ["event:0:0:0"], "name": ""}, {"pick": ["x"] * 2, "into": "zzz", "name": ""},
     {"pick": [f"event:{n:012x}:1:1" for n in range(600)], "name": "a"}, {"pick": ["x"], "name": "y" * 900}],
)  # fmt: skip
def test_what_cannot_be_picked_is_said(client: FlaskClient, sent: dict[str, object]) -> None:
    response = client.post("/timelines/pick", data=sent)
    assert response.status_code in (400, 404)
    assert "Nothing was" in response.get_data(as_text=True) or response.status_code == 404
    assert "No timeline is kept here yet" in text_of(client, "/timelines")


def test_hostile_picks_and_addresses_change_nothing(client: FlaskClient) -> None:
    address = save(client)
    entry = entries_of(text_of(client, address))[0]
    sent = {"pick": ["event:" + "f" * 12 + ":1:1", "document:" + sha("first.pdf")[:12] + ":9:<b>"], "name": "None"}
    assert client.post("/timelines/pick", data=sent).headers["Location"].endswith("?done=none")
    for path in (f"{address}/nosuch", f"{address}/entries/{entry}/nosuch", f"{address}/entries/zzz/up",
                 f"{address}/entries/{'0' * 32}/up", "/timelines/zzz/sort", f"/timelines/{'0' * 32}/sort"):  # fmt: skip
        assert client.post(path).status_code == 404
    for change in ("", "x", "99999"):
        assert client.post(f"{address}/undo", data={"change": change}).status_code == 404
    text_of(client, "/timelines/zzz", 404)
    assert "9 entries" not in text_of(client, address)


def test_a_public_site_shows_published_timelines_only_and_takes_no_change(tmp_path: Path) -> None:
    real = make_real(tmp_path)
    private = open_site(real)
    draft, address = save(private, name="A draft"), save(private, "q=rcmp", name="For all")
    entry = entries_of(text_of(private, address))[0]
    private.post(f"{address}/entries/{entry}/hide")
    private.post(f"{address}/publish")
    (tmp_path / "public").mkdir()
    settings = make_real(tmp_path / "public", "public").services.settings
    public = create_app(replace(real.services, settings=settings)).test_client()
    listed = text_of(public, "/timelines")
    assert "For all" in listed
    assert "A draft" not in listed
    text_of(public, draft, 404)
    text_of(public, f"{draft}/csv", 404)
    body = text_of(public, address)
    assert entry[:12] not in body
    assert "hidden entr" not in body
    assert '<form method="post"' not in body
    assert "History" not in body
    assert public.post(f"{address}/sort").status_code in (400, 404, 405)
    assert public.post("/timelines/pick").status_code in (400, 404, 405)
    assert "Sample Person" not in body.replace("Mr. Sample Person", "")
    read_anew(real, f"{BANNER}\nNothing of that stands here now.")
    gone = text_of(public, address)
    assert "is not in this archive any more, or reads otherwise now" in gone
    assert "was told" not in gone
    for name in ("csv", "timelinejs", "timelinejs-csv", "ics", "svg"):
        file = public.get(f"{address}/{name}")
        assert file.status_code == 200
        assert "was told" not in file.get_data(as_text=True), name
        assert "has watched" not in file.get_data(as_text=True), name


def test_each_change_needs_the_token_of_a_form(real: Real) -> None:
    client = create_app(real.services).test_client()
    assert client.post("/timelines/pick", data={"pick": "x", "name": "y"}).status_code == 400
    assert "csrf_token" in text_of(client, "/timeline?q=wechat")
