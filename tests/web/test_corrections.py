"""Corrections by forms: asked, shown, made, undone, shared. Without JavaScript, as the client here is."""

from __future__ import annotations

import html
import io
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.catalog.rule_files import rule_lines
from indexer.model.registry import entity_id, new_rule
from tests.unit.catalog.made import sha
from tests.web.real import Real, make_real
from tests.web.test_site import text_of
from webapp import create_app

ACCOUNT = entity_id("account", "wechat:youli-youmian")
RCMP, CSIS = entity_id("organisation", "rcmp"), entity_id("organisation", "csis")
PERSON = entity_id("person", "Sample Person")


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Real:
    monkeypatch.setenv("ATI_USER", "Ada <Desk>")
    return make_real(tmp_path)


@pytest.fixture
def client(real: Real) -> FlaskClient:
    return create_app(real.services).test_client()


def token_of(body: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', body)
    assert found is not None
    return found[1]


def send(client: FlaskClient, address: str, status: int = 303, **fields: object) -> TestResponse:
    """Fills the form at the address and sends it."""
    response = post(client, address.partition("?")[0], text_of(client, address), **fields)
    assert response.status_code == status, response.get_data(as_text=True)
    return response


def post(client: FlaskClient, address: str, form: str, **fields: object) -> TestResponse:
    """Sends a form that was opened before."""
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', form)
    kept = {"seen": seen[1]} if seen else {}
    return client.post(address, data={"csrf_token": token_of(form), **kept, **fields})


def after(client: FlaskClient, response: TestResponse) -> str:
    return html.unescape(text_of(client, response.headers["Location"]))


def test_renaming_shows_the_name_everywhere_and_can_be_undone(client: FlaskClient, real: Real) -> None:
    sent = send(client, f"/entities/{RCMP}/rename", name="Mounties", why="as people say")
    page = after(client, sent)
    assert "<bdi >Mounties</bdi>" in page
    assert "The name was changed." in page
    assert "“rcmp” is shown as “Mounties”" in page
    assert "Ada <Desk>" in page
    assert "as people say" in page
    assert "Counts are being updated (3 documents)" in page
    assert json.loads(text_of(client, "/corrections/waiting.json")) == {"waiting": 3}
    real.follow()
    assert "Counts are being updated" not in text_of(client, f"/entities/{RCMP}")
    assert "Mounties" in text_of(client, "/search?q=rcmp&open=organisation")
    undo = re.search(r'href="(/corrections/[0-9a-f]{32}/undo)"', page)
    assert undo is not None
    assert "is shown as" in text_of(client, undo[1])
    undone = after(client, send(client, undo[1], why="no"))
    assert "The correction was taken back." in undone
    assert "Taken back by Ada <Desk>" in undone
    assert "Mounties" not in text_of(client, f"/entities/{RCMP}").split("<aside")[0]
    token = token_of(text_of(client, f"/entities/{RCMP}/rename"))
    assert "undone this rule already" in client.post(undo[1], data={"csrf_token": token}).get_data(as_text=True)


def test_merging_is_found_shown_and_made(client: FlaskClient, real: Real) -> None:
    ask = text_of(client, f"/entities/{CSIS}/merge?q=rcmp")
    assert f"/entities/{CSIS}/merge?into={RCMP}" in ask
    assert '<button type="submit">Merge' not in ask
    check = html.unescape(text_of(client, f"/entities/{CSIS}/merge?into={RCMP}"))
    assert "2 mentions in 2 documents will count as “Royal Canadian Mounted Police”" in check
    assert real.registry.count_rules(None) == 0
    sent = send(client, f"/entities/{CSIS}/merge?into={RCMP}", into=RCMP)
    assert sent.headers["Location"].startswith(f"/entities/{RCMP}?done=merge")
    assert client.get(f"/entities/{CSIS}").headers["Location"] == f"/entities/{RCMP}"
    real.follow()
    assert "Canadian Security Intelligence Service" in text_of(client, f"/entities/{RCMP}")
    facets = json.loads(text_of(client, "/search.json?q="))["facets"]["organisation"]
    assert [(one["value"], one["pages"]) for one in facets] == [("rcmp", 5)]


def test_a_form_never_acts_on_what_its_entity_has_become(client: FlaskClient, real: Real) -> None:
    merge, rename = f"/entities/{RCMP}/merge?into={CSIS}", f"/entities/{RCMP}/rename"
    forms = {address: text_of(client, address) for address in (merge, rename)}
    hide = f"/entities/{CSIS}/hide"
    other = text_of(client, hide)
    send(client, f"/entities/{RCMP}/merge?into={CSIS}", into=CSIS)
    for address, form in forms.items():
        stale = post(client, address.partition("?")[0], form, into=CSIS, name="Mounties")
        assert stale.status_code == 409
        body = html.unescape(stale.get_data(as_text=True))
        assert "Since this form was made, it was merged into “" in body
        assert "Nothing was changed" in body
        assert f'action="/entities/{CSIS}/' in body
    assert real.registry.count_rules(None) == 1
    grown = post(client, hide, other)
    assert grown.status_code == 409
    assert "corrected this name since" in grown.get_data(as_text=True)
    assert post(client, hide, grown.get_data(as_text=True)).status_code == 303


def test_a_form_is_refused_when_a_name_of_it_was_changed_or_the_other_merged(client: FlaskClient, real: Real) -> None:
    rename, merge = f"/entities/{RCMP}/rename", f"/entities/{CSIS}/merge"
    form, into = text_of(client, rename), text_of(client, f"{merge}?into={RCMP}")
    send(client, rename, name="Mounties")
    stale = post(client, rename, form, name="Police")
    assert (stale.status_code, real.registry.entity(RCMP).name) == (409, "Mounties")
    assert 'value="Police"' in stale.get_data(as_text=True)
    assert post(client, merge, into, into=RCMP).status_code == 409
    assert client.post(rename, data={"csrf_token": token_of(form), "name": "Police"}).status_code == 409
    assert real.registry.count_rules(None) == 1


def test_two_kinds_are_never_offered_as_one(client: FlaskClient, real: Real) -> None:
    asked = html.unescape(text_of(client, f"/entities/{RCMP}/merge?into={ACCOUNT}"))
    assert "another kind of name (account, not organisation)" in asked
    assert '<button type="submit">Merge' not in asked
    sent = send(client, f"/entities/{RCMP}/merge?into={CSIS}", 400, into=ACCOUNT)
    assert "another kind of name" in sent.get_data(as_text=True)
    assert real.registry.count_rules(None) == 0


def test_an_account_is_found_under_what_is_filled_in_and_its_twin_is_offered(tmp_path: Path) -> None:
    texts = ["Youli-Youmian and @youli_official and @Sample_Maple wrote."]
    real = make_real(tmp_path, reports={"one.pdf": ("2020", "A", texts)})
    client = create_app(real.services).test_client()
    twin, other = entity_id("account", "wechat:youli_official"), entity_id("account", "twitter:sample_maple")
    offered = text_of(client, f"/entities/{ACCOUNT}")
    assert f'href="/entities/{ACCOUNT}/merge?into={twin}"' in offered
    assert f"merge?into={other}" not in offered
    assert "Likely the same" not in text_of(client, f"/entities/{other}")
    assert real.registry.entity(twin).id == twin, "nothing is merged by likeness"
    for key, name in ((ACCOUNT, "Youli-Youmian"), (other, "Sample_Maple")):
        assert f'name="q" value="{name}"' in text_of(client, f"/entities/{key}/merge")
    assert 'value="@Sample_Maple"' in text_of(client, f"/entities/{other}/rename")
    for typed in ("@Sample_Maple (X (Twitter))", "@sample_maple", "Sample_Maple"):
        assert f"merge?into={other}" in client.get(f"/entities/{ACCOUNT}/merge", query_string={"q": typed}).text
    assert "different platforms (WeChat and X (Twitter))" in text_of(client, f"/entities/{ACCOUNT}/merge?into={other}")
    assert "different platforms" not in text_of(client, f"/entities/{ACCOUNT}/merge?into={twin}")


def test_splitting_shows_what_it_takes_first(client: FlaskClient, real: Real) -> None:
    form = text_of(client, f"/entities/{RCMP}/split")
    documents = re.findall(r'name="document"\s+value="([0-9a-f]{64})"', form)
    assert len(documents) == 3
    assert "6 mentions" in form
    fields = {"name": "Other Police", "document": documents[:2], "text": ["RCMP"]}
    check = send(client, f"/entities/{RCMP}/split", 200, step="preview", **fields)
    said = html.unescape(check.get_data(as_text=True))
    assert "4 mentions in 2 documents will count as “Other Police”, which is new." in said
    assert "2 mentions stay with “Royal Canadian Mounted Police”." in said
    assert real.registry.count_rules(None) == 0
    token = token_of(said)
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', said)
    made = client.post(f"/entities/{RCMP}/split", data={**group(kept), "csrf_token": token, "why": "two forces"})
    assert made.status_code == 303
    other = real.registry.entity(entity_id("organisation", "Other Police"))
    assert (other.name, other.mentions, other.documents) == ("Other Police", 4, 2)
    assert real.registry.entity(RCMP).mentions == 2
    assert "count as “Other Police”" in after(client, made)


def group(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name != "csrf_token":
            found.setdefault(name, []).append(html.unescape(value))
    return found


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "text": ["RCMP"]}, "Give the other a name."),
        ({"name": "X"}, "Tick at least one document or one printed text."),
        ({"name": "Y", "text": [f"t{n}" for n in range(10_000)]}, "At most 1,000 boxes"),
        ({"name": "Y", "document": [f"{n:064x}" for n in range(10_000)]}, "At most 1,000 boxes"),
        ({"name": "Z", "text": ["not printed"], "step": ""}, "nothing was split"),
        ({"name": "rcmp", "text": ["RCMP"], "step": ""}, "split off into itself"),
    ],
)
def test_a_split_that_cannot_be_is_said_in_a_sentence(
    client: FlaskClient, real: Real, fields: dict[str, object], said: str
) -> None:
    sent = send(client, f"/entities/{RCMP}/split", 400, **{"step": "preview", **fields})
    assert said in html.unescape(sent.get_data(as_text=True))
    assert real.registry.count_rules(None) == 0


