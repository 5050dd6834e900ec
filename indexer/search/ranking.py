"""Documents in the order of their best page, from an engine that ranks pages."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.query import Node, Order
from indexer.model.record import split_key
from indexer.search.nodes import in_documents
from indexer.search.ports import ScoredPage, SearchEngine

_FIRST_PAGES = 120
_WIDEN = 4

Groups = dict[int, list[ScoredPage]]


def best_documents(engine: SearchEngine, node: Node, order: Order, needed: int) -> tuple[Groups, bool]:
    """The first `needed` documents (fewer when there are no more) with their pages seen so far, both best first; and
    whether these are all of their pages."""
    limit = max(_FIRST_PAGES, needed * 3)
    while True:
        pages = engine.top(node, order, limit)
        groups = _grouped(pages)
        if len(groups) >= needed or len(pages) < limit:
            return dict(list(groups.items())[:needed]), len(pages) < limit
        limit *= _WIDEN


def fill(engine: SearchEngine, node: Node, order: Order, groups: Groups, each: int) -> Groups:
    """The groups with `each` best pages, or all the pages that a document has."""
    groups = dict(groups)
    lacking = _lacking(groups, each)
    limit = each * len(lacking) * 2
    while lacking:
        pages = engine.top(in_documents(node, lacking), order, limit)
        groups.update(_grouped(pages))
        lacking = _lacking(groups, each) if len(pages) == limit else []
        limit *= _WIDEN
    return {number: pages[:each] for number, pages in groups.items()}


def _grouped(pages: Sequence[ScoredPage]) -> Groups:
    groups: Groups = {}
    for page in pages:
        groups.setdefault(split_key(page.key)[0], []).append(page)
    return groups


def _lacking(groups: Groups, each: int) -> list[int]:
    return [number for number, pages in groups.items() if len(pages) < each]
