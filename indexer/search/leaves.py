"""One word, phrase or field value of a query → a node. What had to be mended is told to `repair`."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from indexer.model.query import (
    Everything,
    FieldText,
    FieldValue,
    Node,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Words,
)
from indexer.model.record import UNKNOWN
from indexer.search.analyser import (
    MARKED_LETTER,
    SINGLE,
    Token,
    analyse,
    compounds_in,
    joined,
    joined_term,
    prepare,
    term_of,
)
from indexer.search.days import day_range
from indexer.search.fields import NAMED_TEXTS, WORD_FACETS
from indexer.search.lexer import OPERATORS
from indexer.search.nodes import all_of, any_of

MAX_SLOP = 100
"""Words between the two words of a proximity search; more than a page line or two is a plain AND."""

Repair = Callable[[str], None]

_PIECE = re.compile(rf"(?:{MARKED_LETTER}|[*?])+|{SINGLE}")
_SUFFIX = re.compile(r"(?P<boost>\^[\d.]+)|(?P<fuzzy>~[\d.]*)")
_REGEX = re.compile(r"/([^/\s]*[.*+?\[\](){}|\\^$][^/\s]*)/")
_SECTION = re.compile(r"^(?:ss?|art|par|al|sections?|articles?)\.?\s*(?=\d)", re.IGNORECASE)


def word_node(text: str, repair: Repair) -> Node | None:
    """A word as typed between spaces: one word, several ("A-2021-01234" is a phrase) or a wildcard; None if none."""
    text = _without_suffix(_without_regex(text, repair), repair)
    if text and not text.strip("*"):
        return Everything()
    if "*" in text or "?" in text:
        return _with_wildcards(text, repair)
    return _plain(text)


def phrase_node(text: str, slop: int | None, repair: Repair) -> Node | None:
    """A quoted text; None when it holds no word."""
    if _wild_inside(text):
        repair("A wildcard does not work inside quotation marks; the words were searched for side by side or apart.")
        return _with_wildcards(text, repair)
    tokens = tuple(token.term.exact for token in analyse(text))
    if not tokens:
        return None
    if not slop or len(tokens) == 1:
        return Phrase(tokens, text)
    if slop > MAX_SLOP:
        repair(f"At most {MAX_SLOP} words may lie between two words; “~{slop}” was read as “~{MAX_SLOP}”.")
        slop = MAX_SLOP
    return _near(text, slop, repair)


def field_node(name: str, text: str, slop: int | None, quoted: bool, repair: Repair) -> Node | None:
    """`name:text`, the name as `fields.query_field` gives it; None when nothing is left to search for."""
    text = text.strip()
    if name == "date" or (name == "year" and _is_range(text)):
        return _date(text, repair)
    if name == "account_names" and ":" in text.strip(":"):
        return _value("account", text)
    if name in NAMED_TEXTS:
        return _in_field(name, phrase_node(text, slop, repair) if quoted else word_node(text, repair), repair)
    if not quoted and ("*" in text or "?" in text):
        if name in WORD_FACETS:
            return _in_field(name, word_node(text, repair), repair)
        repair(f"Wildcards do not work in the field “{name}”; “{text}” was left out.")
        return None
    return _value(name, text)


def _value(name: str, text: str) -> Node | None:
    if name == "section":
        text = _SECTION.sub("", "".join(text.split()))
    text = " ".join(text.replace('"', " ").split())
    return FieldValue(name, text) if text else None


def _in_field(name: str, node: Node | None, repair: Repair) -> Node | None:
    if isinstance(node, Words | Phrase) and name not in NAMED_TEXTS:
        return _value(name, node.raw)
    if isinstance(node, Words | Phrase | Pattern):
        return FieldText(name, node)
    if isinstance(node, Everything):
        return FieldText(name, Pattern("*", "*"))  # whatever it says there
    if node is None or isinstance(node, Nothing):
        return node
    nodes = getattr(node, "nodes", ())
    together = any_of if isinstance(node, Or) else all_of
    return together(inner for part in nodes if (inner := _in_field(name, part, repair)))


def _date(text: str, repair: Repair) -> Node | None:
    if text.lower() == UNKNOWN:
        return FieldValue("year", UNKNOWN)
    found = day_range(text)
    if found is None:
        repair(f"“{text}” is not a date such as 2021, 2021-09 or 2021-09-01..2021-09-30; it was left out.")
    return found


def _is_range(text: str) -> bool:
    return ".." in text or text[:1] in ("<", ">")


def _without_regex(text: str, repair: Repair) -> str:
    """ "/inter.*/" → "inter*": other engines' habit."""
    match = _REGEX.fullmatch(text)
    if match is None:
        return text
    wild = re.sub(r"\.[*+]\??", "*", match[1]).replace(".", "?")
    read = " ".join(re.sub(r"[^\w*?'’-]+", " ", wild).split())
    repair(f"Regular expressions are not searched; “{text}” was read as “{read}”.")
    return read


