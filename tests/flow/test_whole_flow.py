"""From a folder of released PDFs to an export, by the commands of interfaces.md."""

from __future__ import annotations

import csv
import hashlib
import io
import json

from tests.conftest import SPECIMENS
from tests.flow.conftest import Ati


def sums_agree(coverage: dict[str, object]) -> bool:
    seen = coverage["pages_searchable"] + coverage["pages_listed"] + coverage["pages_waiting"]  # type: ignore[operator]
    files = sum(coverage[f"files_{name}"] for name in ("read", "partly_read", "unreadable", "waiting"))  # type: ignore[misc]
    return seen == coverage["pages_total"] and files == coverage["files"]


def test_every_file_and_page_is_accounted_for(specimen_archive: Ati) -> None:
    coverage = specimen_archive.json("coverage")
    assert coverage["files"] == len({path.read_bytes() for path in SPECIMENS.rglob("*.pdf")})
    assert coverage["files_waiting"] == coverage["pages_waiting"] == 0
    assert sums_agree(coverage)


def test_scans_are_read_and_none_is_left_waiting(specimen_archive: Ati) -> None:
    coverage = specimen_archive.json("coverage")
    assert "needs_ocr" not in coverage["reasons"]
    found = specimen_archive.json("search", '"Maple Bridge Sample"', "--limit", "100")
    scan = next(SPECIMENS.glob("scanned-*/*.pdf"))
    assert hashlib.sha256(scan.read_bytes()).hexdigest() in {hit["document"] for hit in found["hits"]}


def test_ingesting_again_changes_nothing(specimen_archive: Ati) -> None:
    before = specimen_archive.json("coverage")
    again = specimen_archive.json("ingest", SPECIMENS)
    assert again["new"] == 0
    assert specimen_archive.json("coverage") == before


def test_a_search_finds_the_page_and_the_export_holds_all_of_them(specimen_archive: Ati) -> None:
    found = specimen_archive.json("search", "wechat", "--limit", "3")
    assert found["pages"] >= 3
    assert len(found["hits"]) == 3
    passage = found["hits"][0]["passages"][0]
    start, end = passage["matches"][0]
    assert passage["text"][start:end].casefold() == "wechat"
    rows = list(csv.DictReader(io.StringIO(specimen_archive("export", "wechat", "--format", "csv").stdout)))
    lines = specimen_archive("export", "wechat", "--format", "jsonl").stdout.splitlines()
    assert len(rows) == len(lines) == found["pages"]
    assert json.loads(lines[0])


def test_a_timeline_has_the_same_entries_in_every_format(specimen_archive: Ati) -> None:
    asked = ("export", "wechat", "--format")
    rows = list(csv.DictReader(io.StringIO(specimen_archive(*asked, "timeline-csv").stdout.removeprefix("\ufeff"))))
    assert {row["role"] for row in rows} == {"event", "document", "release"}
    days = [row["first_day"] or row["last_day"] for row in rows]
    assert days == sorted(days)
    slides = json.loads(specimen_archive(*asked, "timelinejs").stdout)["events"]
    assert [one["unique_id"] for one in slides] == ["e" + row["id"] for row in rows]
    assert specimen_archive(*asked, "ics").stdout.count("BEGIN:VEVENT") == len(rows)
    sheet = list(csv.DictReader(io.StringIO(specimen_archive(*asked, "timelinejs-csv").stdout)))
    assert len(sheet) == len(rows) + 1


def test_a_facet_narrows_and_counts_follow(specimen_archive: Ati) -> None:
    everything = specimen_archive.json("search", "")
    value = next(one for one in everything["facets"]["platform"] if one["value"] == "wechat")
    narrowed = specimen_archive.json("search", "", "--facet", "platform=wechat")
    assert narrowed["pages"] == value["pages"]
    without = specimen_archive.json("search", "", "--exclude", "platform=wechat")
    assert without["pages"] == everything["pages"] - value["pages"]


def test_the_archive_verifies_and_a_rebuilt_index_answers_alike(specimen_archive: Ati) -> None:
    specimen_archive("verify")
    before = specimen_archive.json("search", "account OR compte", "--limit", "1000")
    specimen_archive("reindex")
    after = specimen_archive.json("search", "account OR compte", "--limit", "1000")
    assert before["pages"] > 0
    assert after == before
    specimen_archive("verify")


def test_the_index_is_built_again_when_it_is_lost(specimen_archive: Ati) -> None:
    index = specimen_archive.archive / "index"
    index.rename(specimen_archive.archive / "index-lost")
    assert specimen_archive("verify", status=1).stdout
    specimen_archive("reindex")
    specimen_archive("verify")
