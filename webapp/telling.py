"""Passages around mentions: the sentence, with the name, its hedge words and dates as runs to print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from indexer.entities.sentences import passages, within
from indexer.model.geometry import Span
from indexer.model.named import NamedMention
from webapp.entity_contexts import Run

_RANK = {"mention": 2, "date": 1, "hedge": 0}
_SPACE = re.compile(r"\s+")
AROUND = 500
"""Text of a page looked at before and after a mention, to find its sentence."""


def sentence_of(one: NamedMention) -> Span:
    """Where the sentence of a mention stands in `Page.text`: of what is given of the text around it."""
    mention = one.mention
    own = Span(mention.start - one.start, mention.end - one.start)
    breaks = (Span(each.start - one.start, each.end - one.start) for each in one.breaks)
    spans = passages(one.passage, breaks, (own,))
    place = within(spans, own.start, own.end)
    found = spans[place] if place is not None else own
    return Span(found.start + one.start, found.end + one.start)


def runs(text: str, start: int, marks: Iterable[tuple[str, Span]], hedges: Iterable[str] = ()) -> tuple[Run, ...]:
    """A passage that begins at `start` of a page as runs, line ends as spaces.

    Args:
        text: the passage.
        start: its place in `Page.text`.
        marks: kind and span in `Page.text` of what is marked; of two that meet, the more important keeps the place.
        hedges: assessment words of the mentions; each place where they stand is marked.
    """
    kinds = [(kind, Span(span.start - start, span.end - start)) for kind, span in marks]
    kinds += [("hedge", span) for hedge in dict.fromkeys(hedges) for span in _places(text, hedge)]
    kinds.sort(key=lambda one: -_RANK[one[0]])
    edges = sorted({0, len(text), *(edge for _, span in kinds for edge in _within(span, len(text)))})
    found: list[Run] = []
    for left, right in pairwise(edges):
        kind = next((kind for kind, span in kinds if span.start <= left and right <= span.end), "")
        found.append(Run(_SPACE.sub(" ", text[left:right]), kind))
    return tuple(found)


def told(found: Sequence[NamedMention], sentence: Span) -> tuple[Run, ...]:
    """The sentence that holds these mentions of a page, each marked, with its hedge words."""
    first = found[0]
    text = first.passage[sentence.start - first.start : sentence.end - first.start]
    marks = [("mention", Span(one.mention.start, one.mention.end)) for one in found]
    return runs(text, sentence.start, marks, [one.mention.hedge for one in found if one.mention.hedge])


def has_hedge(told_runs: Iterable[Run]) -> bool:
    return any(one.kind == "hedge" for one in told_runs)


def _places(text: str, words: str) -> list[Span]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if not pattern:
        return []
    return [Span(*match.span()) for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]


def _within(span: Span, length: int) -> tuple[int, int]:
    return min(max(span.start, 0), length), min(max(span.end, 0), length)
