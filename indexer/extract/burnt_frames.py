"""White boxes with drawn sides in the picture of a scan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy

from indexer.extract.burnt_codes import is_code_sized

INK_LEVEL = 205
"""Half a pixel of black ink on white paper is 128; thin grey borders are lighter."""

SHORTEST_PX = 22
LOWEST_PX = 12
LONGER_PX = 38
"""A white box is longer than a letter: "O" and "D" in big type have straight sides too."""

SIDE_SHARE = 0.94
"""Of a side that has ink: it was drawn, not scanned."""

HALF_SIDE = 0.5
MOST_OF_SIDE = 0.75
LONG_PX = 76
"""A box of which two sides are broken is longer: words in big type have corners."""

PAPER_LEVEL = 228
BEYOND_PX = 14
CORNER_PX = 3
LINE_PX = 5
GAP_PX = 3
OVERRUN_PX = 8
CLEAN_SHARE = 0.004
"""Ink within a white box: specks."""

LINES_LIMIT = 600
SOLID_SHARE = 0.93

Pixels = tuple[int, int, int, int]


class Line(NamedTuple):
    """A straight line of ink: its place across, and from where to where it runs, in pixels."""

    at: int
    start: int
    end: int


def framed(levels: Any) -> Iterator[Pixels]:
    """White boxes with four drawn sides, which may partly be drawn over by text, a code or another box."""
    ink = levels < INK_LEVEL
    across, down = _lines(ink), _lines(ink.T)
    if len(across) > LINES_LIMIT or len(down) > LINES_LIMIT:
        return
    found = [*_closed(across, down, ink), *_cornered(across, down, ink)]
    found += [(top, left, bottom, right) for left, top, right, bottom in _closed(down, across, ink.T)]
    yield from (box for box in found if _is_paper(levels, box))


def _is_paper(levels: Any, box: Pixels) -> bool:
    x0, top, x1, bottom = box
    inside = levels[top + CORNER_PX : bottom - CORNER_PX, x0 + CORNER_PX : x1 - CORNER_PX]
    return bool(inside.size) and float(numpy.median(inside)) >= PAPER_LEVEL


def _closed(pair: list[Line], others: list[Line], ink: Any) -> Iterator[Pixels]:
    """Two parallel lines with the same ends, a line that closes one end, and ink along half of the other."""
    for first in pair:
        for second in pair:
            if second.at - first.at < LOWEST_PX or not _same_ends(first, second):
                continue
            start, end = min(first.start, second.start), max(first.end, second.end)
            sides = [_side(others, place, first.at, second.at) for place in (start, end)]
            if end - start < LOWEST_PX or max(end - start, second.at - first.at) < LONGER_PX or True not in sides:
                continue
            if False in sides or any(
                side is None and _inked(ink, place, first.at, second.at) < HALF_SIDE
                for side, place in zip(sides, (start, end), strict=True)
            ):
                continue
            if _is_empty(ink, start, first.at, end, second.at):
                yield start, first.at, end, second.at
                break  # the next line closes the box; further ones belong to others


def _cornered(across: list[Line], down: list[Line], ink: Any) -> Iterator[Pixels]:
    """Two whole sides that meet in a corner, and most of the other two: a code stands on the corner opposite."""
    for one in across:
        for other in down:
            if _meets(one.start, one.end, other.at) and _meets(other.start, other.end, one.at):
                box = one.start, other.start, one.end, other.end
                if _is_boxed(ink, box) and _is_empty(ink, *box):
                    yield box


def _meets(start: int, end: int, place: int) -> bool:
    return min(abs(start - place), abs(end - place)) <= CORNER_PX


def _is_boxed(ink: Any, box: Pixels) -> bool:
    x0, top, x1, bottom = box
    if x1 - x0 < LONG_PX or bottom - top < SHORTEST_PX:
        return False
    sides = [_inked(ink, x, top, bottom) for x in (x0, x1)] + [_inked(ink.T, y, x0, x1) for y in (top, bottom)]
    if min(sides) < MOST_OF_SIDE:
        return False
    beyond = [_inked(ink, x, bottom + LINE_PX, bottom + LINE_PX + BEYOND_PX) for x in (x0, x1)]
    beyond += [_inked(ink.T, y, x1 + LINE_PX, x1 + LINE_PX + BEYOND_PX) for y in (top, bottom)]
    beyond += [_inked(ink, x, max(0, top - LINE_PX - BEYOND_PX), max(0, top - LINE_PX)) for x in (x0, x1)]
    beyond += [_inked(ink.T, y, max(0, x0 - LINE_PX - BEYOND_PX), max(0, x0 - LINE_PX)) for y in (top, bottom)]
    return sum(share > MOST_OF_SIDE for share in beyond) < 2


def _same_ends(one: Line, other: Line) -> bool:
    return abs(one.start - other.start) <= CORNER_PX and abs(one.end - other.end) <= CORNER_PX


def _side(lines: list[Line], place: int, low: int, high: int) -> bool | None:
    """True when a line closes the box there; False when it goes on beyond the corners as in a table; None: no line."""
    for line in lines:
        if abs(line.at - place) <= CORNER_PX and line.start <= low + CORNER_PX and line.end >= high - CORNER_PX:
            return low - line.start <= OVERRUN_PX and line.end - high <= OVERRUN_PX
    return None


def _inked(ink: Any, place: int, low: int, high: int) -> float:
    """The share of a side that has ink within a few pixels."""
    strip = ink[low : high + 1, max(0, place - CORNER_PX) : place + CORNER_PX + 1]
    return float(strip.any(axis=1).mean()) if strip.size else 0.0


def _is_empty(ink: Any, x0: int, top: int, x1: int, bottom: int) -> bool:
    """Nothing but specks inside, or one short line in the size of a code."""
    inside = ink[top + LINE_PX : bottom - LINE_PX + 1, x0 + LINE_PX : x1 - LINE_PX + 1]
    if inside.size == 0:
        return False
    return bool(inside.mean() <= CLEAN_SHARE) or is_code_sized(inside)


def _lines(ink: Any) -> list[Line]:
    """Straight runs of ink along the rows, thin ones only; neighbouring rows of one line are one."""
    height, width = ink.shape
    if width <= SHORTEST_PX or height <= LOWEST_PX:
        return []
    counts = numpy.cumsum(ink, axis=1, dtype=numpy.int32)
    windows = counts[:, SHORTEST_PX:] - counts[:, :-SHORTEST_PX]
    rows = numpy.flatnonzero((windows >= SHORTEST_PX - 1).any(axis=1))
    found: list[Line] = []
    for row in rows:
        for start, end in _runs(ink[row]):
            if end - start >= SHORTEST_PX:
                _add(found, Line(int(row), start, end), ink)
    return found


def _add(found: list[Line], line: Line, ink: Any) -> None:
    """Thick things are no lines; the second row of a line is the same line."""
    low, high = max(0, line.at - LINE_PX), min(ink.shape[0], line.at + LINE_PX + 1)
    beyond = [side for side in (low, high - 1) if ink[side, line.start : line.end].mean() < SOLID_SHARE]
    if len(beyond) < 2 and high - low > LINE_PX:
        return
    for index in range(len(found) - 1, max(-1, len(found) - 40), -1):
        other = found[index]
        if line.at - other.at <= GAP_PX + 1 and _same_ends(other, line):
            return
    found.append(line)


def _runs(row: Any) -> Iterator[tuple[int, int]]:
    """Stretches of ink with gaps of at most two pixels and few of them."""
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], row.view(numpy.int8), [0]))))
    starts, ends = edges[0::2], edges[1::2]
    if not len(starts):
        return
    breaks = numpy.flatnonzero(starts[1:] - ends[:-1] > GAP_PX)
    for first, last in zip([0, *(breaks + 1)], [*breaks, len(starts) - 1], strict=True):
        start, end = int(starts[first]), int(ends[last])
        if end - start >= SHORTEST_PX and row[start:end].mean() >= SIDE_SHARE:
            yield start, end - 1
