"""`/search` and its JSON twin."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request

from indexer.search.as_json import search_json as as_json
from webapp import exports, people, results
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
    found = results.answer(services(), read, frozenset(request.args.getlist("more")))
    part = request.headers.get(PART_HEADER) == "results"
    template = "parts/results.html" if part else "search.html"
    menu = exports.menu(read.url) if found.context.pages else None
    response = make_response(render_template(template, view=found.context, exports=menu), found.status)
    response.vary.update((PART_HEADER, "Accept"))
    return response


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
