"""`scope:document`: the parts of a query may stand on different pages of one document."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.errors import QueryError
from indexer.model.query import And, Documents, Node, Not, Nothing
from indexer.search.nodes import all_of, any_of, in_documents
from indexer.search.ports import SearchEngine

_TOO_COMMON = (
    "Each part of the query stands in more documents than can be compared; add a rarer word, or search on one page."
)


def in_one_document(node: Node, engine: SearchEngine) -> Node:
    """Pages with at least one part of the query, in documents that have all parts, each on some page, and none of the
    parts under a NOT. A query of one part stays as it is.

    Raises:
        QueryError: even the rarest part is in more documents than an engine counts exactly.
    """
    if not isinstance(node, And):
        return node
    parts = [one for one in node.nodes if not isinstance(one, Not)]
    unwanted = [one.node for one in node.nodes if isinstance(one, Not)]
    if not parts:
        return node
    numbers = _with_all(sorted(parts, key=engine.count), engine)
    if unwanted and numbers:
        numbers -= _documents(any_of(unwanted), numbers, engine)
    return all_of((any_of(parts), Documents(tuple(sorted(numbers))))) if numbers else Nothing()


def _with_all(parts: Sequence[Node], engine: SearchEngine) -> set[int]:
    """Rarest first, so that each further part is sought in few documents."""
    first = engine.documents(parts[0])
    if first is None:
        raise QueryError(_TOO_COMMON)
    numbers = set(first)
    for part in parts[1:]:
        if not numbers:
            break
        numbers = _documents(part, numbers, engine)
    return numbers


def _documents(part: Node, within: set[int], engine: SearchEngine) -> set[int]:
    return set(engine.documents(in_documents(part, sorted(within))) or ())
