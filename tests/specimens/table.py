"""Ruled tables, with the cell texts as truth."""

from dataclasses import dataclass

from tests.specimens.lines import Line, Style, break_lines
from tests.specimens.manuscript import Block
from tests.specimens.markup import parse
from tests.specimens.sheet import Sheet
from tests.specimens.typeset import Placing, draw_line

_CELL = Style(font="sans", size=8.5, leading=10.5)
_HEAD = Style(font="sans-bold", size=8.5, leading=10.5)
_PADDING_PT = 4.0
_HEAD_GREY = 0.88


@dataclass(frozen=True)
class Row:
    """A row with its cells broken into lines; `widths` in points."""

    cells: tuple[list[Line], ...]
    texts: list[str]
    widths: tuple[float, ...]
    head: bool

    @property
    def height(self) -> float:
        """Height with padding."""
        return max(len(lines) for lines in self.cells) * _CELL.leading + 2 * _PADDING_PT


def measure(block: Block, width_pt: float) -> list[Row]:
    """The rows of a table block; without widths the columns share `width_pt` equally."""
    widths = block.widths or (width_pt / len(block.rows[0]),) * len(block.rows[0])
    return [_row(cells, widths, number == 0) for number, cells in enumerate(block.rows)]


def _row(cells: tuple[str, ...], widths: tuple[float, ...], head: bool) -> Row:
    style = _HEAD if head else _CELL
    lines = tuple(break_lines(cell, style, width - 2 * _PADDING_PT) for cell, width in zip(cells, widths, strict=True))
    return Row(lines, [_visible(cell) for cell in cells], widths, head)


def _visible(cell: str) -> str:
    """The text of a cell without what is covered."""
    return "".join(span.text for span in parse(cell) if span.role != "cover").strip()


def draw(sheet: Sheet, rows: list[Row], x: float, y: float, limit: float, margin_x: float) -> tuple[list[Row], float]:
    """Draws the rows that fit above `limit`. Returns the rest, under a repeated head, and the y reached."""
    drawn: list[list[str]] = []
    if len(rows) > 1 and y + rows[0].height + rows[1].height > limit:
        return rows, y  # a head does not stand alone at the foot of a page
    for number, row in enumerate(rows):
        if y + row.height > limit:
            _record(sheet, drawn)
            return ([rows[0], *rows[number:]] if number else rows), y
        _draw_row(sheet, row, x, y, margin_x)
        drawn.append(row.texts)
        y += row.height
    _record(sheet, drawn)
    return [], y


def _record(sheet: Sheet, drawn: list[list[str]]) -> None:
    if drawn:
        sheet.tables.append(drawn)


def _draw_row(sheet: Sheet, row: Row, x: float, y: float, margin_x: float) -> None:
    for lines, width in zip(row.cells, row.widths, strict=True):
        sheet.body.rect((x, y, x + width, y + row.height), _HEAD_GREY if row.head else None, 0.0)
        placing = Placing()
        for number, line in enumerate(lines):
            baseline = y + _PADDING_PT + _CELL.size + number * _CELL.leading
            draw_line(sheet, line, x + _PADDING_PT, baseline, placing, margin_x)
        placing.finish(sheet)
        x += width
