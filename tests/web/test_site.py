"""Every address of the site, with a small archive in memory."""

from __future__ import annotations

import json
import re
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.errors import InputError, NotFound, QueryError, Unavailable
from indexer.search.engines.memory import MemoryIndex
from indexer.search.service import SearchService
from indexer.search.vocabulary import Vocabulary
from tests.web.fakes import FakeCatalog, FakeRenderer, make_services, sha
from webapp import Services, create_app

ANALYSIS = sha("analysis")[:12]
HOSTILE_DOCUMENT = sha("hostile")[:12]
HIDDEN = sha("hidden")[:12]
TOLD = sha("told")[:12]
LOCKED = sha("locked")[:12]
ANALYSIS_ADDRESS = f"/documents/{ANALYSIS}-narratives-on-the-platform-of-the-conservative-party-of"

PAGES = [
    "/",
    "/search",
    "/search?q=wechat",
    "/search?q=wechat&platform=douyin",
    "/search?q=zzz",
    "/documents",
    "/documents?page=999",
    ANALYSIS_ADDRESS,
    ANALYSIS_ADDRESS + "?q=wechat",
    ANALYSIS_ADDRESS + "?q=nowhere",
    f"/documents/{LOCKED}-locked-pdf",
    f"/documents/{ANALYSIS}/pages/1?q=foreign+interference",
    f"/documents/{ANALYSIS}/pages/1?rail=entities",
    f"/documents/{ANALYSIS}/pages/1?rail=redactions",
    f"/documents/{ANALYSIS}/pages/1?rail=about",
    f"/documents/{ANALYSIS}/pages/8",
    "/releases/gac/A-2021-01234",
    "/coverage",
    "/operators",
    "/about",
]


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_shown_and_protected(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    body = response.get_data(as_text=True)
    assert "<h1" in body
    body = body.replace('<script type="application/ld+json">', "<!-- data, which no browser runs -->")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=\"/static/)", body)
    assert not re.search(r"(src|href|action)=\"(https?:)?//", body)
    assert client.head(address).status_code == 200
    assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", [*PAGES, "/nowhere", "/static/site.css", f"/documents/{ANALYSIS}/pages/1/image"])
def test_every_response_has_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=before",
        "/documents",
        f"/documents/{HOSTILE_DOCUMENT}/pages/1?q=wechat",
        f"/documents/{HOSTILE_DOCUMENT}/pages/1?rail=about",
        f"/documents/{ANALYSIS}/pages/1?rail=entities",
        "/releases/gac/A-2021-01234",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/search?q=x&account=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_markup_in_documents_and_addresses_is_text(client: FlaskClient, address: str) -> None:
    body = text_of(client, address)
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "alert(" in body
    assert 'href="javascript:' not in body


def test_results_have_counts_facets_chips_and_marked_passages(client: FlaskClient) -> None:
    body = text_of(client, "/search?q=wechat&year=2021&-platform=douyin")
    assert "7 pages in 1 document" in body
    assert "could not see" in body
    assert "<mark>WeChat</mark>" in body
    assert f"/documents/{ANALYSIS}/pages/1?q=wechat#hit-1" in body
    assert "(000012)" in body
    assert "+ 4 more pages" in body
    assert "18 % redacted" in body
    chips = re.findall(r'class="chip[^"]*"\s+href="([^"]+)"', body)
    assert chips == ["/search?q=wechat&amp;-platform=douyin", "/search?q=wechat&amp;year=2021"]
    assert 'href="/search?q=wechat">Clear all' in body
    assert re.search(r'name="year"\s+value="2021"', body)


def test_words_that_stand_in_banners_only_are_told_of_with_a_link_to_these_pages(client: FlaskClient) -> None:
    body = text_of(client, "/search?q=unclassified")
    assert "Nothing matches" in body
    assert "1 page has these words only in running heads, footers or stamps." in body
    (href,) = re.findall(r'href="(/search\?q=furniture[^"]*)">Show them', body)
    shown = text_of(client, href.replace("&amp;", "&"))
    assert "1 page in 1 document" in shown
    assert "<mark>UNCLASSIFIED</mark>" in shown
    assert "only in running heads" not in text_of(client, "/search?q=wechat")
    found = json.loads(text_of(client, "/search.json?q=unclassified"))
    assert (found["pages"], found["furniture_pages"], len(found["notes"])) == (0, 1, 1)


