"""Words that differ by a letter or two: for "did you mean", the same measure for every engine."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORT, LONG = 4, 7
"""From 4 letters a word may differ by one, from 7 by two; shorter words are too much like others."""


def edits_allowed(token: str) -> int:
    """0 for a word too short to be mended."""
    return 0 if len(token) < SHORT else 1 if len(token) < LONG else 2


def nearest(token: str, words: Iterable[tuple[str, int]], limit: int) -> tuple[str, ...]:
    """Of words with their pages, those near the token: by distance, then most pages, then by letter. Not itself."""
    edits = edits_allowed(token)
    if not edits:
        return ()
    found = []
    for word, pages in words:
        if abs(len(word) - len(token)) <= edits and word[:1] == token[:1] and word != token:
            distance = OSA.distance(token, word, score_cutoff=edits)
            if distance <= edits:
                found.append((distance, -pages, word))
    return tuple(word for _, _, word in sorted(found)[:limit])
