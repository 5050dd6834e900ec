"""What was taken down comes out at no address: the tombstone says why, and nothing of what it held."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from indexer.model.describing import describe_rule
from indexer.model.registry import MentionPlace, entity_id, new_rule
from indexer.model.takedown import CATEGORIES, new_takedown
from tests.web.real import Real, make_real
from tests.web.test_corrections import token_of
from tests.web.test_site import text_of
from webapp import create_app

SECRET = "Zanzibar"
PERSON = entity_id("person", "Sample Person")
PAGES = [
    f"{SECRET} one: the WeChat account Youli-Youmian met Mr. Sample Person on 8 September 2021.",
    f"{SECRET} two: the RCMP was silent in 2021.",
]
REPORTS = {
    "report.pdf": ("2021-09-13", f"{SECRET} Author", PAGES),
    "shown.pdf": ("2022", "Shown Author", ["The RCMP and CSIS wrote in 2020.", "CSIS again."]),
}
WORDS = (SECRET, "Sample Person", "Youli")


@pytest.fixture(params=["private", "public"])
def real(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Real:
    monkeypatch.setenv("ATI_USER", "Ada <Desk>")
    made = make_real(tmp_path, request.param, REPORTS)
    document = made.services.catalog.list_documents(0, 1)[0].document.id
    made.registry.describe([describe_rule("document", document, "title", f"Said {SECRET}", who="ada")])
    (party,) = [one for one in made.services.catalog.mentions(document, 1) if one.kind == "party"]
    place = MentionPlace(document, 1, "party", party.start, party.text)
    made.registry.decide(new_rule("reject", "person", party.value, who="ada", place=place))
    made.registry.decide(new_rule("confirm", "organisation", "csis", who="ada"))
    made.follow()
    return made


def addresses(app: Flask, real: Real, document: str, release: str, page: int) -> Iterator[str]:
    """Every address that can be read, its parts filled with what was taken down."""
    down = real.services.takedowns.listed(0, 1)[0].id
    rules = tuple(rule.id for rule in real.registry.rules(None, 0, 2))
    people = (PERSON, entity_id("account", "wechat:youli-youmian"))
    keys = {"documents": (document[:12], f"{document[:12]}.json"), "entities": people, "takedowns": (down,)}
    values: dict[str, tuple[Any, ...]] = {
        "number": (page,), "page": (page,), "release_id": (release,), "rule_id": rules, "action": ("rename",),
        "facet": ("person",), "name": ("site.css",),
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            mine = next((key for part, key in keys.items() if f"/{part}/" in rule.rule), (document[:12],))
            yield from _filled(app, rule, {**values, "key": mine}, mine)


def _filled(app: Flask, rule: Rule, values: dict[str, tuple[Any, ...]], others: tuple[str, ...]) -> Iterator[str]:
    asked: list[dict[str, Any]] = [{}]
    for name in sorted(rule.arguments):
        is_number = isinstance(rule._converters[name], NumberConverter)
        given = values.get(name, values["number"] if is_number else others)
        asked = [{**one, name: value} for one in asked for value in given]
    with app.test_request_context():
        for one in asked:
            if built := rule.build(one, append_unknown=False):
                yield built[1]


QUERIES = ("", f"?q={SECRET.lower()}&name=you&rail=entities&kind=person&hidden=1&undated=1&facet=person")


def told_at(app: Flask, real: Real, document: str, release: str, page: int) -> dict[str, str]:
    """Body and file name of every address."""
    client = app.test_client()
    found = {}
    for address in sorted(set(addresses(app, real, document, release, page))):
        for query in QUERIES:
            response = client.get(address + query)
            assert response.status_code < 500, address + query
            body = response.get_data(as_text=True) if response.mimetype != "image/jpeg" else ""
            found[address + query] = body + str(response.headers.get("Content-Disposition", ""))
    return found


def leaks(found: dict[str, str], words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Addresses with one of these words, and what stands around it. What was asked is in small letters."""
    wrong = []
    for address, body in found.items():
        plain = html.unescape(body)
        for word in words:
            if word in plain:
                at = plain.index(word)
                wrong.append((address, plain[max(0, at - 60) : at + 60]))
    return wrong