def test_a_histogram_of_one_year_says_so(client: FlaskClient) -> None:
    assert "<figcaption>Documents of 2021</figcaption>" in text_of(client, "/search?q=memo")


def test_files_that_cannot_be_read_are_found_by_their_name(client: FlaskClient, public: FlaskClient) -> None:
    body = text_of(client, "/search?q=locked")
    assert "No page matches" in body
    assert "1 file that cannot be read matches by name, title or release" in body
    assert f'href="/documents/{LOCKED}-locked-pdf"' in body
    assert "protected by a password" in body
    assert "cannot be read match" not in text_of(client, "/search?q=letter")
    assert "cannot be read match" not in text_of(client, "/search?q=locked&page=2")
    assert "cannot be read match" not in text_of(client, "/search")
    found = json.loads(text_of(client, "/search.json?q=locked"))
    assert found["unread_files_total"] == 1
    (file,) = found["unread_files"]
    assert (file["document"], file["name"], file["title"]) == (sha("locked"), "locked.pdf", "locked.pdf")
    assert (file["reason"], file["url"]) == ("encrypted", f"/documents/{LOCKED}")
    assert client.get(file["url"]).status_code == 301


def test_a_file_that_cannot_be_read_has_a_page_that_says_what_it_is(client: FlaskClient, services: Services) -> None:
    body = text_of(client, f"/documents/{LOCKED}-locked-pdf")
    for said in ("Not read.", "protected by a password", "kept as it was received", "<dt>Kind</dt>", "PDF"):
        assert said in body
    assert f'href="/documents/{LOCKED}/original" download' in body

    class Lost:
        def has(self, sha256: str) -> bool:
            return False

        def local(self, sha256: str) -> AbstractContextManager[Path]:
            raise NotFound(sha256)

    lost = create_app(replace(services, originals=Lost())).test_client()
    assert "has no copy of the original" in text_of(lost, f"/documents/{LOCKED}-locked-pdf")
    assert lost.get(f"/documents/{LOCKED}/original").status_code == 404


def test_a_word_of_the_title_finds_the_document_once_and_is_marked(client: FlaskClient) -> None:
    body = text_of(client, "/search?q=conservatives+OR+zzz")
    assert "1 page in 1 document" in body
    assert "platform of the <mark>Conservative</mark> Party" in body
    only = text_of(client, "/search?q=letter+29")
    assert "<mark>Letter</mark> <mark>29</mark>" in only
    hidden = text_of(client, "/search?q=%22memo.pdf%22")
    assert "1 page in 1 document" in hidden
    assert "The words stand in the title of the document." in hidden
    assert "#hit-1" not in hidden
    assert "The words stand in the title" in text_of(client, f"/documents/{HIDDEN}-memo-pdf?q=%22memo.pdf%22")
    (hit,) = json.loads(text_of(client, "/search.json?q=%22memo.pdf%22"))["hits"]
    assert hit["title_matches"] == [[0, 8]]


def test_three_sentences_for_nothing(client: FlaskClient, services: Services, tmp_path: Path) -> None:
    assert "Nothing matches\n" in text_of(client, "/search?q=zzz")
    filtered = text_of(client, "/search?q=memo&platform=wechat&year=2021")
    assert "Nothing matches with these filters" in filtered
    assert "without Platform: " in filtered
    assert "without Year: " not in filtered
    failing = create_app(replace(services, search=Failing(services.search))).test_client()  # type: ignore[arg-type]
    failed = text_of(failing, "/search?q=wechat", 503)
    assert "The search failed" in failed
    assert "Nothing matches" not in failed
    empty = create_app(make_services(tmp_path / "b", FakeCatalog())).test_client()
    assert "Nothing is archived yet" in text_of(empty, "/search")
    assert "Nothing is archived yet" in text_of(empty, "/")


class Failing:
    """A search whose index does not answer."""

    def __init__(self, search: object, error: Exception | None = None) -> None:
        self._search, self._error = search, error or Unavailable("The index does not answer.")

    def __getattr__(self, name: str) -> object:
        return getattr(self._search, name)

    def find_documents(self, _: object) -> object:
        raise self._error

    find_pages = find_documents

    def sheets(self, *_: object) -> tuple[int, ...]:
        raise self._error


def test_the_site_goes_on_while_the_index_is_away(services: Services) -> None:
    client = create_app(replace(services, search=Failing(services.search))).test_client()  # type: ignore[arg-type]
    assert client.get("/").status_code == 200
    assert "The index does not answer." in text_of(client, f"/documents/{ANALYSIS}/pages/1?q=wechat")
    assert client.get("/search.json?q=x").status_code == 503
    assert client.get("/search/values/person?q=x", headers={"X-Part": "facet"}).status_code == 503
    assert client.get("/search.json?q=x").headers["Retry-After"]


