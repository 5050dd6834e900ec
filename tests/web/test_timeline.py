"""The timeline of a search, of a name: its filters, its picture, its list."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.model.registry import entity_id, new_rule
from tests.web.real import Real, make_real
from tests.web.test_site import text_of
from webapp import create_app
from webapp.timelines.url import read_timeline

RCMP = entity_id("organisation", "rcmp")
ACCOUNT = entity_id("account", "wechat:youli-youmian")
PERSON = entity_id("person", "Sample Person")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    """For tests that change nothing."""
    return make_real(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def client(real: Real) -> FlaskClient:
    return create_app(real.services).test_client()


def dates_of(body: str) -> list[str]:
    return re.findall(r'<time datetime="([^"]*)"', body)


def test_a_search_has_the_dates_of_its_pages_documents_and_releases(client: FlaskClient) -> None:
    body = text_of(client, "/timeline?q=wechat")
    assert dates_of(body) == [
        "2019/..", "2020", "2021", "[2021-03-04,2021-04-03]", "2021-35", "2021-09-08", "2021-09-13", "2022-01",
    ]  # fmt: skip
    assert "6 events, 2 dates of documents" in body
    assert '<span class="small role">date of a document</span>' in body
    assert "can be read as 4 Mar 2021 or 3 Apr 2021" in body
    assert '<em class="hedge">likely</em>' in body
    assert re.search(r'href="/documents/[0-9a-f]{12}/pages/1\?rail=entities#mention-\d+"', body)
    assert 'href="/timeline?q=wechat"' in text_of(client, "/search?q=wechat")


def test_the_filters_of_the_search_narrow_the_pages(client: FlaskClient) -> None:
    body = text_of(client, "/timeline?q=rcmp&year=2022")
    assert dates_of(body) == ["2021", "2021-35", "2022-01"]
    assert "No date passes" not in body


def test_a_name_has_the_events_that_name_it(client: FlaskClient) -> None:
    body = text_of(client, f"/timeline?entity={ACCOUNT}")
    assert "Timeline of Youli-Youmian" in body
    assert dates_of(body) == ["2019/..", "2021-35", "2021-09-08", "2021-09-13", "2022-01"]
    assert f'href="/timeline?entity={ACCOUNT}"' in text_of(client, f"/entities/{ACCOUNT}")
    both = text_of(client, f"/timeline?q=tories&entity={ACCOUNT}")
    assert "These pages state no date" in both


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("role=document", ["2021-09-13", "2022-01"]),
        ("precision=year&role=event", ["2020", "2021"]),
        ("precision=month&precision=season", ["2021-35", "2022-01"]),
        (f"name={ACCOUNT}", ["2019/..", "2021-35", "2021-09-08"]),
        (f"name={ACCOUNT}&name={RCMP}", ["2019/..", "2021-35"]),
        ("from=2021-09&to=2021-09-10", ["2019/..", "2021", "2021-35", "2021-09-08"]),
        ("from=2021-09-10&to=2021-09", ["2019/..", "2021", "2021-35", "2021-09-13"]),
        ("to=2019-12", ["2019/.."]),
    ],
)
def test_filters_within(client: FlaskClient, query: str, expected: list[str]) -> None:
    assert dates_of(text_of(client, f"/timeline?q=wechat&{query}")) == expected


def test_facets_count_what_is_shown_and_switch_on_and_off(client: FlaskClient) -> None:
    body = text_of(client, "/timeline?q=wechat&role=event")
    assert re.search(r'<bdi>date of a document</bdi></span> <span class="n">2</span>', body)
    assert re.search(r'<bdi>Royal Canadian Mounted Police</bdi></span> <span class="n">\d</span>', body)
    assert 'href="/timeline?q=wechat&amp;role=event&amp;role=document"' in body
    assert "take this filter away" in body
    nothing = text_of(client, "/timeline?q=wechat&precision=about")
    assert "No date passes these filters." in nothing
    assert 'href="/timeline?q=wechat">Show all dates' in nothing


def test_the_picture_has_a_mark_for_each_entry_by_role_and_leads_to_it(client: FlaskClient) -> None:
    body = text_of(client, "/timeline?q=wechat")
    hrefs = re.findall(r'<a href="#(event-\d+)"\s+aria-label="([^"]*)"', body)
    assert len(hrefs) == len(dates_of(body))
    assert all(f'id="{name}"' in body for name, _ in hrefs)
    assert ">Dates of documents</text>" in body
    assert "is-season" in body


def test_what_two_pages_state_in_the_same_words_stands_once(tmp_path: Path) -> None:
    told = "The RCMP met CSIS on 8 September 2021 in Ottawa."
    reports: dict[str, Any] = {
        "a.pdf": (None, "A", [told]),
        "b.pdf": (None, "B", ["Copied: nothing.\n\n" + told, "The RCMP never met CSIS on 8 September 2021 in Ottawa."]),
    }
    body = text_of(create_app(make_real(tmp_path, reports=reports).services).test_client(), "/timeline")
    assert dates_of(body) == ["2021-09-08", "2021-09-08"]
    assert body.count("Stated on 2 pages") == 1
    assert "3 dates in 2 entries" in body


def test_very_many_are_counted_by_month_and_listed_by_screens(tmp_path: Path) -> None:
    texts = ["The RCMP wrote on 8 September 2021. " + ". ".join(["CSIS met the RCMP on 1 May 2020"] * 9) + "."] * 50
    reports: dict[str, Any] = {"a.pdf": ("2021", "A", [f"{text}\n\nPage {n}." for n, text in enumerate(texts)])}
    client = create_app(make_real(tmp_path, reports=reports).services).test_client()
    body = text_of(client, "/timeline?q=rcmp")
    assert "Points in each month: 500 events, 1 date of a document" in body
    assert re.search(r'href="/timeline\?q=rcmp&amp;from=2020-05&amp;to=2020-05"\s+aria-label="May 2020: 450"', body)
    assert "1 to 450 of 501, by date." in body
    assert "450 dates in 1 entry" in body or "450 dates in 1 entries" in body
    second = text_of(client, "/timeline?q=rcmp&screen=2")
    assert dates_of(second) == ["2021", "2021-09-08"]
    assert "Stated on 50 pages" in second
    assert dates_of(text_of(client, "/timeline?q=rcmp&screen=1000000")) == dates_of(second)


@pytest.mark.parametrize(
    "query",
    [
        "entity=%3Cscript%3Ealert(1)", "q=a&entity=" + "0" * 16, "name=x&name=" + "0" * 16, "role=x&precision=%00",
        "from=2021-02-30&to=zzz", "screen=0", "screen=99999999999999", "into=1", "q=" + "x" * 5000, "nosuch=1",
        "&".join(f"name={n:016x}" for n in range(1000)), "q=%22&-year=2021&date_from=x", "from=9999&to=0001",
    ],
)  # fmt: skip
def test_hostile_addresses_give_a_page(client: FlaskClient, query: str) -> None:
    response = client.get("/timeline?" + query)
    assert response.status_code == 200
    assert "<script>alert" not in response.get_data(as_text=True)


def test_an_address_is_read_and_written_alike() -> None:
    pairs = [("q", "a b"), ("platform", "wechat"), ("-year", "2020"), ("entity", ACCOUNT), ("role", "event"),
             ("precision", "about"), ("name", RCMP), ("from", "2020"), ("to", "2021-09"), ("screen", "3")]  # fmt: skip
    read = read_timeline(pairs)
    assert sorted(read.url.pairs()) == sorted(pairs)
    assert read.notices == ()
    assert dict(read.url.toggled("role", "event").pairs()).keys() == {*dict(pairs)} - {"role", "screen"}


def test_a_public_site_names_no_person_until_confirmed(tmp_path: Path) -> None:
    real = make_real(tmp_path, "public")
    client = create_app(real.services).test_client()
    body = text_of(client, "/timeline?q=rcmp")
    assert "2021" not in dates_of(body)  # only a person is named beside it
    assert PERSON not in body
    text_of(client, f"/timeline?entity={PERSON}", 404)
    real.registry.decide(new_rule("confirm", "person", "Sample Person", who="Editor"))
    confirmed = create_app(real.services).test_client()
    assert PERSON in text_of(confirmed, "/timeline?q=rcmp")
    assert "2021" in dates_of(text_of(confirmed, "/timeline?q=rcmp"))


def test_a_hidden_name_has_no_timeline(tmp_path: Path) -> None:
    real = make_real(tmp_path, "public")
    real.registry.decide(new_rule("hide", "organisation", "rcmp", who="Editor"))
    client = create_app(real.services).test_client()
    text_of(client, f"/timeline?entity={RCMP}", 404)
    assert "This site shows no such name now" in text_of(client, f"/timeline?q=wechat&entity={RCMP}")
    assert RCMP not in text_of(client, "/timeline?q=wechat")


@pytest.mark.parametrize(
    ("name", "media_type", "file"),
    [
        ("csv", "text/csv", "timeline-of-wechat.csv"),
        ("timelinejs", "application/json", "timeline-of-wechat.json"),
        ("timelinejs-csv", "text/csv", "timeline-of-wechat-timelinejs-csv.csv"),
        ("ics", "text/calendar", "timeline-of-wechat.ics"),
        ("svg", "image/svg+xml", "timeline-of-wechat.svg"),
        ("png", "image/png", "timeline-of-wechat.png"),
    ],
)
def test_each_file_has_the_entries_of_the_page(client: FlaskClient, name: str, media_type: str, file: str) -> None:
    assert f'href="/timeline/{name}?q=wechat&amp;role=event"' in text_of(client, "/timeline?q=wechat&role=event")
    response = client.get(f"/timeline/{name}?q=wechat&role=event")
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert response.headers["Content-Disposition"] == f"attachment; filename={file}"
    assert len(response.data) > 200


def test_a_file_says_what_the_list_says(client: FlaskClient) -> None:
    lines = client.get("/timeline/csv?q=wechat").get_data(as_text=True).removeprefix("\ufeff").splitlines()
    rows = list(csv.DictReader(lines))
    assert [row["date"] for row in rows] == dates_of(text_of(client, "/timeline?q=wechat"))
    assert rows[5]["url"].startswith("http://localhost/documents/")
    assert rows[5]["institution"] == "Global Affairs Canada"
    assert text_of(client, "/timeline/nosuch", 404)
    slides = client.get("/fr/timeline/timelinejs?q=wechat").get_json()["events"]
    assert "8 sept. 2021" in [one["display_date"] for one in slides]


def test_the_page_is_french_in_all_its_numbers(client: FlaskClient) -> None:
    body = text_of(client, "/fr/timeline?q=wechat")
    assert "6 événements, 2 dates de documents" in body
    assert "8 entrées, 1er janv. 2019 à " in body
    assert "4 mars 2021 ou 3 avr. 2021" in body
    assert 'action="/fr/timelines/pick"' in body


def test_files_name_no_person_on_a_public_site(tmp_path: Path) -> None:
    client = create_app(make_real(tmp_path, "public").services).test_client()
    for name in ("csv", "timelinejs", "timelinejs-csv", "ics", "svg"):
        assert "; Sample Person" not in client.get(f"/timeline/{name}?q=rcmp").get_data(as_text=True)
