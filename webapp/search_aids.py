"""What helps a search on: terms in the other language, where the words may stand, lists of all matches, near words."""

from __future__ import annotations

from dataclasses import replace

from indexer.errors import QueryError, Unavailable
from indexer.model.query import Scope
from indexer.model.result import Equivalent, SearchResult
from indexer.search.switches import Switches, split_switches
from webapp import links
from webapp.contexts import EquivalentView, Hidden, Link, SearchAids
from webapp.languages import gettext as _
from webapp.params import SearchUrl, View
from webapp.services import Services

OTHERS_SHOWN = 4
"""Equivalents of one term that are named; all are searched for."""


def aids(services: Services, url: SearchUrl, result: SearchResult, state: str) -> SearchAids:
    """For the page of results; a correction is looked for only where nothing matches."""
    bare, switches = split_switches(url.query)
    corrected = _corrected(services, url) if state in ("nothing", "filtered") and url.query else None
    return SearchAids(
        equivalents=tuple(_equivalent(one) for one in result.equivalents),
        equivalents_href=_equivalents_href(url, bare, switches, result),
        equivalents_off=not switches.equivalents,
        scopes=_scopes(url, bare, switches),
        views=_views(url),
        corrected=Link(corrected[0], links.search(replace(url, query=corrected[0], page=1))) if corrected else None,
        corrected_pages=corrected[1] if corrected else 0,
        whole=whole(url),
    )


def whole(url: SearchUrl) -> tuple[Hidden, ...]:
    """The search from its first screen, as fields of a form."""
    return tuple(Hidden(name, value) for name, value in replace(url, page=1).pairs())


def _equivalent(one: Equivalent) -> EquivalentView:
    shown = ", ".join(one.others[:OTHERS_SHOWN]) + (" …" if len(one.others) > OTHERS_SHOWN else "")
    return EquivalentView(one.term, shown, one.language)


def _equivalents_href(url: SearchUrl, bare: str, switches: Switches, result: SearchResult) -> str:
    if switches.equivalents and not result.equivalents:
        return ""
    turned = replace(switches, equivalents=not switches.equivalents)
    return links.search(replace(url, query=turned.written(bare), page=1))


def _scopes(url: SearchUrl, bare: str, switches: Switches) -> tuple[Link, ...]:
    """Where all words must stand; nothing for a query of one word."""
    if len(bare.split()) < 2 and switches.scope == "page":
        return ()
    labels: tuple[tuple[Scope, str], ...] = (("page", _("on one page")), ("document", _("in one document")))
    return tuple(
        Link(
            label,
            links.search(replace(url, query=replace(switches, scope=scope).written(bare), page=1)),
            current=switches.scope == scope,
        )
        for scope, label in labels
    )


def _views(url: SearchUrl) -> tuple[Link, ...]:
    labels: tuple[tuple[View, str], ...] = (("documents", _("Best pages")), ("matches", _("Every match")))
    return tuple(
        Link(label, links.search(replace(url, view=view, page=1)), current=url.view == view) for view, label in labels
    )


def _corrected(services: Services, url: SearchUrl) -> tuple[str, int] | None:
    try:
        return services.search.corrected(url.request(1))
    except (QueryError, Unavailable):
        return None
