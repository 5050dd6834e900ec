"""A small grey picture of a page, asked where there is ink: a cheap test before any exact one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PIL import Image

from indexer.extract.sheet import Sheet
from indexer.model.geometry import BBox

SKETCH_SCALE = 0.5
"""Pixels a point: 10-point text is five pixels high, enough to tell ink from none, for 1 ms a page."""

SKETCH_PIXELS = 4_000_000
BLANK_CONTRAST = 24
"""Grey levels between the lightest and the darkest pixel of a place: a little more than the faintest contrast that
`contrasts` lets count, on white (16 levels) and on black (21)."""

FINE_SCALE = 2.0
FINE_PIXELS = 6_000_000
DARK_LEVEL = 90
LIGHT_SHARE = 0.03
"""A place in a scan is black when no more of its pixels are lighter: noise of the scanner and of JPEG."""


class Sketch:
    """A small grey picture without some page objects (the images: a scan takes long to draw), asked for ink."""

    def __init__(self, sheet: Sheet, without: Iterable[int]) -> None:
        area = max(1.0, sheet.width_pt * sheet.height_pt)
        self._scale = min(SKETCH_SCALE, (SKETCH_PIXELS / area) ** 0.5)
        drawn = sheet.sketch(self._scale, without)
        self._pixels, self._stride, self._width, self._height = drawn

    def doubtful(self, boxes: Sequence[BBox]) -> list[int]:
        """Indexes of boxes without ink in the row through their middle, where letters nearly always have some."""
        scale, stride, pixels, width, height = self._scale, self._stride, self._pixels, self._width, self._height
        found = []
        for index, (x0, top, x1, bottom) in enumerate(boxes):
            at = int((top + bottom) * 0.5 * scale)
            left = int(x0 * scale)
            if left < 0 or x1 * scale >= width or not 0 <= at < height:
                found.append(index)
                continue
            row = pixels[at * stride + left : at * stride + int(x1 * scale) + 1]
            if max(row) - min(row) < BLANK_CONTRAST:
                found.append(index)
        return found

    def has_ink(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """More than one level in a box."""
        scale, stride, pixels = self._scale, self._stride, self._pixels
        left, right = max(0, int(x0 * scale)), min(self._width, int(x1 * scale) + 1)
        first, last = max(0, int(top * scale)), min(self._height, int(bottom * scale) + 1)
        if right <= left or last <= first:
            return False
        place = b"".join(pixels[at * stride + left : at * stride + right] for at in range(first, last))
        return max(place) - min(place) >= BLANK_CONTRAST

    def is_black(self, box: BBox) -> bool:
        """No more than noise is lighter than black, in the middle half of the box's height."""
        inset = (box.bottom - box.top) / 4
        first, last = int((box.top + inset) * self._scale), int((box.bottom - inset) * self._scale) + 1
        left, right = max(0, int(box.x0 * self._scale) + 1), min(self._width, int(box.x1 * self._scale))
        rows = range(max(0, first), min(self._height, last))
        place = b"".join(self._pixels[at * self._stride + left : at * self._stride + right] for at in rows)
        return bool(place) and sum(level > DARK_LEVEL for level in place) <= LIGHT_SHARE * len(place)

    def has_ink_inside(self, word: BBox, cover: BBox) -> bool:
        """Ink where both are, a pixel away from the cover's edges."""
        edge = 1.5 / self._scale
        return self.has_ink(
            max(word.x0, cover.x0 + edge),
            max(word.top, cover.top + edge),
            min(word.x1, cover.x1 - edge),
            min(word.bottom, cover.bottom - edge),
        )


def blank_places(sheet: Sheet, boxes: Sequence[BBox], without: Iterable[int]) -> list[bool]:
    """For each box: True when nothing shows there on the page without these page objects. Exact, and slow."""
    scale = min(FINE_SCALE, (FINE_PIXELS / max(1.0, sheet.width_pt * sheet.height_pt)) ** 0.5)
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    area = BBox(max(0.0, min(x0s)), max(0.0, min(tops)), max(x1s), max(bottoms))
    shown = sheet.render(scale, without=without, area=area).convert("L")
    x, y = int(area.x0 * scale), int(area.top * scale)
    return [_is_blank(shown, tuple(int(edge * scale) for edge in box), x, y) for box in boxes]


def _is_blank(shown: Image.Image, box: tuple[int, ...], x: int, y: int) -> bool:
    left, top, right, bottom = box
    left, top = max(0, left - x), max(0, top - y)
    right, bottom = min(shown.width, right + 1 - x), min(shown.height, bottom + 1 - y)
    if right <= left or bottom <= top:
        return True
    levels = shown.crop((left, top, right, bottom)).tobytes()
    return max(levels) - min(levels) < BLANK_CONTRAST
