"""Pictures made ready for OCR: ink, skew, quarter turns, and the way back from their pixels to the page's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy
from PIL import Image

SKEW_LIMIT_DEG = 5.0
COARSE_DEG, FINE_DEG = 0.25, 0.05
SMALLEST_SKEW_DEG = 0.5
"""Less does the recognition no harm (measured: none up to 1.5 degrees, half of the words lost at 3)."""

SKEW_WIDTH_PX = 800
SKEW_POINTS = 60_000
FEWEST_POINTS = 500
"""Pixels of ink: a line of text has more, a lone mark tells nothing."""

SKEW_GAIN = 1.05
INK_SHARE_BELOW = 0.6
"""Of the brightness of the paper: darker is ink."""

CONTRAST_LEVELS = 40
"""Of 255. Less no reader sees (the same figure as for hidden words), so no words are read there."""


_TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True, slots=True)
class Upright:
    """A picture turned so that its lines run level: by `degrees` (a quarter turn, anticlockwise), then by `skew_deg`.

    `width` and `height` are those of the picture it was made from.
    """

    picture: Image.Image
    degrees: int
    skew_deg: float
    width: int
    height: int

    def back(self, box: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
        """A box of this picture as the box around it in the picture it was made from."""
        left, top, right, bottom = box
        corners = [self._back(x, y) for x, y in ((left, top), (right, top), (left, bottom), (right, bottom))]
        xs, ys = zip(*corners, strict=True)
        return max(0.0, min(xs)), max(0.0, min(ys)), min(float(self.width), max(xs)), min(float(self.height), max(ys))

    def _back(self, x: float, y: float) -> tuple[float, float]:
        if self.skew_deg:
            a, b, c, d, e, f = _turning(self.picture.size, self.skew_deg)
            x, y = a * x + b * y + c, d * x + e * y + f
        match self.degrees:
            case 90:
                return self.width - y, x
            case 180:
                return self.width - x, self.height - y
            case 270:
                return y, self.height - x
            case _:
                return x, y


def upright(picture: Image.Image, degrees: int = 0) -> Upright:
    """The picture after a quarter turn, with its lines level."""
    turned = picture.transpose(_TURNS[degrees]) if degrees else picture
    skew = skew_deg(turned)
    if abs(skew) < SMALLEST_SKEW_DEG:
        return Upright(turned, degrees, 0.0, *picture.size)
    level = turned.transform(
        turned.size, Image.Transform.AFFINE, _turning(turned.size, skew), Image.Resampling.BICUBIC, fillcolor=255
    )
    return Upright(level, degrees, skew, *picture.size)


def skew_deg(picture: Image.Image) -> float:
    """By how many degrees the lines of a grey picture fall to the right; 0.0 when that cannot be told.

    Level lines of text give the sharpest profile of ink by row: the slope that gives it is the skew.
    """
    points = _ink_points(picture)
    if points is None:
        return 0.0
    coarse = numpy.arange(-SKEW_LIMIT_DEG, SKEW_LIMIT_DEG + COARSE_DEG, COARSE_DEG)
    best = max(coarse, key=lambda degrees: _sharpness(points, degrees))
    best = max(best + numpy.arange(-5, 6) * FINE_DEG, key=lambda degrees: _sharpness(points, degrees))
    if _sharpness(points, best) < SKEW_GAIN * _sharpness(points, 0.0):
        return 0.0
    return round(float(best), 2)


def ink_share(picture: Image.Image) -> float:
    """The share of a grey picture that is ink, 0.0 to 1.0: clearly darker than the paper. 0.0 on an even page."""
    small = picture.reduce(max(1, picture.width // SKEW_WIDTH_PX))
    levels = numpy.asarray(small)
    paper = float(numpy.median(levels))
    if float(levels.max()) - float(levels.min()) < CONTRAST_LEVELS:
        return 0.0
    if paper < 128:  # white on black
        levels, paper = 255 - levels, 255 - paper
    return float((levels < INK_SHARE_BELOW * paper).mean())


def contrast(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Levels between the lightest and the darkest pixel of a box, 0 to 255; the engine's boxes may have no width."""
    left, top, right, bottom = box
    low, high = picture.crop((left, top, max(left + 1, right), max(top + 1, bottom))).getextrema()
    return int(high) - int(low)  # type: ignore[arg-type]


def _ink_points(picture: Image.Image) -> tuple[Any, Any] | None:
    small = picture.reduce(max(1, picture.width // SKEW_WIDTH_PX))
    levels = numpy.asarray(small)
    ys, xs = numpy.nonzero(levels < INK_SHARE_BELOW * float(numpy.median(levels)))
    if len(xs) < FEWEST_POINTS:
        return None
    step = max(1, len(xs) // SKEW_POINTS)
    return xs[::step].astype(numpy.float32), ys[::step].astype(numpy.float32)


def _sharpness(points: tuple[Any, Any], degrees: float) -> float:
    xs, ys = points
    rows = (ys - math.tan(math.radians(degrees)) * xs).astype(numpy.int32)
    profile = numpy.bincount(rows - rows.min())
    return float((numpy.diff(profile).astype(numpy.float64) ** 2).sum())


def _turning(size: tuple[int, int], degrees: float) -> tuple[float, float, float, float, float, float]:
    """From pixels of the level picture to those of the slanted one, about the middle."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = size[0] / 2, size[1] / 2
    return cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y
