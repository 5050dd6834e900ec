"""`/suggest.json`: what a person may mean who has typed this much: names, institutions, releases, fixed terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, request

from indexer.errors import QueryError, Unavailable
from indexer.model.query import SearchRequest
from indexer.model.record import UNKNOWN
from webapp import links, people, words
from webapp.entity_page import kind_note
from webapp.languages import here
from webapp.params import SearchUrl, clean
from webapp.views.common import json_response, services

LEAST_LENGTH, LENGTH = 2, 80
"""Characters: one letter suggests everything; nobody types a name longer than that."""
EACH = {"institution": 3, "release": 3}
NAMES, TERMS = 6, 3

blueprint = Blueprint("suggesting", __name__)


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    note: str
    href: str


@blueprint.get("/suggest.json")
def suggest() -> Response:
    """At most some fifteen suggestions, in the order shown; none for a single letter, or while the index is away."""
    text = clean(request.args.get("q", ""))[:LENGTH]
    found: list[Suggestion] = []
    if len(text) >= LEAST_LENGTH:
        found += _terms(text)
        found += _names(text)
        for facet, limit in EACH.items():
            found += _values(facet, text, limit)
    rows = [{"label": one.label, "note": one.note, "href": here(one.href)} for one in found]
    return json_response({"q": text, "suggestions": rows})


def _terms(text: str) -> Iterator[Suggestion]:
    for term in services().search.terms(text, TERMS):
        yield Suggestion(term, "", links.search(SearchUrl(f'"{term}"' if " " in term else term)))


def _names(text: str) -> Iterator[Suggestion]:
    """Entities, each as the search that finds its pages."""
    wired = services()
    for one in wired.registry.find(text, None, NAMES * 2)[: NAMES * 2]:
        if one.pages and not one.hidden and people.may_show(wired, one):
            address = links.search(SearchUrl().toggled(one.kind, one.value))
            yield Suggestion(words.steady(one.name), kind_note(wired, one), address)


def _values(facet: str, text: str, limit: int) -> Iterator[Suggestion]:
    try:
        found = services().search.facet_values(SearchRequest(), facet, text, limit)
    except (QueryError, Unavailable):
        return
    for one in found.values:
        if one.value != UNKNOWN:
            address = (
                links.release(one.value) if facet == "release" else links.search(SearchUrl().toggled(facet, one.value))
            )
            yield Suggestion(words.steady(one.label), str(words.FACET_LABELS[facet]), address)
