"""The title of a document: the biggest type on its first page that is no covering letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.extract.lines import Piece
from indexer.extract.sections import only_codes
from indexer.model.page import Page

BIGGER = 1.15
"""Times the height of the page's usual type."""

SAME = 0.12
UPPER_SHARE = 0.65
LONGEST = 200
LINES = 3
PAGES = 6
LINE_GAP_HEIGHTS = 1.2
_LETTER = re.compile(
    r"(?i)\b(?:dear\s+(?:sir|madam|mr|ms|requester|applicant)|madame,\s|monsieur,\s|our\s+file|notre\s+(?:dossier|r[ée]f)"
    r"|i\s+am\s+writing|this\s+(?:letter\s+)?is\s+in\s+(?:response|reply)|la\s+pr[ée]sente\s+(?:fait\s+suite|r[ée]pond))"
)


def title_of(pages: Sequence[tuple[Page, Sequence[Piece]]], metadata: str | None) -> tuple[str | None, str | None]:
    """`(title, basis)`; the basis is "page N" or "metadata". Pieces are those that are no furniture.

    A title in the file's metadata counts only when each of its words stands on the first pages: metadata may hold
    what was redacted. `(None, None)` when nothing serves.
    """
    for page, pieces in pages[:PAGES]:
        if page.outcome == "read" and not page.withheld and not _LETTER.search(page.text):
            title = _biggest(page, pieces)
            if title is not None:
                return title, f"page {page.number}"
            break
    shown = {word.casefold() for page, _ in pages[:PAGES] for word in re.findall(r"\w+", page.text)}
    words = re.findall(r"\w+", metadata or "")
    if metadata and words and any(map(str.isalpha, words)) and all(word.casefold() in shown for word in words):
        return metadata.strip()[:LONGEST], "metadata"
    return None, None


def _biggest(page: Page, pieces: Sequence[Piece]) -> str | None:
    heights = sorted(word.bbox.bottom - word.bbox.top for word in page.words)
    if not heights:
        return None
    usual = heights[len(heights) // 2]
    upper = [
        (piece, _type_height(page, piece))
        for piece in pieces
        if piece.bbox is not None
        and piece.bbox.x1 - piece.bbox.x0 > piece.bbox.bottom - piece.bbox.top  # not text that runs up the page
        and piece.bbox.top < UPPER_SHARE * page.height_pt
        and sum(map(str.isalpha, piece.text)) >= 4
        and not only_codes(piece.text, None)
        and len(piece.text) <= LONGEST
    ]
    if not upper:
        return None
    biggest = max(height for _, height in upper)
    if biggest < BIGGER * usual:
        return None
    return _joined(upper, biggest)


def _type_height(page: Page, piece: Piece) -> float:
    """The height of most of its words: a footnote mark or a bracket makes no line bigger."""
    inside = [word.bbox for word in page.words if piece.start <= word.start and word.end <= piece.end]
    heights = sorted(box.bottom - box.top for box in inside)
    return heights[len(heights) // 2] if heights else 0.0


def _joined(upper: Sequence[tuple[Piece, float]], biggest: float) -> str:
    """The first line of the biggest type, and the lines of the same type right below it."""
    lines: list[Piece] = []
    for piece, height in upper:
        same = height >= (1 - SAME) * biggest
        if same and (not lines or _follows(lines[-1], piece, height)):
            lines.append(piece)
        elif lines:
            break
    return " ".join(" ".join(piece.text.split()) for piece in lines[:LINES])[:LONGEST]


def _follows(before: Piece, piece: Piece, height: float) -> bool:
    if before.bbox is None or piece.bbox is None:
        return False
    return 0 <= piece.bbox.top - before.bbox.top <= (1 + LINE_GAP_HEIGHTS) * height
