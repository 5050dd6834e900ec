"""Facet values of entities that people merged into others: an address or a query that names one means the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from indexer.model.query import FieldValue, Filters, Node
from indexer.model.registry import KINDS
from indexer.search.nodes import with_leaves

Canonical = Callable[[str, Iterable[str]], dict[str, str]]
"""`RegistryReader.canonical`: for each value of a kind that was merged, that of the entity merged into."""


def nothing_merged(_: str, __: Iterable[str]) -> dict[str, str]:
    """Of an archive without corrections."""
    return {}


def merged_in_filters(filters: Filters, canonical: Canonical) -> Filters:
    """The selections by the values that count now."""
    include, exclude = (
        tuple((name, _values(name, values, canonical)) for name, values in side)
        for side in (filters.include, filters.exclude)
    )
    return replace(filters, include=include, exclude=exclude)


def merged_in_query(node: Node, canonical: Canonical) -> Node:
    """The tree with the values that count now."""

    def merged(leaf: Node) -> Node:
        if not isinstance(leaf, FieldValue):
            return leaf
        return FieldValue(leaf.name, _values(leaf.name, (leaf.value,), canonical)[0])

    return with_leaves(node, merged)


def _values(name: str, values: tuple[str, ...], canonical: Canonical) -> tuple[str, ...]:
    merged = canonical(name, values) if name in KINDS and values else {}
    return tuple(dict.fromkeys(merged.get(value, value) for value in values))
