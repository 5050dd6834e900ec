"""`/search/values/<facet>`: values of one facet looked through by a part of their name, or the facet as it stands
beside the results when it is opened; and pages alike."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest, ServiceUnavailable
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.errors import QueryError, Unavailable
from indexer.model.record import FACET_NAMES, page_key
from indexer.model.result import Facet
from webapp import facets, links, people, records, results, words
from webapp.contexts import FacetView, MatchGroup, SimilarContext, ValuesContext
from webapp.match_groups import match_groups
from webapp.params import ReadUrl, clean, read_number, read_search
from webapp.said import said
from webapp.search_aids import whole
from webapp.views.common import json_response, services, split_document_key, wants_json

VALUES_SHOWN = 60
FIND_LENGTH = 100
SIMILAR_SHOWN = 20
PART_HEADER = "X-Part"

blueprint = Blueprint("search_values", __name__)


@blueprint.get("/search/values/<name>")
def values(name: str) -> Response:
    """The values, as a page of their own, as a part that a module puts into the facet, or as JSON."""
    if name not in FACET_NAMES:
        raise NoSuchPage
    read = people.checked_search(services(), read_search(request.args.items(multi=True)))
    wanted = request.headers.get(PART_HEADER)
    if wanted == "facet":
        return _part("parts/facet.html", facet=_facet(read, name), whole=whole(read.url))
    find = clean(request.args.get("find", ""))[:FIND_LENGTH]
    found, failed = _found(read, name, find)
    if wants_json():
        rows = [{"value": one.value, "label": one.label, "pages": one.pages} for one in found.values]
        return json_response({"facet": name, "find": find, "values": rows, "more": found.more, "failed": failed})
    view = ValuesContext(
        facet=name,
        label=str(words.FACET_LABELS[name]),
        find=find,
        values=facets.value_views(found, read.url),
        more=found.more,
        kept=whole(read.url),
        back_href=links.search(read.url),
        failed=failed,
    )
    return _part("parts/values.html" if wanted == "values" else "values.html", view=view)


def _part(template: str, **context: object) -> Response:
    response = make_response(render_template(template, **context))
    response.vary.update((PART_HEADER, "Accept"))
    return response


def _facet(read: ReadUrl, name: str) -> FacetView:
    """As it stands open beside the results. Where it cannot be counted the page of results says why."""
    try:
        return results.facet(services(), read.url, name)
    except QueryError as error:
        raise BadRequest from error
    except Unavailable as error:
        raise ServiceUnavailable from error


def _found(read: ReadUrl, name: str, find: str) -> tuple[Facet, str]:
    try:
        return services().search.facet_values(read.url.request(1), name, find, VALUES_SHOWN), ""
    except (QueryError, Unavailable) as error:
        return Facet(name, ()), said(str(error))


@blueprint.get("/documents/<key>/pages/<number>/similar")
def similar(key: str, number: str) -> str:
    """Pages that speak of the same as this one, best first."""
    wired, sheet = services(), read_number(number)
    record = wired.catalog.document(split_document_key(key)[0])
    heads = {head.number: head for head in wired.catalog.page_heads(record.document.id)}
    if sheet is None or sheet not in heads:
        raise NoSuchPage
    groups: tuple[MatchGroup, ...] = ()
    failed = ""
    try:
        found = wired.search.similar_pages(page_key(record.document.number, sheet), SIMILAR_SHOWN)
        groups = match_groups(wired, found, "")
    except Unavailable as error:
        failed = said(str(error))
    view = SimilarContext(
        title=records.title_of(record.document),
        page_href=links.page(record.document.id, sheet),
        number=sheet,
        label=heads[sheet].label,
        groups=groups,
        failed=failed,
    )
    return render_template("similar.html", view=view)