def test_an_index_that_is_missing_is_said_in_its_own_sentence(services: Services, tmp_path: Path) -> None:
    catalog = services.catalog
    assert isinstance(catalog, FakeCatalog)
    search = SearchService(MemoryIndex(), catalog, services.settings.search, Vocabulary())
    client = create_app(replace(services, search=search)).test_client()
    body = text_of(client, "/search?q=wechat", 503)
    assert "Search is not ready" in body
    assert "The search index must be rebuilt: ati reindex" in body
    assert "Nothing matches" not in body
    assert "must be rebuilt" in text_of(client, "/")
    assert "must be rebuilt" in text_of(client, f"/documents/{ANALYSIS}/pages/1?q=wechat")
    twin = client.get("/search.json?q=wechat")
    assert twin.status_code == 503
    assert "must be rebuilt" in twin.get_data(as_text=True)
    nothing = FakeCatalog()
    empty = SearchService(MemoryIndex(), nothing, services.settings.search, Vocabulary())
    client = create_app(replace(services, search=empty, catalog=nothing)).test_client()
    assert "Nothing is archived yet" in text_of(client, "/search")


def test_a_query_over_a_limit_is_refused_in_words(client: FlaskClient, services: Services) -> None:
    assert "characters" in text_of(client, "/search?q=" + "x" * 2500)
    refusing = Failing(services.search, QueryError("The query has too many parts."))
    page = create_app(replace(services, search=refusing)).test_client()  # type: ignore[arg-type]
    assert "too many parts" in text_of(page, "/search?q=a", 400)


@pytest.mark.parametrize(
    "query",
    [
        "page=1000000000",
        "page=999999",
        "page=0&sort=%00",
        "colour=red",
        "&".join(f"account=a{n}" for n in range(10_000)),
        "q=%00%ff%fe",
        "date_from=2021-02-31&date_to=x",
        "q=" + "%22" * 7,
        "year=2021&-year=2021",
        "redacted_share=&withheld=maybe",
        "q=NOT",
    ],
)
def test_hostile_addresses_give_a_page(client: FlaskClient, query: str) -> None:
    assert client.get("/search?" + query).status_code == 200


def test_paging_through_documents(client: FlaskClient) -> None:
    first, second = text_of(client, "/search?q=letter"), text_of(client, "/search?q=letter&page=2")
    assert len(re.findall("data-result", first)) == 20
    assert len(re.findall("data-result", second)) == 5
    assert 'rel="next" href="/search?q=letter&amp;page=2"' in first
    assert "To the last results" in text_of(client, "/search?q=letter&page=9")


def test_only_the_results_for_the_module_that_swaps_them(client: FlaskClient) -> None:
    response = client.get("/search?q=wechat", headers={"X-Part": "results"})
    body = response.get_data(as_text=True)
    assert "<html" not in body
    assert "7 pages" in body
    assert "X-Part" in response.headers["Vary"]
    assert "X-Part" in client.get("/search?q=wechat").headers["Vary"]


def test_the_json_twin_has_the_shape_of_the_command(client: FlaskClient) -> None:
    found = json.loads(text_of(client, "/search.json?q=wechat&platform=wechat"))
    assert {"query", "understood", "repairs", "pages", "documents", "documents_approximate", "unseen_pages"} < set(
        found
    )
    hit = next(hit for hit in found["hits"] if hit["page"] == 1 and hit["document"].startswith(ANALYSIS))
    assert hit["label"] == "000012"
    assert hit["releases"] == [{"id": "gac/A-2021-01234", "request_number": "A-2021-01234", "institution": "gac"}]
    passage = hit["passages"][0]
    assert [passage["text"][start:end] for start, end in passage["matches"]] == ["WeChat"]
    assert hit["url"] == f"/documents/{ANALYSIS}/pages/1?q=wechat"
    value = found["facets"]["platform"][0]
    assert value["value"] == "wechat"
    assert value["selected"] is True
    negotiated = client.get("/search?q=wechat", headers={"Accept": "application/json"})
    assert negotiated.mimetype == "application/json"
    assert "Accept" in negotiated.headers["Vary"]


