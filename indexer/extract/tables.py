"""Ruled tables: the only importer of pdfplumber. Slow (it reads the page a second time), so only where rules are.

pdfplumber gives the grid; the words in the cells are ours, so that hidden words stay out of tables too.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from indexer.model.geometry import BBox, Word
from indexer.model.page import Table

TIME_LIMIT_S = 4.0
FAILURES_LIMIT = 2
"""A file whose pages take pdfplumber too long twice is not asked again: its text is read, its tables are not."""

TABLES_LIMIT = 50
FEWEST_ROWS = 2
FEWEST_COLUMNS = 2


class _TooLong(Exception):
    """The table search ran out of time."""


class TableReader:
    """Finds tables in one open file. Close it after use."""

    def __init__(self, path: Path, password: str | None) -> None:
        self._path = path
        self._password = password
        self._pdf: Any = None
        self._failures = 0

    def tables(self, number: int, text: str, words: Sequence[Word], page: BBox) -> tuple[Table, ...]:
        """The ruled tables of a sheet, top to bottom; empty when there is none, or none is found in time."""
        # Imported where a page has rules: it takes 0.3 s, and a process that renders pages never needs it.
        from pdfminer.pdfexceptions import PDFException
        from pdfplumber.utils.exceptions import PdfminerException

        if self._failures >= FAILURES_LIMIT:
            return ()
        try:
            with _limited(TIME_LIMIT_S):
                grids = self._grids(number)
        except _TooLong:
            self._failures += 1
            return ()
        except (PDFException, PdfminerException, RecursionError, ValueError, KeyError, TypeError,
                IndexError, AttributeError, ZeroDivisionError, AssertionError, OverflowError):  # fmt: skip
            # pdfminer trips over damaged files in all of these ways; the page's text does not depend on it.
            return ()
        tables = (_table(grid, text, words, page) for grid in grids[:TABLES_LIMIT])
        return tuple(table for table in tables if table is not None)

    def close(self) -> None:
        """Frees the file."""
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None

    def _grids(self, number: int) -> list[list[list[BBox | None]]]:
        import pdfplumber

        if self._pdf is None:
            self._pdf = pdfplumber.open(self._path, password=self._password or "")
        page = self._pdf.pages[number - 1]
        try:
            # pdfplumber counts from the corner of the MediaBox, we from that of the page as shown.
            left, top = page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]
            return [
                [[_moved(cell, left, top) for cell in row.cells] for row in table.rows] for table in page.find_tables()
            ]
        finally:
            page.close()


def _table(grid: list[list[BBox | None]], text: str, words: Sequence[Word], page: BBox) -> Table | None:
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


def _moved(cell: tuple[float, float, float, float] | None, left: float, top: float) -> BBox | None:
    if cell is None:
        return None
    x0, y0, x1, y1 = cell
    return BBox(round(x0 - left, 2), round(y0 - top, 2), round(x1 - left, 2), round(y1 - top, 2))


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
