"""The sides of a box in the picture of a scan: which are drawn lines, how fine, and which go on beyond it."""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy

from indexer.extract.burnt_lines import FINE_PX, LINE_PX, Line, thickness_px

CORNER_PX = 3
OVERRUN_PX = 8
BEYOND_PX = 24
"""No cell of a table is narrower."""


class Drawn(Enum):
    """How a side is drawn. OPEN: broad, and the line goes on: struck through text, the rule of a form."""

    NONE = "none"
    OPEN = "open"
    BROAD = "broad"
    FINE = "fine"


class Sides:
    """The lines of one direction and the ink they are of, asked for the sides of boxes."""

    def __init__(self, found: list[Line], ink: Any) -> None:
        self.lines = found
        self._ink = ink
        table = numpy.array(found or [Line(0, -1, 0, 0)], dtype=numpy.float64)
        self._start, self._end, self._at, self._at_end = table.T
        self._lean = (self._at_end - self._at) / numpy.maximum(1.0, self._end - self._start)
        self._known: dict[tuple[int, int, int], Drawn] = {}

    def drawn(self, place: int, low: int, high: int) -> Drawn:
        """Whether a line covers a side from end to end."""
        key = place, low, high
        if key not in self._known:
            self._known[key] = self._look(place, low, high)
        return self._known[key]

    def go_on(self, place: int, low: int, high: int) -> bool:
        """A line runs there."""
        return bool(self._covering(place, low, high, LINE_PX).size)

    def divide(self, first: int, second: int, low: int, high: int) -> bool:
        """A line runs along half of the way between two sides: two cells, not one box."""
        inside = (self._at > first + OVERRUN_PX) & (self._at < second - OVERRUN_PX)
        shared = numpy.minimum(self._end, high) - numpy.maximum(self._start, low)
        return bool((inside & (shared >= (high - low) / 2)).any())

    def inked(self, place: int, low: int, high: int) -> float:
        """The share of a side that has ink within a few pixels."""
        strip = self._ink[max(0, place - CORNER_PX) : place + CORNER_PX + 1, low : high + 1]
        return float(strip.any(axis=0).mean()) if strip.size else 0.0

    def _covering(self, place: int, low: int, high: int, slack: int) -> Any:
        beside = abs(self._at + ((low + high) / 2 - self._start) * self._lean - place) <= CORNER_PX + 0.5
        return numpy.flatnonzero(beside & (self._start <= low + slack) & (self._end >= high - slack))

    def _look(self, place: int, low: int, high: int) -> Drawn:
        found = Drawn.NONE
        for at in self._covering(place, low, high, OVERRUN_PX):
            line = self.lines[at]
            if thickness_px(line, self._ink, low, high) <= FINE_PX:
                return Drawn.FINE
            ends = low - line.start <= OVERRUN_PX and line.end - high <= OVERRUN_PX
            found = Drawn.BROAD if ends else Drawn.OPEN
        return found
