"""Raw words to page text: lines in reading order, each word at its span."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from indexer.extract.columns import COLUMN_WIDTH_PT, Line, apart
from indexer.extract.notes import in_reading_order
from indexer.extract.words import RawWord, clean
from indexer.model.geometry import BBox, Word

FREE_JUMPS = 2
"""A banner or a stamp drawn last makes one jump upwards; two are no sign of a muddled page."""

JUMP_SHARE = 0.12
COLUMN_GAP_PT = 9.0
ROW_GAP_PT = 1.0


def page_text(words: Sequence[RawWord], turned: bool = False) -> tuple[str, tuple[Word, ...]]:
    """`(text, words)`: words joined as on the page (no space between Han characters), lines by newlines.

    The order given is kept where it runs down the page, column by column; lines across two columns are taken
    apart, and a muddled order is mended by cutting the page into columns and rows. `turned`: the words do not stand
    upright on the page as shown, so that their order is kept. `("", ())` for no words.
    """
    lines = [list(group) for _, group in groupby(words, key=attrgetter("line"))]
    if not turned:
        lines = _in_order(apart(lines))
    parts: list[str] = []
    placed: list[Word] = []
    at = 0
    for line in lines:
        if at:
            parts.append("\n")
            at += 1
        for index, word in enumerate(line):
            if index and word.gap:
                parts.append(" ")
                at += 1
            end = at + len(word.text)
            placed.append(Word(at, end, word.bbox))
            parts.append(word.text)
            at = end
    return clean("".join(parts)), tuple(placed)


def _in_order(lines: list[Line]) -> list[Line]:
    boxes = [line_box(line) for line in lines]
    jumps = _jumps(boxes)
    if jumps > max(FREE_JUMPS, JUMP_SHARE * len(lines)):
        return _cut(lines)
    return in_reading_order(lines, boxes) if jumps else lines


def line_box(line: Line) -> BBox:
    """The box around a line's words."""
    x0s, tops, x1s, bottoms = zip(*(word.bbox for word in line), strict=True)
    return BBox(min(x0s), min(tops), max(x1s), max(bottoms))


def _jumps(boxes: Sequence[BBox]) -> int:
    """How many lines stand above the one before, and not at the top of a column to its right. Many: a muddled page."""
    return sum(box.bottom <= before.top + ROW_GAP_PT and box.x0 < before.x1 for before, box in pairwise(boxes))


def _cut(lines: list[Line]) -> list[Line]:
    """Recursive X-Y cut: between columns of running text first, else between rows; a row goes left to right."""
    boxed = [(line_box(line), line) for line in lines]
    return [line for _, line in _ordered(boxed, 0)]


Boxed = tuple[BBox, Line]
DEPTH_LIMIT = 60


def _ordered(boxed: list[Boxed], depth: int) -> list[Boxed]:
    if len(boxed) < 2 or depth > DEPTH_LIMIT:
        return sorted(boxed, key=lambda item: (item[0].top, item[0].x0))
    columns = _split(boxed, 0, COLUMN_GAP_PT)
    if len(columns) > 1 and all(_is_column(column) for column in columns):
        return [item for column in columns for item in _ordered(column, depth + 1)]
    rows = _split(boxed, 1, 0.0)
    if len(rows) > 1:
        return [item for row in rows for item in _ordered(row, depth + 1)]
    if len(columns) > 1:
        return [item for column in columns for item in _ordered(column, depth + 1)]
    return sorted(boxed, key=lambda item: (item[0].top + item[0].bottom, item[0].x0))


def _split(boxed: list[Boxed], axis: int, gap: float) -> list[list[Boxed]]:
    """Groups with at least `gap` of white between them along an axis (0 across, 1 down), in order."""
    groups: list[list[Boxed]] = []
    end = float("-inf")
    for item in sorted(boxed, key=lambda item: item[0][axis]):
        # Line-high boxes of neighbouring lines may overlap a little: rows are cut where ink does not.
        low, high = item[0][axis], item[0][axis + 2]
        if axis == 1:
            inset = (high - low) * 0.25
            low, high = low + inset, high - inset
        if not groups or low >= end + gap:
            groups.append([])
        groups[-1].append(item)
        end = max(end, high)
    return groups


def _is_column(boxed: list[Boxed]) -> bool:
    widths = sorted(box.x1 - box.x0 for box, _ in boxed)
    return len(boxed) > 2 and widths[len(widths) // 2] >= COLUMN_WIDTH_PT
