"""What stands on a box in a picture: nothing, one short line in the size of a section code, or more."""

from __future__ import annotations

from typing import Any

import numpy
from PIL import Image

CELL_PX = 4
INK_SHARE, FEWEST_CELLS = 0.2, 4
CODE_WIDTH_PX, CODE_HEIGHT_PX = 190, 30
CODE_SHARE = 0.9
STRAY = (12, 88)
"""Per cent of the inked cells: specks of a scanner lie beyond."""


def cells(mask: Any, share: float) -> Any:
    """Squares of four pixels of which at least a share is set."""
    height, width = (size // CELL_PX * CELL_PX for size in mask.shape)
    if not height or not width:
        return numpy.zeros((0, 0), dtype=bool)
    # Pillow takes means of squares ten times as fast as numpy.
    whole = numpy.ascontiguousarray(mask[:height, :width]).view(numpy.uint8) * numpy.uint8(255)
    return numpy.asarray(Image.fromarray(whole).reduce(CELL_PX)) >= share * 255


def is_code_sized(ink: Any) -> bool:
    """The ink of a box (its sides left out) is one short line. False where there is hardly any."""
    rows, columns = numpy.nonzero(cells(ink, INK_SHARE))
    if len(rows) < FEWEST_CELLS:
        return False
    low, high = numpy.percentile(rows, STRAY), numpy.percentile(columns, STRAY)
    height, width = (low[1] - low[0] + 1) * CELL_PX, (high[1] - high[0] + 1) * CELL_PX
    return bool(height <= CODE_HEIGHT_PX and width <= CODE_WIDTH_PX and width < CODE_SHARE * ink.shape[1])