@pytest.mark.parametrize(("kind", "removed"), [("document", False), ("release", False), ("document", True)])
def test_nothing_of_what_is_down_comes_out_at_any_address(real: Real, kind: str, removed: bool) -> None:
    record = real.services.catalog.list_documents(0, 1)[0]
    document, release = record.document.id, record.releases[0].id
    app = create_app(real.services)
    other = real.services.catalog.list_documents(1, 1)[0].document.id
    real.services.takedowns.take_down(new_takedown("other", who="ada", document=other, page=2))
    if kind == "document" and not removed:
        before = leaks(told_at(app, real, document, release, 1), WORDS)
        assert len({address.partition("?")[0] for address, _ in before}) > 10, "there was something to hide"
    what = {"document": document} if kind == "document" else {"release": release}
    down = new_takedown("privacy", who="ada", why="asked", removed=removed, **what)  # type: ignore[arg-type]
    real.services.takedowns.take_down(down)
    real.follow()
    assert leaks(told_at(app, real, document, release, 1), WORDS) == []
    client = app.test_client()
    short = f"/documents/{document[:12]}"
    for address in (short, f"{short}.json", f"{short}/original", f"{short}/find?q=x", f"/documents/{document}/pages/2",
                    f"{short}/pages/1/image", f"{short}/pages/1/thumbnail"):  # fmt: skip
        assert client.get(address).status_code == 410, address
    if kind == "release":
        assert client.get(f"/releases/{release}").status_code == 410


def test_nothing_of_a_hidden_page_comes_out_at_any_address(real: Real) -> None:
    document = real.services.catalog.list_documents(0, 1)[0].document.id
    app = create_app(real.services)
    real.services.takedowns.take_down(new_takedown("safety", who="ada", why="asked", document=document, page=1))
    real.follow()
    release = real.services.catalog.document(document).releases[0].id
    hidden = (f"{SECRET} one", "Sample Person", "Youli")
    assert leaks(told_at(app, real, document, release, 1), hidden) == []
    client = app.test_client()
    gone = client.get(f"/documents/{document[:12]}/pages/1")
    assert gone.status_code == 410
    assert "could put somebody in danger" in gone.get_data(as_text=True)
    for part in ("/image", "/thumbnail", "?q=x&rail=text"):
        assert client.get(f"/documents/{document[:12]}/pages/1{part}").status_code == 410
    assert client.get(f"/documents/{document[:12]}/pages/2").status_code == 200
    original = client.get(f"/documents/{document[:12]}/original")
    assert original.status_code == 403
    assert "A page of this document was taken down" in original.get_data(as_text=True)
    assert client.get(f"/documents/{document[:12]}/pages/10").status_code == 404


def test_the_tombstone_tells_a_public_site_the_reason_alone(real: Real) -> None:
    document = real.services.catalog.list_documents(0, 1)[0].document
    real.services.takedowns.take_down(new_takedown("legal", who="Ada", why="order of 3 May", document=document.id))
    client = create_app(real.services).test_client()
    old = client.get(f"/documents/{document.short_id}-said-{SECRET.lower()}")
    assert old.headers["Location"] == f"/documents/{document.short_id}", "the title stood in the address"
    page = client.get(old.headers["Location"])
    body = html.unescape(page.get_data(as_text=True))
    assert (page.status_code, page.headers["Cache-Control"]) == (410, "no-store")
    assert "a court or a legal demand required it" in body
    told = json.loads(text_of(client, f"/documents/{document.short_id}.json", 410))
    assert (told["error"], told["category"]) == ("gone", "legal")
    public = real.services.public
    assert ("order of 3 May" in body, "Ada" in body, "/takedowns/" in body, "who" in told) == (not public,) * 4
    assert client.get("/takedowns").status_code == (404 if public else 200)
    assert "was taken down" in html.unescape(text_of(client, "/documents"))


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Real:
    monkeypatch.setenv("ATI_USER", "Ada <Desk>")
    return make_real(tmp_path, "private", REPORTS)


