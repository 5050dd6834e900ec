"""Phrases in a list of tokens: where words stand side by side, or near each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence


def find_phrase(places: Mapping[str, Sequence[int]], tokens: Sequence[str], slop: int = 0) -> list[tuple[int, ...]]:
    """Positions of the tokens of each occurrence.

    Args:
        places: token → its positions, rising.
        tokens: one or more; with `slop` exactly two.
        slop: at most so many positions between the two tokens, in either order; 0 is side by side, in order.
    """
    if any(token not in places for token in tokens):
        return []
    if slop and len(tokens) == 2:
        return _near(places[tokens[0]], places[tokens[1]], slop)
    rarest = min(range(len(tokens)), key=lambda index: len(places[tokens[index]]))
    sets = [frozenset(places[token]) for token in tokens]
    starts = (place - rarest for place in places[tokens[rarest]])
    return [
        tuple(range(start, start + len(tokens)))
        for start in starts
        if all(start + index in positions for index, positions in enumerate(sets))
    ]


def _near(left: Sequence[int], right: Sequence[int], slop: int) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    for place in left:
        for other in right[bisect_left(right, place - slop - 1) :]:
            if other > place + slop + 1:
                break
            if other != place:
                found.append((place, other))
    return found


def places_of(streams: Sequence[str], gap: int) -> dict[str, list[int]]:
    """Token → positions over streams of tokens joined by spaces, `gap` positions between streams."""
    places: dict[str, list[int]] = {}
    position = 0
    for stream in streams:
        for token in stream.split():
            places.setdefault(token, []).append(position)
            position += 1
        position += gap - 1
    return places
