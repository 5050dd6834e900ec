"""Words as compact bytes: for the frames of parsing processes, and for the catalog.

Columns of 32-bit integers (start, length, box in hundredths of a point), compressed. Boxes are kept to 0.01 pt,
which extraction gives already, so packing loses nothing.
"""

from __future__ import annotations

import math
import sys
import zlib
from array import array
from collections.abc import Iterable

from indexer.model.geometry import BBox, Word

UNITS_A_POINT = 100
COLUMNS = 6
LARGEST = 2**31 - 1
COMPRESSION = 1
"""Level 1: levels 6 and 9 save 4 % of the bytes for three times the time."""

UNPACKED_LIMIT_BYTES = 2**27
"""5 million words. The bytes may come from a parsing process that a hostile file has taken over."""


def pack_words(words: Iterable[Word]) -> bytes:
    """Bytes for `unpack_words`; b"" for no words. Boxes are rounded to 0.01 pt."""
    rows = [(word.start, word.end - word.start, *word.bbox) for word in words]
    if not rows:
        return b""
    starts, lengths, *edges = zip(*rows, strict=True)
    columns = array("i", starts)
    columns.extend(lengths)
    for edge in edges:
        try:
            column = array("i", [round(value * UNITS_A_POINT) for value in edge])
        except (OverflowError, ValueError):  # a box in a broken file may lie anywhere, even nowhere (NaN)
            column = array("i", [_units(value) for value in edge])
        columns.extend(column)
    if sys.byteorder == "big":
        columns.byteswap()
    return zlib.compress(columns.tobytes(), COMPRESSION)


def unpack_words(data: bytes) -> tuple[Word, ...]:
    """The words that were packed, in their order.

    Raises:
        ValueError: the bytes are damaged.
    """
    if not data:
        return ()
    values = array("i")
    try:
        unpacking = zlib.decompressobj()
        values.frombytes(unpacking.decompress(data, UNPACKED_LIMIT_BYTES))
    except (zlib.error, ValueError) as error:
        raise ValueError("packed words are damaged") from error
    if sys.byteorder == "big":
        values.byteswap()
    count, rest = divmod(len(values), COLUMNS)
    if rest or not unpacking.eof:
        raise ValueError("packed words are damaged")
    starts, lengths = values[:count], values[count : 2 * count]
    points = [value / UNITS_A_POINT for value in values[2 * count :]]
    x0s, tops = points[:count], points[count : 2 * count]
    x1s, bottoms = points[2 * count : 3 * count], points[3 * count :]
    return tuple(
        Word(start, start + length, BBox(x0, top, x1, bottom))
        for start, length, x0, top, x1, bottom in zip(starts, lengths, x0s, tops, x1s, bottoms, strict=True)
    )


def _units(points: float) -> int:
    if math.isnan(points):
        return 0
    if abs(points) > LARGEST:
        return LARGEST if points > 0 else -LARGEST
    return max(-LARGEST, min(LARGEST, round(points * UNITS_A_POINT)))
