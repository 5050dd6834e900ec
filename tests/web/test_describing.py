"""Descriptions corrected by forms: with their origin, with what the pages offer, many at once. Without JavaScript."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.fakes import HOSTILE
from tests.web.real import Real, make_real
from tests.web.test_corrections import token_of
from tests.web.test_site import text_of
from webapp import create_app

LETTER = (
    "Our file: A-2022-00123\n\nDear Ms Sample,\nThis is a response to your request under the Access to Information "
    "Act. The RCMP and CSIS answer. You are entitled to complain."
)
REPORTS = {
    "letter.pdf": ("2021-09-13", "RRM Example", [LETTER, "The RCMP."]),
    "bare.pdf": (None, HOSTILE, ["CSIS wrote on 8 September 2021."]),
}


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Real:
    monkeypatch.setenv("ATI_USER", "Ada <Desk>")
    return make_real(tmp_path, reports=REPORTS)


@pytest.fixture
def client(real: Real) -> FlaskClient:
    return create_app(real.services).test_client()


def fields_of(form: str) -> dict[str, str]:
    """What a browser would send of a form that nobody touched."""
    found = {}
    for tag in re.findall(r"<input[^>]+>", form.partition('method="post"')[2]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and "checkbox" not in tag:
            found[name[1]] = html.unescape(value[1] if value else "")
    for name, inner in re.findall(r'<select[^>]+name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"\s+selected', inner)
        found[name] = chosen[1] if chosen else ""
    return found


def send(client: FlaskClient, address: str, status: int = 303, **fields: object) -> str:
    form = text_of(client, address)
    action = html.unescape(re.findall(r'<form method="post" action="([^"]+)"', form)[0])
    sent = client.post(action, data={**fields_of(form), "csrf_token": token_of(form), **fields})
    body = html.unescape(sent.get_data(as_text=True))
    assert sent.status_code == status, body
    return html.unescape(text_of(client, sent.headers["Location"])) if status == 303 else body


def first(real: Real, place: int = 0) -> str:
    return real.services.catalog.list_documents(place, 1)[0].document.short_id


def test_a_document_is_corrected_told_from_where_and_taken_back(client: FlaskClient, real: Real) -> None:
    address = f"/describe/documents/{first(real)}"
    assert address in text_of(client, f"/documents/{first(real)}-report-letter-pdf")
    page = send(client, address, title="Narratives <b>bold</b>", date="13 Sept 2021 ", why="as printed")
    assert "It was saved; search follows for 1 document." in page
    assert "corrected by Ada <Desk>" in page
    assert "before: Report letter.pdf" in page
    shown = text_of(client, f"/documents/{first(real)}", 301) and html.unescape(
        client.get(f"/documents/{first(real)}", follow_redirects=True).get_data(as_text=True)
    )
    assert "corrected by Ada <Desk>" in shown
    assert "<b>bold" not in client.get(f"/documents/{first(real)}", follow_redirects=True).get_data(as_text=True)
    real.follow()
    assert "Narratives" in text_of(client, "/search?q=title:narratives")
    undo = re.findall(r'href="(/corrections/[0-9a-f]{32}/undo)"', page)
    token = token_of(text_of(client, undo[0]))
    assert client.post(undo[0], data={"csrf_token": token}).status_code == 303
    assert real.services.catalog.document(first(real)).document.title == "Report letter.pdf"
    listed = html.unescape(text_of(client, "/corrections"))
    assert "The title of “Report letter.pdf” is “Narratives <b>bold</b>”" in listed
    assert "concerns no mention" not in listed


def test_what_the_letter_says_is_offered_with_its_page_and_used_by_one_click(client: FlaskClient, real: Real) -> None:
    address = "/describe/releases/gac/letter.pdf"
    form = html.unescape(text_of(client, address))
    assert "A-2022-00123" in form
    assert "covering letter, page 1" in form
    assert f'href="/documents/{first(real)}/pages/1"' in form
    assert "Royal Canadian Mounted Police" in form
    page = send(client, address, use="request_number=A-2022-00123")
    assert "The request number of “A-2022-00123” is “A-2022-00123”" in page
    found = real.services.catalog.release("gac/letter.pdf")
    assert (found.request_number, found.institution) == ("A-2022-00123", "gac")
    send(client, address, use="institution=rcmp")
    assert real.services.catalog.release("gac/letter.pdf").institution == "rcmp"
    assert "stated in release.toml" in text_of(client, "/releases/gac/bare.pdf")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("released", "13/09/2021", "cannot be read as a date"),
        ("institution", "Ministry of <Magic>", "no institution that this program knows"),
        ("request_number", "none", "does not look like a request number"),
        ("source_url", "javascript:alert(1)", "begins with http"),
        ("regime", "magna_carta", "is none of"),
    ],
)
def test_a_bad_value_is_said_beside_its_field_and_kept_as_typed(
    client: FlaskClient, real: Real, name: str, typed: str, said: str
) -> None:
    page = send(client, "/describe/releases/gac/letter.pdf", 400, **{name: typed, "summary_en": "kept too"})
    assert said in page
    assert typed in page or name == "regime"
    assert "kept too" in page
    assert real.registry.count_rules(None) == 0


def test_an_unlisted_institution_is_kept_when_that_is_ticked(client: FlaskClient, real: Real) -> None:
    send(client, "/describe/releases/gac/letter.pdf", institution="Ministry of Magic", new_institution="1")
    assert real.services.catalog.release("gac/letter.pdf").institution == "Ministry of Magic"
    assert "Ministry of Magic" in text_of(client, "/releases/gac/letter.pdf")


def test_a_form_never_overwrites_what_somebody_else_has_said_since(client: FlaskClient, real: Real) -> None:
    address = f"/describe/documents/{first(real)}"
    stale = text_of(client, address)
    send(client, address, title="Said first")
    fields = {**fields_of(stale), "csrf_token": token_of(stale), "title": "Said second"}
    answer = client.post(address, data=fields)
    assert answer.status_code == 400
    assert "Somebody has changed this since" in answer.get_data(as_text=True)
    assert "Said second" in answer.get_data(as_text=True)
    assert real.services.catalog.document(first(real)).document.title == "Said first"


def test_a_folder_of_bare_files_becomes_one_release_in_one_form(client: FlaskClient, real: Real) -> None:
    one, two = (real.services.catalog.list_documents(n, 1)[0].document.id for n in (0, 1))
    fields: dict[str, object] = {
        "document": [one, two], f"title-{one}": "The letter", f"date-{two}": "8 September 2021",
        "all-author": "Task Force", "into": "new", "all-institution": "Global Affairs Canada",
        "all-request_number": "A-2021-00777", "all-released": "2022-06-20", "all-regime": "atia_ca",
    }  # fmt: skip
    page = send(client, "/describe/table?q=", **fields)
    assert "Documents of A-2021-00777" in page
    release = real.services.catalog.release("gac/A-2021-00777")
    assert (release.institution, release.released, release.regime) == ("gac", "2022-06-20", "atia_ca")
    records = real.services.catalog.release_documents(release.id, 0, 10)
    assert [(one.document.title, one.document.author) for one in records] == [
        ("The letter", "Task Force"), ("Report bare.pdf", "Task Force"),
    ]  # fmt: skip
    assert records[1].document.date == "2021-09-08"
    old = html.unescape(text_of(client, "/releases/gac/bare.pdf"))
    assert "Its files were moved to the release" in old
    assert "was moved into the release gac/A-2021-00777" in html.unescape(text_of(client, "/corrections"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"all-author": "Somebody"}, "Tick the rows"),
        ({"into": "new", "document": "first"}, "needs a request number"),
        ({"all-request_number": "A-2021-1", "document": "first"}, "Choose the release"),
        ({"into": "no/such", "document": "first"}, "There is no such release"),
        ({"date": "13/09/2021"}, "see the rows that are marked"),
        ({}, "Nothing was changed"),
    ],
)
def test_a_table_that_cannot_be_kept_says_why_and_changes_nothing(
    client: FlaskClient, real: Real, fields: dict[str, str], said: str
) -> None:
    id_ = real.services.catalog.list_documents(0, 1)[0].document.id
    asked = {**fields, **({"document": id_} if "document" in fields else {})}
    if "date" in asked:
        asked[f"date-{id_}"] = asked.pop("date")
    page = send(client, "/describe/table?q=", 400, **asked)
    assert said in page
    assert real.registry.count_rules(None) == 0


def test_documents_without_a_date_are_listed_to_be_dated(client: FlaskClient, real: Real) -> None:
    page = html.unescape(text_of(client, "/describe/table?undated=1"))
    assert "bare.pdf" in page
    assert "Report letter.pdf" not in page
    assert HOSTILE not in text_of(client, "/describe/table?undated=1")


@pytest.mark.parametrize(
    "address", ["/describe/documents/zz", f"/describe/documents/{'0' * 12}", "/describe/releases/no/such",
                "/describe/table?release=no/such"],
)  # fmt: skip
def test_what_is_not_there_cannot_be_described(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_public_site_says_that_a_value_was_corrected_and_lets_nobody_correct(tmp_path: Path) -> None:
    real = make_real(tmp_path, "public", REPORTS)
    client = create_app(real.services).test_client()
    assert client.get(f"/describe/documents/{first(real)}").status_code == 404
    body = client.get(f"/documents/{first(real)}", follow_redirects=True).get_data(as_text=True)
    assert "/describe/" not in body
    assert "/takedowns" not in body