def test_more_than_a_form_can_hold_is_said_in_words(client: FlaskClient) -> None:
    token = token_of(text_of(client, f"/entities/{RCMP}/split"))
    huge = client.post(f"/entities/{RCMP}/split", data={"csrf_token": token, "name": "x" * 9_000_000})
    assert huge.status_code == 413
    assert "That is too large" in huge.get_data(as_text=True)


def test_hiding_leaves_a_page_with_a_way_back(client: FlaskClient, real: Real) -> None:
    assert "2 mentions in 2 documents will count for nothing" in text_of(client, f"/entities/{CSIS}/hide")
    page = after(client, send(client, f"/entities/{CSIS}/hide"))
    assert "This name is hidden." in page
    assert "Undo" in page
    assert CSIS not in text_of(client, "/entities?kind=organisation")
    assert CSIS in text_of(client, "/entities?kind=organisation&hidden=1")
    document = real.services.catalog.list_documents(0, 1)[0].document.short_id
    rail = text_of(client, f"/documents/{document}/pages/1?rail=entities")
    assert CSIS not in rail
    assert "1 mention taken out by corrections" in rail
    names = [one.mentions for one in real.services.events.of_entity(RCMP)]
    assert not any(mention.entity == CSIS for some in names for mention in some)


def test_confirming_a_person(client: FlaskClient, real: Real) -> None:
    assert "A public site of this archive will then show" in text_of(client, f"/entities/{PERSON}/confirm")
    assert "confirmed" in after(client, send(client, f"/entities/{PERSON}/confirm"))
    assert real.registry.publishable(["Sample Person"]) == {"Sample Person"}
    assert "/confirm" not in text_of(client, f"/entities/{PERSON}")


