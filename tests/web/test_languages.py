"""The site under /fr/: addresses, redirects, errors, forms, numbers and dates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.fakes import make_services, sha
from tests.web.real import make_real
from webapp import create_app, languages, words

ANALYSIS = sha("analysis")[:12]


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(make_services(tmp_path))


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


class TestAddresses:
    def test_the_language_is_said(self, client: FlaskClient) -> None:
        assert '<html lang="en">' in text_of(client, "/")
        french = text_of(client, "/fr/")
        assert '<html lang="fr">' in french
        assert "Passer au contenu" in french

    def test_the_switch_opens_this_very_page_with_its_query(self, client: FlaskClient) -> None:
        query = "q=wechat+%22foreign+interference%22&year=2021&-platform=douyin&rail=x"
        english, french = (text_of(client, f"{at}/search?{query}") for at in ("", "/fr"))
        escaped = query.replace("&", "&amp;")
        assert re.search(rf'<a href="/fr/search\?{re.escape(escaped)}"\s+hreflang="fr"\s+lang="fr"', english)
        assert re.search(rf'<a href="/search\?{re.escape(escaped)}"\s+hreflang="en"\s+lang="en"', french)

    def test_a_template_serves_both_languages_whoever_comes_first(self, app: Flask) -> None:
        client = app.test_client()
        for at in ("", "/fr", ""):
            assert f'href="{at}/documents">' in text_of(client, f"{at}/coverage")

    def test_twins_name_each_other(self, client: FlaskClient) -> None:
        for at in ("", "/fr"):
            page = text_of(client, f"{at}/search?q=wechat&more=year")
            assert f'<link rel="canonical" href="{at}/search?q=wechat">' in page
            assert '<link rel="alternate" hreflang="en" href="/search?q=wechat">' in page
            assert '<link rel="alternate" hreflang="fr" href="/fr/search?q=wechat">' in page
            assert '<link rel="alternate" hreflang="x-default" href="/search?q=wechat">' in page
        reader = text_of(client, f"/fr/documents/{ANALYSIS}/pages/1?q=wechat&rail=about")
        assert f'<link rel="canonical" href="/fr/documents/{ANALYSIS}/pages/1">' in reader

    def test_what_others_type_is_no_address_of_another_site(self, client: FlaskClient) -> None:
        for address in (
            "//evil.example/",
            "/fr//evil.example/",
            '/"><script>alert(1)</script>',
            "/fr/%22%3E%3Cscript%3E",
        ):
            response = client.get(address)
            page = response.get_data(as_text=True)
            assert "<script>alert" not in page
            assert 'href="//evil' not in page
            assert not response.headers.get("Location", "").startswith("//")

    def test_the_bare_language_leads_to_its_front_page(self, client: FlaskClient) -> None:
        moved = client.get("/fr?x=1")
        assert (moved.status_code, moved.headers["Location"]) == (308, "/fr/?x=1")

    @pytest.mark.parametrize("address", ["/de/", "/de/search", "/fr/fr/", "/FR/", "/en/", "/french", "/fr/static"])
    def test_other_languages_are_not_there(self, client: FlaskClient, address: str) -> None:
        text_of(client, address, 404)

    def test_addresses_of_pages_get_the_language_once(self, app: Flask) -> None:
        with app.test_request_context("/", environ_overrides={"ati.language": "fr"}):
            shown = [languages.here(one) for one in ("/", "/search?q=x", "/fr/x", "#top", "https://e.org/", "//e.org")]
        assert shown == ["/fr/", "/fr/search?q=x", "/fr/x", "#top", "https://e.org/", "//e.org"]
        with app.test_request_context("/"):
            assert languages.here("/search?q=x") == "/search?q=x"

    def test_redirects_stay_in_the_language(self, client: FlaskClient) -> None:
        moved = client.get(f"/fr/documents/{ANALYSIS}-old/pages/3?q=x")
        assert moved.headers["Location"] == f"/fr/documents/{ANALYSIS}/pages/3?q=x"
        found = client.get(f"/fr/documents/{ANALYSIS}/find?q=wechat&from=3")
        assert found.headers["Location"] == f"/fr/documents/{ANALYSIS}/pages/3?q=wechat#hit-1"

    def test_pages_of_both_languages_have_their_own_tags(self, client: FlaskClient) -> None:
        english, french = client.get("/coverage"), client.get("/fr/coverage")
        assert english.headers["ETag"] != french.headers["ETag"]
        assert client.get("/fr/coverage", headers={"If-None-Match": french.headers["ETag"]}).status_code == 304


class TestErrors:
    @pytest.mark.parametrize("address", ["/fr/nothing", "/fr/documents/zzz", "/fr/documents/0123456789ab"])
    def test_what_is_not_there(self, client: FlaskClient, address: str) -> None:
        page = text_of(client, address, 404)
        assert "Cette page n’existe pas ici" in page
        assert 'href="/fr/documents">Tous les documents' in page
        assert "canonical" not in page

    def test_errors_before_a_view_is_found(self, client: FlaskClient) -> None:
        strange = client.get("/fr/", headers={"Host": "evil.example"})
        assert strange.status_code == 400
        assert "Cette adresse ne peut pas être lue" in strange.get_data(as_text=True)
        refused = client.post("/fr/coverage")
        assert "Cette adresse ne peut être que lue" in refused.get_data(as_text=True)

    def test_a_fault_of_the_program(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(app.view_functions, "archive.coverage", lambda: 1 / 0)
        page = text_of(app.test_client(), "/fr/coverage", 500)
        assert "Une erreur s’est produite dans les archives" in page

    def test_json_says_it_in_the_language_too(self, client: FlaskClient) -> None:
        said = client.get("/fr/documents/0123456789ab.json")
        assert (said.status_code, said.get_json()["error"]) == (404, "Cette page n’existe pas ici")
        assert client.get("/documents/0123456789ab.json").get_json()["error"] == "There is no such page here"


def test_forms_stay_in_the_language(tmp_path: Path) -> None:
    real = make_real(tmp_path)
    app = create_app(real.services)
    app.config["WTF_CSRF_ENABLED"] = False
    entity = real.registry.entities("organisation", "", "pages", 0, 1)[0]
    sent = app.test_client().post(
        f"/fr/entities/{entity.id}/hide", data={"why": "x", "seen": real.registry.state([entity.id])}
    )
    assert sent.headers["Location"].startswith(f"/fr/entities/{entity.id}?done=hide")


class TestWords:
    def test_numbers_and_plurals(self, app: Flask) -> None:
        with app.test_request_context("/", environ_overrides={"ati.language": "fr"}):
            assert words.counted(1284, "page") == "1\u202f284 pages"
            assert words.edtf("2021-09-01") == "1er sept. 2021"
            assert words.counted(0, "page") == "0 page"
            assert words.counted(1, "time") == "1 fois"
            assert words.per_cent(0.18) == "18\u00a0%"
            assert words.file_size(2_140_000) == "2,1 Mo"
            assert words.reason("encrypted", public=False) == (
                "Le fichier est protégé par un mot de passe que les archives n’ont pas."
            )
            assert words.bounds("2021-09-01", "2022") == "1er sept. 2021 à 2022"
            assert words.bounds("2021-09", None) == "depuis sept. 2021"
            assert words.bounds(None, "2021-09-13") == "jusqu’au 13 sept. 2021"
            assert words.facet_value("political_party", "cpc", "Conservative Party of Canada") == (
                "Parti conservateur du Canada"
            )
            assert words.facet_value("political_party", "cpc", "The Tories") == "The Tories"
            assert words.facet_value("institution", "unknown", "Unknown") == "Institution inconnue"

    def test_english_outside_a_request(self) -> None:
        assert words.counted(1284, "page") == "1,284 pages"
        assert (
            words.facet_value("political_party", "cpc", "Conservative Party of Canada")
            == "Conservative Party of Canada"
        )


@pytest.mark.parametrize("number", [0, 1, 2, 11, 1284, 1_000_000])
def test_numbers_of_things_are_said_in_french_whatever_the_number(app: Flask, number: int) -> None:
    with app.test_request_context("/", environ_overrides={"ati.language": "fr"}):
        said = words.counted(number, "file")
    assert said.endswith("fichiers" if number > 1 else "fichier")
