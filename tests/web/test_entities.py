"""Pages of entities: what is named where, when, by whom and with whom."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from indexer.errors import Unavailable
from indexer.model.registry import entity_id, new_rule
from tests.web.real import Real, make_real
from tests.web.test_site import text_of
from webapp import create_app, links

ACCOUNT = entity_id("account", "wechat:youli-youmian")
RCMP, CSIS = entity_id("organisation", "rcmp"), entity_id("organisation", "csis")
PERSON = entity_id("person", "Sample Person")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    """For tests that change nothing."""
    return make_real(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def client(real: Real) -> FlaskClient:
    return create_app(real.services).test_client()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Real:
    """For tests that change nothing."""
    return make_real(tmp_path_factory.mktemp("public"), "public")


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))


def test_the_list_is_by_kind_with_counts_and_can_be_filtered(client: FlaskClient) -> None:
    accounts = text_of(client, "/entities")
    assert re.search(r"Organisations <span class=\"n\">2</span>", accounts)
    assert f'href="/entities/{ACCOUNT}"' in accounts
    assert 'lang="zh">有理儿有面</bdi>' in accounts
    organisations = text_of(client, "/entities?kind=organisation")
    assert organisations.index("Royal Canadian") < organisations.index("Canadian Security")
    by_name = text_of(client, "/entities?kind=organisation&order=name")
    assert by_name.index("Canadian Security") < by_name.index("Royal Canadian")
    filtered = text_of(client, "/entities?kind=organisation&name=rcmp")
    assert RCMP in filtered
    assert CSIS not in filtered
    assert "No name of this kind has" in text_of(client, "/entities?kind=state&name=zzz")


@pytest.mark.parametrize(
    "query",
    ["kind=x", "kind=%00&name=%00", "page=1000000000", "page=-1", "name=" + "x" * 5000, "name=%3Cscript%3Ealert(1)",
     "order=zzz&hidden=1", "name=%E2%80%AE", "&".join(f"name=n{n}" for n in range(10_000))],
)  # fmt: skip
def test_hostile_addresses_of_the_list_give_a_page(client: FlaskClient, query: str) -> None:
    body = text_of(client, "/entities?" + query)
    assert "<script>alert" not in body


def test_an_account_says_what_is_claimed_by_whom_when_and_how_surely(client: FlaskClient) -> None:
    body = text_of(client, f"/entities/{ACCOUNT}")
    for said in (
        "Youli-Youmian", "有理儿有面", "WeChat account", "Named 4 times on 3 pages of 2 documents from 1 institution.",
        "not a finding of this archive", "13 Sept 2021", "RRM Example", "Jan 2022", "Task Force",
        '<em class="hedge">likely</em>', "<mark>Youli-Youmian</mark>", "<mark>有理儿有面</mark>",
    ):  # fmt: skip
        assert said in body, said
    assert "SECRET" not in body
    assert re.search(r'href="/documents/[0-9a-f]{12}/pages/1\?rail=entities#mention-\d+"', body)


def test_the_timeline_says_how_exactly_it_knows(client: FlaskClient) -> None:
    body = text_of(client, f"/entities/{RCMP}")
    events = re.findall(r'<time datetime="([^"]+)">([^<]+)</time>\s*<span class="sr">\(([^)]+)\)', body)
    assert events == [
        ("2019/..", "since 2019", "range"),
        ("2020", "2020", "year"),
        ("2020-05-01", "1 May 2020", "day"),
        ("[2021-03-04,2021-04-03]", "4 Mar 2021 or 3 Apr 2021", "day"),
        ("2021-35", "third quarter of 2021", "part of a year"),
    ]
    assert "can be read as 4 Mar 2021 or 3 Apr 2021" in body
    assert body.count('class="mark is-') == 5
    assert "is-either" in body
    for name in re.findall(r'<a href="#(event-\d+)"', body):
        assert f'id="{name}"' in body


def test_who_appears_with_it_has_exact_counts_and_a_search_for_both(client: FlaskClient) -> None:
    body = text_of(client, f"/entities/{ACCOUNT}").replace("&amp;", "&")
    found = re.search(rf'href="/entities/{RCMP}">.*?href="([^"]+)"\s+aria-label="3 pages with', body, re.S)
    assert found is not None
    assert "3 pages in 2 documents" in text_of(client, found[1])
    same_kind = text_of(client, f"/entities/{RCMP}").replace("&amp;", "&")
    both = re.search(rf'href="/entities/{CSIS}">.*?href="([^"]+)"\s+aria-label="2 pages with', same_kind, re.S)
    assert both is not None
    assert "2 pages in 2 documents" in text_of(client, both[1])
    assert f'href="/entities/{RCMP}"><bdi>' not in same_kind.split('id="companions"')[1].split("</section>")[0]


def test_what_is_on_other_pages_is_no_company(tmp_path: Path) -> None:
    texts = ["The RCMP.", "CSIS.", "CSIS.", "The RCMP and CSIS."]
    client = create_app(make_real(tmp_path, reports={"one.pdf": ("2020", "A", texts)}).services).test_client()
    for own, other in ((RCMP, CSIS), (CSIS, RCMP)):
        beside = text_of(client, f"/entities/{own}").split('id="companions"')[1].replace("&amp;", "&")
        assert re.search(rf'href="/entities/{other}">.*?aria-label="1 page with', beside, re.S)
        both = re.search(r'class="n"\s+href="([^"]+)"', beside)
        assert both is not None
        assert "1 page in 1 document" in text_of(client, both[1])
    alone_at = tmp_path / "alone"
    alone_at.mkdir()
    alone = create_app(make_real(alone_at, reports={"one.pdf": ("2020", "A", texts[:3])}).services).test_client()
    assert CSIS not in text_of(alone, f"/entities/{RCMP}").split("<aside")[1]


def test_the_page_stays_without_the_index(real: Real) -> None:
    class Down:
        def __getattr__(self, name: str) -> object:
            return getattr(real.services.search, name)

        def beside(self, *_: object) -> object:
            raise Unavailable("down")

    client = create_app(replace(real.services, search=Down())).test_client()  # type: ignore[arg-type]
    assert "The index does not answer just now" in text_of(client, f"/entities/{ACCOUNT}")


def test_one_document_can_be_read_whole(client: FlaskClient, real: Real) -> None:
    document = real.services.named.documents(RCMP, 0, 1)[0].record.document
    body = text_of(client, f"/entities/{RCMP}?document={document.short_id}")
    assert "What this document says" in body
    assert body.count('class="said"') == 1
    assert client.get(f"/entities/{RCMP}?document=xyz").status_code == 404
    assert client.get(f"/entities/{RCMP}?document=0123456789ab").status_code == 404
    assert text_of(client, f"/entities/{RCMP}?page=99")


def test_markup_and_turned_letters_in_documents_stay_text(client: FlaskClient) -> None:
    body = text_of(client, f"/entities/{CSIS}")
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "alert(" in body


@pytest.mark.parametrize("key", ["0" * 16, "x", "A" * 16, "0" * 15, "..%2f..", "0" * 400, "%00" * 16])
def test_what_is_not_there_is_said_in_words(client: FlaskClient, key: str) -> None:
    for suffix in ("", "/mentions.csv", "/timeline.csv", ".json"):
        assert "There is no such page here" in text_of(client, f"/entities/{key}{suffix}", 404) or suffix == ".json"


def test_the_json_twin(client: FlaskClient) -> None:
    found = json.loads(text_of(client, f"/entities/{ACCOUNT}.json"))
    assert (found["value"], found["mentions"], found["documents"]) == ("wechat:youli-youmian", 4, 2)
    assert [one["date"] for one in found["events"]] == ["2019/..", "2021-35", "2021-09-08"]
    assert client.get(f"/entities/{ACCOUNT}", headers={"Accept": "application/json"}).mimetype == "application/json"


def test_mentions_and_timeline_can_be_taken_away(client: FlaskClient) -> None:
    mentions = rows_of(client, f"/entities/{ACCOUNT}/mentions.csv")
    assert len(mentions) == 4
    assert mentions[0]["institution"] == "Global Affairs Canada"
    assert mentions[0]["hedge"] == "likely"
    assert mentions[0]["passage"].startswith("The WeChat account Youli-Youmian")
    assert {row["document_date"] for row in mentions} == {"2021-09-13", "2022-01"}
    timeline = rows_of(client, f"/entities/{RCMP}/timeline.csv")
    assert [row["date"] for row in timeline][:2] == ["2019/..", "2020"]
    assert (timeline[0]["first_day"], timeline[0]["last_day"]) == ("2019-01-01", "")
    assert timeline[3]["ambiguous"] == "True"


@pytest.mark.parametrize("name", ["有理儿有面", "Дом", "Émile “X”; filename=evil.exe", "🙂"])
def test_files_of_names_in_every_script_can_be_taken_away(tmp_path: Path, name: str) -> None:
    real = make_real(tmp_path)
    client = create_app(real.services).test_client()
    real.registry.decide(new_rule("rename", "account", "wechat:youli-youmian", name=name, who="test"))
    for what in ("mentions", "timeline"):
        response = client.get(f"/entities/{ACCOUNT}/{what}.csv")
        assert response.status_code == 200
        header = response.headers["Content-Disposition"]
        assert header.isascii()
        kind, options = parse_options_header(header)
        assert kind == "attachment"
        slug = links.slug_of(name) or ACCOUNT
        assert options["filename"] == f"{what}-{slug}.csv"
    assert f"filename=timeline-{ACCOUNT}.csv" in header or slug.isascii()


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    text = "=cmd|' /C calc'!A0 the RCMP on 1 May 2020"
    real = make_real(tmp_path, reports={"=evil.pdf": ("2020", "@SUM(1)", [text])})
    client = create_app(real.services).test_client()
    for name in ("mentions", "timeline"):
        (row,) = rows_of(client, f"/entities/{RCMP}/{name}.csv")
        assert row["passage"].startswith("'=cmd")
        assert row["author"] == "'@SUM(1)"


def test_facet_values_and_the_reader_lead_to_the_page(client: FlaskClient, real: Real) -> None:
    assert f'href="/entities/{ACCOUNT}"' in text_of(client, "/search?q=wechat")
    document = real.services.named.documents(ACCOUNT, 0, 1)[0].record.document
    rail = text_of(client, f"/documents/{document.short_id}/pages/1?rail=entities")
    assert f'href="/entities/{ACCOUNT}"' in rail
    anchors = re.findall(r'class="place-link" href="#([^"]+)"', rail)
    assert len(anchors) == len(set(anchors))
    assert all(f'id="{anchor}"' in rail for anchor in anchors)
    dates = rail.split("<h2>Dates</h2>")[1].split("</section>")[0]
    shown, folded = dates.split("<details")
    assert "8 Sept 2021" in shown
    assert ">now<" not in shown.replace("<bdi>", "").replace("</bdi>", "")
    assert "1 expression of time without a calendar date" in folded


def test_the_page_of_a_merged_entity_leads_to_the_other(tmp_path: Path) -> None:
    real = make_real(tmp_path)
    client = create_app(real.services).test_client()
    real.registry.decide(new_rule("merge", "organisation", "rcmp", into="csis", who="test"))
    moved = client.get(f"/entities/{RCMP}?page=2")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"/entities/{CSIS}?page=2")
    assert client.get(f"/entities/{RCMP}.json").headers["Location"] == f"/entities/{CSIS}.json"


class TestPublic:
    """A public site shows the people somebody vouches for, and what is hidden only as gone."""

    def test_a_person_has_no_page_until_confirmed(self, public: Real) -> None:
        client = create_app(public.services).test_client()
        for suffix in ("", ".json", "/mentions.csv", "/timeline.csv"):
            assert client.get(f"/entities/{PERSON}{suffix}").status_code == 404
        assert "Sample Person" not in text_of(client, "/entities?kind=person")
        assert "No document names anything of this kind" in text_of(client, "/entities?kind=person")
        # The passage is the document's; the person is no link, no name beside it.
        assert PERSON not in text_of(client, f"/entities/{RCMP}")
        names = [row["names"] for row in rows_of(client, f"/entities/{RCMP}/timeline.csv")]
        assert not any("Sample Person" in name for name in names)
        assert "Sample Person" not in json.dumps(
            [one["names"] for one in json.loads(text_of(client, f"/entities/{RCMP}.json"))["events"]]
        )
        assert (
            "Sample Person"
            not in text_of(client, "/search?q=rcmp&person=Sample+Person").split("<aside")[1].split("</aside>")[0]
        )

    def test_a_confirmed_person_is_shown_everywhere(self, tmp_path: Path) -> None:
        public = make_real(tmp_path, "public")
        public.registry.decide(new_rule("confirm", "person", "Sample Person", who="test"))
        public.follow()
        client = create_app(public.services).test_client()
        assert "Sample Person" in text_of(client, f"/entities/{PERSON}")
        assert PERSON in text_of(client, "/entities?kind=person")
        assert PERSON in text_of(client, f"/entities/{RCMP}")
        assert "2 pages in 2 documents" in text_of(client, "/search?person=Sample+Person")

    def test_a_hidden_name_is_gone(self, tmp_path: Path) -> None:
        public = make_real(tmp_path, "public")
        public.registry.decide(new_rule("hide", "organisation", "csis", who="test"))
        client = create_app(public.services).test_client()
        assert "This name was taken out" in text_of(client, f"/entities/{CSIS}", 404)
        assert client.get(f"/entities/{CSIS}/mentions.csv").status_code == 404
        assert CSIS not in text_of(client, "/entities?kind=organisation")
        assert CSIS not in text_of(client, "/entities?kind=organisation&hidden=1")

    @pytest.mark.parametrize("asked", ["rcmp", "csis"])
    def test_a_hidden_name_is_told_by_no_filter_either(self, tmp_path: Path, asked: str) -> None:
        public = make_real(tmp_path, "public")
        public.registry.decide(new_rule("merge", "organisation", "rcmp", into="csis", who="test"))
        public.registry.decide(new_rule("rename", "organisation", "csis", name="Hidden Bureau", who="test"))
        public.registry.decide(new_rule("hide", "organisation", "csis", who="test"))
        public.follow()
        client = create_app(public.services).test_client()
        for sign in ("", "-"):
            for address in ("search", "search.json"):
                body = text_of(client, f"/{address}?q=wechat&{sign}organisation={asked}")
                assert "Hidden Bureau" not in body
                assert "does not filter by that name" in body

    def test_the_field_of_people_finds_those_that_it_shows(self, tmp_path: Path) -> None:
        public = make_real(tmp_path, "public")
        client = create_app(public.services).test_client()
        address = "/search?q=person%3A%22Sample+Person%22+rcmp"
        assert "finds whole names that this archive shows" in text_of(client, address)
        public.registry.decide(new_rule("confirm", "person", "Sample Person", who="test"))
        public.follow()
        client = create_app(public.services).test_client()
        body = text_of(client, address)
        assert "finds whole names" not in body
        assert "2 pages in 2 documents" in body
        assert "finds whole names" in text_of(client, "/search?q=person%3Asample")

    def test_nothing_can_be_corrected(self, public: Real) -> None:
        client = create_app(public.services).test_client()
        document = public.services.catalog.list_documents(0, 1)[0].document.short_id
        body = text_of(client, f"/entities/{ACCOUNT}")
        for word in ("/rename", "/merge", "/reject", "/corrections", "Undo"):
            assert word not in body
        addresses = [f"/entities/{ACCOUNT}/{one}" for one in ("rename", "merge", "split", "hide", "confirm")]
        addresses += [f"/documents/{document}/pages/1/reject?kind=party&start=1", "/corrections", "/corrections/export"]
        addresses += ["/corrections/import", f"/corrections/{'0' * 32}/undo", "/corrections/waiting.json"]
        for address in addresses:
            assert client.get(address).status_code == 404, address
            assert client.post(address).status_code == 404, address
        assert public.registry.count_rules(None) == 0