def test_documents_have_one_address_each(client: FlaskClient) -> None:
    for address in (f"/documents/{ANALYSIS}", f"/documents/{sha('analysis')}", f"/documents/{ANALYSIS}-other-title"):
        response = client.get(address + "?q=wechat")
        assert response.status_code == 301
        assert response.headers["Location"] == ANALYSIS_ADDRESS + "?q=wechat"
    assert client.get(f"/documents/{ANALYSIS}-slug/pages/3?q=x").headers["Location"] == (
        f"/documents/{ANALYSIS}/pages/3?q=x"
    )
    twin = json.loads(text_of(client, f"/documents/{ANALYSIS}.json"))
    assert twin["sha256"] == sha("analysis")
    assert len(twin["pages"]) == 9


def test_a_document_shows_its_chain_of_custody_and_all_its_hits(client: FlaskClient) -> None:
    body = text_of(client, ANALYSIS_ADDRESS + "?q=wechat")
    for said in (sha("analysis"), "gac/analysis.pdf", "A-2021-01234", "read in page 1", "7 pages with"):
        assert said in body
    assert "no text was found" in body
    assert body.count("is-hit") == 7


def test_the_reader_boxes_matches_and_steps_among_them(client: FlaskClient) -> None:
    body = text_of(client, f"/documents/{ANALYSIS}/pages/2?q=interference")
    assert 'id="hit-1" class="hit"' in body
    assert 'href="#hit-1"><mark>interference</mark>' in body
    assert "2 of 7" in body
    assert re.search(rf'id="next-hit"\s+href="/documents/{ANALYSIS}/pages/3\?q=interference#hit-1"', body)
    assert "stamped" in body
    assert "000013" in body


def test_find_opens_the_next_matching_page(client: FlaskClient) -> None:
    found = client.get(f"/documents/{ANALYSIS}/find?q=wechat&from=3")
    assert found.headers["Location"] == f"/documents/{ANALYSIS}/pages/3?q=wechat#hit-1"
    around = client.get(f"/documents/{ANALYSIS}/find?q=%22page+2%22&from=5&rail=about")
    assert around.headers["Location"] == f"/documents/{ANALYSIS}/pages/2?q=%22page+2%22&rail=about#hit-1"
    nothing = client.get(f"/documents/{ANALYSIS}/find?q=zzz&from=5")
    assert nothing.headers["Location"] == f"/documents/{ANALYSIS}/pages/5?q=zzz"


def test_rails_say_what_they_hold(client: FlaskClient) -> None:
    base = f"/documents/{ANALYSIS}/pages/1?rail="
    entities = text_of(client, base + "entities")
    for said in ("Accounts", "WeChat", "8 Sept 2021", "Political parties", "likely", 'href="#mention-', "Jane Doe"):
        assert said in entities
    redactions = text_of(client, base + "redactions")
    for said in (
        "1 redaction",
        "15(1)",
        "International affairs and defence",
        "exemption",
        "filled box",
        "18 % redacted",
    ):
        assert said in redactions
    about = text_of(client, base + "about")
    for said in (sha("analysis"), "listed with a reason", "Permanent address"):
        assert said in about


def test_a_page_that_was_not_read_says_why_and_shows_its_picture(client: FlaskClient) -> None:
    body = text_of(client, f"/documents/{ANALYSIS}/pages/8")
    assert "This page cannot be searched." in body
    assert "no text was found" in body
    assert f"/documents/{ANALYSIS}/pages/8/image" in body
    assert "notice that pages are withheld: 4 pages" in text_of(client, f"/documents/{ANALYSIS}/pages/9")


def test_pictures_are_made_once_in_few_sizes(services: Services) -> None:
    client = create_app(services).test_client()
    renderer = services.renderer
    assert isinstance(renderer, FakeRenderer)
    first = client.get(f"/documents/{ANALYSIS}/pages/1/image?w=1000")
    assert first.mimetype == "image/jpeg"
    assert "immutable" in first.headers["Cache-Control"]
    again = client.get(f"/documents/{ANALYSIS}/pages/1/image?w=1100")
    assert again.data == first.data
    assert renderer.calls == 1
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/documents/{ANALYSIS}/pages/1/image?w=1100", headers=tag).status_code == 304
    for width in ("9999", "99999999", "-1", "x", "0"):
        assert client.get(f"/documents/{ANALYSIS}/pages/1/image?w={width}").status_code == 200
    assert renderer.calls == 2
    assert client.get(f"/documents/{ANALYSIS}/pages/99/image").status_code == 404
    assert client.get(f"/documents/{LOCKED}/pages/1/thumbnail").status_code == 404


