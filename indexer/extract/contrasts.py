"""What two pictures of a page differ in, as far as a person sees it.

Faint differences are judged by contrast as WCAG 2 defines it (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio), so
that dark grey on black and ivory on white count alike. A difference of hue (yellow on white) is seen at any ratio.
"""

from __future__ import annotations

from typing import Any

import numpy
from PIL import Image, ImageChops

NOISE_LEVELS = 12
FAINT_LEVELS = 64
"""Of 255, in the channel that differs most: from here on the difference is seen."""

FAINT_RATIO = 1.15
"""Grey 239 on white. WCAG asks 4.5 of text; watermarks have 1.2 and more."""

_LINEAR = numpy.array(
    [level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in numpy.arange(256) / 255]
)
_WEIGHTS = numpy.array([0.2126, 0.7152, 0.0722])
GLARE = 0.05
"""WCAG: light that the surface reflects by itself."""


def ink(one: Image.Image, other: Image.Image) -> Image.Image:
    """How much two RGB pictures differ at each pixel: the largest of the three channels, 0 where nobody sees it."""
    red, green, blue = ImageChops.difference(one, other).split()
    levels = numpy.array(ImageChops.lighter(ImageChops.lighter(red, green), blue))
    levels[levels < NOISE_LEVELS] = 0
    faint = (levels > 0) & (levels < FAINT_LEVELS)
    if faint.any():
        ratios = _ratios(numpy.asarray(one)[faint], numpy.asarray(other)[faint])
        levels[faint] = numpy.where(ratios < FAINT_RATIO, 0, levels[faint])
    return Image.fromarray(levels)


def _ratios(one: Any, other: Any) -> Any:
    """Contrast of pairs of colours, 1.0 and more."""
    first, second = _LINEAR[one] @ _WEIGHTS + GLARE, _LINEAR[other] @ _WEIGHTS + GLARE
    return numpy.maximum(first, second) / numpy.minimum(first, second)
