"""A query tree in our own grammar. Parsing what is printed gives the same tree."""

from __future__ import annotations

import re

from indexer.model.query import (
    And,
    DateRange,
    Documents,
    Everything,
    FieldText,
    FieldValue,
    Node,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Words,
)
from indexer.search.days import write_day
from indexer.search.fields import PRINTED_NAMES

_PLAIN_VALUE = re.compile(r"\w[\w.\-]*")


def write_query(node: Node) -> str:
    """The query as it was understood; "*" for everything."""
    match node:
        case And(nodes):
            return " AND ".join(_inner(inner) for inner in nodes)
        case Or(nodes):
            return " OR ".join(_inner(inner) for inner in nodes)
        case Not(inner):
            return f"NOT {_inner(inner)}"
        case Everything():
            return "*"
        case Nothing():
            return "NOT *"
        case _:
            return _leaf(node)


def _inner(node: Node) -> str:
    written = write_query(node)
    return f"({written})" if isinstance(node, And | Or) else written


def _leaf(node: Node) -> str:
    match node:
        case Words(_, raw) | Pattern(_, raw):
            return raw
        case Phrase(_, raw, slop):
            return f'"{raw}"' + (f"~{slop}" if slop else "")
        case FieldText(name, inner):
            return f"{PRINTED_NAMES.get(name, name)}:{_leaf(inner)}"
        case FieldValue(name, value):
            return f"{name}:{value}" if _PLAIN_VALUE.fullmatch(value) else f'{name}:"{value}"'
        case DateRange(lower, upper):
            return f"date:{write_day(lower) if lower else ''}..{write_day(upper) if upper else ''}"
        case Documents(numbers):
            return f"documents({len(numbers)})"
        case _:
            raise TypeError(f"not a leaf of a query: {type(node).__name__}")
