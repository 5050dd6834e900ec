"""Neighbours that stand on most pages ("of the", "de la"): each such pair is a token of its own in the index.

A phrase of frequent words would have to compare the places of both on nearly every page: 250 ms for a million pages,
again for each thing counted. A pair is found like any word (the way of Lucene's CommonGrams, here only for words that
are both frequent, so that the index grows by a few hundredths).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

PAIRS = "pairs"
"""The field; its tokens are "of_the". Words are tokens of letters and digits, so nothing else reads so."""

_ENGLISH = """
a about after all also an and any are as at be been before but by can could did do for from had has have he her his i if
in into is it its may more new no not of on one or other our out over s shall she should so such than that the their
them then there these they this those to under up was we were what when where which who will with would you your
"""
_FRENCH = """
au aux avec ce ces cet cette comme d dans de des du elle elles en est et etre il ils l la le les leur leurs mais meme n
ne nous on ont ou par pas plus pour qu que qui sa se ses si son sont sous sur un une vous y
"""
FREQUENT = frozenset((_ENGLISH + _FRENCH).split())
"""Function words as tokens. A change makes another index: raise `ports.SCHEMA_VERSION`."""


def pairs_in(stream: str) -> str:
    """The pairs of one stream of tokens, in order, joined by spaces."""
    return " ".join(_joined(stream.split()))


def pairs_of(tokens: Sequence[str]) -> tuple[str, ...]:
    """What a phrase of frequent words is found by, each once; empty when one of its words is not frequent."""
    return tuple(dict.fromkeys(_joined(tokens))) if all(token in FREQUENT for token in tokens) else ()


def _joined(tokens: Sequence[str]) -> list[str]:
    return [f"{left}_{right}" for left, right in pairwise(tokens) if left in FREQUENT and right in FREQUENT]
