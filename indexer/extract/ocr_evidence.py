"""Which pages need OCR, by what they show: ink without words, words without ink, words that are none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal

import numpy

from indexer.extract.painting import Painted, Scene
from indexer.extract.rubbish import judged
from indexer.extract.sheet import Grey, Sheet
from indexer.model.geometry import BBox
from indexer.model.page import BLANK, NEEDS_OCR, Page

SCAN_SHARE = 0.5
"""Pictures that fill so much of the page: a scan, or a photograph."""

BLANK_SCALE = 0.5
SCALE = 1.0
"""Pixels a point: a line of 10-point text is ten pixels high."""

CONTRAST_LEVELS = 40
INK_SHARE = 2e-5
INK_BELOW = 0.6
"""Of the brightness of the paper: darker is ink."""

CELL_PX = 8
TEXT_SHARES = (0.06, 0.6)
"""Ink of a place with text, by share. Less is a speck or a rule, more a black box, a photograph's shadow or an edge."""

LEFT_OUT_TIMES = 1.5
FEWEST_LEFT_OUT = 60
"""Cells of text without words: three lines. A signature and a stamp have 40."""

INKLESS_SHARE = 0.5
FEWEST_WORDS = 10


GAP_HEIGHTS = 1.2
"""Between two words of one line; wider ones are between columns."""

FEWEST_GAPS = 12
CROSSED_SHARE = 0.3
"""Of the gaps between the words of a layer, those with ink in the picture. The layers of real scans have 0.0 to 0.2,
and 0.3 under stamps; layers of other pages 0.4 to 0.8. OCR decides."""

Fault = Literal["rubbish", "misplaced", "sparse", "foreign"]
"""What is wrong with a text layer: words that are none, words where the page shows no ink, text without words; words
that do not begin and end where those in the picture do, as those of another page."""


def why_without_text(sheet: Sheet, scene: Scene, page: Page) -> str | None:
    """The reason that a page has as it was read from its text layer: "blank", "needs_ocr", or None when its layer is
    good. A page of pictures, of outlines or with a layer that is rubbish needs OCR; one without ink is blank."""
    if not page.words:
        return NEEDS_OCR if _has_ink(sheet.sketch(_scale(sheet, BLANK_SCALE))) else BLANK
    return NEEDS_OCR if fault_of(sheet, scene, page) is not None else None


def fault_of(sheet: Sheet, scene: Scene, page: Page) -> Fault | None:
    """What is wrong with the text layer of a page that has words; None when it is good."""
    if judged(page.text).rubbish:
        return "rubbish"
    return _disagreement(sheet, page) if is_scan(scene, page) else None


def is_scan(scene: Scene, page: Page) -> bool:
    """Pictures cover at least half of the page."""
    area = BBox(0.0, 0.0, page.width_pt, page.height_pt)
    covered = sum(area.intersection(item.bbox) for item in scene.images())
    return covered >= SCAN_SHARE * area.area > 0


def largest_image(scene: Scene) -> Painted | None:
    """The picture with the largest place on the page."""
    return max(scene.images(), key=lambda item: item.bbox.area, default=None)


def _disagreement(sheet: Sheet, page: Page) -> Fault | None:
    """The layer says something else than the picture."""
    scale = _scale(sheet, SCALE)
    levels = _levels(sheet.sketch(scale))
    ink = _ink(levels)
    boxes = [_pixels(word.bbox, scale, levels.shape) for word in page.words]
    if len(boxes) >= FEWEST_WORDS:
        inkless = sum(not ink[top:bottom, left:right].any() for left, top, right, bottom in boxes)
        if inkless > INKLESS_SHARE * len(boxes):
            return "misplaced"
    text = _cells(ink)
    covered = numpy.zeros_like(text)
    for left, top, right, bottom in boxes:
        covered[top // CELL_PX : bottom // CELL_PX + 1, left // CELL_PX : right // CELL_PX + 1] = True
    left_out, inside = int((text & ~covered).sum()), int((text & covered).sum())
    if left_out >= FEWEST_LEFT_OUT and left_out > LEFT_OUT_TIMES * inside:
        return "sparse"
    return "foreign" if _is_foreign(ink, boxes) else None


def _is_foreign(ink: Any, boxes: Sequence[tuple[int, int, int, int]]) -> bool:
    """There is ink between the words of many lines."""
    gaps = crossed = 0
    for (left, top, right, bottom), (left_next, top_next, right_next, bottom_next) in pairwise(boxes):
        upper, lower = max(top, top_next), min(bottom, bottom_next)
        height = min(bottom - top, bottom_next - top_next)
        if lower - upper < height / 2 or not 0 < left_next - right + 1 < GAP_HEIGHTS * height:
            continue
        if ink[top:bottom, left:right].any() and ink[top_next:bottom_next, left_next:right_next].any():
            inset = (lower - upper) // 5
            gaps += 1
            crossed += bool(ink[upper + inset : lower - inset, (right - 1 + left_next) // 2].any())
    return gaps >= FEWEST_GAPS and crossed >= CROSSED_SHARE * gaps


def _has_ink(picture: Grey) -> bool:
    levels = _levels(picture)
    if int(levels.max()) - int(levels.min()) < CONTRAST_LEVELS:
        return False
    return float(_ink(levels).mean()) > INK_SHARE


def _ink(levels: Any) -> Any:
    paper = float(numpy.median(levels))
    return levels < INK_BELOW * paper if paper >= 128 else levels > 255 - INK_BELOW * (255 - paper)


def _cells(ink: Any) -> Any:
    """Which cells of the picture look like text."""
    height, width = (size // CELL_PX * CELL_PX for size in ink.shape)
    cells = ink[:height, :width].reshape(height // CELL_PX, CELL_PX, width // CELL_PX, CELL_PX).mean(axis=(1, 3))
    least, most = TEXT_SHARES
    return (cells >= least) & (cells <= most)


def _levels(picture: Grey) -> Any:
    rows = numpy.frombuffer(picture.pixels, numpy.uint8).reshape(picture.height, picture.stride)
    return rows[:, : picture.width]


def _pixels(box: BBox, scale: float, shape: tuple[int, int]) -> tuple[int, int, int, int]:
    height, width = shape
    left, top = min(max(0, int(box.x0 * scale)), width - 1), min(max(0, int(box.top * scale)), height - 1)
    right, bottom = min(int(box.x1 * scale) + 1, width), min(int(box.bottom * scale) + 1, height)
    return left, top, max(left + 1, right), max(top + 1, bottom)


PIXELS_LIMIT = 4_000_000


def _scale(sheet: Sheet, wanted: float) -> float:
    """`wanted`, or less on a huge page."""
    return min(wanted, float((PIXELS_LIMIT / max(1.0, sheet.width_pt * sheet.height_pt)) ** 0.5))
