"""Text and spans as runs to print: highlights are built from spans, never from markup in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from indexer.model.geometry import Span
from indexer.model.result import Passage
from webapp.contexts import PassageView, Segment

SENTENCE_ENDS = frozenset('.!?;:)”"’。！？；')


def segments(text: str, matches: Sequence[Span], furniture: Sequence[Span] = ()) -> tuple[Segment, ...]:
    """The whole text as runs in order: `"".join(run.text)` is the text again, whatever the spans are."""
    merged = merge(matches, len(text))
    if not furniture:
        return tuple(_plain_runs(text, merged))
    quiet = merge(furniture, len(text))
    edges = sorted({0, len(text), *_edges(merged), *_edges(quiet)})
    runs: list[Segment] = []
    match = banner = 0
    for start, end in pairwise(edges):
        while match < len(merged) and merged[match].end <= start:
            match += 1
        while banner < len(quiet) and quiet[banner].end <= start:
            banner += 1
        inside = match < len(merged) and merged[match].start <= start
        furnished = banner < len(quiet) and quiet[banner].start <= start
        runs.append(Segment(text[start:end], match + 1 if inside else 0, furnished))
    return tuple(runs)


def _plain_runs(text: str, merged: Iterable[Span]) -> Iterator[Segment]:
    """As `segments` of a text without furniture: a page of results has some hundred."""
    at = 0
    for number, span in enumerate(merged, start=1):
        if span.start > at:
            yield Segment(text[at : span.start])
        yield Segment(text[span.start : span.end], number)
        at = span.end
    if at < len(text):
        yield Segment(text[at:])


def passage(one: Passage) -> PassageView:
    """A passage as running text: line breaks as spaces, "…" where it begins or ends within a sentence."""
    spans = [Span(start, end) for start, end in one.matches]
    runs = list(segments(one.text.replace("\n", " "), spans))
    text = one.text.strip()
    if one.start > 0 and text[:1].islower():
        runs.insert(0, Segment("…\u00a0"))
    if text and text[-1] not in SENTENCE_ENDS:
        runs.append(Segment("\u00a0…"))
    return PassageView(tuple(runs))


def merge(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """Spans in order, cut to the text, those that overlap joined, empty ones left out."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        start, end = max(0, span.start), min(length, span.end)
        if start >= end:
            continue
        if joined and start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Span(start, end))
    return tuple(joined)


def _edges(spans: Iterable[Span]) -> Iterable[int]:
    for span in spans:
        yield span.start
        yield span.end
