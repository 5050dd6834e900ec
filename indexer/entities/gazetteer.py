"""Many phrases found in one pass: the names that config/ lists, whatever their kind.

ahocorasick_rs over folded text reports every overlapping match; the longest one that begins and ends where words
do is kept (leftmost-longest inside the automaton would let an invalid long match hide a valid short one).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import ahocorasick_rs

from indexer.entities.folding import bounded, encodable, fold, is_han

Case = Literal["any", "capital", "exact"]
Source = Literal["platform", "political_party", "organisation", "state", "person", "account"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name to look for.

    Attributes:
        case: "capital": each word that has a capital here has one in the text, or the text is all capitals;
            "exact": letter for letter; "any": as it comes.
        cue: the name is an ordinary word too ("Medium", "the Service"): its recogniser asks for more.
        languages: only in texts of these; empty: all.
        bare: parties of several countries have this name; the words around say which is meant.
    """

    text: str
    source: Source
    id: str
    case: Case = "capital"
    cue: bool = False
    languages: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """`text[start:end]` is a name of all `phrases` (more than one when it is shared)."""

    start: int
    end: int
    phrases: tuple[Phrase, ...]


class Gazetteer:
    """Finds phrases; remembers the last text, which several recognisers ask for in turn."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        every = tuple(phrases)
        # "US" in folded text would hit inside "because"; letter for letter it hardly ever hits in vain
        self._exact = _Automaton((phrase.text, phrase) for phrase in every if phrase.case == "exact")
        self._folded = _Automaton((fold(phrase.text), phrase) for phrase in every if phrase.case != "exact")
        self._last: tuple[str, tuple[Match, ...]] = ("", ())

    def find(self, text: str) -> tuple[Match, ...]:
        """Longest valid matches by position; they do not overlap. Linear in the text's length."""
        last_text, matches = self._last
        if last_text is not text:
            matches = tuple(self._longest(text, fold(text)))
            self._last = (text, matches)
        return matches

    def _longest(self, text: str, folded: str) -> list[Match]:
        found = [*self._folded.find(folded), *self._exact.find(encodable(text))]
        found.sort(key=_longest_first)
        matches: list[Match] = []
        reached = 0
        for start, end, phrases in found:
            if start < reached:
                if matches and (matches[-1].start, matches[-1].end) == (start, end):
                    matches[-1] = Match(start, end, matches[-1].phrases + phrases)
                continue
            if not bounded(folded, start, end):
                continue
            valid = tuple(phrase for phrase in phrases if _written(text[start:end], phrase))
            if valid:
                matches.append(Match(start, end, valid))
                reached = end
        return matches


_Found = tuple[int, int, tuple[Phrase, ...]]


class _Automaton:
    """Phrases by their key; a key may stand for several."""

    def __init__(self, keyed: Iterable[tuple[str, Phrase]]) -> None:
        by_key: dict[str, list[Phrase]] = {}
        for key, phrase in keyed:
            by_key.setdefault(key, []).append(phrase)
        self._phrases = [tuple(group) for group in by_key.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(by_key), matchkind=ahocorasick_rs.MatchKind.Standard)

    def find(self, text: str) -> Iterable[_Found]:
        """Every match, overlapping ones too."""
        phrases = self._phrases
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            yield start, end, phrases[number]


def _longest_first(found: _Found) -> tuple[int, int]:
    return found[0], -found[1]


def _written(surface: str, phrase: Phrase) -> bool:
    if phrase.case != "capital" or surface == phrase.text:
        return True
    if len(phrase.text) > ALL_CAPITALS_LEAST and surface.isupper():
        return True
    if not surface[0].isupper() and not is_han(surface[0]) and phrase.text[0].isupper():
        return False
    return all(
        not wanted[1].isupper() or wanted[0].isalnum() or given[1].isupper()
        for wanted, given in zip(pairwise(phrase.text), pairwise(surface), strict=True)
    )


ALL_CAPITALS_LEAST = 4
"""Shorter words in capitals ("BLOC" is longer) are too often something else: "CHAD", "RED"."""
