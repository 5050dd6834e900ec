"""Which spans of a page's text a query matches: the same analyser as the index, so equal by construction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.model.geometry import Span
from indexer.model.query import Node, Pattern, Phrase, Term, Words
from indexer.search.analyser import TERMS, Token, analyse, has_line_break, prepare, term_of, word_pattern
from indexer.search.nodes import wanted
from indexer.search.proximity import find_phrase
from indexer.search.wildcards import wildcard


@dataclass(frozen=True, slots=True)
class Match:
    """A matched stretch of text and the number of the query's leaf that it matches."""

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
    """Matches one query on many pages: what it learns of a word is kept for the next page.

    A screen of results has sixty pages: 16 ms when every word of each was looked at in turn, 3 ms as it is here.
    """

    def __init__(self, node: Node) -> None:
        leaves = list(dict.fromkeys(leaf for leaf in wanted(node) if isinstance(leaf, Words | Phrase | Pattern)))
        self._tests = _Tests.of(leaves)
        self._phrases = [(number, leaf) for number, leaf in enumerate(leaves) if isinstance(leaf, Phrase)]
        self._parts = frozenset(token for _, phrase in self._phrases for token in phrase.tokens)
        self._judged: set[str] = set()
        self._leaves: dict[str, tuple[int, ...]] = {}  # of the words that match some leaf
        self._in_phrases: dict[str, str] = {}  # word → its token, when a phrase has it

    def spans(self, text: str, furniture: Sequence[Span] = ()) -> tuple[Span, ...]:
        """As `match_spans`."""
        return tuple(Span(start, end) for start, end in merged(self.matches(text, furniture)))

    def matches(self, text: str, furniture: Sequence[Span] = ()) -> tuple[Match, ...]:
        """Every match by position; the same place may match several leaves."""
        prepared = prepare(text, furniture)
        if has_line_break(prepared):
            tokens = analyse(text, furniture)
            found = [Match(t.start, t.end, leaf) for t in tokens for leaf in self._tests.leaves_of(t.term)]
            found += self._phrase_matches(tokens)
        else:
            found = list(self._quick(prepared))
        return tuple(sorted(set(found), key=lambda match: (match.start, match.end, match.leaf)))

    def _quick(self, prepared: str) -> Iterator[Match]:
        """The page's distinct words are judged, each once for all pages; places are sought for those that match."""
        pattern = word_pattern(prepared)
        words = pattern.findall(prepared)
        distinct = set(words)
        self._judge(distinct - self._judged)
        if self._parts and not distinct.isdisjoint(self._in_phrases):
            yield from self._quick_phrases(prepared, words)
        if distinct.isdisjoint(self._leaves):
            return
        leaves = self._leaves
        for match in pattern.finditer(prepared):
            word = match.group()
            if word in leaves:
                for leaf in leaves[word]:
                    yield Match(match.start(), match.end(), leaf)

    def _judge(self, words: set[str]) -> None:
        """Written for speed: a search page has some 4,000 distinct words, and few of them match."""
        self._judged |= words
        tests, parts = self._tests, self._parts
        exact, english, french, patterns = tests.exact, tests.english, tests.french, tests.patterns
        for word in words:
            term = TERMS[word]
            if term is None:
                continue
            if patterns or term.exact in exact or term.english in english or term.french in french:
                leaves = tests.leaves_of(term)
                if leaves:
                    self._leaves[word] = leaves
            if term.exact in parts:
                self._in_phrases[word] = term.exact

    def _quick_phrases(self, prepared: str, words: list[str]) -> Iterator[Match]:
        """Where the words of phrases stand among all words, then the spans of those that form one."""
        tokens = self._in_phrases
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


@dataclass(slots=True)
class _Tests:
    """The words and wildcards of a query, by what they match."""

    exact: dict[str, list[int]] = field(default_factory=dict)
    english: dict[str, list[int]] = field(default_factory=dict)
    french: dict[str, list[int]] = field(default_factory=dict)
    patterns: list[tuple[int, Pattern]] = field(default_factory=list)

    @classmethod
    def of(cls, leaves: Sequence[Node]) -> _Tests:
        tests = cls()
        for number, leaf in enumerate(leaves):
            if isinstance(leaf, Words):
                tests.exact.setdefault(leaf.term.exact, []).append(number)
                tests.english.setdefault(leaf.term.english, []).append(number)
                tests.french.setdefault(leaf.term.french, []).append(number)
            elif isinstance(leaf, Pattern):
                tests.patterns.append((number, leaf))
        return tests

    def leaves_of(self, term: Term) -> tuple[int, ...]:
        """Numbers of the leaves that a word matches, rising."""
        found = {*self.exact.get(term.exact, ()), *self.english.get(term.english, ())}
        found.update(self.french.get(term.french, ()))
        found.update(number for number, leaf in self.patterns if wildcard(leaf.pattern).fullmatch(term.exact))
        return tuple(sorted(found))


def merged(matches: Iterable[Match]) -> list[tuple[int, int]]:
    """Matches by position, overlapping ones joined."""
    spans: list[tuple[int, int]] = []
    for match in matches:
        if spans and match.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], match.end))
        else:
            spans.append((match.start, match.end))
    return spans
