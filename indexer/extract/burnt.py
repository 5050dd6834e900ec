"""Redactions that are part of a scan's picture: white boxes with a drawn border, black and grey boxes.

Found on the drawn page, as it is and turned level. A box counts only when it is drawn by a program: sides that are
straight to the pixel, or a solid block with straight sides on light paper, and nothing on it but a section code.
Cells of tables (their lines go on beyond the corners), photographs (no straight sides, no light paper around them)
and the black edges of a scan are none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy
from PIL import Image, ImageChops

from indexer.extract.burnt_blocks import blocks
from indexer.extract.burnt_frames import framed
from indexer.extract.ocr_image import Upright, skew_deg
from indexer.extract.painting import Scene
from indexer.extract.sheet import Sheet
from indexer.model.geometry import BBox, Word
from indexer.model.page import Page, Redaction

SCALE = 2.0
"""Pixels a point: a line of one pixel in a scan of 300 dpi still darkens one by half."""

PIXELS_LIMIT = 6_000_000
SCAN_SHARE = 0.5
NEUTRAL_SPREAD = 40
"""Redactions are black or grey; a bar of a chart is coloured."""

SAME_SHARE = 0.6
CONTRAST_LEVELS = 40
LEAST_SKEW_DEG = 0.12
"""A line of 250 pt then climbs by a pixel: its run of ink breaks."""

FEWEST_LETTERS = 3
INSET_PT = 2.0


@dataclass(frozen=True, slots=True)
class Burnt:
    """The boxes of a scan in points, top to bottom, and its grey picture at `scale` pixels a point."""

    boxes: tuple[BBox, ...]
    levels: Any
    scale: float

    def is_blank(self, place: BBox) -> bool:
        """No ink shows there: a word of the text layer was removed from the picture only."""
        left, top, right, bottom = (int(edge * self.scale) for edge in place)
        shown = self.levels[max(0, top) : bottom + 1, max(0, left) : right + 1]
        return shown.size > 0 and int(shown.max()) - int(shown.min()) < CONTRAST_LEVELS


def burnt_boxes(sheet: Sheet, scene: Scene) -> Burnt | None:
    """The boxes burnt into a page that is a scan; None for any other page."""
    area = BBox(0.0, 0.0, sheet.width_pt, sheet.height_pt)
    if sum(area.intersection(item.bbox) for item in scene.images()) < SCAN_SHARE * area.area:
        return None
    scale = min(SCALE, (PIXELS_LIMIT / max(1.0, area.area)) ** 0.5)
    picture = sheet.render(scale)
    grey, neutral = picture.convert("L"), _neutral(picture)
    found = _on(Upright(grey, 0, 0.0, *grey.size), neutral)
    skew = skew_deg(grey)
    if abs(skew) >= LEAST_SKEW_DEG:
        turned = grey.rotate(skew, Image.Resampling.BILINEAR, fillcolor=255)
        found += _on(Upright(turned, 0, skew, *grey.size), neutral.rotate(skew, fillcolor=255))
    boxes = [BBox(*(round(edge / scale, 2) for edge in box)) for box in found]
    ordered = tuple(sorted(_distinct(boxes), key=lambda box: (box.top, box.x0)))
    return Burnt(ordered, numpy.asarray(grey), scale)


def with_burnt(page: Page, burnt: Burnt | None, failed: str) -> Page:
    """The page with these redactions (kind "image"), set aside with the reason `failed` when its text layer has
    words where a box left nothing to see."""
    if burnt is None or not burnt.boxes:
        return page
    new = [box for box in burnt.boxes if not any(same_place(box, item.bbox) for item in page.redactions)]
    found = sorted((*page.redactions, *(Redaction(box, "image") for box in new)), key=_place)
    page = replace(page, redactions=tuple(found))
    if page.outcome == "read" and any(_is_lost(page, word, burnt) for word in page.words):
        return Page(page.number, page.width_pt, page.height_pt, redactions=page.redactions, hidden_text=True,
                    outcome="quarantined", reason=failed)  # fmt: skip
    return page


def image_redactions(page: Page) -> tuple[Redaction, ...]:
    """Those that are in the picture: they stay what they are whoever reads the text."""
    return tuple(item for item in page.redactions if item.kind == "image")


def same_place(one: BBox, other: BBox) -> bool:
    """Two boxes of one redaction, drawn and found on the picture of it."""
    return _share(one, other) > SAME_SHARE


def _is_lost(page: Page, word: Word, burnt: Burnt) -> bool:
    x, y = (word.bbox.x0 + word.bbox.x1) / 2, (word.bbox.top + word.bbox.bottom) / 2
    letters = sum(map(str.isalnum, page.text[word.start : word.end]))
    inside = letters >= FEWEST_LETTERS and any(
        box.x0 + INSET_PT < x < box.x1 - INSET_PT and box.top + INSET_PT < y < box.bottom - INSET_PT
        for box in burnt.boxes
    )
    return inside and burnt.is_blank(word.bbox)


def _share(one: BBox, other: BBox) -> float:
    smaller = min(one.area, other.area)
    return one.intersection(other) / smaller if smaller > 0 else 0.0


def _place(item: Redaction) -> tuple[float, float]:
    return item.bbox.top, item.bbox.x0


def _on(picture: Upright, neutral: Image.Image) -> list[tuple[float, float, float, float]]:
    """The boxes of a picture, in pixels of the one it was made from."""
    levels = numpy.asarray(picture.picture)
    return [picture.back(box) for box in (*blocks(levels, numpy.asarray(neutral) > 0), *framed(levels))]


def _neutral(picture: Image.Image) -> Image.Image:
    """255 where a pixel is black, grey or white."""
    red, green, blue = picture.split()
    spread = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return spread.point([255] * NEUTRAL_SPREAD + [0] * (256 - NEUTRAL_SPREAD))


def _distinct(boxes: list[BBox]) -> list[BBox]:
    """Each box once, the largest of those that mostly share their place."""
    kept: list[BBox] = []
    for box in sorted(boxes, key=lambda box: -box.area):
        if not any(same_place(box, other) for other in kept):
            kept.append(box)
    return kept
