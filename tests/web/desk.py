"""One private site for what is asked of all pages and of whole journeys: reports of every kind, and the work of a
researcher on them. A pytest session has one, served on loopback."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from waitress.server import create_server

from indexer.model.geometry import BBox, Span
from indexer.model.page import Page, Redaction, Table
from indexer.model.registry import entity_id
from tests.web.fakes import page
from tests.web.real import Real, add_pages, make_real
from webapp import create_app

RCMP, CSIS = entity_id("organisation", "rcmp"), entity_id("organisation", "csis")
PERSON = entity_id("person", "Sample Person")
CPC = entity_id("political_party", "cpc")
YOULI = entity_id("account", "wechat:youli-youmian")
NOTES = "NOTES"
TOLD = f"""{NOTES}
The RCMP counted posts of Youli-Youmian on WeChat since 8 September 2021.
Month Posts
May 12
June 9"""
PICKS = re.compile(r'name="pick"\s+value="([^"]+)"')


def told_pages() -> list[Page]:
    """A page with furniture, two redactions and a table; one that could not be read; one withheld; and one with both
    of its numbers."""
    cells = tuple(
        tuple(BBox(72 + 90 * column, 130 + 16 * row, 160 + 90 * column, 145 + 16 * row) for column in range(2))
        for row in range(3)
    )
    table = Table(BBox(72, 130, 260, 178), (("Month", "Posts"), ("May", "12"), ("June", "9")), cells)
    redactions = (
        Redaction(BBox(72, 250, 300, 290), "filled", ("15(1)", "19(1)"), "atia_ca"),
        Redaction(BBox(72, 320, 200, 340), "whited"),
    )
    first = page(
        1, TOLD, label="000041", printed_label="1 of 4", furniture=(Span(0, len(NOTES)),), redactions=redactions,
        redacted_share=0.2, sections=("15(1)", "19(1)"), markings=("SECRET",), tables=(table,),
    )  # fmt: skip
    unread = page(2, outcome="unreadable", reason="no_text", label="000042")
    withheld = page(3, "Pages 44 to 46 are withheld", withheld=True, withheld_pages=3, redacted_share=1.0)
    last = page(4, "The RCMP met CSIS in 2020 about WeChat.", label="000047", printed_label="4 of 4", source="ocr")
    return [first, unread, withheld, last]


@dataclass(frozen=True)
class Desk:
    """The site: where it is, its parts, and the addresses of what was made on it."""

    address: str
    app: Flask
    real: Real
    documents: tuple[str, ...]
    collection: str
    timeline: str
    upload: str

    @property
    def told(self) -> str:
        """The document of `told_pages`."""
        return f"/documents/{self.documents[-1][:12]}"

    @property
    def first(self) -> str:
        """The first of the REPORTS."""
        return f"/documents/{self.documents[0][:12]}"


@contextmanager
def running(folder: Path) -> Iterator[Desk]:
    """The site, served until the block ends."""
    real = make_real(folder)
    told = add_pages(real.archive, "told.pdf", "2021-11-02", "RRM Example", told_pages())
    real.follow()
    numbers = [real.services.catalog.list_documents(0, 100)]
    documents = tuple(one.document.id for one in numbers[0] if one.document.id != told)
    app = create_app(real.services)
    made = _work(app, [*documents, told])
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"
    try:
        yield Desk(address, app, real, (*documents, told), *made)
    finally:
        server.close()


def _work(app: Flask, documents: list[str]) -> tuple[str, str, str]:
    """A collection, a saved timeline and an upload, made as the forms of the site make them; and a saved search, a
    correction. Their addresses."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()

    def post(path: str, **data: object) -> str:
        response = client.post(path, data=data)
        assert response.status_code == 303, (path, response.status_code)
        return response.headers["Location"].partition("?")[0].partition("#")[0]

    first, told = documents[0], documents[-1]
    collection = post(
        "/collect", document=first, page="1", name="For the story", note="Look again", tags="wechat, 2021"
    )
    key = collection.rpartition("/")[2]
    post("/collect", document=told, page="1", collection=key, **{"from": "10", "to": "40"})
    post("/collect", document=told, collection=key)
    picks = PICKS.findall(client.get("/timeline?q=rcmp").get_data(as_text=True))[:3]
    timeline = post("/timelines/pick", source="q=rcmp", name="What the RCMP was told", pick=picks)
    post("/saved", search="q=wechat", name="All of WeChat")
    seen = client.get(f"/entities/{CPC}/rename").get_data(as_text=True).partition('name="seen"')[2].split('"')[1]
    post(f"/entities/{CPC}/rename", name="The Conservatives", reason="as they call themselves", seen=seen)
    post("/takedowns/new", document=documents[-2], page="2", reason="privacy", why="somebody’s address")
    upload = post("/add", files=(io.BytesIO(b"%PDF-1.4 nothing"), "new.pdf"), institution="gac")
    app.config["WTF_CSRF_ENABLED"] = True
    return collection, timeline, upload
