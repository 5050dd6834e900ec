"""Footnotes that a file draws before the text that they belong to, put after it."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.extract.words import RawWord
from indexer.model.geometry import BBox

SMALL = 0.9
"""Times the page's usual type: footnotes are set smaller."""

FEWEST_LINES = 2
SHARED_PT = 10.0


def in_reading_order(lines: list[list[RawWord]], boxes: Sequence[BBox]) -> list[list[RawWord]]:
    """The lines with notes after the body; unchanged when no run of small lines comes before body lines above it.

    `boxes` are those of the lines. Lines below all notes (a page number) stay last.
    """
    heights = [_type(line) for line in lines]
    usual = _usual(lines, heights)
    small = [height < SMALL * usual for height in heights]
    moved = {index for run in _runs(small) if _is_early(run, small, boxes) for index in run}
    if not moved:
        return lines
    lowest = max(boxes[index].bottom for index in moved)
    rest = [index for index in range(len(lines)) if index not in moved]
    after = len(rest)
    while after and boxes[rest[after - 1]].top >= lowest - 1.0:
        after -= 1
    return [lines[index] for index in (*rest[:after], *sorted(moved), *rest[after:])]


def _is_early(run: Sequence[int], small: Sequence[bool], boxes: Sequence[BBox]) -> bool:
    """Body lines that come later in the file stand above the run in its column, and none stands below it."""
    above = 0
    for line in run:
        column = [at for at, is_small in enumerate(small) if not is_small and _same_column(boxes[at], boxes[line])]
        if sum(boxes[at].top > boxes[line].bottom for at in column) > 1:  # the page's number may stand below
            return False
        above += sum(at > line and boxes[at].bottom <= boxes[line].top + 1.0 for at in column)
    return above > len(run) // 2 and len(run) >= FEWEST_LINES


def _runs(small: Sequence[bool]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index, is_small in enumerate(small):
        if is_small and runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        elif is_small:
            runs.append([index])
    return runs


def _same_column(one: BBox, other: BBox) -> bool:
    return min(one.x1, other.x1) - max(one.x0, other.x0) >= SHARED_PT


def _type(line: Sequence[RawWord]) -> float:
    """The height of most of a line's words."""
    heights = sorted(word.bbox.bottom - word.bbox.top for word in line)
    return heights[len(heights) // 2]


def _usual(lines: Sequence[Sequence[RawWord]], heights: Sequence[float]) -> float:
    """The height of most of the page's words."""
    weighted = sorted(zip(heights, map(len, lines), strict=True))
    half, count = sum(map(len, lines)) / 2, 0
    for height, words in weighted:
        count += words
        if count >= half:
            return height
    return 0.0
