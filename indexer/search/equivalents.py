"""Fixed terms in the other language: who asks for "foreign interference" also finds « ingérence étrangère ».

The terms are data (config/glossary.csv). What was added is said with the result, and `equivalents:off` in the query
leaves it out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.model.query import And, Node, Not, Or, Phrase, Words
from indexer.model.result import Equivalent
from indexer.search.analyser import analyse, fold
from indexer.search.leaves import phrase_node
from indexer.search.nodes import all_of, any_of

FILE = "glossary.csv"
LANGUAGES = ("en", "fr")
Key = tuple[str, ...]
"""The exact tokens of a term."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary as written, and its equivalents in the language `language`."""

    written: str
    equivalents: tuple[str, ...]
    language: str

    @property
    def is_abbreviation(self) -> bool:
        """Capitals only: "SITE" is the task force, "site" a place."""
        return self.written.isupper() and " " not in self.written


@dataclass(frozen=True, slots=True)
class Glossary:
    """`terms`: by their tokens. `longest`: tokens of the longest."""

    terms: dict[Key, Term] = field(default_factory=dict)
    longest: int = 0

    def find(self, tokens: Key, written: Sequence[str]) -> Term | None:
        """The term with these tokens; an abbreviation only where it is written in capitals."""
        term = self.terms.get(tokens)
        if term is None or (term.is_abbreviation and not all(word.isupper() for word in written)):
            return None
        return term

    def beginning(self, text: str, limit: int) -> tuple[str, ...]:
        """Terms as written that begin with the text, whatever its case and accents; the shortest first."""
        start = fold(text)
        found = {term.written for term in self.terms.values() if fold(term.written).startswith(start)} if start else ()
        return tuple(sorted(found, key=lambda one: (len(one), one))[:limit])


def with_equivalents(node: Node, glossary: Glossary) -> tuple[Node, tuple[Equivalent, ...]]:
    """The tree in which each term of the glossary may also stand in the other language, and what was added.

    Looked at are phrases, and words that stand side by side; nothing under a NOT, and nothing in a field.
    """
    added: dict[str, Equivalent] = {}
    widened = _widened(node, glossary, added)
    return widened, tuple(added.values())


def _widened(node: Node, glossary: Glossary, added: dict[str, Equivalent]) -> Node:
    match node:
        case And(nodes):
            return all_of(_run(nodes, glossary, added))
        case Or(nodes):
            return any_of(_widened(inner, glossary, added) for inner in nodes)
        case Phrase(tokens, raw, 0):
            return _with(node, glossary.find(tokens, raw.split()), added)
        case Words(term, raw):
            return _with(node, glossary.find((term.exact,), (raw,)), added)
        case _:
            return node


def _run(nodes: Sequence[Node], glossary: Glossary, added: dict[str, Equivalent]) -> Iterator[Node]:
    """The longest term at each place among words side by side; the rest by itself."""
    at = 0
    while at < len(nodes):
        taken = _term_at(nodes, at, glossary)
        if taken is None:
            inner = nodes[at]
            yield inner if isinstance(inner, Not) else _widened(inner, glossary, added)
            at += 1
        else:
            term, width = taken
            yield _with(all_of(nodes[at : at + width]), term, added)
            at += width


def _term_at(nodes: Sequence[Node], at: int, glossary: Glossary) -> tuple[Term, int] | None:
    words: list[Words] = []
    for node in nodes[at : at + glossary.longest]:
        if not isinstance(node, Words):
            break
        words.append(node)
    for width in range(len(words), 1, -1):
        some = words[:width]
        term = glossary.find(tuple(one.term.exact for one in some), tuple(one.raw for one in some))
        if term:
            return term, width
    return None


def _with(node: Node, term: Term | None, added: dict[str, Equivalent]) -> Node:
    if term is None:
        return node
    others = [other for text in term.equivalents if (other := phrase_node(text, None, lambda _: None))]
    added.setdefault(term.written.casefold(), Equivalent(term.written, term.equivalents, term.language))
    return any_of((node, *others))


def load_glossary(folder: Path) -> Glossary:
    """The glossary of config/; empty where there is none. The first row that has a term gives its equivalents."""
    path = folder / FILE
    if not path.is_file():
        return Glossary()
    terms: dict[Key, Term] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            sides = {code: _alternatives(row.get(code)) for code in LANGUAGES}
            for code, other in (LANGUAGES, LANGUAGES[::-1]):
                for written in sides[code]:
                    _add(terms, written, sides[other], other)
    return Glossary(terms, max(map(len, terms), default=0))


def _alternatives(cell: str | None) -> tuple[str, ...]:
    return tuple(one.strip() for one in (cell or "").split("|") if one.strip())


def _add(terms: dict[Key, Term], written: str, others: tuple[str, ...], language: str) -> None:
    key = tuple(token.term.exact for token in analyse(written))
    equivalents = _of_its_kind(written, others)
    if key and equivalents:
        terms.setdefault(key, Term(written, equivalents, language))


def _of_its_kind(written: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """All alternatives of the other side but the term itself (some abbreviations are the same in both)."""
    return tuple(one for one in others if one.casefold() != written.casefold())
