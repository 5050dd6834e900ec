"""Headings of a page: short lines in bigger type, numbered ones, and the usual names of parts of a report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.extract.lines import Piece
from indexer.extract.sections import only_codes
from indexer.model.geometry import Span
from indexer.model.page import Heading, Page

LONGEST = 110
MOST_WORDS = 16
LEVEL_TIMES = (1.45, 1.12)
"""Times the page's usual type: from here on a first-level, a second-level heading."""

BULLETS = ("•", "●", "○", "▪", "■", "◦", "‣", "–", "—", "-", "*")
"""Items of a list; with Han names in them they are higher than the lines around."""

DEEPEST = 4
_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[A-ZÀ-Þ][^.;:!?]*$")
_ANNEX = re.compile(
    r"(?i)^(?:annexe?|appendi(?:x|ce)|part(?:ie)?|chapt(?:er|re)|section)\s+[A-Z0-9]{1,4}\b[^.;]{0,90}$"
)
KNOWN = frozenset(
    {
        "summary", "executive summary", "overview", "background", "key takeaways", "key findings", "findings", "issue",
        "methodology", "method", "scope", "scope and sources", "introduction", "conclusion", "conclusions", "content",
        "contents", "recommendation", "recommendations", "considerations", "next steps", "assessment", "timeline",
        "context", "purpose", "sources", "observations", "footnotes", "notes", "in short",
        "tactics, techniques and procedures (ttps)", "résumé", "sommaire", "aperçu", "contexte", "principaux points",
        "principales constatations", "constatations", "enjeu", "méthodologie", "méthode", "portée",
        "recommandation", "recommandations", "considérations", "prochaines étapes", "évaluation", "but", "objet",
        "chronologie", "table des matières", "points saillants", "en bref",
    }
)  # fmt: skip
"""Parts of reports (domain.md 2.1), folded to lower case."""


def headings_of(page: Page, pieces: Sequence[Piece]) -> tuple[Heading, ...]:
    """The headings among these pieces (those that are no furniture), in text order, levels from 1."""
    if not page.words or len(pieces) < 2:
        return ()
    heights = sorted(word.bbox.bottom - word.bbox.top for word in page.words)
    usual = max(heights[len(heights) // 2], 0.1)
    by_piece = _heights(page, pieces)
    found = []
    for piece, height in zip(pieces, by_piece, strict=True):
        level = _level(piece.text, height / usual)
        if level is not None and not only_codes(piece.text, None) and not _in_table(piece, page):
            found.append(Heading(Span(piece.start, piece.end), level))
    return tuple(found)


def is_known(text: str) -> bool:
    """The usual name of a part of a report."""
    return text.strip().rstrip(":").casefold() in KNOWN


def _level(text: str, times: float) -> int | None:
    if (
        text.startswith(BULLETS)
        or len(text) > LONGEST
        or len(text.split()) > MOST_WORDS
        or sum(map(str.isalpha, text)) < 3
    ):
        return None
    for level, least in enumerate(LEVEL_TIMES, 1):
        if times >= least and not text.endswith((",", ";")):
            return level
    numbered = _NUMBERED.match(text)
    if numbered and times >= 1.0 and len(text.split()) > 1:
        return min(DEEPEST, 2 + numbered["number"].count("."))
    return 2 if is_known(text) or _ANNEX.match(text) else None


def _heights(page: Page, pieces: Sequence[Piece]) -> list[float]:
    """The type of each piece: the height of most of its words."""
    found, words, at = [], page.words, 0
    for piece in sorted(pieces, key=lambda piece: piece.start):
        while at < len(words) and words[at].start < piece.start:
            at += 1
        end = at
        while end < len(words) and words[end].end <= piece.end:
            end += 1
        heights = sorted(word.bbox.bottom - word.bbox.top for word in words[at:end])
        found.append(heights[len(heights) // 2] if heights else 0.0)
        at = end
    return found


def _in_table(piece: Piece, page: Page) -> bool:
    return piece.bbox is not None and any(
        table.bbox.intersection(piece.bbox) > 0.5 * piece.bbox.area for table in page.tables
    )
