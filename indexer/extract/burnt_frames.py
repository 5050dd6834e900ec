"""White boxes with drawn sides in the picture of a scan: alone, joined to others, or with a side drawn over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy

from indexer.extract.burnt_codes import is_code_sized
from indexer.extract.burnt_lines import LINE_PX, SHORTEST_PX, Line, lines
from indexer.extract.burnt_sides import BEYOND_PX, CORNER_PX, Drawn, Sides

INK_LEVEL = 205
"""Half a pixel of black ink on white paper is 128; thin grey borders are lighter."""

LOWEST_PX = 12
LONGER_PX = 38
"""A white box is longer than a letter: "O" and "D" in big type have straight sides too."""

MOST_OF_SIDE, HALF_SIDE = 0.75, 0.5
"""Of a side that has ink. One side may be half there, or two mostly: a text or a code stands on the others."""

LONG_PX = 76
"""A box of which two sides are broken is longer: words in big type have corners."""

PAPER_LEVEL = 228
MEET_PX = 6
CLEAN_SHARE = 0.004
"""Ink within a white box: specks."""

CODE_INK_PX = 3000
TEXT_PX = 26
TEXT_SHARES = 0.04, 0.6
"""Of a band beside a box that has ink when a line of text or a stamp stands there."""

LENIENT = 0.1
"""Sums are a first look, pixels decide."""

LINES_LIMIT = 600
CORNERS_LIMIT = 4000
CANDIDATES_LIMIT = 20_000

Pixels = tuple[int, int, int, int]


class _Corner(NamedTuple):
    """Where a line across and a line down meet."""

    x: int
    y: int
    across: int
    down: int


def framed(levels: Any) -> Iterator[Pixels]:
    """White boxes with four drawn sides, which may partly be drawn over by text, a code or another box."""
    ink = levels < INK_LEVEL
    turned = numpy.ascontiguousarray(ink.T)
    across, down = lines(ink), lines(turned)
    if len(across) > LINES_LIMIT or len(down) > LINES_LIMIT:
        return
    page = _Page(ink, Sides(across, ink), Sides(down, turned))
    found = _boxed(page)
    yield from (box for box in dict.fromkeys(found) if _is_paper(levels, box))


def _is_paper(levels: Any, box: Pixels) -> bool:
    x0, top, x1, bottom = box
    inside = levels[top + CORNER_PX : bottom - CORNER_PX, x0 + CORNER_PX : x1 - CORNER_PX]
    return bool(inside.size) and float(numpy.median(inside)) >= PAPER_LEVEL


@dataclass(frozen=True, slots=True)
class _Page:
    """The ink of a page, and its lines across and down."""

    ink: Any
    across: Sides
    down: Sides

    def is_redaction(self, box: Pixels) -> bool:
        """Three sides that are lines and half of the fourth; or two that meet and most of the others.

        A line of text or a stamp may stand where a fine border is broken; a code stands in a box with four sides.
        """
        x0, top, x1, bottom = box
        drawn = [self.across.drawn(y, x0, x1) for y in (top, bottom)]
        drawn += [self.down.drawn(x, top, bottom) for x in (x0, x1)]
        if Drawn.OPEN in drawn or drawn.count(Drawn.NONE) > 2 or self._is_cell(box):
            return False
        if self.across.divide(top, bottom, x0, x1) or self.down.divide(x0, x1, top, bottom):
            return False
        if not self._is_clean(box):
            return Drawn.NONE not in drawn and self._bears_code(box)
        shares = [self.across.inked(y, x0, x1) for y in (top, bottom)]
        shares += [self.down.inked(x, top, bottom) for x in (x0, x1)]
        long = x1 - x0 >= LONG_PX and bottom - top >= SHORTEST_PX
        if drawn.count(Drawn.NONE) <= 1 and (long or drawn.count(Drawn.FINE) >= 2):
            fine = drawn.count(Drawn.FINE) == 3
            return min(shares) >= HALF_SIDE or (fine and self._is_overprinted(box, drawn))
        meet = any(side != Drawn.NONE for side in drawn[:2]) and any(side != Drawn.NONE for side in drawn[2:])
        return long and meet and (_are_mostly(shares) if Drawn.FINE in drawn else min(shares) >= MOST_OF_SIDE)

    def _is_overprinted(self, box: Pixels, drawn: list[Drawn]) -> bool:
        """A line of text that goes on beyond the box stands where its upper or lower side would be."""
        x0, top, x1, bottom = box
        if drawn[0] == Drawn.NONE:
            low, high = max(0, top - TEXT_PX), max(0, top - 1)
        elif drawn[1] == Drawn.NONE:
            low, high = bottom + 2, bottom + TEXT_PX
        else:
            return False
        band = self.ink[low:high]
        parts = band[:, x0:x1], band[:, max(0, x0 - TEXT_PX) : max(0, x0 - 2)], band[:, x1 + 3 : x1 + TEXT_PX]
        inside, *beside = [float(part.mean()) if part.size else 0.0 for part in parts]
        return TEXT_SHARES[0] <= inside <= TEXT_SHARES[1] and max(beside) >= TEXT_SHARES[0]

    def grown(self, box: Pixels) -> Pixels:
        """The box up to the rest of its border beyond a line of text that was printed over it."""
        x0, top, x1, bottom = box
        for line in self.across.lines:
            level = line.start >= x0 - CORNER_PX and line.end <= x1 + CORNER_PX
            if level and (abs(line.start - x0) <= CORNER_PX or abs(line.end - x1) <= CORNER_PX):
                if TEXT_PX // 2 <= top - line.at <= 2 * TEXT_PX and self.across.drawn(top, x0, x1) == Drawn.NONE:
                    return x0, line.at, x1, bottom
                if TEXT_PX // 2 <= line.at - bottom <= 2 * TEXT_PX and self.across.drawn(bottom, x0, x1) == Drawn.NONE:
                    return x0, top, x1, line.at
        return box

    def _is_cell(self, box: Pixels) -> bool:
        """Two parallel sides go on beyond the same end, as in a table; joined redactions share corners, not rows."""
        x0, top, x1, bottom = box
        rows = [(x0 - BEYOND_PX, x0), (x1, x1 + BEYOND_PX)]
        columns = [(top - BEYOND_PX, top), (bottom, bottom + BEYOND_PX)]
        return any(all(self.across.go_on(y, *end) for y in (top, bottom)) for end in rows) or any(
            all(self.down.go_on(x, *end) for x in (x0, x1)) for end in columns
        )

    def _within(self, box: Pixels) -> Any:
        x0, top, x1, bottom = box
        return self.ink[top + LINE_PX : bottom - LINE_PX + 1, x0 + LINE_PX : x1 - LINE_PX + 1]

    def _is_clean(self, box: Pixels) -> bool:
        """Nothing but specks inside."""
        inside = self._within(box)
        return bool(inside.size) and bool(inside.mean() <= CLEAN_SHARE)

    def _bears_code(self, box: Pixels) -> bool:
        """One short line in the size of a code stands inside."""
        inside = self._within(box)
        return bool(inside.size) and is_code_sized(inside)


def _are_mostly(shares: list[float]) -> bool:
    return min(shares) >= HALF_SIDE and sum(shares) >= 2 + HALF_SIDE + MOST_OF_SIDE


def _boxed(page: _Page) -> Iterator[Pixels]:
    """From each corner along both of its lines to the ends and corners that close an empty box."""
    across, down = page.across.lines, page.down.lines
    corners = _corners(across, down)
    if len(corners) > CORNERS_LIMIT:
        return
    ends_x = _ends(across, [(corner.across, corner.x) for corner in corners])
    ends_y = _ends(down, [(corner.down, corner.y) for corner in corners])
    sums = _Sums.of(page.ink)
    tried = set[Pixels]()
    for corner in corners:
        for box in _candidates(corner, ends_x[corner.across], ends_y[corner.down], sums):
            if box not in tried:
                tried.add(box)
                if len(tried) > CANDIDATES_LIMIT:
                    return
                if page.is_redaction(box):
                    yield page.grown(box)


def _corners(across: list[Line], down: list[Line]) -> list[_Corner]:
    found = []
    for one, line in enumerate(across):
        for two, other in enumerate(down):
            x, y = other.place(line.at), line.place(other.at)
            meets = line.start - MEET_PX <= x <= line.end + MEET_PX
            if meets and other.start - MEET_PX <= y <= other.end + MEET_PX:
                found.append(_Corner(x, y, one, two))
    return found


def _ends(along: list[Line], corners: list[tuple[int, int]]) -> dict[int, list[int]]:
    """For each line that has corners, where these and its ends are; of neighbours one."""
    found: dict[int, list[int]] = {}
    for at, place in corners:
        found.setdefault(at, []).append(place)
    for at, places in found.items():
        for end in (along[at].start, along[at].end):
            if all(abs(end - place) > CORNER_PX for place in places):
                places.append(end)
    return {at: sorted(set(places)) for at, places in found.items()}


@dataclass(frozen=True, slots=True)
class _Sums:
    """Running sums of the ink of a page: by area, and along rows and columns of ink within a few pixels."""

    area: Any
    rows: Any
    columns: Any

    @classmethod
    def of(cls, ink: Any) -> _Sums:
        """Of a mask; what it says of a box then costs four look-ups."""
        area = ink.cumsum(axis=0, dtype=numpy.int32).cumsum(axis=1, dtype=numpy.int32)
        rows, columns = ink.copy(), ink.copy()
        for step in range(1, CORNER_PX + 1):
            rows[step:] |= ink[:-step]
            rows[:-step] |= ink[step:]
            columns[:, step:] |= ink[:, :-step]
            columns[:, :-step] |= ink[:, step:]
        along = rows.cumsum(axis=1, dtype=numpy.int32), columns.cumsum(axis=0, dtype=numpy.int32)
        return cls(numpy.pad(area, ((1, 0), (1, 0))), *along)

    def may_be_box(self, x: Any, y: Any, boxes: tuple[Any, Any, Any, Any]) -> Any:
        """So little ink inside that it may be a code, and ink along the two sides away from the corner."""
        x0, top, x1, bottom = boxes
        left, low, right, high = x0 + LINE_PX, top + LINE_PX, x1 - LINE_PX + 1, bottom - LINE_PX + 1
        count = self.area[high, right] - self.area[low, right] - self.area[high, left] + self.area[low, left]
        few = count <= numpy.maximum(CODE_INK_PX, CLEAN_SHARE * (right - left) * (high - low))
        across = (self.rows[y, x1] - self.rows[y, x0]) / (x1 - x0)
        down = (self.columns[bottom, x] - self.columns[top, x]) / (bottom - top)
        least, most = numpy.minimum(across, down), numpy.maximum(across, down)
        return few & (most >= MOST_OF_SIDE) & ((least >= HALF_SIDE - LENIENT) | (most >= 1 - LENIENT))


def _candidates(corner: _Corner, ends_x: list[int], ends_y: list[int], sums: _Sums) -> list[Pixels]:
    """Boxes from a corner along its two lines: most pairs of lines have text between them, or nothing to close it."""
    grid = numpy.broadcast_arrays(numpy.array(ends_x)[:, None], numpy.array(ends_y)[None, :])
    x, y = (places.ravel() for places in grid)
    x0, x1 = numpy.minimum(x, corner.x), numpy.maximum(x, corner.x)
    top, bottom = numpy.minimum(y, corner.y), numpy.maximum(y, corner.y)
    sizes = x1 - x0, bottom - top
    sized = (numpy.minimum(*sizes) >= LOWEST_PX) & (numpy.maximum(*sizes) >= LONGER_PX)
    x, y, *boxes = (places[sized] for places in (x, y, x0, top, x1, bottom))
    good = sums.may_be_box(x, y, (boxes[0], boxes[1], boxes[2], boxes[3]))
    return [(int(a), int(b), int(c), int(d)) for a, b, c, d in zip(*(edge[good] for edge in boxes), strict=True)]
