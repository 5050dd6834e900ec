"""`/search` and its JSON twin."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, current_app, g, make_response, render_template, request, session

from indexer.search.as_json import search_json as as_json
from webapp import exports, languages, packing, people, results
from webapp.facets import Opened
from webapp.kept_pages import KeptPage, KeptPages
from webapp.params import ReadUrl, read_search
from webapp.views.common import json_response, services, wants_json

PART_HEADER = "X-Part"
JSON_PAGES = 20

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def search() -> Response:
    """The page, or only its results for the module that swaps them, or JSON."""
    read = _read()
    if wants_json():
        return _json(read)
    part = request.headers.get(PART_HEADER) == "results"
    key = (request.host_url, languages.language(), request.full_path, "part" if part else "page", packing.wanted())
    kept: KeptPages = current_app.extensions["ati.pages"]
    state = services().search.state()
    page = kept.get(key, state)
    if page is not None:
        response = Response(page.body, mimetype="text/html")
        response.set_etag(page.etag)
        if page.encoding:
            response.headers["Content-Encoding"] = page.encoding
            response.vary.add("Accept-Encoding")
    else:
        response = _made(read, part=part)
        if _is_for_all(response) and services().search.state() == state:
            packing.pack(response)
            response.add_etag()
            encoding, etag = response.headers.get("Content-Encoding", ""), response.get_etag()[0]
            kept.put(key, state, KeptPage(response.get_data(), encoding, etag or ""))
    response.vary.update((PART_HEADER, "Accept"))
    return response


def _made(read: ReadUrl, *, part: bool) -> Response:
    opened = Opened.of(request.args.getlist("more"), request.args.getlist("open"))
    found = results.answer(services(), read, opened)
    template = "parts/results.html" if part else "search.html"
    menu = exports.menu(read.url) if found.context.pages else None
    return make_response(render_template(template, view=found.context, exports=menu), found.status)


def _is_for_all(response: Response) -> bool:
    """False for an answer that must not be given to another: an error, a page with this reader's token for forms
    (which Flask-WTF leaves in `g`), or one that changed the session."""
    return response.status_code == 200 and "csrf_token" not in g and not session.modified


@blueprint.get("/search.json")
def search_json() -> Response:
    """Pages, flat: 20 from `page`."""
    return _json(_read())


def _read() -> ReadUrl:
    return people.checked_search(services(), read_search(request.args.items(multi=True)))


def _json(read: ReadUrl) -> Response:
    asked = read.url.request(JSON_PAGES)
    found = services().search.find_pages(replace(asked, limit=JSON_PAGES))
    unread = results.unread_files(services(), read.url)
    return json_response({**as_json(found, unread), "notices": list(read.notices)})
