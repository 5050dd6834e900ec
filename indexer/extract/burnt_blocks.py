"""Black and grey boxes in the picture of a scan, with nothing on them but a section code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy

from indexer.extract.burnt_codes import CELL_PX, cells, is_code_sized
from indexer.extract.burnt_lines import stretches

Pixels = tuple[int, int, int, int]

DARK_LEVEL = 110
CELL_SHARE = 0.5
GREY_LEVELS = (120, 236)
"""Fills between black and paper."""

GREY_SPREAD = 9
GREY_CELLS = 60
"""So many cells of one level: a box of 24 by 10 pt."""

RUN_CELLS = 3
RUNS_LIMIT = 30_000
BLOCK_WIDTH_PX, BLOCK_HEIGHT_PX = 24, 14
NARROW_PX = 60
SIDE_SHARE = 0.88
"""Of the ring just inside a side: straight and solid. A photograph is neither, a punched hole is round."""

INSIDE_SHARE = 0.6
CORNER_SHARE = 0.5
RING_PX = 7
LIGHT_RING = 0.7
EDGE_PX = 10
TRIM_SHARE = 0.5
NOISE_SHARE = 0.01


def blocks(levels: Any, neutral: Any) -> Iterator[Pixels]:
    """Boxes of one dark level, then of one grey level that bear a code; `neutral`: pixels without colour."""
    dark = (levels < DARK_LEVEL) & neutral
    for box in _components(cells(dark, CELL_SHARE)):
        found = _block(dark, levels, box)
        if found is not None and (_has_code(~dark, found) or _is_bare(~dark, found)):
            yield found
    for level in _grey_levels(levels):
        like = (abs(levels.astype(numpy.int16) - level) <= GREY_SPREAD) & neutral
        for box in _components(cells(like, CELL_SHARE)):
            found = _block(like, levels, box)
            if found is not None and _has_code(~like, found):
                yield found


def _grey_levels(levels: Any) -> list[int]:
    """The levels of which the page has even places."""
    height, width = (size // CELL_PX * CELL_PX for size in levels.shape)
    squares = levels[:height, :width].reshape(height // CELL_PX, CELL_PX, width // CELL_PX, CELL_PX)[:, ::2, :, ::2]
    even = (squares.max(axis=(1, 3)).astype(numpy.int16) - squares.min(axis=(1, 3))) <= 2 * GREY_SPREAD
    counts = numpy.bincount(squares.mean(axis=(1, 3))[even].astype(numpy.int16).ravel(), minlength=256)
    found: list[int] = []
    low, high = GREY_LEVELS
    for level in (int(at) for at in numpy.argsort(counts)[::-1]):
        if counts[level] < GREY_CELLS or len(found) > 2:
            break
        if low <= level <= high and all(abs(level - other) > 2 * GREY_SPREAD for other in found):
            found.append(level)
    return found


def _components(marked: Any) -> list[Pixels]:
    """Boxes around cells that hang together, in pixels; joined by runs along the rows, short ones left out."""
    boxes: list[list[int]] = []
    owner: list[int] = []
    before: list[tuple[int, int, int]] = []
    total = 0
    for row in range(marked.shape[0]):
        current: list[tuple[int, int, int]] = []
        for start, end in _runs(marked[row]):
            total += 1
            if total > RUNS_LIMIT:
                return []
            touching = {_root(owner, at) for low, high, at in before if low < end and start < high}
            if touching:
                root = min(touching)
                for other in touching - {root}:
                    owner[other] = root
                    boxes[root] = _around(boxes[root], boxes[other])
                boxes[root] = _around(boxes[root], [start, row, end, row + 1])
            else:
                root = len(boxes)
                owner.append(root)
                boxes.append([start, row, end, row + 1])
            current.append((start, end, root))
        before = current
    return [
        (x0 * CELL_PX, top * CELL_PX, x1 * CELL_PX, bottom * CELL_PX)
        for at, (x0, top, x1, bottom) in enumerate(boxes)
        if owner[at] == at
        and (x1 - x0 + 2) * CELL_PX >= BLOCK_WIDTH_PX
        and (bottom - top + 2) * CELL_PX >= BLOCK_HEIGHT_PX
    ]


def _runs(row: Any) -> Iterator[tuple[int, int]]:
    for start, end in zip(*stretches(row), strict=True):
        if end - start >= RUN_CELLS:
            yield int(start), int(end)


def _root(owner: list[int], at: int) -> int:
    while owner[at] != at:
        at = owner[at]
    return at


def _around(one: list[int], other: list[int]) -> list[int]:
    return [min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])]


def _block(mask: Any, levels: Any, box: Pixels) -> Pixels | None:
    """The component as a box to the pixel; None when it is no solid box on light paper."""
    x0, top, x1, bottom = found = _fitted(mask, box)
    height, width = mask.shape
    letter = x1 - x0 < bottom - top and x1 - x0 < NARROW_PX  # an "I" in the type of a logo
    small = x1 - x0 < BLOCK_WIDTH_PX or bottom - top < BLOCK_HEIGHT_PX
    at_edge = x0 < EDGE_PX or top < EDGE_PX or x1 > width - EDGE_PX or bottom > height - EDGE_PX
    if letter or small or at_edge:
        return None
    inside = mask[top:bottom, x0:x1]
    sides = (inside[2:4], inside[-4:-2], inside[:, 2:4].T, inside[:, -4:-2].T)
    if inside.mean() < INSIDE_SHARE or any(side.mean() < SIDE_SHARE for side in sides):
        return None
    corners = (inside[:6, :6], inside[:6, -6:], inside[-6:, :6], inside[-6:, -6:])
    if any(corner.mean() < CORNER_SHARE for corner in corners):
        return None  # a hole, a seal, a face in a circle
    paper = levels > (numpy.median(levels[top:bottom, x0:x1]) + 255) / 2
    ring = (
        paper[top - RING_PX : top - 2, x0:x1], paper[bottom + 3 : bottom + RING_PX, x0:x1],
        paper[top:bottom, x0 - RING_PX : x0 - 2], paper[top:bottom, x1 + 3 : x1 + RING_PX],
    )  # fmt: skip
    if any(float(side.mean()) < LIGHT_RING for side in ring):
        return None
    return found


def _fitted(mask: Any, box: Pixels) -> Pixels:
    """Grown and trimmed to where half of a row or a column is solid."""
    x0, top, x1, bottom = box
    height, width = mask.shape
    while top > 0 and mask[top - 1, x0:x1].mean() >= TRIM_SHARE:
        top -= 1
    while bottom < height and mask[bottom, x0:x1].mean() >= TRIM_SHARE:
        bottom += 1
    while x0 > 0 and mask[top:bottom, x0 - 1].mean() >= TRIM_SHARE:
        x0 -= 1
    while x1 < width and mask[top:bottom, x1].mean() >= TRIM_SHARE:
        x1 += 1
    while bottom - top > 4 and mask[top, x0:x1].mean() < TRIM_SHARE:
        top += 1
    while bottom - top > 4 and mask[bottom - 1, x0:x1].mean() < TRIM_SHARE:
        bottom -= 1
    while x1 - x0 > 4 and mask[top:bottom, x0].mean() < TRIM_SHARE:
        x0 += 1
    while x1 - x0 > 4 and mask[top:bottom, x1 - 1].mean() < TRIM_SHARE:
        x1 -= 1
    return x0, top, x1, bottom


def _is_bare(other: Any, box: Pixels) -> bool:
    """Nothing on it but noise."""
    x0, top, x1, bottom = box
    return float(other[top + 3 : bottom - 3, x0 + 3 : x1 - 3].mean()) <= NOISE_SHARE


def _has_code(other: Any, box: Pixels) -> bool:
    """One short line in the size of a code stands on it."""
    x0, top, x1, bottom = box
    return is_code_sized(other[top + 4 : bottom - 4, x0 + 4 : x1 - 4])