def test_an_account_is_read_with_its_platform_in_corrections_and_other_names_without(client: FlaskClient) -> None:
    page = after(client, send(client, f"/entities/{ACCOUNT}/rename", name="Youli"))
    assert "“youli-youmian (WeChat)” is shown as “Youli”" in page
    others = page.split('class="other-names"')[1].split("</p>")[0]
    assert others.count("Youli-Youmian") == 1
    assert "(WeChat)" not in others


def test_one_mention_is_taken_out_from_page_and_reader(client: FlaskClient, real: Real) -> None:
    document = real.services.catalog.list_documents(0, 1)[0].document
    rail = text_of(client, f"/documents/{document.short_id}/pages/1?rail=entities")
    places = [html.unescape(one) for one in re.findall(r'href="([^"]+/reject[^"]+)"', rail)]
    rcmp = next(one for one in places if "kind=party" in one and "RCMP" in text_of(client, one))
    assert rcmp in html.unescape(text_of(client, f"/entities/{RCMP}"))
    asked = html.unescape(text_of(client, rcmp))
    assert "<mark>RCMP</mark> was told on" in asked
    assert "1 mention in 1 document is taken out" in asked
    kind, start = re.findall(r"kind=(\w+)&start=(\d+)", rcmp)[0]
    page = after(client, send(client, rcmp, kind=kind, start=start, why="another force"))
    assert "The mention was taken out." in page
    assert "Named 5 times" in page
    assert "is not what it was taken for" in page
    assert client.get(rcmp).status_code == 404
    assert not any(one.page == 1 and one.document == document.id for one in real.services.events.of_entity(RCMP))


