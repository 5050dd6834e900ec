"""Which spans of a page's text a query matches: the same analyser as the index, so equal by construction.

Words are sought in the text without its furniture, words of the field `furniture` in the furniture alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.model.geometry import Span
from indexer.model.query import FieldText, Node, Pattern, Phrase, Term, Words
from indexer.search.analyser import (
    TERMS,
    Token,
    analyse,
    compounds_in,
    has_line_break,
    has_marks,
    joined_term,
    joins,
    only,
    prepare,
    term_of,
    word_pattern,
    words_in,
    words_like,
)
from indexer.search.fields import FURNITURE
from indexer.search.nodes import any_of, wanted
from indexer.search.proximity import find_phrase
from indexer.search.wildcards import wildcard


class Match(NamedTuple):
    """A matched stretch of text and the number of the query's leaf that it matches. In order of place."""

    start: int
    end: int
    leaf: int


def match_spans(text: str, furniture: Sequence[Span], node: Node) -> tuple[Span, ...]:
    """Spans to box or mark, by position, none overlapping another.

    Words and wildcards give one span each, a phrase one span over all its words; two words near each other
    give a span each. What stands under a NOT, in a facet or in another field gives none.
    """
    return Matcher(node).spans(text, furniture)


class Matcher:
    """Matches one query on many pages."""

    def __init__(self, node: Node) -> None:
        leaves = list(dict.fromkeys(wanted(node)))
        body = [leaf for leaf in leaves if isinstance(leaf, Words | Phrase | Pattern)]
        stamped = [leaf.node for leaf in leaves if isinstance(leaf, FieldText) and leaf.name == FURNITURE]
        self._body = _Leaves(body)
        self._furniture = _Leaves(stamped, len(body), stems=False) if stamped else None

    def spans(self, text: str, furniture: Sequence[Span] = ()) -> tuple[Span, ...]:
        """As `match_spans`."""
        return tuple(Span(start, end) for start, end in merged(self.matches(text, furniture)))

    def matches(self, text: str, furniture: Sequence[Span] = ()) -> tuple[Match, ...]:
        """Every match by position; the same place may match several leaves."""
        found = self._body.matches(prepare(text, furniture))
        if self._furniture and furniture:
            found |= self._furniture.matches(prepare(only(text, furniture)))
        return tuple(sorted(found))


class _Leaves:
    """Matches some leaves: what it learns of a word is kept for the next page.

    A screen of results has sixty pages of some 4,000 different words; only those that begin like one of the query's are
    looked at.
    """

    def __init__(self, leaves: Sequence[Words | Phrase | Pattern], first: int = 0, stems: bool = True) -> None:
        """`first` is the number of the first leaf; without `stems` words match as written."""
        numbered = list(enumerate(leaves, first))
        self._stems = stems
        self._tests = _Tests.of(numbered, stems)
        self._phrases = [(number, leaf) for number, leaf in numbered if isinstance(leaf, Phrase)]
        self._parts = frozenset(token for _, phrase in self._phrases for token in phrase.tokens)
        self._initials = self._tests.initials(self._parts)
        self._judged: set[str] = set()
        self._leaves: dict[str, tuple[int, ...]] = {}  # of the words that match some leaf
        self._in_phrases: dict[str, str] = {}  # word → its token, when a phrase has it

    def matches(self, prepared: str) -> set[Match]:
        """In a text as `analyser.prepare` gives it."""
        if not has_line_break(prepared):
            return {*self._quick(prepared), *self._compounds(prepared)}
        tokens = analyse(prepared)
        found = {Match(t.start, t.end, leaf) for t in tokens for leaf in self._tests.leaves_of(t.term)}
        return {*found, *self._phrase_matches(tokens), *self._compounds(prepared)}

    def _compounds(self, prepared: str) -> Iterator[Match]:
        """Words joined by hyphens that match without them."""
        if not self._stems:
            return
        for compound in compounds_in(prepared):
            term = joined_term(compound)
            for leaf in self._tests.stemmed(term) if term else ():
                yield from (Match(start, start + len(compound), leaf) for start in _standing(prepared, compound))

    def _quick(self, prepared: str) -> Iterator[Match]:
        """Words that begin like one of the query's are judged, each once for all pages; then places are sought."""
        initials = self._initials
        likely = set(words_in(prepared) if initials is None else words_like(prepared, initials))
        self._judge(likely - self._judged)
        if self._parts and not likely.isdisjoint(self._in_phrases):
            yield from self._quick_phrases(prepared)
        for word in likely & self._leaves.keys():
            for start in places_of_word(prepared, word):
                for leaf in self._leaves[word]:
                    yield Match(start, start + len(word), leaf)

    def _judge(self, words: set[str]) -> None:
        self._judged |= words
        for word in words:
            term = TERMS[word]
            if term is None:
                continue
            leaves = self._tests.leaves_of(term)
            if leaves:
                self._leaves[word] = leaves
            if term.exact in self._parts:
                self._in_phrases[word] = term.exact

    def _quick_phrases(self, prepared: str) -> Iterator[Match]:
        """Where the words of phrases stand among all words, then the spans of those that form one."""
        tokens, words = self._in_phrases, words_in(prepared)
        counted = words if prepared.isascii() else [word for word in words if term_of(word) is not None]
        places: dict[str, list[int]] = {}
        for position, word in enumerate(counted):
            if word in tokens:
                places.setdefault(tokens[word], []).append(position)
        if any(find_phrase(places, phrase.tokens, phrase.slop) for _, phrase in self._phrases):
            matches = word_pattern(prepared).finditer(prepared)
            pieces = [match.span() for match in matches if prepared.isascii() or term_of(match.group()) is not None]
            yield from self._located(places, pieces)

    def _phrase_matches(self, tokens: Sequence[Token]) -> Iterator[Match]:
        places: dict[str, list[int]] = {}
        pieces: dict[int, tuple[int, int]] = {}
        for token in tokens:
            if token.term.exact in self._parts:
                places.setdefault(token.term.exact, []).append(token.position)
                pieces[token.position] = (token.start, token.end)
        yield from self._located(places, pieces)

    def _located(
        self, places: dict[str, list[int]], pieces: Sequence[tuple[int, int]] | dict[int, tuple[int, int]]
    ) -> Iterator[Match]:
        for number, phrase in self._phrases:
            for positions in find_phrase(places, phrase.tokens, phrase.slop):
                spans = [pieces[position] for position in positions]
                if phrase.slop:
                    yield from (Match(start, end, number) for start, end in spans)
                else:
                    yield Match(spans[0][0], spans[-1][1], number)


