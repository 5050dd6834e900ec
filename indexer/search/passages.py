"""The pieces of a page that a result shows: windows of text around the matches, best first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.model.geometry import Span
from indexer.model.result import Passage
from indexer.search.matching import Match, Matcher, merged

PASSAGE_CHARS = 200
PASSAGES_A_PAGE = 3

_LEAD_CHARS = 60
"""Text kept before the first match where no sentence begins nearer."""

_MATCHES_CONSIDERED = 200
_SENTENCE_END = re.compile(r"[.!?;:]\s+|[。！？；]|\n\s*\n")
_SPACE = re.compile(r"\s")


def find_passages(
    matcher: Matcher, text: str, furniture: Sequence[Span] = (), limit: int = PASSAGES_A_PAGE
) -> tuple[Passage, ...]:
    """Up to `limit` passages of about 200 characters that share no text: those with more of the query's words first.

    Empty when nothing in the text matches (the page was found by its title, date or facets).
    """
    matches = list(matcher.matches(text, furniture)[:_MATCHES_CONSIDERED])
    passages: list[Passage] = []
    while matches and len(passages) < limit:
        start, end = _window(text, *_best(matches))
        within = [match for match in matches if start <= match.start and match.end <= end]
        passages.append(_passage(text, start, end, within))
        matches = [match for match in matches if match.end <= start or match.start >= end]
    return tuple(passages)


def _best(matches: list[Match]) -> tuple[int, int]:
    """Start and end of the densest run of matches that fits a passage: most distinct leaves, then most matches."""
    best, best_score = (matches[0].start, matches[0].end), (0, 0)
    last = 0
    for first, match in enumerate(matches):
        last = max(last, first)
        while last + 1 < len(matches) and matches[last + 1].end - match.start <= PASSAGE_CHARS - _LEAD_CHARS:
            last += 1
        run = matches[first : last + 1]
        score = (len({one.leaf for one in run}), len(run))
        if score > best_score:
            best, best_score = (match.start, max(one.end for one in run)), score
    return best


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """The run with its sentence around it, cut at spaces."""
    room = max(0, PASSAGE_CHARS - (end - start))
    left = _left_edge(text, start, min(_LEAD_CHARS, room))
    return left, max(end, _right_edge(text, end, left + PASSAGE_CHARS))


def _left_edge(text: str, start: int, room: int) -> int:
    earliest = max(0, start - room)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, start)]
    if ends:
        return ends[-1]
    if earliest == 0:
        return len(text[:start]) - len(text[:start].lstrip())
    space = _SPACE.search(text, earliest, start)
    return space.end() if space else earliest


def _right_edge(text: str, end: int, latest: int) -> int:
    if latest >= len(text):
        return len(text.rstrip()) if len(text.rstrip()) > end else len(text)
    if latest <= end:
        return end
    spaces = [match.start() for match in _SPACE.finditer(text, end, latest)]
    return spaces[-1] if spaces else latest


def _passage(text: str, start: int, end: int, matches: list[Match]) -> Passage:
    spans = tuple((left - start, right - start) for left, right in merged(matches))
    return Passage(text[start:end], start, spans)
