"""Building and walking query trees. The builders keep a tree in its one normal form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from indexer.model.query import (
    And,
    Documents,
    Everything,
    FieldText,
    Node,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Words,
)


def all_of(nodes: Iterable[Node]) -> Node:
    """Pages that match every node; Everything when there is none. Nested Ands are one And."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, And) else (node,)
    if any(isinstance(node, Nothing) for node in flat):
        return Nothing()
    kept = tuple(node for node in flat if not isinstance(node, Everything))
    return And(kept) if len(kept) > 1 else kept[0] if kept else Everything()


def any_of(nodes: Iterable[Node]) -> Node:
    """Pages that match at least one node; Nothing when there is none. Nested Ors are one Or."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, Or) else (node,)
    if any(isinstance(node, Everything) for node in flat):
        return Everything()
    kept = tuple(node for node in flat if not isinstance(node, Nothing))
    return Or(kept) if len(kept) > 1 else kept[0] if kept else Nothing()


def none_of(node: Node) -> Node:
    """Pages that do not match."""
    if isinstance(node, Not):
        return node.node
    if isinstance(node, Nothing):
        return Everything()
    return Nothing() if isinstance(node, Everything) else Not(node)


def with_leaves(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with each node that is no And, Or or Not changed, in normal form again."""
    if isinstance(node, And):
        return all_of(with_leaves(inner, change) for inner in node.nodes)
    if isinstance(node, Or):
        return any_of(with_leaves(inner, change) for inner in node.nodes)
    if isinstance(node, Not):
        return none_of(with_leaves(node.node, change))
    return change(node)


def leaves(node: Node) -> Iterator[Node]:
    """Every node that is no And, Or or Not, in order."""
    if isinstance(node, And | Or):
        for inner in node.nodes:
            yield from leaves(inner)
    elif isinstance(node, Not):
        yield from leaves(node.node)
    else:
        yield node


def wanted(node: Node) -> Iterator[Node]:
    """The leaves that a page is found for: those under a Not are left out."""
    if isinstance(node, And | Or):
        for inner in node.nodes:
            yield from wanted(inner)
    elif not isinstance(node, Not):
        yield node


def ranks(node: Node) -> bool:
    """True when some word can order the pages by relevance; filters cannot, and wildcards find all alike."""
    return any(
        isinstance(leaf, Words | Phrase) or (isinstance(leaf, FieldText) and not isinstance(leaf.node, Pattern))
        for leaf in wanted(node)
    )


def in_documents(node: Node, numbers: Iterable[int]) -> Node:
    """The node within some documents."""
    return all_of((node, Documents(tuple(numbers))))
