"""Words and their boxes from PDFium's characters: the loop in which most of the time goes."""

from __future__ import annotations

import re
from array import array
from itertools import pairwise
from typing import NamedTuple

from indexer.extract import pdfium
from indexer.extract.painting import Matrix
from indexer.extract.patterns import HAN
from indexer.model.geometry import BBox

LINE_END_HYPHENS = "\ufffe\x02"
SINGLE = HAN + "\u3001-\u303f\uff01-\uff65"
"""Han characters, and the full-width punctuation between them."""

PIECE = re.compile(rf"[\r\n{LINE_END_HYPHENS}]+|[{SINGLE}]|[^\s{SINGLE}{LINE_END_HYPHENS}]+")
"""A line's end, one Han character, or a run without spaces."""

ENDS_LINE = frozenset("\r\n" + LINE_END_HYPHENS)
TALL = 1.6
"""First and last character of a run stand on lines of their own: rotated text, or a run torn between two places."""

JUMP_HEIGHTS = 3.0
RAISED = 0.75
"""Of the height of the word's first letter: a footnote mark, which belongs to no word."""

_REPLACED = {0: "\ufffd", 2: "-", 0xFFFE: "-", 0xFFFF: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class RawWord(NamedTuple):
    """A run without spaces, or one Han character. `first` and `last` index the page's characters.

    `gap`: white space stands before it. The box is in page coordinates (points, top left, as shown).
    """

    text: str
    line: int
    gap: bool
    bbox: BBox
    first: int
    last: int


def clean(text: str) -> str:
    """The same length: NUL and lone surrogates as U+FFFD, PDFium's line-end hyphens as "-"."""
    return text.translate(_REPLACED)


def words_of(text: str, page: int, display: Matrix) -> list[RawWord]:
    """The words of a text page (its address) whose characters are `text`, in PDFium's order.

    A word's box is around its first and last character: two questions instead of one for each character.
    """
    spans = [match.span() for match in PIECE.finditer(text)]
    ends = loose_boxes(page, display, [at for start, end in spans for at in (start, end - 1)])
    words: list[RawWord] = []
    line = before = 0
    for (start, end), (a, b, c, d), (e, f, g, h) in zip(spans, ends[0::2], ends[1::2], strict=True):
        if text[start] in ENDS_LINE:
            if text[start] in LINE_END_HYPHENS and words and words[-1].last == start - 1:
                words[-1] = words[-1]._replace(text=words[-1].text + "-", last=start)
            line += 1
            before = end
            continue
        box = BBox(a if a < e else e, b if b < f else f, c if c > g else g, d if d > h else h)
        word = RawWord(text[start:end], line, start > before, box, start, end - 1)
        if box.bottom - box.top > TALL * (d - b) and end - start > 1:
            words += _untorn(word, page, display)
        elif h - f < RAISED * (d - b) and text[end - 1].isdigit() and not text[start].isdigit():
            words += _without_note(word, BBox(a, b, c, d), BBox(e, f, g, h))
        else:
            words.append(word)
        before = end
    return words


Corners = tuple[float, float, float, float]


def loose_boxes(page: int, display: Matrix, indexes: list[int]) -> list[Corners]:
    """Line-high boxes of characters as shown: one array takes all answers."""
    values = array("f", bytes(16 * len(indexes)))
    start, ask = values.buffer_info()[0], pdfium.loose_box
    for at, index in zip(range(start, start + 16 * len(indexes), 16), indexes, strict=True):
        ask(page, index, at)
    flat = iter(values.tolist())
    quads = zip(flat, flat, flat, flat, strict=True)
    a, b, c, d, e, f = display
    if (a, b, c, d) == (1.0, 0.0, 0.0, -1.0):
        return [(left + e, f - top, right + e, f - bottom) for left, top, right, bottom in quads]
    return [display.box(left, bottom, right, top) for left, top, right, bottom in quads]


def _without_note(word: RawWord, first: BBox, last: BBox) -> list[RawWord]:
    """A word and the raised footnote number glued to its end, as two words without a gap."""
    stem = word.text.rstrip("0123456789")
    marks = len(word.text) - len(stem)
    middle = max(first.x0, last.x0 - (marks - 1) * (last.x1 - last.x0))
    return [
        word._replace(text=stem, bbox=BBox(first.x0, first.top, middle, first.bottom), last=word.last - marks),
        RawWord(
            word.text[len(stem) :],
            word.line,
            False,
            BBox(middle, last.top, last.x1, last.bottom),
            word.last - marks + 1,
            word.last,
        ),
    ]


def _untorn(word: RawWord, page: int, display: Matrix) -> list[RawWord]:
    """A run that turns or climbs, as one word; one torn between two places of the page, as one word for each."""
    boxes = loose_boxes(page, display, list(range(word.first, word.last + 1)))
    starts = [0, *(at for at, (one, two) in enumerate(pairwise(boxes), 1) if _far(one, two)), len(boxes)]
    parts = []
    for start, end in pairwise(starts):
        x0s, tops, x1s, bottoms = zip(*boxes[start:end], strict=True)
        parts.append(
            RawWord(
                word.text[start:end],
                word.line,
                word.gap or start > 0,
                BBox(min(x0s), min(tops), max(x1s), max(bottoms)),
                word.first + start,
                word.first + end - 1,
            )
        )
    return parts


def _far(one: Corners, two: Corners) -> bool:
    height = max(min(one[3] - one[1], one[2] - one[0]), min(two[3] - two[1], two[2] - two[0]), 1.0)
    across = max(two[0] - one[2], one[0] - two[2])
    down = max(two[1] - one[3], one[1] - two[3])
    return max(across, down) > JUMP_HEIGHTS * height
