"""Lines that PDFium reads across two columns of running text, taken apart at the gutter between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from indexer.extract.words import RawWord

Line = list[RawWord]
Span = tuple[float, float]

GUTTER_PT = 9.0
"""White that stays at one place over all lines. Within a line of justified text a word space may be as wide."""

FEWEST_LINES = 6
WHITE_HEIGHTS = 1.5
"""Of the height of a line: more white above a line, and it belongs to something else (a page's header, a footnote)."""

COLUMN_WIDTH_PT = 110.0
FEWEST_WORDS = 4
FULL_SHARE = 0.6
"""Of the width of their column: running text fills its lines; the cells of a table and the values of a form do not."""

RUNS_ON_SHARE = 0.5
"""Of a column's lines begin with a small letter: in running text most do; cells and values begin with a capital."""


def apart(lines: list[Line]) -> list[Line]:
    """The lines, those that run across columns taken apart: the left column's lines come before the right one's.

    Unchanged where a gap is not the white between columns of running text: tables, forms and the headers of
    e-mails are read row by row.
    """
    done: list[Line] = []
    run: list[Line] = []
    gutters: list[Span] = []
    for line in lines:
        shared = _shared(gutters, line) if run and _goes_on(run[-1], line) else []
        if not shared:
            done += _columns(run, gutters)
            run, shared = [], _gaps(line)
        if shared:
            run.append(line)
        else:
            done.append(line)
        gutters = shared
    return done + _columns(run, gutters)


def _gaps(line: Line) -> list[Span]:
    """White between neighbouring words, wide enough for a gutter."""
    boxes = pairwise([word.bbox for word in line])
    return [(one[2], two[0]) for one, two in boxes if two[0] - one[2] >= GUTTER_PT]


def _shared(gutters: Sequence[Span], line: Line) -> list[Span]:
    """What the line leaves white of the gutters so far; it may stand on one side of them."""
    white = [(float("-inf"), line[0].bbox.x0), *_gaps(line), (line[-1].bbox.x1, float("inf"))]
    both = ((max(low, start), min(high, end)) for low, high in gutters for start, end in white)
    return [(low, high) for low, high in both if high - low >= GUTTER_PT]


def _goes_on(before: Line, line: Line) -> bool:
    """The line stands beside the one before or closely below it."""
    upper, lower = before[0].bbox, line[0].bbox
    height = upper.bottom - upper.top
    return lower.bottom > upper.top and lower.top - upper.bottom <= WHITE_HEIGHTS * height


def _columns(run: list[Line], gutters: Sequence[Span]) -> list[Line]:
    """The run column by column where each is running text, else as it is."""
    if len(run) < FEWEST_LINES or not gutters:
        return run
    edges = [float("-inf"), *(low for low, _ in sorted(gutters)), float("inf")]
    columns = [
        [part for line in run if (part := [word for word in line if low < word.bbox.x1 <= high])]
        for low, high in pairwise(edges)
    ]
    return [line for column in columns for line in column] if all(map(_is_running_text, columns)) else run


def _is_running_text(column: list[Line]) -> bool:
    if len(column) < FEWEST_LINES or median(map(len, column)) < FEWEST_WORDS:
        return False
    width = median(line[-1].bbox.x1 - line[0].bbox.x0 for line in column)
    widest = max(line[-1].bbox.x1 for line in column) - min(line[0].bbox.x0 for line in column)
    runs_on = sum(line[0].text[0].islower() for line in column)
    return width >= max(COLUMN_WIDTH_PT, FULL_SHARE * widest) and runs_on >= RUNS_ON_SHARE * len(column)