def test_a_sheet_that_cannot_be_drawn_is_not_a_failure_of_the_site(services: Services) -> None:
    class Broken:
        def page_image(self, *_: object) -> bytes:
            raise InputError("This sheet cannot be drawn.")

    client = create_app(replace(services, renderer=Broken())).test_client()
    assert client.get(f"/documents/{ANALYSIS}/pages/1/image").status_code == 404


def test_originals_are_downloads_and_withheld_where_words_are_hidden(client: FlaskClient) -> None:
    response = client.get(f"/documents/{ANALYSIS}/original")
    assert response.headers["Content-Disposition"] == "attachment; filename=analysis.pdf"
    assert response.mimetype == "application/pdf"
    refused = client.get(f"/documents/{HIDDEN}/original")
    assert refused.status_code == 403
    assert "is not served" in refused.get_data(as_text=True)
    assert "under the boxes" in refused.get_data(as_text=True)
    assert b"%PDF" not in refused.data
    assert "not handed out" in text_of(client, f"/documents/{HIDDEN}/pages/1?rail=about")


def test_a_failed_redaction_is_told_to_the_operator_only(client: FlaskClient, public: FlaskClient) -> None:
    told = "words lie under a redaction"
    for address in (f"/documents/{HIDDEN}/pages/2", f"/documents/{HIDDEN}-memo-pdf", "/coverage"):
        assert told in text_of(client, address)
        assert told not in text_of(public, address)
        assert "Set aside by the archive" in text_of(public, address)
    assert "redaction" not in json.dumps(json.loads(text_of(public, f"/documents/{HIDDEN}.json"))["pages"])
    refused = public.get(f"/documents/{HIDDEN}/original")
    assert refused.status_code == 403
    assert "under the boxes" not in refused.get_data(as_text=True)


def test_public_mode_shows_no_people_that_nobody_vouches_for(public: FlaskClient) -> None:
    body = text_of(public, "/search?q=foreign")
    assert "Jane Doe" not in body
    refused = text_of(public, "/search?q=foreign&person=Jane+Doe&-person=Jane+Doe")
    assert "does not filter by that name" in refused
    assert "Jane Doe" not in refused
    assert refused.split("counts")[1] == text_of(public, "/search?q=foreign&person=Nobody").split("counts")[1]
    assert not json.loads(text_of(public, "/search.json?q=foreign&person=Jane+Doe"))["facets"].get("person")
    assert "Jane Doe" not in text_of(public, "/")
    reader = text_of(public, f"/documents/{ANALYSIS}/pages/1?rail=entities")
    assert "Jane Doe" not in reader
    assert "Youli-Youmian" in reader


def test_public_mode_shows_people_that_somebody_vouches_for(tmp_path: Path) -> None:
    public = create_app(make_services(tmp_path, mode="public", people=frozenset({"Jane Doe"}))).test_client()
    body = text_of(public, "/search?q=foreign&person=Jane+Doe")
    assert "1 page in 1 document" in body
    assert "does not filter" not in body
    (value,) = json.loads(text_of(public, "/search.json?q=foreign"))["facets"]["person"]
    assert (value["value"], value["pages"]) == ("Jane Doe", 1)
    reader = text_of(public, f"/documents/{ANALYSIS}/pages/1?rail=entities")
    assert "Jane Doe" in reader
    assert "/reject" not in reader


@pytest.mark.parametrize("address", ["/search?", "/search?view=matches&", "/search/values/account?"])
def test_a_query_of_any_length_makes_no_page_of_megabytes(client: FlaskClient, address: str) -> None:
    body = client.get(f"{address}q=" + "wechat+OR+" * 4_000).get_data(as_text=True)
    assert len(body) < 600_000, "what is beyond the limit of a query is in no link"
    assert "The query has 39,999 characters; the first 1,999 were searched for." in body or "values" in address


def test_public_queries_do_not_open_what_the_facet_hides(client: FlaskClient, public: FlaskClient) -> None:
    assert "1 page in 1 document" in text_of(client, "/search?q=person:%22jane+doe%22")
    for field in ("person", "party"):
        body = text_of(public, f"/search?q={field}:%22jane+doe%22")
        assert "Nothing matches" in body
        assert "searched for on the page" in body
        assert json.loads(text_of(public, f"/search.json?q={field}:%22jane+doe%22"))["pages"] == 0
    assert "Nothing matches" not in text_of(public, f"/documents/{ANALYSIS}/pages/1?q=person:wechat")


