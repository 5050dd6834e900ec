"""The same fact stated on several pages is one entry of a timeline, with all its sources.

Two passages state the same when they have the same date value, name the same accounts and parties, and their words are
nearly the same. A figure or a "not" that only one of them has makes them two facts, however alike the rest is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from indexer.model.timeline import Fact, Moment

SHARE_ALIKE = 0.9
"""Of the words of the longer passage. On the cables of the corpus, copies that OCR or a redaction has touched share
more; different sentences of one report with the same date and names share less."""

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
"""A Han character is a word of its own."""
_NEGATIONS = frozenset(
    (
        "no", "not", "never", "nor", "none", "without", "cannot", "unable", "denied", "ne", "pas", "jamais", "aucun",
        "aucune", "sans", "ni", "non", "nie", "不", "没", "無", "无", "未",
    )
)  # fmt: skip


@dataclass(slots=True)
class _Group:
    moments: list[Moment]
    words: Counter[str]


def facts(moments: Iterable[Moment]) -> Iterator[Fact]:
    """Entries in the order of the points, which come by first and last day; streamed a day at a time."""
    for _, same_days in groupby(moments, key=lambda one: (one.lower, one.upper)):
        groups: dict[tuple[str, frozenset[str]] | int, list[_Group]] = {}
        found: list[_Group] = []
        for moment in same_days:
            words = Counter(_WORD.findall(moment.text.casefold()))
            alike = groups.setdefault((moment.edtf, _named(moment)), []) if moment.role == "event" else []
            group = next((one for one in alike if _same(one.words, words)), None)
            if group is None:
                group = _Group([], words)
                alike.append(group)
                found.append(group)
            group.moments.append(moment)
        yield from (Fact(tuple(group.moments)) for group in found)


def _named(moment: Moment) -> frozenset[str]:
    return frozenset(one.entity or f"{one.kind}:{one.value}" for one in moment.mentions if one.kind != "figure")


def _same(one: Counter[str], other: Counter[str]) -> bool:
    longer = max(one.total(), other.total())
    shared = (one & other).total()
    if shared < SHARE_ALIKE * longer:
        return False
    differing = (one - other) | (other - one)
    return not any(word in _NEGATIONS or any(char.isdigit() for char in word) for word in differing)
