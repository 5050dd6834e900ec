"""Nodes → Tantivy's query objects."""

from __future__ import annotations

import re

import tantivy
from tantivy import FieldType, Occur, Query

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
from indexer.search.engines.tantivy.schema import KEYS, SCHEMA
from indexer.search.fields import TEXT, TextField, facet_key, text_field, word_lead
from indexer.search.pairs import PAIRS, pairs_of
from indexer.search.wildcards import wildcard

_STEM_WEIGHT = 0.5

_REGEX_PARTS = {"*": ".*", "?": "."}
"""Tokens are letters and digits: nothing else in a pattern needs escaping."""


def query_of(node: Node, searcher: tantivy.Searcher) -> Query:  # noqa: PLR0911 - one for each kind of node
    """A node as query objects. Only words of the page's text count for the score."""
    match node:
        case And(nodes):
            return Query.boolean_query([(Occur.Must, query_of(inner, searcher)) for inner in nodes])
        case Or(nodes):
            return Query.boolean_query([(Occur.Should, query_of(inner, searcher)) for inner in nodes])
        case Not(inner):
            every = (Occur.Must, _unscored(Query.all_query()))
            return Query.boolean_query([every, (Occur.MustNot, query_of(inner, searcher))])
        case Everything():
            return _unscored(Query.all_query())
        case Nothing():
            return Query.empty_query()
        case FieldValue(name, value):
            return _unscored(Query.term_query(SCHEMA, KEYS, facet_key(name, value), "basic"))
        case DateRange(lower, upper):
            return _unscored(_dated(lower, upper))
        case Documents(numbers):
            return _unscored(Query.term_set_query(SCHEMA, "document", list(numbers)))
        case FieldText(name, inner):
            return _text(text_field(name), inner, word_lead(name), searcher)
        case Words() | Phrase() | Pattern():
            return _text(TEXT, node, "", searcher)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _dated(lower: int | None, upper: int | None) -> Query:
    """`date_to` is at least `lower` and `date_from` known and at most `upper`."""
    ends = Query.range_query(SCHEMA, "date_to", FieldType.Unsigned, lower_bound=lower or 1)
    begins = Query.range_query(SCHEMA, "date_from", FieldType.Unsigned, lower_bound=1, upper_bound=upper or OPEN_END)
    return Query.boolean_query([(Occur.Must, ends), (Occur.Must, begins)])


def _text(field: TextField, node: Words | Phrase | Pattern, lead: str, searcher: tantivy.Searcher) -> Query:
    if isinstance(node, Phrase):
        pairs = pairs_of(node.tokens) if field is TEXT and not node.slop else ()
        found = [Query.term_query(SCHEMA, PAIRS, pair, "freq") for pair in pairs]
        if len(node.tokens) == 2 and found:
            return found[0]
        phrase = _phrase(field.exact, [lead + token for token in node.tokens], node.slop)
        musts = [*map(_unscored, found), phrase]
        return Query.boolean_query([(Occur.Must, query) for query in musts]) if found else phrase
    if isinstance(node, Pattern):
        return _pattern(field.exact, lead + node.pattern, searcher)
    exact = Query.term_query(SCHEMA, field.exact, lead + node.term.exact)
    if field.english is None or field.french is None:
        return exact
    stems = ((field.english, node.term.english), (field.french, node.term.french))
    weak = [Query.boost_query(Query.term_query(SCHEMA, name, stem, "freq"), _STEM_WEIGHT) for name, stem in stems]
    return Query.boolean_query([(Occur.Should, query) for query in (exact, *weak)])


def _phrase(field: str, tokens: list[str], slop: int) -> Query:
    if len(tokens) == 1:
        return Query.term_query(SCHEMA, field, tokens[0])
    if not slop:
        return Query.phrase_query(SCHEMA, field, list(tokens))
    if tokens[0] == tokens[1]:
        # With a slop Tantivy lets one occurrence be both words; each distance spelled out does not.
        apart = [Query.phrase_query(SCHEMA, field, [(0, tokens[0]), (n + 1, tokens[1])]) for n in range(slop + 1)]
        return Query.boolean_query([(Occur.Should, query) for query in apart])
    orders = [Query.phrase_query(SCHEMA, field, list(words), slop) for words in (tokens, tokens[::-1])]
    return Query.boolean_query([(Occur.Should, query) for query in orders])


def _pattern(field: str, pattern: str, searcher: tantivy.Searcher) -> Query:
    """A regex over the terms. Tantivy refuses one of more than 1,000 states ("*a????????????"): then the terms
    are looked through here, from the pattern's literal beginning."""
    source = "".join(_REGEX_PARTS.get(character, character) for character in pattern)
    try:
        return Query.regex_query(SCHEMA, field, source)
    except ValueError:
        fits = wildcard(pattern).fullmatch
        start = re.split(r"[*?]", pattern, maxsplit=1)[0]
        terms = [term for term, _ in searcher.terms_with_prefix(field, start) if fits(term)]
        return _unscored(Query.term_set_query(SCHEMA, field, terms)) if terms else Query.empty_query()
