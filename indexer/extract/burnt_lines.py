"""Thin straight lines of ink in the picture of a page, level or leaning by a few pixels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy

SHORTEST_PX = 22
STEP_PX = 14
"""A line that leans climbs by a pixel at a time: its parts may be shorter than a line."""

LINE_PX = 5
GAP_PX = 3
SAME_PX = 3
INK_SHARE = 0.94
"""Of a line: it was drawn, not scanned."""

SOLID_SHARE = 0.93
LEAN = 1 / 16
SAMPLES = 100
_BESIDE = numpy.arange(-LINE_PX, LINE_PX + 1)[:, None]
BEFORE = 40
FINE_PX = 2.0
"""A border drawn by a program; rules and strokes of printed and struck-out type are mostly three pixels and more."""


class Line(NamedTuple):
    """A straight line of ink: from where to where it runs, and its place across at either end, in pixels."""

    start: int
    end: int
    at_start: int
    at_end: int

    @property
    def at(self) -> int:
        """Its place across in the middle."""
        return (self.at_start + self.at_end) // 2

    def place(self, along: int) -> int:
        """Its place across beside a point."""
        if self.end <= self.start:
            return self.at_start
        share = min(1.0, max(0.0, (along - self.start) / (self.end - self.start)))
        return round(self.at_start + share * (self.at_end - self.at_start))


def lines(ink: Any) -> list[Line]:
    """Lines along the rows of a mask, thin ones only; neighbouring rows of one line are one."""
    height, width = ink.shape
    if width <= SHORTEST_PX or height <= SHORTEST_PX:
        return []
    counts = numpy.cumsum(ink, axis=1, dtype=numpy.int32)
    windows = counts[:, STEP_PX:] - counts[:, :-STEP_PX]
    rows = numpy.flatnonzero((windows >= STEP_PX - 1).any(axis=1))
    parts: list[Line] = []
    for row in rows:
        for start, end in _runs(ink[row]):
            line = Line(start, end, int(row), int(row))
            if _is_thin(line, ink):
                _add(parts, line)
    return [line for line in _chained(parts) if line.end - line.start >= SHORTEST_PX]


def stretches(row: Any) -> tuple[Any, Any]:
    """Where the unbroken stretches of a row of a mask start, and where they end (the pixel after)."""
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], row.view(numpy.int8), [0]))))
    return edges[0::2], edges[1::2]


def thickness_px(line: Line, ink: Any, low: int, high: int) -> float:
    """Pixels of ink across a line at most of its length between two points; what stands beside it does not count."""
    first, last = max(line.start, low) + 1, min(line.end, high)
    if last <= first:
        return float(LINE_PX)
    along = numpy.arange(first, last, max(1, (last - first) // SAMPLES))
    lean = (line.at_end - line.at_start) / max(1, line.end - line.start)
    across = (line.at_start + (along - line.start) * lean).round().astype(numpy.int64)
    inked = ink[numpy.minimum(numpy.maximum(across + _BESIDE, 0), len(ink) - 1), along]
    up, down = inked[LINE_PX::-1], inked[LINE_PX:]
    counts = numpy.logical_and.accumulate(up).sum(axis=0) + numpy.logical_and.accumulate(down).sum(axis=0)
    return float(numpy.sort(counts)[len(counts) // 2]) - 1


def _is_thin(line: Line, ink: Any) -> bool:
    low, high = max(0, line.at - LINE_PX), min(ink.shape[0], line.at + LINE_PX + 1)
    beyond = [side for side in (low, high - 1) if ink[side, line.start : line.end].mean() < SOLID_SHARE]
    return len(beyond) == 2 or high - low <= LINE_PX


def _add(found: list[Line], line: Line) -> None:
    """The second row of a line is the same line."""
    for index in range(len(found) - 1, max(-1, len(found) - BEFORE), -1):
        other = found[index]
        near = line.at - other.at <= GAP_PX + 1
        if near and abs(other.start - line.start) <= SAME_PX and abs(other.end - line.end) <= SAME_PX:
            return
    found.append(line)


def _chained(parts: list[Line]) -> list[Line]:
    """Parts that go on a row higher or lower as one line; the others as they are."""
    found, used = list[Line](), set[Line]()
    for climb in (1, -1):
        rows: dict[int, list[tuple[Line, list[Line]]]] = {}
        chains: dict[Line, tuple[Line, list[Line]]] = {}
        for part in sorted(parts, key=lambda part: (part.start, part.at)):
            before = [
                chain
                for row in (part.at - climb, part.at - 2 * climb)
                for chain in rows.get(row, ())
                if part.start <= chain[0].end + SAME_PX and part.end > chain[0].end + SAME_PX
            ]
            line, members = part, [part]
            if before:
                longest, earlier = min(before, key=lambda chain: chain[0].start)
                longer = Line(longest.start, part.end, longest.at_start, part.at_end)
                if abs(longer.at_end - longer.at_start) <= LEAN * (longer.end - longer.start):
                    line, members = longer, [*earlier, part]
                    chains.pop(longest, None)
                    chains[line] = (line, members)
            rows.setdefault(part.at, []).append((line, members))
        found += chains
        used.update(part for _, members in chains.values() for part in members)
    return [*found, *(part for part in parts if part not in used)]


def _runs(row: Any) -> Iterator[tuple[int, int]]:
    """Stretches of ink with gaps of at most three pixels and few of them, else those without gaps."""
    starts, ends = stretches(row)
    if not len(starts):
        return
    breaks = numpy.flatnonzero(starts[1:] - ends[:-1] > GAP_PX)
    for first, last in zip([0, *(breaks + 1)], [*breaks, len(starts) - 1], strict=True):
        start, end = int(starts[first]), int(ends[last])
        if end - start < STEP_PX:
            continue
        if row[start:end].mean() >= INK_SHARE:
            yield start, end - 1
        elif first < last:
            for at in range(first, last + 1):
                if ends[at] - starts[at] >= STEP_PX:
                    yield int(starts[at]), int(ends[at]) - 1
