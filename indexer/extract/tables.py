"""Ruled tables: the only importer of pdfplumber, whose table finder is given our rules, boxes and words.

pdfplumber alone would read the page a second time, for 60 ms; the rules are at hand, and so the search takes a few.
The words in the cells are ours too, so that hidden words stay out of tables.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from indexer.extract.painting import Scene
from indexer.model.geometry import BBox, Word
from indexer.model.page import Page, Table

TIME_LIMIT_S = 2.0
FAILURES_LIMIT = 2
"""A file whose pages take too long twice is not searched again: its text is read, its tables are not."""

EDGES_LIMIT = 4000
"""Maps and engineering drawings have more."""

SHORTEST_PT = 1.0
TABLES_LIMIT = 50
FEWEST_ROWS = 2
FEWEST_COLUMNS = 2
CELL_WIDTH_PT, CELL_HEIGHT_PT = 24.0, 8.0
RULES_EACH_WAY = 3
FEWEST_CELLS = 4
INSIDE_SHARE = 0.9

Edge = dict[str, Any]
Grid = list[list[BBox | None]]


class _TooLong(Exception):
    """The table search ran out of time."""


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What pdfplumber's table finder asks a page for."""

    edges: list[Edge]
    bbox: BBox


class TableReader:
    """Finds tables on the pages of one file."""

    def __init__(self) -> None:
        self._failures = 0

    def tables(self, page: Page, scene: Scene) -> tuple[Table, ...]:
        """The ruled tables of a sheet, top to bottom; empty when there is none, or none is found in time."""
        area = BBox(0.0, 0.0, page.width_pt, page.height_pt)
        if self._failures >= FAILURES_LIMIT or not page.words or not _is_ruled(scene, area):
            return ()
        edges = _edges(scene, area)
        if len(edges) > EDGES_LIMIT:
            return ()
        try:
            with _limited(TIME_LIMIT_S):
                grids = _grids(edges, area)
        except _TooLong:
            self._failures += 1
            return ()
        tables = (_table(grid, page.text, page.words, area) for grid in grids[:TABLES_LIMIT])
        return tuple(table for table in tables if table is not None)


def _is_ruled(scene: Scene, area: BBox) -> bool:
    """Enough lines both ways for a grid of two by two, or enough outlined cells."""
    across = {round(box.top) for box in scene.rules if box.x1 - box.x0 >= CELL_WIDTH_PT}
    down = {round(box.x0) for box in scene.rules if box.bottom - box.top >= CELL_HEIGHT_PT}
    if len(across) >= RULES_EACH_WAY and len(down) >= RULES_EACH_WAY:
        return True
    cells = sum(
        item.kind == "path" and item.rectangle and _cell_sized(item.bbox) and _is_inside(item.bbox, area)
        for item in scene.painted
    )
    return cells >= FEWEST_CELLS


def _cell_sized(box: BBox) -> bool:
    return box.x1 - box.x0 >= CELL_WIDTH_PT and box.bottom - box.top >= CELL_HEIGHT_PT


def _is_inside(box: BBox, area: BBox) -> bool:
    return area.intersection(box) >= INSIDE_SHARE * box.area


def _edges(scene: Scene, area: BBox) -> list[Edge]:
    """Rules, and the four sides of upright boxes."""
    edges = []
    for box in scene.rules:
        edges += _sides(box)
    for item in scene.painted:
        if item.kind == "path" and item.rectangle and _is_inside(item.bbox, area):
            edges += _sides(item.bbox)
    return edges


def _sides(box: BBox) -> list[Edge]:
    x0, top, x1, bottom = box
    flat = [_edge(x0, y, x1, y) for y in dict.fromkeys((top, bottom)) if x1 - x0 >= SHORTEST_PT]
    return flat + [_edge(x, top, x, bottom) for x in dict.fromkeys((x0, x1)) if bottom - top >= SHORTEST_PT]


def _edge(x0: float, top: float, x1: float, bottom: float) -> Edge:
    return {
        "object_type": "line",
        "orientation": "h" if top == bottom else "v",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _grids(edges: list[Edge], area: BBox) -> list[Grid]:
    # Imported where a page has rules: it takes 0.3 s, and a process that renders pages never needs it.
    from pdfplumber.table import TableFinder

    found = TableFinder(_Drawing(edges, area))  # type: ignore[arg-type]
    return [[[_rounded(cell) for cell in row.cells] for row in table.rows] for table in found.tables]


def _table(grid: Grid, text: str, words: Sequence[Word], page: BBox) -> Table | None:
    cells = [cell for row in grid for cell in row if cell is not None]
    if len(grid) < FEWEST_ROWS or max(map(len, grid)) < FEWEST_COLUMNS or not cells:
        return None
    box = BBox(
        min(cell.x0 for cell in cells),
        min(cell.top for cell in cells),
        max(cell.x1 for cell in cells),
        max(cell.bottom for cell in cells),
    )
    inside = [word for word in words if _holds(box, word)]
    if not inside or page.intersection(box) < 0.5 * box.area:
        return None
    rows = tuple(tuple(_cell_text(cell, text, inside) for cell in row) for row in grid)
    return Table(box, rows, tuple(tuple(row) for row in grid)) if _says_something(rows) else None


def _says_something(rows: Sequence[Sequence[str]]) -> bool:
    """Two columns have words: a frame around a paragraph is no table."""
    filled = {column for row in rows for column, cell in enumerate(row) if cell}
    return len(filled) >= FEWEST_COLUMNS


def _cell_text(cell: BBox | None, text: str, words: Sequence[Word]) -> str:
    if cell is None:
        return ""
    parts: list[str] = []
    end = None
    for word in words:
        if _holds(cell, word):
            if end is not None and word.start != end:
                parts.append(" ")
            parts.append(text[word.start : word.end])
            end = word.end
    return "".join(parts)


def _holds(box: BBox, word: Word) -> bool:
    x, y = (word.bbox.x0 + word.bbox.x1) / 2, (word.bbox.top + word.bbox.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _rounded(cell: tuple[float, float, float, float] | None) -> BBox | None:
    return None if cell is None else BBox(*(round(edge, 2) for edge in cell))


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