def test_a_date_is_rejected_and_makes_no_event(client: FlaskClient, real: Real) -> None:
    document = real.services.catalog.list_documents(0, 1)[0].document
    (date,) = [one for one in real.services.catalog.mentions(document.id, 1) if one.value == "2021-09-08"]
    base = f"/documents/{document.short_id}/pages/1/reject"
    sent = send(client, f"{base}?kind=date&start={date.start}", kind="date", start=str(date.start))
    assert sent.headers["Location"] == f"/documents/{document.short_id}/pages/1?rail=entities"
    assert "2021-09-08" not in [one.event.edtf for one in real.services.events.of_entity(ACCOUNT)]


@pytest.mark.parametrize(
    "address",
    [
        f"/entities/{'0' * 16}/rename", "/entities/x/hide", f"/entities/{RCMP}/destroy", "/corrections/x/undo",
        f"/corrections/{'0' * 32}/undo", f"/entities/{RCMP}/merge?into={'0' * 16}",
        "/documents/0123456789ab/pages/1/reject?kind=party&start=1", "/documents/x/pages/1/reject",
        f"/documents/{sha('first.pdf')[:12]}/pages/{9 * 10**20}/reject?kind=party&start=1",
    ],
)  # fmt: skip
def test_unknown_addresses_are_said_in_words(client: FlaskClient, address: str) -> None:
    assert "There is no such page here" in text_of(client, address, 404)


