"""Lines of a page as pieces that stand together: what furniture, sections and titles are looked for in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from indexer.model.geometry import BBox, Word
from indexer.model.page import Page

GAP_HEIGHTS = 2.5
"""White space of so many line heights parts two pieces of one line: a page number and a banner beside it."""

BAND_SHARE = 0.16
"""Of the page's height at top and bottom, where banners, markings and stamps stand. Five lines of a letter page."""

BAND_LINES = 4
"""The same for plain text without boxes: so many first and last lines."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})


@dataclass(frozen=True, slots=True)
class Piece:
    """`text == page.text[start:end]`. `bbox` is None for plain text. `band`: in the top or bottom band."""

    text: str
    start: int
    end: int
    bbox: BBox | None
    band: bool


def pieces(page: Page) -> tuple[Piece, ...]:
    """The pieces of a page in text order; empty for a page without text."""
    if not page.words:
        return _plain(page.text)
    found: list[Piece] = []
    line: list[Word] = []
    for word in page.words:
        if line and _parts(page.text, line[-1], word):
            found.append(_piece(page, line))
            line = []
        line.append(word)
    found.append(_piece(page, line))
    return tuple(found)


def folded(text: str) -> str:
    """For comparison only: as `unaccented`, and digits as "#"."""
    return re.sub(r"\d+", "#", unaccented(text))


def unaccented(text: str) -> str:
    """For comparison only: lower case, accents and apostrophes folded, spaces single."""
    plain = unicodedata.normalize("NFD", text.translate(_APOSTROPHES).casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(plain.split())


def in_band(top: float, bottom: float, height_pt: float) -> bool:
    """The middle of something lies in the top or bottom band of a page."""
    middle = (top + bottom) / 2
    return middle <= BAND_SHARE * height_pt or middle >= (1 - BAND_SHARE) * height_pt


def _parts(text: str, before: Word, word: Word) -> bool:
    if "\n" in text[before.end : word.start]:
        return True
    height = max(before.bbox.bottom - before.bbox.top, word.bbox.bottom - word.bbox.top, 1.0)
    return word.bbox.x0 - before.bbox.x1 > GAP_HEIGHTS * height or word.bbox.x1 < before.bbox.x0 - height


def _piece(page: Page, line: list[Word]) -> Piece:
    start, end = line[0].start, line[-1].end
    x0s, tops, x1s, bottoms = zip(*(word.bbox for word in line), strict=True)
    box = BBox(min(x0s), min(tops), max(x1s), max(bottoms))
    return Piece(page.text[start:end], start, end, box, in_band(box.top, box.bottom, page.height_pt))


def _plain(text: str) -> tuple[Piece, ...]:
    lines = list(re.finditer(r"[^\n]*[^\s][^\n]*", text))
    last = len(lines) - BAND_LINES
    return tuple(
        Piece(match.group(), match.start(), match.end(), None, index < BAND_LINES or index >= last)
        for index, match in enumerate(lines)
    )