def title_matcher(node: Node) -> Matcher:
    """Matches the query's words and those of its field `title` on titles."""
    leaves = (leaf.node if isinstance(leaf, FieldText) and leaf.name == "title" else leaf for leaf in wanted(node))
    return Matcher(any_of(leaf for leaf in leaves if isinstance(leaf, Words | Phrase | Pattern)))


@dataclass(slots=True)
class _Tests:
    """The words and wildcards of a query, by what they match."""

    exact: dict[str, list[int]] = field(default_factory=dict)
    english: dict[str, list[int]] = field(default_factory=dict)
    french: dict[str, list[int]] = field(default_factory=dict)
    patterns: list[tuple[int, Pattern]] = field(default_factory=list)

    @classmethod
    def of(cls, leaves: Iterable[tuple[int, Words | Phrase | Pattern]], stems: bool) -> _Tests:
        tests = cls()
        for number, leaf in leaves:
            if isinstance(leaf, Words):
                tests.exact.setdefault(leaf.term.exact, []).append(number)
                if stems:
                    tests.english.setdefault(leaf.term.english, []).append(number)
                    tests.french.setdefault(leaf.term.french, []).append(number)
            elif isinstance(leaf, Pattern):
                tests.patterns.append((number, leaf))
        return tests

    def initials(self, others: Iterable[str]) -> frozenset[str] | None:
        """First letters of all that can match, small and capital; None when any can.

        No stemmer changes the first letter of a word; only folding does, of one that is not ASCII.
        """
        tokens = [*self.exact, *self.english, *self.french, *others, *(leaf.pattern for _, leaf in self.patterns)]
        first = {token[0] for token in tokens}
        if first & {"*", "?"}:
            return None
        return frozenset(form for letter in first for form in (letter, letter.upper()))

    def leaves_of(self, term: Term) -> tuple[int, ...]:
        """Numbers of the leaves that a word matches, rising."""
        if not self.patterns and not (
            term.exact in self.exact or term.english in self.english or term.french in self.french
        ):
            return ()  # nearly all words
        found = {*self.exact.get(term.exact, ()), *self.stemmed(term)}
        found.update(number for number, leaf in self.patterns if wildcard(leaf.pattern).fullmatch(term.exact))
        return tuple(sorted(found))

    def stemmed(self, term: Term) -> frozenset[int]:
        """Numbers of the leaves that a word matches by a stem."""
        return frozenset((*self.english.get(term.english, ()), *self.french.get(term.french, ())))


def places_of_word(prepared: str, word: str) -> Iterator[int]:
    """Where a surface stands as a word of its own: what `word_pattern` cuts, without cutting the rest."""
    if has_marks(prepared):
        yield from (match.start() for match in word_pattern(prepared).finditer(prepared) if match.group() == word)
    else:
        yield from _standing(prepared, word)


def _standing(prepared: str, word: str) -> Iterator[int]:
    """Where a surface begins and no letter is beside it."""
    alone = not joins(word[0])
    start = prepared.find(word)
    while start >= 0:
        end = start + len(word)
        if alone or not (joins(prepared[start - 1 : start]) or joins(prepared[end : end + 1])):
            yield start
        start = prepared.find(word, end)


def merged(matches: Iterable[Match]) -> list[tuple[int, int]]:
    """Matches by position, overlapping ones joined."""
    spans: list[tuple[int, int]] = []
    for match in matches:
        if spans and match.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], match.end))
        else:
            spans.append((match.start, match.end))
    return spans
