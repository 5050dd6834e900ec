"""Pages that speak of the same: by the words that stand on this page and on few others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from indexer.model.geometry import Span
from indexer.model.query import Node, Nothing, Words
from indexer.search.analyser import analyse, prepare
from indexer.search.nodes import any_of
from indexer.search.ports import SearchEngine

WORDS_WEIGHED, WORDS_TAKEN = 60, 14
"""Of a page, the words whose rarity is asked of the engine, and those of them that are searched for."""
SHORTEST_WORD = 4
COMMON_SHARE = 0.3
"""A word on more than this share of all pages tells nothing of one."""


def similar_node(text: str, furniture: Sequence[Span], engine: SearchEngine, pages: int) -> Node:
    """Any of the words that tell most of a page; Nothing for a page without such words.

    Words that stand on no other page are left out: they find nothing.

    Args:
        pages: how many the archive has.
    """
    counted: Counter[str] = Counter()
    leaf_of: dict[str, Words] = {}
    prepared = prepare(text, furniture)
    for token in analyse(prepared):
        surface = text[token.start : token.end]
        stem = token.term.english
        if (len(surface) >= SHORTEST_WORD or not surface.isascii()) and not surface.isdigit():
            counted[stem] += 1
            leaf_of.setdefault(stem, Words(token.term, surface))
    likely = sorted(counted, key=lambda stem: (-counted[stem] * len(stem), stem))[:WORDS_WEIGHED]
    weights = {stem: _weight(counted[stem], engine.count(leaf_of[stem]), pages) for stem in likely}
    best = sorted((stem for stem in likely if weights[stem] > 0), key=lambda stem: (-weights[stem], stem))[:WORDS_TAKEN]
    return any_of(leaf_of[stem] for stem in best) if best else Nothing()


def _weight(times: int, standing: int, pages: int) -> float:
    """tf · idf; 0 for a word on this page only, or on too many."""
    if standing < 2 or standing > max(2, COMMON_SHARE * pages):
        return 0.0
    return (1 + math.log(times)) * math.log(pages / standing + 1)
