"""Did you mean: a query of which a word stands on no page, with that word put right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.model.query import Node, Phrase, Words
from indexer.search.analyser import analyse
from indexer.search.nodes import wanted
from indexer.search.ports import SearchEngine

CANDIDATES = 3
WORDS_TRIED = 8
"""Of one query; each is one more question to the engine."""


def corrections(query: str, node: Node, engine: SearchEngine) -> Iterator[str]:
    """The query with each word that is on no page replaced by one near it: likeliest first; nothing when every word
    is there, or when one has no neighbour.

    Args:
        query: as typed; `node` is what was read in it.
    """
    unknown = [(surface, token) for surface, token in _words(node) if not _stands(engine, surface, token)]
    near = [(surface, engine.similar_words(token, CANDIDATES)) for surface, token in unknown[:WORDS_TRIED]]
    if not near or not all(words for _, words in near):
        return
    for place in range(CANDIDATES):
        mended = query
        for surface, words in near:
            mended = _replaced(mended, surface, words[min(place, len(words) - 1)])
        if mended != query:
            yield mended


def _words(node: Node) -> Iterator[tuple[str, str]]:
    """Surface and exact token of each word that must be there, once."""
    seen: dict[str, str] = {}
    for leaf in wanted(node):
        if isinstance(leaf, Words):
            seen.setdefault(leaf.raw, leaf.term.exact)
        elif isinstance(leaf, Phrase):
            for token in analyse(leaf.raw):
                seen.setdefault(leaf.raw[token.start : token.end], token.term.exact)
    yield from seen.items()


def _stands(engine: SearchEngine, surface: str, token: str) -> bool:
    found = next(iter(analyse(surface)), None)
    node: Node = Words(found.term, surface) if found else Phrase((token,), surface)
    return bool(engine.top(node, "document_date", 1))


def _replaced(query: str, surface: str, word: str) -> str:
    """Whole words only, whatever their case."""
    return re.sub(rf"(?<!\w){re.escape(surface)}(?!\w)", word, query, flags=re.IGNORECASE)
