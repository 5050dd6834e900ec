"""Pages of results are given out again only while nothing they show can have changed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.model.registry import new_rule
from indexer.search.service import SearchService
from tests.web.real import Real, add, make_real
from tests.web.test_site import text_of
from webapp import create_app
from webapp.kept_pages import KEPT_S, KeptPage, KeptPages

SEARCH = "/search?q=rcmp"


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every search that was really made."""
    made: list[str] = []
    real = SearchService.find_documents

    def counted(self: SearchService, request: object) -> object:
        made.append(repr(request))
        return real(self, request)  # type: ignore[arg-type]

    monkeypatch.setattr(SearchService, "find_documents", counted)
    return made


@pytest.fixture
def real(tmp_path: Path) -> Real:
    return make_real(tmp_path)


@pytest.fixture
def client(real: Real) -> FlaskClient:
    return create_app(real.services).test_client()


def test_a_search_asked_again_is_not_made_again(client: FlaskClient, searches: list[str]) -> None:
    first, second = client.get(SEARCH), client.get(SEARCH)
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]
    assert {"X-Part", "Accept"} <= set(second.headers["Vary"].replace(",", " ").split())
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert client.get(SEARCH, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert len(searches) == 1


def test_compressed_and_plain_pages_are_kept_apart_with_tags_of_their_own(client: FlaskClient) -> None:
    plain = client.get(SEARCH)
    for _ in range(2):
        packed = client.get(SEARCH, headers={"Accept-Encoding": "gzip, br"})
        assert gzip.decompress(packed.data) == plain.data == client.get(SEARCH).data
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert packed.headers["ETag"] != plain.headers["ETag"]
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 3


def test_styles_are_compressed_and_a_page_with_a_token_is_not(client: FlaskClient) -> None:
    style = re.search(r'href="(/static/[^"]+/site.css)"', text_of(client, "/"))
    assert style is not None
    packed = client.get(style[1], headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == client.get(style[1]).data
    form = client.get("/corrections", headers={"Accept-Encoding": "gzip"})
    assert b"csrf_token" in form.data
    assert "Content-Encoding" not in form.headers


def test_language_part_and_address_have_pages_of_their_own(client: FlaskClient, searches: list[str]) -> None:
    whole, french = text_of(client, SEARCH), text_of(client, "/fr" + SEARCH)
    part = client.get(SEARCH, headers={"X-Part": "results"}).get_data(as_text=True)
    newest = text_of(client, SEARCH + "&sort=document_date")
    assert len({whole, french, part, newest}) == 4
    assert 'href="/fr/' in french
    assert "<html" not in part
    assert client.get(SEARCH, headers={"Accept": "application/json"}).is_json
    assert len(searches) == 4


def test_a_correction_and_a_new_document_show_at_once(real: Real, client: FlaskClient, searches: list[str]) -> None:
    assert "Mounties" not in text_of(client, SEARCH + "&open=organisation")
    real.registry.decide(new_rule("rename", "organisation", "rcmp", name="Mounties", who="test"))
    assert "Mounties" in text_of(client, SEARCH + "&open=organisation")
    add(real.archive, "fourth.pdf", "2023-01-01", "Someone", ["The RCMP wrote again."])
    text_of(client, SEARCH + "&open=organisation")
    real.follow()
    assert "Report fourth.pdf" in text_of(client, SEARCH + "&open=organisation")
    assert len(searches) == 4


def test_the_front_page_counts_the_whole_archive_as_it_is_now(real: Real, client: FlaskClient) -> None:
    assert "3 files" in text_of(client, "/")
    assert "3 files" in text_of(client, "/")
    add(real.archive, "fourth.pdf", "2023-01-01", "Someone", ["The RCMP wrote again."])
    assert "4 files" in text_of(client, "/")
    assert 'aria-label="2023: 1 page"' not in text_of(client, "/")
    real.follow()
    assert 'aria-label="2023: 1 page"' in text_of(client, "/")


def test_a_public_site_follows_a_confirmation_and_a_hiding(tmp_path: Path) -> None:
    public = make_real(tmp_path, "public")
    client = create_app(public.services).test_client()
    facet = "person=Sample+Person"
    assert facet not in text_of(client, SEARCH + "&open=person")
    public.registry.decide(new_rule("confirm", "person", "Sample Person", who="test"))
    assert facet in text_of(client, SEARCH + "&open=person")
    public.registry.decide(new_rule("hide", "person", "Sample Person", who="test"))
    public.follow()
    assert facet not in text_of(client, SEARCH + "&open=person")


def test_a_page_that_holds_a_readers_token_is_never_kept(
    real: Real, searches: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(real.services)
    monkeypatch.setitem(app.jinja_env.globals, "site", app.jinja_env.globals["site"])
    template = app.jinja_env.from_string("{{ csrf_token() }}")
    monkeypatch.setattr("webapp.views.search.render_template", lambda _name, **values: template.render(**values))
    first, second = app.test_client().get(SEARCH), app.test_client().get(SEARCH)
    assert first.data != second.data
    assert len(searches) == 2


def test_errors_are_asked_again(real: Real, client: FlaskClient) -> None:
    real.index.built = False
    assert client.get(SEARCH).status_code == 503
    real.index.built = True
    assert client.get(SEARCH).status_code == 200


class TestKeptPages:
    def test_another_state_or_none_gives_nothing(self) -> None:
        kept, page = KeptPages(), KeptPage(b"page", "", "tag")
        kept.put(("a",), "", page)
        assert kept.get(("a",), "") is None
        kept.put(("a",), "one", page)
        assert kept.get(("a",), "one") == page
        assert kept.get(("a",), "two") is None
        assert kept.get(("a",), "one") is None, "what is of another state is given up"

    def test_pages_are_bounded_in_bytes_and_in_time(self) -> None:
        now_s = 0.0
        kept = KeptPages(limit_bytes=1_000, clock=lambda: now_s)
        for name in "abc":
            kept.put((name,), "one", KeptPage(b"x" * 400, "", ""))
            kept.get(("a",), "one")
        assert [name for name in "abc" if kept.get((name,), "one")] == ["a", "c"], "b was not asked for"
        kept.put(("large",), "one", KeptPage(b"x" * 2_000_000, "", ""))
        assert kept.get(("large",), "one") is None
        now_s = KEPT_S
        assert kept.get(("a",), "one") is None
