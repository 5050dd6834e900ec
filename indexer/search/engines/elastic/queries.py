"""Nodes → Elasticsearch's queries. What does not count for the score has a constant one of zero."""

from __future__ import annotations

import re
from typing import Any

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
from indexer.search.days import OPEN_END
from indexer.search.engines.elastic.mapping import KEYS
from indexer.search.fields import TEXT, TextField, facet_key, text_field, word_lead
from indexer.search.pairs import PAIRS, pairs_of

Query = dict[str, Any]

_STEM_WEIGHT = 0.5
_STATES_LIMIT = 200_000
"""Of the automaton of a pattern; "*a" and sixteen "?" need 131,072."""


def query_of(node: Node) -> Query:  # noqa: PLR0911 - one for each kind of node
    """A node as a query. Ors are `dis_max` that adds up, since a server allows only 30 `bool` inside each other."""
    match node:
        case And(nodes):
            must = [query_of(inner) for inner in nodes if not isinstance(inner, Not)]
            must_not = [query_of(inner.node) for inner in nodes if isinstance(inner, Not)]
            return {"bool": {"must": must or [_unscored({"match_all": {}})], "must_not": must_not}}
        case Or(nodes):
            return _any(query_of(inner) for inner in nodes)
        case Not(inner):
            return {"bool": {"must": [_unscored({"match_all": {}})], "must_not": [query_of(inner)]}}
        case Everything():
            return _unscored({"match_all": {}})
        case Nothing():
            return {"match_none": {}}
        case FieldValue(name, value):
            return _unscored({"term": {KEYS: facet_key(name, value)}})
        case DateRange(lower, upper):
            return _unscored(_dated(lower, upper))
        case Documents(numbers):
            return _unscored({"terms": {"document": list(numbers)}})
        case FieldText(name, inner):
            return _text(text_field(name), inner, word_lead(name))
        case Words() | Phrase() | Pattern():
            return _text(TEXT, node, "")


def _unscored(query: Query) -> Query:
    return {"constant_score": {"filter": query, "boost": 0.0}}


def _any(queries: Any) -> Query:
    return {"dis_max": {"queries": list(queries), "tie_breaker": 1.0}}


def _dated(lower: int | None, upper: int | None) -> Query:
    """`date_to` is at least `lower` and `date_from` known and at most `upper`."""
    ends = {"range": {"date_to": {"gte": lower or 1}}}
    begins = {"range": {"date_from": {"gte": 1, "lte": upper or OPEN_END}}}
    return {"bool": {"filter": [ends, begins]}}


def _text(field: TextField, node: Words | Phrase | Pattern, lead: str) -> Query:
    if isinstance(node, Phrase):
        pairs = pairs_of(node.tokens) if field is TEXT and not node.slop else ()
        found: list[Query] = [{"term": {PAIRS: {"value": pair}}} for pair in pairs]
        if len(node.tokens) == 2 and found:
            return found[0]
        phrase = _phrase(field.exact, [lead + token for token in node.tokens], node.slop)
        return {"bool": {"must": [phrase], "filter": found}} if found else phrase
    if isinstance(node, Pattern):
        return _pattern(field.exact, lead + node.pattern)
    exact: Query = {"term": {field.exact: {"value": lead + node.term.exact}}}
    if field.english is None or field.french is None:
        return exact
    stems = ((field.english, node.term.english), (field.french, node.term.french))
    weak: list[Query] = [{"term": {name: {"value": stem, "boost": _STEM_WEIGHT}}} for name, stem in stems]
    return _any((exact, *weak))


def _phrase(field: str, tokens: list[str], slop: int) -> Query:
    if len(tokens) == 1:
        return {"term": {field: {"value": tokens[0]}}}
    if not slop:
        return {"match_phrase": {field: {"query": " ".join(tokens)}}}
    words = [{"span_term": {field: token}} for token in tokens]
    # Unordered, one occurrence of a word could be both of them.
    return {"span_near": {"clauses": words, "slop": slop, "in_order": tokens[0] == tokens[1]}}


def _pattern(field: str, pattern: str) -> Query:
    """`*` and `?` side by side mean the same in any order; the question marks first keep the automaton small."""
    pattern = re.sub(r"[*?]+", lambda run: "?" * run[0].count("?") + ("*" if "*" in run[0] else ""), pattern)
    if not re.search(r"\*[^*?]+\?", pattern):
        return {"wildcard": {field: {"value": pattern, "rewrite": "constant_score"}}}
    source = "".join({"*": ".*", "?": "."}.get(character, character) for character in pattern)
    regexp = {"value": source, "flags": "NONE", "max_determinized_states": _STATES_LIMIT}
    return {"regexp": {field: {**regexp, "rewrite": "constant_score"}}}
