"""Boxes and spans.

A box is in PDF points, origin top left, of the CropBox as displayed, after rotation.
A span is a half-open range of code points in `Page.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class BBox(NamedTuple):
    """`(x0, top, x1, bottom)` in points; `x0 <= x1` and `top <= bottom`."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def area(self) -> float:
        """Square points; 0.0 for a line."""
        return max(0.0, self.x1 - self.x0) * max(0.0, self.bottom - self.top)

    def intersection(self, other: BBox) -> float:
        """Shared area in square points; 0.0 when they do not meet."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)

    def union(self, other: BBox) -> BBox:
        """The smallest box around both."""
        return BBox(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


class Span(NamedTuple):
    """`[start, end)` code points of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """One visible word (one Han character) with its place: `text[start:end]` at `bbox`."""

    start: int
    end: int
    bbox: BBox


def boxes_of(words: tuple[Word, ...], start: int, end: int) -> tuple[BBox, ...]:
    """Boxes for a span, one per line of text: neighbouring word boxes on a line are joined.

    A word that the span covers in part gives the part of its box in proportion to its length.
    Empty when no word overlaps the span.
    """
    boxes: list[BBox] = []
    for word in words:
        if word.end <= start or word.start >= end:
            continue
        box = _part_of(word, start, end)
        if boxes and _same_line(boxes[-1], box):
            boxes[-1] = boxes[-1].union(box)
        else:
            boxes.append(box)
    return tuple(boxes)


def _part_of(word: Word, start: int, end: int) -> BBox:
    length = word.end - word.start
    left = max(start, word.start) - word.start
    right = min(end, word.end) - word.start
    width = word.bbox.x1 - word.bbox.x0
    return BBox(
        word.bbox.x0 + width * left / length,
        word.bbox.top,
        word.bbox.x0 + width * right / length,
        word.bbox.bottom,
    )


def _same_line(left: BBox, right: BBox) -> bool:
    """Half of the lower box's height is shared, and `right` starts within three heights after `left`."""
    height = min(left.bottom - left.top, right.bottom - right.top)
    shared = min(left.bottom, right.bottom) - max(left.top, right.top)
    return shared >= height / 2 and -height <= right.x0 - left.x1 <= 3 * height
