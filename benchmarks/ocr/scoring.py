"""Word F1: how many words of the truth are there, and how many that are there are in the truth."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

EDGES = "\"'’‘“”«»()[]{}<>.,;:!?*-–—/\\|…•·"
_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def words(pieces: Iterable[str]) -> Counter[str]:
    """Case and the kinds of quotes and dashes folded, marks at the edges off, Han by character."""
    found: Counter[str] = Counter()
    for piece in pieces:
        for word in unicodedata.normalize("NFC", piece).translate(_FOLDED).casefold().split():
            han = [character for character in word if "\u4e00" <= character <= "\u9fff"]
            found.update(han)
            rest = "".join(character for character in word if character not in han).strip(EDGES)
            if rest:
                found[rest] += 1
    return found


def f1(truth: Counter[str], read: Counter[str]) -> float:
    """0.0 to 1.0; order plays no part."""
    shared = (truth & read).total()
    return 2 * shared / (truth.total() + read.total()) if shared else 0.0
