"""TimelineJS itself opens what is exported for it (fetched by npm into the cache of the tests; docs/timelines.md)."""

from __future__ import annotations

import tarfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.cite.formats import OF_EVENTS
from indexer.cite.options import Options
from indexer.cite.timeline.entries import Entry
from tests.npm import PackageMissing, packed
from tests.unit.cite.timeline_entries import ALL, DAY, HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VERSION = "3.9.11"
SHA256 = "5d6e925c9a2ea8276af7f2c1ddfce0addc12c66c2689bf329ae8754c8dd4b44b"
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>t</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="package/dist/css/timeline.css">
<script src="package/dist/js/timeline.js"></script></head><body>
<div id="timeline" style="width:1200px;height:700px"></div>
<script>window.timeline = new TL.Timeline("timeline", "timeline.json", {font: null});</script></body></html>"""
MANY = tuple(
    replace(DAY, id=f"{day:032x}", edtf=f"2021-10-{day:02}", first=20211000 + day, last=20211000 + day)
    for day in range(1, 29)
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """TimelineJS unpacked, with a page that opens `timeline.json`."""
    made = tmp_path_factory.mktemp("timelinejs")
    try:
        kept = packed("@knight-lab/timelinejs", VERSION, SHA256)
    except PackageMissing as missing:
        pytest.skip(str(missing))
    with tarfile.open(kept) as archive:
        archive.extractall(made, [one for one in archive if one.name.startswith("package/dist/")], filter="data")
    (made / "index.html").write_text(PAGE, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("entries", [ALL, (*ALL, *MANY)], ids=["each kind", "many"])
def test_timelinejs_shows_every_entry(browser: Browser, folder: Path, address: str, entries: tuple[Entry, ...]) -> None:
    pieces = OF_EVENTS["timelinejs"].pieces(entries, Options(title="Dates of “wechat”"))
    (folder / "timeline.json").write_bytes(b"".join(pieces))
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.goto(address)
    page.wait_for_selector(".tl-timemarker", state="attached")
    slides = page.locator(".tl-slide")
    assert slides.count() == len(entries) + 1
    assert page.locator(".tl-timemarker").count() == len(entries)
    told = page.locator(".tl-storyslider").text_content() or ""
    assert "Dates of “wechat”" in told
    assert HOSTILE in told
    assert "4 Mar 2021 or 3 Apr 2021" in told
    assert page.locator(".tl-slide script").count() == 0
    links = page.locator(".tl-slide a[href^='https://example.org/documents/']")
    assert links.count() >= len(entries)
    assert errors == []
    page.close()
