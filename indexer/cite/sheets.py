"""Rows as an Excel workbook, written row by row to a file of its own and sent in pieces."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator

import xlsxwriter

from indexer.cite.rows import FIELDS, Cell, Row
from indexer.cite.tables import harmless

PIECE_BYTES = 64 * 1024
ROWS_LIMIT = 1_048_575
"""Of a sheet of Excel, below its heading; what is beyond goes to a second sheet."""
CELL_LENGTH_LIMIT = 32_767
"""Characters in a cell of Excel; a longer text is cut, and ends in an ellipsis."""

_WIDTHS = {"title": 50, "passage": 80, "institution_name": 28, "url": 40, "file": 30, "request_number": 16}
_OPTIONS = {
    "constant_memory": True,  # one row in memory at a time
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    """A workbook of pages with a frozen heading; no cell is a formula."""
    with tempfile.TemporaryFile() as file:
        workbook = xlsxwriter.Workbook(file, _OPTIONS)
        try:
            _write(workbook, rows)
        finally:
            workbook.close()
        file.seek(0)
        while piece := file.read(PIECE_BYTES):
            yield piece


def _write(workbook: xlsxwriter.Workbook, rows: Iterable[Row]) -> None:
    sheet, at = _sheet(workbook), 0
    for row in rows:
        if at == ROWS_LIMIT:
            sheet, at = _sheet(workbook), 0
        at += 1
        for column, name in enumerate(FIELDS):
            _set(sheet, at, column, row[name])


def _sheet(workbook: xlsxwriter.Workbook) -> xlsxwriter.worksheet.Worksheet:
    sheet = workbook.add_worksheet()
    bold = workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(FIELDS):
        sheet.set_column(column, column, _WIDTHS.get(name, 12))
        sheet.write_string(0, column, name, bold)
    return sheet


def _set(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Cell) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, _cut(str(harmless(value))))


def _cut(text: str) -> str:
    return text if len(text) <= CELL_LENGTH_LIMIT else text[: CELL_LENGTH_LIMIT - 1] + "…"
