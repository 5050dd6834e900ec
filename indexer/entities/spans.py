"""What every recogniser does with spans: leave out furniture, settle overlaps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from indexer.model.geometry import Span
from indexer.model.mention import Mention


class Taken:
    """Spans already given away; asks in logarithmic time. Spans that are added never overlap those held."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans, key=lambda span: span.start):
            if span.start < span.end:
                self._append(span)

    def _append(self, span: Span) -> None:
        if self._ends and span.start <= self._ends[-1]:
            self._ends[-1] = max(self._ends[-1], span.end)
            return
        self._starts.append(span.start)
        self._ends.append(span.end)

    def meets(self, start: int, end: int) -> bool:
        """True when `[start, end)` shares a code point with a span held."""
        index = bisect_right(self._ends, start)
        return index < len(self._starts) and self._starts[index] < end

    def add(self, start: int, end: int) -> bool:
        """Holds the span and returns True, unless it is empty or meets one held."""
        if start >= end or self.meets(start, end):
            return False
        index = bisect_left(self._starts, start)
        self._starts.insert(index, start)
        self._ends.insert(index, end)
        return True


def kept(mentions: Iterable[Mention], skip: Sequence[Span]) -> tuple[Mention, ...]:
    """Mentions outside furniture, by position."""
    taken = Taken(skip)
    return tuple(
        sorted((mention for mention in mentions if not taken.meets(mention.start, mention.end)), key=by_position)
    )


def by_position(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def without_overlaps(mentions: Iterable[Mention], rank: Callable[[Mention], tuple[int, ...]]) -> list[Mention]:
    """The mentions left when lower ranks (smaller is better) take their spans first, by position."""
    taken = Taken()
    chosen = [mention for mention in sorted(mentions, key=rank) if taken.add(mention.start, mention.end)]
    return sorted(chosen, key=by_position)