def test_nothing_is_changed_without_the_forms_token_or_by_reading(client: FlaskClient, real: Real) -> None:
    for address in (f"/entities/{RCMP}/hide", f"/entities/{RCMP}/rename", "/corrections/import"):
        assert client.post(address, data={"name": "X"}).status_code == 400
    for address in (f"/entities/{RCMP}/hide", f"/entities/{RCMP}/merge?into={CSIS}", "/corrections"):
        assert client.get(address).status_code == 200
    assert client.get("/corrections/import").status_code == 405
    assert real.registry.count_rules(None) == 0


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "a\u0000b", "x" * 500])
def test_a_name_that_is_none_is_refused_in_a_sentence(client: FlaskClient, real: Real, name: str) -> None:
    address = f"/entities/{RCMP}/rename"
    sent = post(client, address, text_of(client, address), name=name)
    if sent.status_code == 303:  # control characters are taken out before
        assert real.registry.entity(RCMP).name == "a b"
    else:
        assert sent.status_code == 400
        assert "A name has at least one letter" in sent.get_data(as_text=True)
        assert "invisible marks" in sent.get_data(as_text=True)


def test_markup_in_names_and_reasons_stays_text(client: FlaskClient) -> None:
    hostile = "<script>alert(1)</script>"
    send(client, f"/entities/{RCMP}/rename", name=hostile, why=hostile)
    for address in (f"/entities/{RCMP}", "/corrections", "/entities?kind=organisation", f"/entities/{RCMP}/split",
                    f"/entities/{CSIS}/merge?q=script", f"/entities/{CSIS}"):  # fmt: skip
        body = text_of(client, address)
        assert "<script>alert" not in body, address
        assert "&lt;script&gt;alert" in body, address


def test_corrections_are_shared_as_a_file(client: FlaskClient, real: Real, tmp_path: Path) -> None:
    send(client, f"/entities/{RCMP}/rename", name="Mounties")
    send(client, f"/entities/{CSIS}/hide")
    exported = client.get("/corrections/export")
    assert exported.headers["Content-Disposition"] == "attachment; filename=corrections.jsonl"
    assert len(exported.get_data(as_text=True).splitlines()) == 3
    (tmp_path / "other").mkdir()
    other = make_real(tmp_path / "other")
    there = create_app(other.services).test_client()
    taken = upload(there, exported.data)
    assert "2 corrections taken over." in taken.get_data(as_text=True)
    assert other.registry.entity(RCMP).name == "Mounties"
    assert other.registry.entity(CSIS).hidden
    again = upload(there, exported.data)
    assert "0 corrections taken over, 2 known already." in again.get_data(as_text=True)


def test_a_bad_file_changes_nothing_and_says_why(client: FlaskClient, real: Real) -> None:
    for data, said in ((b"\xff\xfe", "not text in UTF-8"), (b"{}", "Line 1"), (b"", "Line 1"), (b"[[[[", "not JSON")):
        sent = upload(client, data, 400)
        assert said in sent.get_data(as_text=True)
    circle = [
        new_rule("merge", "organisation", "rcmp", into="csis", who="x"),
        new_rule("merge", "organisation", "csis", into="rcmp", who="x"),
    ]
    body = html.unescape(upload(client, "\n".join(rule_lines(circle)).encode()).get_data(as_text=True))
    assert "1 correction taken over, 1 cannot hold here." in body
    assert "circle" in body
    assert real.registry.count_rules(None) == 1


def upload(client: FlaskClient, data: bytes, status: int = 200) -> TestResponse:
    token = token_of(text_of(client, "/corrections"))
    fields = {"csrf_token": token, "file": (io.BytesIO(data), "corrections.jsonl")}
    response = client.post("/corrections/import", data=fields, content_type="multipart/form-data")
    assert response.status_code == status
    return response


def test_the_corrections_of_one_entity(client: FlaskClient) -> None:
    send(client, f"/entities/{RCMP}/rename", name="Mounties")
    send(client, f"/entities/{CSIS}/hide")
    body = html.unescape(text_of(client, f"/corrections?entity={RCMP}"))
    assert "Mounties" in body
    assert "is hidden" not in body
    assert text_of(client, "/corrections?page=99&done=<x>&rule=1")
    assert client.get("/corrections?entity=zzz").status_code == 404
