"""What helps a search on: terms in the other language, scopes, every match, values, suggestions, near words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient

from indexer.search.equivalents import load_glossary
from indexer.settings import config_dir
from tests.web.fakes import HOSTILE, make_services
from webapp import create_app


def glossary_client(tmp_path: Path) -> FlaskClient:
    services = make_services(tmp_path)
    vocabulary = services.search._vocabulary  # type: ignore[attr-defined]
    services.search._vocabulary = replace(vocabulary, glossary=load_glossary(config_dir()))  # type: ignore[attr-defined]
    return create_app(services).test_client()


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.get_data(as_text=True)


def test_terms_in_the_other_language_are_told_and_can_be_left_out(tmp_path: Path) -> None:
    client = glossary_client(tmp_path)
    page = text_of(client, "/search?q=foreign+interference")
    assert '<q lang="fr">ingérence étrangère' in page
    assert "q=foreign+interference+equivalents%3Aoff" in page
    off = text_of(client, "/search?q=foreign+interference+equivalents:off")
    assert "<q lang" not in off
    assert 'href="/search?q=foreign+interference"' in off
    french = text_of(client, "/fr/search?q=foreign+interference")
    assert 'href="/fr/search?q=foreign+interference+equivalents%3Aoff"' in french


def test_where_all_words_must_stand_is_a_link(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=wechat+account")
    assert "scope%3Adocument" in page
    assert "scope%3Adocument" not in text_of(client, "/search?q=wechat")
    assert 'href="/search?q=wechat+account"' in text_of(client, "/search?q=wechat+account+scope:document")


def test_every_match_is_listed_by_document_and_the_view_stays_with_the_filters(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=wechat&view=matches")
    assert 'class="groups matches"' in page
    assert page.count("<mark>") > text_of(client, "/search?q=wechat").count("<mark>") - 10
    assert "view=matches&amp;platform=" in page or "platform=wechat" in page
    assert 'name="view" value="matches"' in page
    assert text_of(client, "/search?q=wechat&view=matches&page=900")


def test_an_unknown_view_is_the_usual_one(client: FlaskClient) -> None:
    assert 'class="groups"' in text_of(client, "/search?q=wechat&view=banana")


def test_a_misspelt_word_is_put_right(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=wechet")
    assert "Did you mean" in page
    assert 'href="/search?q=wechat"' in page
    assert "Did you mean" not in text_of(client, "/search?q=zzzzzzzz")


def test_values_of_a_facet_are_found_by_a_part_of_their_name(client: FlaskClient) -> None:
    page = text_of(client, "/search/values/platform?q=wechat&find=CHAT")
    assert '<span class="name">wechat</span>' in page
    assert 'name="q" value="wechat"' in page
    assert "platform=wechat" in page
    part = client.get("/search/values/platform?q=wechat&find=chat", headers={"X-Part": "values"})
    assert "<html" not in part.get_data(as_text=True)
    assert "X-Part" in part.headers["Vary"]
    twin = client.get("/search/values/platform?find=chat", headers={"Accept": "application/json"}).get_json()
    assert [one["value"] for one in twin["values"]] == ["wechat"]
    hostile = text_of(client, f"/search/values/platform?find={quote(HOSTILE)}")
    assert "None here has" in hostile
    assert HOSTILE not in hostile


def test_a_closed_facet_is_counted_when_it_is_opened(client: FlaskClient) -> None:
    closed = text_of(client, "/search?q=wechat&year=2021")
    assert "language=en" not in closed
    assert 'data-part-href="/search/values/language?q=wechat&amp;year=2021"' in closed
    assert 'href="/search?q=wechat&amp;year=2021&amp;open=language"' in closed
    opened = text_of(client, "/search?q=wechat&year=2021&open=language")
    assert "language=en" in opened
    assert "could not be used" not in opened
    assert is_open(opened, "language")
    assert not is_open(closed, "language")
    answer = client.get("/search/values/language?q=wechat&year=2021", headers={"X-Part": "facet"})
    assert "X-Part" in answer.headers["Vary"]
    part = answer.get_data(as_text=True)
    assert "<html" not in part
    assert 'href="/search?q=wechat&amp;year=2021&amp;language=en"' in part
    assert "data-part-href" not in part


def is_open(page: str, facet: str) -> bool:
    """As a browser reads it: attributes stand apart."""
    tag = re.search(rf'<details class="facet"[^>]*data-key="facet-{facet}"[^>]*>', page)
    return tag is not None and "open" in re.sub(r'"[^"]*"', '""', tag[0]).rstrip(">").split()


def test_facets_stay_open_by_their_links(client: FlaskClient) -> None:
    """What people without scripts go by: a value, another facet."""
    page = text_of(client, "/search?q=wechat&open=language&open=banana&open=section")
    assert "open=banana" not in page.partition("<aside")[2]
    assert is_open(page, "language")
    assert is_open(page, "section")
    assert 'href="/search?q=wechat&amp;open=language&amp;open=section&amp;year=2021"' in page
    assert 'href="/search?q=wechat&amp;open=language&amp;open=section&amp;open=marking"' in page
    assert re.search(r'id="show-facets"[^>]*checked', page), "on a phone they would be out of sight"
    assert not re.search(r'id="show-facets"[^>]*checked', text_of(client, "/search?q=wechat"))


def test_a_facet_that_was_opened_stays_though_it_is_empty(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=wechat&year=2021&open=state")
    assert is_open(page, "state")
    assert "Nothing to list on these pages." in page


def test_a_closed_facet_with_a_selection_is_open_and_counted(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=wechat&language=en")
    assert is_open(page, "language")
    assert 'aria-current="true"' in page


def test_a_closed_facet_without_values_says_so(client: FlaskClient) -> None:
    part = client.get("/search/values/section?q=zzzzzz", headers={"X-Part": "facet"})
    assert "Nothing to list on these pages." in part.get_data(as_text=True)
    assert "data-part-href" not in text_of(client, "/search?q=zzzzzz")


def test_the_twin_for_programs_counts_every_facet(client: FlaskClient) -> None:
    assert client.get("/search.json?q=wechat").get_json()["facets"]["language"]


def test_values_of_what_is_no_facet(client: FlaskClient) -> None:
    assert client.get("/search/values/banana").status_code == 404


def test_pages_alike_have_a_page(client: FlaskClient) -> None:
    document = client.get("/search.json?q=wechat").get_json()["hits"][0]["document"][:12]
    assert "Pages like this one" in text_of(client, f"/documents/{document}/pages/1/similar")
    for bad in (f"/documents/{document}/pages/999/similar", f"/documents/{document}/pages/x/similar"):
        assert client.get(bad).status_code == 404
    assert client.get("/documents/000000000000/pages/1/similar").status_code == 404


def test_suggestions_name_what_one_may_mean(client: FlaskClient) -> None:
    assert client.get("/suggest.json?q=g").get_json() == {"q": "g", "suggestions": []}
    found = client.get("/suggest.json?q=global").get_json()["suggestions"]
    assert {"label": "Global Affairs Canada", "note": "Institution", "href": "/search?institution=gac"} in found
    french = client.get("/fr/suggest.json?q=global").get_json()["suggestions"]
    assert french[0]["href"].startswith("/fr/search")
    assert client.get("/suggest.json").get_json()["suggestions"] == []
    assert client.get("/suggest.json?q=" + "x" * 5000).status_code == 200


def test_a_public_site_suggests_no_person_that_it_does_not_show(public: FlaskClient) -> None:
    for text in ("chong", "michael", "alex"):
        found = public.get(f"/suggest.json?q={text}").get_json()["suggestions"]
        assert "Person" not in [one["note"] for one in found]


def test_a_private_site_suggests_names(client: FlaskClient) -> None:
    found = client.get("/suggest.json?q=youli").get_json()["suggestions"]
    assert found[0]["href"].startswith("/search?account=wechat%3A")
