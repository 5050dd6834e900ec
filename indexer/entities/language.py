"""The language of a text from its commonest words: a guess for callers who do not know it."""

from __future__ import annotations

import re
from collections import Counter

from indexer.entities.folding import fold, is_han, words

SAMPLE_CHARACTERS = 5000
HAN_SHARE = 0.25

_WORDS: dict[str, frozenset[str]] = {
    "en": words("""
        the of and to in that was for on with is by from at this which were are has have not
    """),
    "fr": words("""
        le la les des du et une dans par sur que qui est pour avec au aux ont sont cette ces l d
    """),
}  # fmt: skip


def guess_language(text: str) -> str | None:
    """ "en", "fr", "zh", or None where there is nothing to go by."""
    sample = text[:SAMPLE_CHARACTERS]
    letters = sum(char.isalpha() for char in sample)
    if letters and sum(is_han(char) for char in sample) >= HAN_SHARE * letters:
        return "zh"
    counts = Counter(re.findall(r"[^\W\d_]+", fold(sample)))
    scores = {language: sum(counts[word] for word in words) for language, words in _WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > 0 else None