def sent(client: FlaskClient, address: str, status: int = 303, **fields: str) -> str:
    form = text_of(client, address)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    response = client.post(address.partition("?")[0], data={**hidden, "csrf_token": token_of(form), **fields})
    body = html.unescape(response.get_data(as_text=True))
    assert response.status_code == status, body
    return response.headers.get("Location", "") or body


def test_a_page_is_hidden_listed_and_brought_back_by_forms(private: Real) -> None:
    client = create_app(private.services).test_client()
    document = private.services.catalog.list_documents(0, 1)[0].document.short_id
    about = text_of(client, f"/documents/{document}/pages/1?rail=about")
    ask = html.unescape(re.findall(r'href="(/takedowns/new[^"]+)"', about)[0])
    form = text_of(client, ask)
    assert all(f'value="{one}"' in form for one in CATEGORIES)
    assert "Remove it for good" not in form, "a page cannot be destroyed alone"
    assert "Choose a reason" in sent(client, ask, 400, why="<b>kept</b>")
    assert sent(client, ask, reason="privacy", why="an <b>address</b>") == "/takedowns?done=down"
    listed = text_of(client, "/takedowns?done=down")
    assert "It was taken down." in listed
    assert f"Page 1 of document {document}" in listed
    assert "an &lt;b&gt;address&lt;/b&gt;" in listed
    assert "Ada &lt;Desk&gt;" in listed
    assert "1" in text_of(client, "/coverage")
    assert "hidden already" in sent_again(client, ask)
    back = re.findall(r'href="(/takedowns/[0-9a-f]{32}/undo)"', listed)[0]
    assert sent(client, back, why="settled") == "/takedowns?done=back"
    assert client.get(f"/documents/{document}/pages/1").status_code == 200
    assert "Brought back by Ada &lt;Desk&gt;" in text_of(client, "/takedowns")
    assert "has undone this already" in sent(client, back, 400)


def sent_again(client: FlaskClient, ask: str) -> str:
    token = token_of(text_of(client, "/corrections"))
    fields = dict(part.split("=") for part in ask.partition("?")[2].split("&"))
    response = client.post("/takedowns/new", data={**fields, "csrf_token": token, "reason": "other"})
    return html.unescape(response.get_data(as_text=True))


def test_a_document_is_destroyed_only_when_that_is_typed(private: Real) -> None:
    client = create_app(private.services).test_client()
    document = private.services.catalog.list_documents(0, 1)[0].document
    ask = f"/takedowns/new?document={document.short_id}"
    assert "write “" in sent(client, ask, 400, reason="legal", remove="1", typed="yes")
    assert private.services.takedowns.count() == 0
    sent(client, ask, reason="legal", remove="1", typed=document.short_id)
    gone = html.unescape(text_of(client, f"/documents/{document.short_id}", 410))
    assert "original and text were destroyed" in gone
    assert client.get(ask).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/takedowns/new", "/takedowns/new?document=zz", f"/takedowns/new?document={'0' * 12}", "/takedowns/x/undo",
     "/takedowns/new?release=no/such", f"/takedowns/{'0' * 32}/undo", "/takedowns/new?document=..%2f&page=-1"],
)  # fmt: skip
def test_what_is_not_there_cannot_be_taken_down(private: Real, address: str) -> None:
    assert create_app(private.services).test_client().get(address).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "9" * 30])
def test_a_page_that_cannot_be_read_is_not_the_whole_document(private: Real, page: str) -> None:
    client = create_app(private.services).test_client()
    document = private.services.catalog.list_documents(0, 1)[0].document.id
    assert client.get(f"/takedowns/new?document={document}&page={page}").status_code == 404
    token = token_of(text_of(client, f"/takedowns/new?document={document}"))
    fields = {"csrf_token": token, "document": document, "page": page, "reason": "other"}
    assert client.post("/takedowns/new", data=fields).status_code == 404
    assert private.services.takedowns.count() == 0


def test_nothing_is_taken_down_without_the_forms_token(private: Real) -> None:
    client = create_app(private.services).test_client()
    document = private.services.catalog.list_documents(0, 1)[0].document.id
    assert client.post("/takedowns/new", data={"document": document, "reason": "other"}).status_code == 400
    assert private.services.takedowns.count() == 0