def _without_suffix(text: str, repair: Repair) -> str:
    match = _SUFFIX.search(text)
    if match is None or match.start() == 0 or match.end() != len(text):
        return text
    word = text[: match.start()]
    repair(f"“{match.group()}” after “{word}” has no meaning here; the word was searched for as written.")
    return word


def _plain(text: str) -> Node | None:
    tokens = analyse(text)
    if not tokens:
        return None
    if len(tokens) == 1:
        return _word(text, tokens[0])
    phrase = Phrase(tuple(token.term.exact for token in tokens), text.replace('"', " ").strip())
    joined = _joined(text[tokens[0].start : tokens[-1].end])
    return any_of((phrase, joined)) if joined else phrase


def _joined(text: str) -> Words | None:
    """ "e-mail" is also looked for as "email"."""
    term = joined_term(text) if compounds_in(text) == [text] else None
    return Words(term, _written(joined(text))) if term else None


def _word(text: str, token: Token) -> Words:
    return Words(token.term, _written(text[token.start : token.end]))


def _written(word: str) -> str:
    """As a query that is printed says it: "NOT" would be read as an operator."""
    return word.lower() if word in OPERATORS else word


def _near(text: str, slop: int, repair: Repair) -> Node:
    tokens = analyse(text)
    pairs = [
        Phrase((left.term.exact, right.term.exact), text[left.start : right.end], slop)
        for left, right in pairwise(tokens)
    ]
    if len(pairs) > 1:
        repair(
            f"A distance works for two words; “{text}” was read as "
            + " and ".join(f"“{pair.raw}”~{slop}" for pair in pairs)
            + "."
        )
    return all_of(pairs)


def _wild_inside(text: str) -> bool:
    """A star at a word, or a question mark inside one; "what is this?" is a plain phrase."""
    return re.search(r"\w\*|\*\w|\w\?\w", text) is not None


def _with_wildcards(text: str, repair: Repair) -> Node | None:
    prepared = prepare(text)
    nodes: list[Node] = []
    plain: list[str] = []
    for match in _PIECE.finditer(prepared):
        piece = text[match.start() : match.end()]
        if "*" not in piece and "?" not in piece:
            plain.append(piece)
            continue
        pattern = _pattern(piece)
        if pattern:
            nodes += _run(plain)
            plain = []
            nodes.append(pattern)
    nodes += _run(plain)
    if len(nodes) > 1:
        repair(f"“{text}” was read as {len(nodes)} parts that must all be on the page.")
    return all_of(nodes) if nodes else None


def _run(words: list[str]) -> list[Node]:
    node = _plain(" ".join(words)) if words else None
    return [node] if node else []


def _pattern(piece: str) -> Pattern | Words | None:
    parts = re.split(r"([*?])", re.sub(r"\*+", "*", piece))
    folded = [part if part in ("*", "?") else _folded(part) for part in parts if part]
    pattern = "".join(folded)
    if not pattern.strip("*?"):
        return None
    return Pattern(pattern, re.sub(r"\*+", "*", piece))


def _folded(part: str) -> str:
    term = term_of(part)
    return term.exact if term else ""
