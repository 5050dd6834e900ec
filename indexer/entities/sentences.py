"""A page's text as passages: sentences, and the headings, rows and banners that stand for one. Linear in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from indexer.model.geometry import Span

PASSAGE_CHARACTERS = 800
"""A longer run without an end is no sentence (a list, a table without lines): it is cut at a line or a space."""

_END = re.compile(
    r"[.!?…][\"”»’')\]]{0,3}(?=\s)"
    r"|(?<=[^\W\d_])[.!?…][\"”»’')\]]{0,3}[0-9]{1,3}(?=\s)"  # the number of a footnote
    r"|[。！？；]"
    r"|\n[^\S\n]*(?=\n)"
    r"|\n(?=[^\S\n]*(?:[-–—•▪◦·*‣]|\(?(?:[0-9]{1,3}|[a-z]{1,3})[.)])[^\S\n])"
)
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_NOT_SPACE = re.compile(r"\S")
_WORD_REACH = 16

_ABBREVIATED = """
    al art apr aug avr ca cf ch co col corp dec déc dept dr ed eds etc ex fév févr feb fig gen gov hon inc jan janv jr
    juil ltd me messrs min mlle mm mme mr mrs ms mt no nos nov oct para pp prof pt ref rep sec sen sept sep sgt sr st
    ste vol vs"""
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())


def passages(text: str, breaks: Iterable[Span] = (), whole: Iterable[Span] = ()) -> tuple[Span, ...]:
    """Passages in order, without white space around them, none longer than PASSAGE_CHARACTERS.

    Args:
        text: of a page; a single line end is no end of a sentence.
        breaks: what stands by itself (banners, headings, rows of tables): a passage begins and ends with each.
        whole: spans that no passage may cut (names, dates): a full stop in "Sept. 8" ends nothing.
    """
    held = _Held(whole)
    cuts = {0, len(text)}
    cuts.update(place for span in breaks for place in (span.start, span.end) if 0 <= place <= len(text))
    cuts.update(_ends(text))
    places = sorted(place for place in cuts if not held.holds(place))
    spans = (piece for start, end in pairwise(places) for piece in _short(text, start, end, held))
    return tuple(span for span in (_trimmed(text, one) for one in spans) if span.start < span.end)


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if match[0][0] not in ".!?…" or _ends_here(text, match.start(), match.end()):
            yield match.end()


def _ends_here(text: str, start: int, end: int) -> bool:
    """False for an abbreviation, an initial, and where the next word goes on in small letters."""
    following = _NOT_SPACE.search(text, end)
    if following is not None and following[0].islower():
        return False
    word = _WORD_BEFORE.search(text[max(0, start - _WORD_REACH) : start]) if text[start] == "." else None
    if word is None:
        return True
    return not (word[0].casefold() in _ABBREVIATIONS or len(word[0]) == 1 or "." in word[0])


def _short(text: str, start: int, end: int, held: _Held) -> Iterator[Span]:
    while end - start > PASSAGE_CHARACTERS:
        latest = start + PASSAGE_CHARACTERS
        cut = max(text.rfind("\n", start, latest), text.rfind(" ", start, latest)) + 1
        cut = held.outside(cut if cut > start else latest, start)
        if cut >= end:
            break
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def _trimmed(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    left = len(piece) - len(piece.lstrip())
    return Span(span.start + left, span.start + left + len(piece[left:].rstrip()))


class _Held:
    """Spans that may not be cut, those that overlap joined."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans, key=lambda one: one.start):
            if self._ends and span.start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            elif span.start < span.end:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def holds(self, place: int) -> bool:
        """True when a cut at the place would fall inside a span."""
        index = bisect_right(self._ends, place)
        return index < len(self._starts) and self._starts[index] < place

    def outside(self, place: int, start: int) -> int:
        """The place, or where the span around it begins (after `start`), else where it ends."""
        if not self.holds(place):
            return place
        index = bisect_left(self._starts, place) - 1
        return self._starts[index] if self._starts[index] > start else self._ends[index]


def within(spans: Sequence[Span], start: int, end: int) -> int | None:
    """Index of the span, among spans in order that do not overlap, that holds `[start, end)`; None: no single one."""
    index = bisect_right(spans, start, key=lambda one: one.start) - 1
    return index if index >= 0 and end <= spans[index].end else None
