"""Every page that the site has, by a name for people, on the `Desk` of the tests."""

from __future__ import annotations

import re

from tests.web.desk import CPC, RCMP, Desk

NO_PAGES = {
    "static", "health.alive", "health.ready", "search.search_json", "suggesting.suggest",
    "feeds.atom", "citing.cite", "citing.export", "files.original", "files.image", "files.thumbnail",
    "reading.table_csv", "entities.mentions", "entities.timeline", "timeline.file", "timelines.file",
    "collections.cite", "collections.as_package", "corrections.export", "corrections.waiting", "queue.queue_twin",
    "adding.upload_twin", "documents.find",
}  # fmt: skip
"""Addresses that answer with files, JSON, pictures or another address."""


def pages(desk: Desk) -> dict[str, str]:
    """Name → address, in the order in which one meets them."""
    first, told = desk.first, desk.told
    return {
        "front": "/",
        "search": "/search?q=wechat",
        "search, filtered": "/search?q=rcmp&year=2021&-platform=wechat",
        "search, nothing": "/search?q=zzzz",
        "search, nothing with filters": "/search?q=wechat&year=1999",
        "search, repaired": "/search?q=(wechat+or&date_from=x&sort=y&page=0&colour=red",
        "search, by page": "/search?q=rcmp&group=pages",
        "values of a facet": "/search/values/institution?q=rcmp",
        "save a search": "/saved/new?q=wechat",
        "saved searches": "/saved",
        "documents": "/documents",
        "document": told,
        "release": "/releases/gac/told.pdf",
        "reader": f"{told}/pages/1?q=rcmp",
        "reader, names": f"{told}/pages/1?q=rcmp&rail=entities",
        "reader, redactions": f"{told}/pages/1?rail=redactions",
        "reader, tables": f"{told}/pages/1?rail=tables",
        "reader, cite": f"{first}/pages/1?rail=cite&from=20&to=60",
        "reader, notes": f"{told}/pages/1?rail=notes",
        "reader, about": f"{told}/pages/1?rail=about",
        "reader, unread": f"{told}/pages/2",
        "reader, withheld": f"{told}/pages/3",
        "read on": f"{told}/read?from=1&q=rcmp",
        "similar pages": f"{first}/pages/1/similar",
        "names": "/entities",
        "names, none": "/entities?kind=person&name=zzz",
        "name": f"/entities/{RCMP}",
        **{action: f"/entities/{RCMP}/{action}" for action in ("rename", "merge", "split", "hide", "confirm")},
        "not this name": _link(desk, f"{told}/pages/1?rail=entities", r"[^\"]*/reject\?[^\"]*"),
        "undo": _link(desk, f"/entities/{CPC}", r"/corrections/[^\"/]+/undo[^\"]*"),
        "corrections": "/corrections",
        "describe a document": f"/describe{told}",
        "describe a release": "/describe/releases/gac/told.pdf",
        "describe many": "/describe/table?q=rcmp",
        "take down": f"/takedowns/new?document={desk.documents[-1]}&page=1",
        "taken down": "/takedowns",
        "bring back": _link(desk, "/takedowns", r"/takedowns/[^\"/]+/undo[^\"]*"),
        "tombstone": f"/documents/{desk.documents[-2][:12]}/pages/2",
        "timeline": "/timeline?q=rcmp",
        "timeline of a name": f"/timeline?entity={RCMP}",
        "timeline, nothing": "/timeline?q=zzzz",
        "timelines": "/timelines",
        "saved timeline": desk.timeline,
        "collect": f"/collect?document={desk.documents[0]}&page=1",
        "collections": "/collections",
        "collection": desk.collection,
        "coverage": "/coverage",
        "operators": "/operators",
        "add": "/add",
        "upload": desk.upload,
        "queue": "/queue",
        "style": "/style",
        "not found": "/nothing-of-the-kind",
    }


def without_a_page(desk: Desk) -> set[str]:
    """Endpoints that answer a GET and are neither in `pages` nor said to be no page."""
    adapter = desk.app.url_map.bind("localhost")
    shown = set()
    for path in pages(desk).values():
        if path != "/nothing-of-the-kind":
            shown.add(adapter.match(path.partition("?")[0], "GET")[0])
    asked = {rule.endpoint for rule in desk.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return asked - shown - NO_PAGES


def _link(desk: Desk, path: str, pattern: str) -> str:
    """The first address on a page that looks so."""
    html = desk.app.test_client().get(path).get_data(as_text=True)
    found = re.search(f'href="({pattern})"', html)
    if found is None:
        raise AssertionError(f"{path} has no link {pattern}")
    return found.group(1).replace("&amp;", "&")
