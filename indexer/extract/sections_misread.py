"""Section codes that OCR misread: "19(l)", "16{2)(c)", "35(0)" for 3.5(c); repaired when it can be one section only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

_OPEN, _CLOSE = r"[(\[{<]", r"[)\]}>]"
_PREFIX = r"(?:(?:ss?|\$|art|al|par)\s?[.,]\s?)?"
_MISREAD = re.compile(
    rf"(?<![\w$.,-]){_PREFIX}(?P<number>[\dlIOSB|]{{1,2}}(?:\s?[.,]\s?[\dlIOS|]{{1,2}}|\s\d)?)"
    rf"(?P<parts>(?:\s?{_OPEN}\s?[\w|!]{{1,2}}\s?{_CLOSE}?){{1,3}})(?![\w(-])"
)
_PART = re.compile(r"[\w|!]+")
_ALIKE = str.maketrans(
    {"l": "1", "I": "1", "i": "1", "|": "1", "!": "1", "0": "c", "O": "c", "o": "c", "C": "c", "6": "b", "S": "5",
     "s": "5", "B": "8", "Z": "2", "z": "2", "9": "g", "q": "g", "n": "h"}
)  # fmt: skip
"""Letters and figures that OCR takes for each other, as one of them."""


def repaired(text: str, known: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """`(section, start, end)` of what looks like a damaged code and can be one of the known sections only.

    What is a section as it stands is left to the reader of sound codes; what could be two sections is left out.
    """
    for match in _MISREAD.finditer(text):
        found = _by_looks(known).get(_looks(match["number"], _PART.findall(match["parts"])), ())
        if len(found) == 1:
            yield found[0], match.start(), match.end()


@cache
def _by_looks(known: frozenset[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for code in sorted(known):
        number, *parts = [part for part in re.split(r"[()]", code) if part.strip()]
        found[_looks(number, parts)].append(code)
    return {looks: tuple(codes) for looks, codes in found.items()}


def _looks(number: str, parts: list[str]) -> tuple[str, ...]:
    figures = re.sub(r"[\s.,]", "", number)
    return tuple(part.translate(_ALIKE).casefold() for part in (figures, *parts))
