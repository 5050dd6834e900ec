"""The pieces of a page that a result shows: windows of text around the matches, best first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.model.geometry import Span
from indexer.model.result import Passage
from indexer.search.matching import Match, Matcher, merged

PASSAGE_CHARS = 200
PASSAGES_A_PAGE = 3
PASSAGES_OF_A_HIT = 2
"""Where pages are listed under their documents: best first, the rest stands boxed on the page itself."""

_LEAD_CHARS = 60
"""Text kept before the first match where no sentence begins nearer."""

_RUN_CHARS = PASSAGE_CHARS - _LEAD_CHARS
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
    if len(matches) == 1:
        return matches[0].start, matches[0].end
    best, best_score = (0, 0), (0, 0)
    leaves: Counter[int] = Counter()
    after = 0
    for first, match in enumerate(matches):
        while after < len(matches) and (after == first or matches[after].end - match.start <= _RUN_CHARS):
            leaves[matches[after].leaf] += 1
            after += 1
        score = (len(leaves), after - first)
        if score > best_score:
            best, best_score = (first, after), score
        leaves[match.leaf] -= 1
        if not leaves[match.leaf]:
            del leaves[match.leaf]
    run = matches[slice(*best)]
    return run[0].start, max(one.end for one in run)


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
    return next((place for place in range(latest - 1, end - 1, -1) if text[place].isspace()), latest)


def _passage(text: str, start: int, end: int, matches: list[Match]) -> Passage:
    spans = tuple((left - start, right - start) for left, right in merged(matches))
    return Passage(text[start:end], start, spans)
