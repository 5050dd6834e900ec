"""Which spans of a page's text a query matches: the same analyser as the index, so equal by construction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.model.geometry import Span
from indexer.model.query import Node, Pattern, Phrase, Words
from indexer.search.analyser import STREAM_GAP, Token, analyse, has_line_break, prepare, term_of, word_pattern
from indexer.search.nodes import wanted
from indexer.search.proximity import find_phrase
from indexer.search.wildcards import wildcard

GAP = STREAM_GAP


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
    """Matches one query on many pages: what it learns of a word is kept for the next page."""

    def __init__(self, node: Node) -> None:
        leaves = list(dict.fromkeys(leaf for leaf in wanted(node) if isinstance(leaf, Words | Phrase | Pattern)))
        self._tests = _Tests.of(leaves)
        self._phrases = [(number, leaf) for number, leaf in enumerate(leaves) if isinstance(leaf, Phrase)]
        self._known: dict[str, tuple[int, ...]] = {}
        self._parts = frozenset(token for _, phrase in self._phrases for token in phrase.tokens)

    def spans(self, text: str, furniture: Sequence[Span] = ()) -> tuple[Span, ...]:
        """As `match_spans`."""
        return tuple(Span(start, end) for start, end in merged(self.matches(text, furniture)))

    def matches(self, text: str, furniture: Sequence[Span] = ()) -> tuple[Match, ...]:
        """Every match by position; the same place may match several leaves."""
        prepared = prepare(text, furniture)
        if has_line_break(prepared):
            tokens = analyse(text, furniture)
            found = [Match(t.start, t.end, leaf) for t in tokens for leaf in self._leaves_of_term(t)]
            found += self._phrase_matches(tokens)
        else:
            found = list(self._quick(prepared))
        return tuple(sorted(set(found), key=lambda match: (match.start, match.end, match.leaf)))

    def _leaves_of_term(self, token: Token) -> tuple[int, ...]:
        return self._tests.leaves_of(token.term.exact, token.term.english, token.term.french)

    def _quick(self, prepared: str) -> Iterator[Match]:
        """One pass over the words; each distinct word is judged once for all pages."""
        known = self._known
        pieces: list[tuple[int, int]] = []
        places: dict[str, list[int]] = {}
        position = 0
        for match in word_pattern(prepared).finditer(prepared):
            word = match.group()
            leaves = known.get(word)
            if leaves is None:
                leaves = known[word] = self._judge(word)
            for leaf in leaves:
                if leaf >= 0:
                    yield Match(match.start(), match.end(), leaf)
            if self._parts:
                term = term_of(word)
                if term is None:
                    continue
                pieces.append(match.span())
                if term.exact in self._parts:
                    places.setdefault(term.exact, []).append(position)
                position += 1
        yield from self._located(places, pieces)

    def _judge(self, word: str) -> tuple[int, ...]:
        term = term_of(word)
        return self._tests.leaves_of(term.exact, term.english, term.french) if term else ()

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

    def leaves_of(self, exact: str, english: str, french: str) -> tuple[int, ...]:
        found = {*self.exact.get(exact, ()), *self.english.get(english, ()), *self.french.get(french, ())}
        found.update(number for number, leaf in self.patterns if wildcard(leaf.pattern).fullmatch(exact))
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
