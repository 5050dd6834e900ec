"""Our query grammar → a tree. A query is never a syntax error: it is mended, and the mending is said.

Words are AND by default and AND binds tighter than OR: `a b OR c` is `(a AND b) OR c`. NOT, - and + bind
tightest, to what follows. `or`, `and`, `not` in lower case are words.
"""

from __future__ import annotations

from indexer.errors import QueryError
from indexer.model.query import Everything, Node, Nothing, ParsedQuery
from indexer.search.analyser import join_line_breaks
from indexer.search.leaves import field_node, phrase_node, word_node
from indexer.search.lexer import OPERATORS, Lexeme, lex
from indexer.search.nodes import all_of, any_of, leaves, none_of
from indexer.search.printing import write_query
from indexer.search.switches import split_switches

QUERY_LENGTH_LIMIT = 2000
CLAUSE_LIMIT = 200
_MEANS = {
    "or": "for either of two words",
    "ou": "for either of two words",
    "not": "to leave a word out",
    "sauf": "to leave a word out",
}
"""Words that are operators when written in capitals."""
DEPTH_LIMIT = 12
"""Parentheses within parentheses; deeper ones are read as if they were not there."""


def parse(query: str, length_limit: int = QUERY_LENGTH_LIMIT, clause_limit: int = CLAUSE_LIMIT) -> ParsedQuery:
    """The tree, how it was understood, and what was mended. An empty query is Everything.

    A longer one is cut after `length_limit` characters and `clause_limit` words.

    Raises:
        QueryError: its words have more than `clause_limit` parts (wildcards inside words).
    """
    short, cut = shortened(query, length_limit)
    bare, switches = split_switches(join_line_breaks(short))
    text, repairs = _without_final_question(bare)
    lexemes = lex(text)
    kept, dropped = _first_words(lexemes.items, clause_limit)
    items, mended = _balanced(kept)
    parser = _Parser(items, [*cut, *repairs, *lexemes.repairs, *dropped, *_small_operators(kept), *mended])
    node = parser.run()
    clauses = sum(1 for _ in leaves(node))
    if clauses > clause_limit:
        raise QueryError(f"The query has {clauses:,} words and phrases; at most {clause_limit:,} can be searched for.")
    understood = switches.written(write_query(node))
    return ParsedQuery(node, understood, tuple(dict.fromkeys(parser.repairs)), switches.equivalents, switches.scope)


def shortened(query: str, limit: int) -> tuple[str, list[str]]:
    """The first `limit` characters, without the word that the limit cuts in two, and what is to be said of that."""
    if len(query) <= limit:
        return query, []
    kept = query[:limit]
    if not query[limit].isspace():
        kept = kept[: max(kept.rfind(" "), kept.rfind("\n"))] if " " in kept or "\n" in kept else kept
    return kept, [f"The query has {len(query):,} characters; the first {len(kept):,} were searched for."]


def _first_words(items: tuple[Lexeme, ...], limit: int) -> tuple[tuple[Lexeme, ...], list[str]]:
    places = [place for place, item in enumerate(items) if item.kind in ("word", "phrase")]
    if len(places) <= limit:
        return items, []
    return items[: places[limit]], [
        f"The query has {len(places):,} words and phrases; the first {limit:,} were searched for."
    ]


def _small_operators(items: tuple[Lexeme, ...]) -> list[str]:
    """ "wechat or weixin" asks for a page with all three words, which nobody means."""
    between = ("word", "phrase", "open", "close")
    return [
        f"“{item.text}” in small letters is a word to be found; write {item.text.upper()} {_MEANS[item.text]}."
        for before, item, after in zip(items, items[1:], items[2:], strict=False)
        if item.kind == "word" and item.text in _MEANS and before.kind in between and after.kind in (*between, "field")
    ]


def _without_final_question(query: str) -> tuple[str, list[str]]:
    """A question in plain words ends with a question mark that is no wildcard: "who ran this account?"."""
    text = query.rstrip()
    words = text.split()
    plain = not any(c in '*"()“”«»:' for c in text) and not any(word in OPERATORS for word in words)
    if len(words) < 3 or not plain or text.count("?") != 1 or not text.endswith("?"):
        return query, []
    return text[:-1], ["The final question mark was read as punctuation; as a wildcard it works in shorter queries."]


def _balanced(items: tuple[Lexeme, ...]) -> tuple[list[Lexeme], list[str]]:
    """Parentheses that pair up and do not lie too deep."""
    kept: list[Lexeme] = []
    repairs: list[str] = []
    opened: list[bool] = []  # one for each open parenthesis: was it kept?
    for item in items:
        if item.kind == "open":
            opened.append(sum(opened) < DEPTH_LIMIT)
            if not opened[-1]:
                repairs.append("The parentheses lie too deep; the innermost were left out.")
                continue
        elif item.kind == "close":
            if not opened:
                repairs.append("A closing parenthesis had no opening one; it was left out.")
                continue
            if not opened.pop():
                continue
        kept.append(item)
    if opened:
        repairs.append("A parenthesis was left open; it was closed at the end of the query.")
    return kept + [Lexeme("close")] * sum(opened), repairs


class _Parser:
    """Recursive descent: or, and, not, then a word, phrase, field or group."""

    def __init__(self, items: list[Lexeme], repairs: list[str]) -> None:
        self.repairs = repairs
        self._items = items
        self._at = 0
        self._field: str | None = None

    def run(self) -> Node:
        if not self._items:
            return Everything()
        node = self._alternatives()
        if node is None:
            self.repairs.append("There is no word in the query that can be searched for.")
            return Nothing()
        return node

    def _kind(self) -> str:
        return self._items[self._at].kind if self._at < len(self._items) else "end"

    def _take(self) -> Lexeme:
        self._at += 1
        return self._items[self._at - 1]

    def _alternatives(self) -> Node | None:
        found = [self._together()]
        while self._kind() == "or":
            self._take()
            found.append(self._together())
        if len(found) > 1 and None in found:
            self.repairs.append("OR needs something to search for on both sides; it was left out.")
        nodes = [node for node in found if node]
        return any_of(nodes) if nodes else None

    def _together(self) -> Node | None:
        nodes: list[Node] = []
        joined = True  # an AND is out of place at the start
        while self._kind() not in ("or", "close", "end"):
            if self._kind() == "and":
                self._take()
                if joined or self._kind() in ("or", "close", "end"):
                    self.repairs.append("AND needs something to search for on both sides; it was left out.")
                joined = True
                continue
            joined = False
            node = self._negated()
            if node:
                nodes.append(node)
        return all_of(nodes) if nodes else None

    def _negated(self) -> Node | None:
        negative = False
        while self._kind() in ("not", "plus"):
            negative ^= self._take().kind == "not"
        if self._kind() in ("and", "or", "close", "end"):
            self.repairs.append("NOT needs something after it; it was left out.")
            return None
        node = self._primary()
        return none_of(node) if node and negative else node

    def _primary(self) -> Node | None:
        item = self._take()
        if item.kind == "field":
            return self._within(item.text)
        if item.kind == "open":
            node = self._alternatives()
            self._take()
            return node
        quoted = item.kind == "phrase"
        if self._field:
            return field_node(self._field, item.text, item.slop, quoted, self.repairs.append)
        if quoted:
            return phrase_node(item.text, item.slop, self.repairs.append)
        return word_node(item.text, self.repairs.append)

    def _within(self, field: str) -> Node | None:
        """What follows `field:`, which may be a group in parentheses."""
        if self._kind() not in ("word", "phrase", "open"):
            return None
        outer, self._field = self._field, field
        node = self._primary()
        self._field = outer
        return node
