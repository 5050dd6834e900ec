"""`ati search` and `ati export` on an archive with a real index and catalog in memory."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from indexer.cite.formats import OF_PAGES
from indexer.cli import main
from indexer.commands import finding
from indexer.model.document import Document
from indexer.model.record import PageRecord, page_key
from indexer.model.stored import DocumentRecord
from indexer.search.engines.tantivy import TantivyStore
from indexer.settings import CATALOG_FILE, load_settings
from tests.unit.search.fakes import make_service, sha

PAGES = [
    PageRecord(
        key=page_key(1, sheet),
        document_number=1,
        text=f"The account said {sheet} times\x1b[31m that foreign interference is =HYPERLINK.",
        stamp=f"{sheet:06d}",
        facets={"platform": ("wechat",), "year": ("2021",)},
        date_from=20210101,
        date_to=20211231,
    )
    for sheet in (1, 2, 3)
] + [PageRecord(page_key(2, 1), 2, "STAMPED\nunrelated", ((0, 7),), facets={"platform": ("weibo",)})]


@pytest.fixture(autouse=True)
def _archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = TantivyStore(tmp_path / "index", 32)
    store.rebuild(iter(PAGES))
    service, catalog = make_service(PAGES, store.engine())
    catalog.unseen = 4113
    locked = Document(sha(9), 9, "locked\x1b.pdf", 1, "application/pdf", None, "unreadable", "encrypted")
    catalog.unread = [DocumentRecord(locked, (), 0.0)]
    settings = load_settings(tmp_path, {"ATI_SITE__ADDRESS": "https://archive.example.org/"})
    reading = SimpleNamespace(search=service, catalog=catalog, settings=settings, close=lambda: None)
    monkeypatch.setattr(finding, "open_reading", lambda settings: reading)
    monkeypatch.setenv("ATI_ARCHIVE", str(tmp_path))
    (tmp_path / CATALOG_FILE).touch()


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_json_is_that_of_the_interface() -> None:
    status, out, _ = run("search", "foreign interference", "--json", "--limit", "2")
    found = json.loads(out)
    assert status == 0
    assert (found["pages"], found["documents"], found["unseen_pages"]) == (3, 1, 4113)
    assert found["documents_approximate"] is False
    assert found["understood"] == "foreign AND interference"
    hit = found["hits"][0]
    assert hit["document"] == sha(1)
    assert hit["releases"] == [{"id": "gac/A-2021-00001", "request_number": "A-2021-00001", "institution": "gac"}]
    passage = hit["passages"][0]
    start, end = passage["matches"][0]
    assert passage["text"][start:end] == "foreign"
    assert hit["url"] == f"/documents/{sha(1)[:12]}/pages/{hit['page']}?q=foreign%20interference"
    assert found["facets"]["platform"] == [
        {"value": "wechat", "label": "WeChat", "pages": 3, "documents": 1, "selected": False, "excluded": False}
    ]


def test_files_that_cannot_be_read_have_a_line_each() -> None:
    status, out, _ = run("search", "locked")
    assert status == 0
    assert "1 file that cannot be read matches by name, title or release:" in out
    assert "  locked\x1b.pdf".replace("\x1b", " ") in out
    assert "protected by a password" in out
    found = json.loads(run("search", "locked", "--json")[1])
    assert found["unread_files_total"] == 1
    assert found["unread_files"][0]["reason"] == "encrypted"
    assert json.loads(run("search", "foreign", "--json")[1])["unread_files"] == []


def test_words_for_people_hold_no_control_characters() -> None:
    status, out, _ = run("search", "foreign")
    assert status == 0
    assert "3 pages in 1 document for" in out
    assert "could not see 4,113 pages" in out
    assert "Report 1, page 1 (stamp 000001)" in out
    assert "\x1b" not in out


def test_facets_by_name_and_exclusion() -> None:
    assert json.loads(run("search", "", "--facet", "platform=WeChat", "--json")[1])["pages"] == 3
    assert json.loads(run("search", "", "--exclude", "platform=wechat", "--json")[1])["pages"] == 1
    status, _, error = run("search", "x", "--facet", "colour=red")
    assert status == 2
    assert "platform" in error


def test_export_as_csv_and_jsonl() -> None:
    status, out, error = run("export", "interference", "--format", "csv")
    assert status == 0
    assert out.startswith("\ufeffinstitution,")
    assert len(out.splitlines()) == 4
    assert "3 pages" in error
    lines = [json.loads(line) for line in run("export", "interference", "--format", "jsonl")[1].splitlines()]
    assert [line["page"] for line in lines] == [1, 2, 3]
    assert lines[0]["institution_name"] == "Global Affairs Canada"


def test_export_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run("export", "", "--output", str(target))[0] == 0
    assert target.read_text(encoding="utf-8-sig").count("\n") == 5


def test_an_output_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    status, _, error = run("export", "", "--output", str(tmp_path / "nowhere" / "out.csv"))
    assert status == 2
    assert "out.csv cannot be written" in error


@pytest.mark.parametrize("form", [name for name, one in OF_PAGES.items() if not one.binary])
def test_every_format_of_text_goes_to_standard_output(form: str) -> None:
    status, out, error = run("export", "interference", "--format", form)
    assert status == 0
    assert out.count(f"https://archive.example.org/documents/{sha(1)[:12]}/pages/2") >= 1
    assert "3 pages" in error


def test_a_style_is_for_lists_and_is_looked_up_before_anything_is_written() -> None:
    status, out, _ = run("export", "interference", "--format", "text", "--style", "MLA")
    assert status == 0
    assert "Style: MLA" in out
    assert "In the text: (" in out
    status, out, error = run("export", "interference", "--format", "text", "--style", "nothing-such")
    assert (status, out) == (2, "")
    assert "There is no citation style “nothing-such” here. Try: " in error
    status, out, error = run("export", "interference", "--format", "ris", "--style", "mla")
    assert (status, out) == (2, "")
    assert "RIS has none" in error


def test_queries_over_the_limit_are_cut_in_words() -> None:
    status, out, _ = run("search", "x" * 3000)
    assert status == 0
    assert "The query has 3,000 characters; the first 2,000 were searched for." in out


@pytest.mark.parametrize("command", ["search", "export"])
def test_a_date_that_is_none_ends_with_status_2_and_a_sentence(command: str) -> None:
    status, out, error = run(command, "interference", "--date-from", "banana")
    assert (status, out) == (2, "")
    assert "'banana' is not a date such as 2021, 2021-09 or 2021-09-01" in error
    assert run(command, "interference", "--date-from", "2021", "--date-to", "2021-09-30")[0] == 0


def test_words_in_banners_only_are_told_of() -> None:
    status, out, _ = run("search", "stamped")
    assert status == 0
    assert "1 page has these words only in running heads, footers or stamps. See them: furniture:stamped" in out
    assert json.loads(run("search", "stamped", "--json")[1])["furniture_pages"] == 1
