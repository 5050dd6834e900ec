"""Fields of a query over facets that a reader may use in part only (design.md, rule 11).

A query must not open what a facet hides. So a hidden field is read as plain words, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.model.query import Everything, FieldText, FieldValue, Node, ParsedQuery, Pattern, Phrase, Words
from indexer.search.leaves import phrase_node
from indexer.search.limiting import Allowed
from indexer.search.nodes import any_of, with_leaves
from indexer.search.printing import write_query
from indexer.search.switches import Switches

PARTY_FACETS = ("political_party", "person", "organisation", "state")
"""What the field `party` is about; which of them a name belongs to, the index does not tell."""

_FIELD_READ = "The field “{}” finds whole names that this archive shows; its words were searched for on the page."
_PERSON_PART_READ = "The field “party” does not name people here; its words were also searched for on the page."


def hide_in_query(parsed: ParsedQuery, hidden: Mapping[str, Allowed]) -> ParsedQuery:
    """The query without what is hidden of these facets, and a sentence for each field that is read otherwise.

    A whole value that the reader may use stays; parts of names are words, since they would open others too.
    """
    repairs: dict[str, None] = dict.fromkeys(parsed.repairs)
    node = with_leaves(parsed.node, lambda leaf: _hidden(leaf, hidden, repairs))
    if node == parsed.node:
        return parsed
    understood = Switches(parsed.equivalents, parsed.scope).written(write_query(node))
    return replace(parsed, node=node, understood=understood, repairs=tuple(repairs))


def _hidden(node: Node, hidden: Mapping[str, Allowed], repairs: dict[str, None]) -> Node:
    match node:
        case FieldValue(name, value) if name in hidden and value in hidden[name]((value,)):
            return node
        case FieldValue(name, value) if name in hidden:
            repairs.setdefault(_FIELD_READ.format(name))
            return phrase_node(value, None, repairs.setdefault) or Everything()
        case FieldText(name, inner) if name in hidden:
            repairs.setdefault(_FIELD_READ.format(name))
            return Everything() if isinstance(inner, Pattern) and inner.pattern == "*" else inner
        case FieldText("party_names", inner) if any(name in hidden for name in PARTY_FACETS):
            repairs.setdefault(_PERSON_PART_READ)
            others = [name for name in PARTY_FACETS if name not in hidden]
            return any_of((*_in_each(others, inner), inner))
        case _:
            return node


def _in_each(names: Sequence[str], inner: Words | Phrase | Pattern) -> list[Node]:
    if isinstance(inner, Pattern):
        return [FieldText(name, inner) for name in names]
    return [FieldValue(name, inner.raw) for name in names]
