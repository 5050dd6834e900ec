"""Words that a page has only in its running heads, footers or stamps: plain words do not find them, so it is said."""

from __future__ import annotations

from indexer.model.query import And, FieldText, Node, Or, Pattern, Phrase, Words
from indexer.search.fields import FURNITURE
from indexer.search.nodes import all_of, any_of, none_of, wanted

WORDS_LIMIT = 20
"""Of longer queries nothing is said: the one that shows these pages has three times as many words."""


def in_furniture_only(node: Node) -> Node | None:
    """The pages that match only when the words of furniture count as well; None for a query without such words."""
    words = _words(node)
    if not words or len(words) > WORDS_LIMIT:
        return None
    if node is words[0]:
        return all_of((FieldText(FURNITURE, words[0]), none_of(node)))
    return all_of((_widened(node), none_of(node)))


def in_furniture(node: Node) -> Node:
    """The pages that have some word of the query in their furniture: few, and quickly counted."""
    return any_of(FieldText(FURNITURE, leaf) for leaf in _words(node))


def furniture_sentence(pages: int) -> str:
    """What is said of so many pages."""
    have = "page has" if pages == 1 else "pages have"
    return f"{pages:,} {have} these words only in running heads, footers or stamps."


def _words(node: Node) -> list[Words | Phrase | Pattern]:
    return [leaf for leaf in wanted(node) if isinstance(leaf, Words | Phrase | Pattern)]


def _widened(node: Node) -> Node:
    match node:
        case And(nodes):
            return all_of(map(_widened, nodes))
        case Or(nodes):
            return any_of(map(_widened, nodes))
        case Words() | Phrase() | Pattern():
            return any_of((node, FieldText(FURNITURE, node)))
        case _:
            return node