def test_coverage_lists_files_and_pages_with_reasons(client: FlaskClient) -> None:
    body = text_of(client, "/coverage")
    for said in ("locked.pdf", "password", "gac/analysis.pdf", "page 8", "withheld by the institution"):
        assert said in body


def test_coverage_tells_the_operator_which_originals_are_withheld_and_why(
    client: FlaskClient, public: FlaskClient
) -> None:
    body, outside = text_of(client, "/coverage"), text_of(public, "/coverage")
    for page in (body, outside):
        assert "2 originals are kept and not handed out" in page
    places = ("bookmarks) holds words that no page shows", "an earlier state of itself")
    for said in (f"/documents/{HIDDEN}/pages/2", "Boxes, in points from the top left: 72, 685 to 150, 705.", *places):
        assert said in body
    for said in ("Boxes", "told.pdf", "bookmarks", "earlier state", "under redactions"):
        assert said not in outside


def test_a_file_that_holds_words_beyond_its_pages_says_where_to_the_operator_only(
    client: FlaskClient, public: FlaskClient
) -> None:
    address = f"/documents/{TOLD}/original"
    told = "bookmarks) holds words that no page shows"
    refused, silent = client.get(address), public.get(address)
    assert (refused.status_code, silent.status_code) == (403, 403)
    assert told in refused.get_data(as_text=True)
    assert told not in silent.get_data(as_text=True)
    about = f"/documents/{TOLD}/pages/1?rail=about"
    assert told in text_of(client, about)
    assert told not in text_of(public, about)
    assert "not handed out" in text_of(public, about)


def test_pictures_of_a_locked_file_are_drawn_with_the_password_that_its_release_names(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.catalog.passwords[sha("analysis")] = "ATI_PASSWORD_1"  # type: ignore[attr-defined]
    client = create_app(services).test_client()
    monkeypatch.setenv("ATI_PASSWORD_1", "hunter2")
    assert client.get(f"/documents/{ANALYSIS}/pages/1/image").status_code == 200
    assert client.get(f"/documents/{sha('letter5')[:12]}/pages/1/image").status_code == 200
    assert services.renderer.passwords == ["hunter2", None]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere", 404),
        ("/documents/0123456789ab", 404),
        ("/documents/short", 404),
        ("/documents/..%2f..%2fetc%2fpasswd", 404),
        (f"/documents/{ANALYSIS}/pages/0", 404),
        (f"/documents/{ANALYSIS}/pages/x", 404),
        (f"/documents/{ANALYSIS}/pages/99999999999999999999", 404),
        ("/releases/nobody/A-1", 404),
        ("/static/../app.py", 404),
        ("/static/x/%2e%2e/%2e%2e/app.py", 404),
    ],
)
def test_what_is_not_there_is_said_in_words(client: FlaskClient, address: str, status: int) -> None:
    body = text_of(client, address, status)
    assert "There is no such page here" in body
    assert "error" in json.loads(client.get(address, headers={"Accept": "application/json"}).get_data(as_text=True))


def test_errors_of_the_site_itself_keep_the_headers(services: Services) -> None:
    class Broken:
        def __getattr__(self, name: str) -> object:
            raise ZeroDivisionError(name)

    client = create_app(replace(services, catalog=Broken())).test_client()  # type: ignore[arg-type]
    response = client.get("/documents")
    assert response.status_code == 500
    assert "Content-Security-Policy" in response.headers
    assert "ZeroDivision" not in response.get_data(as_text=True)
    assert "Something went wrong" in response.get_data(as_text=True)


def test_nothing_can_be_sent(client: FlaskClient) -> None:
    for address in ("/", "/search", "/documents"):
        assert client.post(address).status_code in {400, 405}


def test_another_name_for_loopback_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "127.0.0.1:5000"}).status_code == 200
    assert client.get("/", headers={"Host": "localhost:5000"}).status_code == 200


def test_static_files_are_kept_for_a_year_by_their_hash(client: FlaskClient) -> None:
    body = text_of(client, "/")
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', body)
    assert len(addresses) >= 4
    for address in addresses:
        assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/static/site.css").headers["Cache-Control"] == "no-cache"


def test_health(client: FlaskClient) -> None:
    assert json.loads(text_of(client, "/healthz"))["status"] == "ok"


def test_the_search_page_is_light(client: FlaskClient) -> None:
    assert len(client.get("/search?q=letter").data) < 150_000
