"""Flows the blocks of a manuscript over sheets."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.specimens import redact, table
from tests.specimens.lines import Line, Style, break_lines
from tests.specimens.manuscript import Block
from tests.specimens.sheet import Sheet
from tests.specimens.typeset import Placing, draw_line

_NOTE_STYLE = Style(size=8.5, leading=10.5, after=2)
_NOTE_RULE_PT = 9.0  # room for the rule above the footnotes


@dataclass(frozen=True)
class Frame:
    """Where the body stands on a page; points from the top left."""

    left: float = 72
    top: float = 92
    right: float = 540
    bottom: float = 712
    margin_codes: float = 544  # where codes go that do not fit in their box

    @property
    def width(self) -> float:
        """Width of a line."""
        return self.right - self.left


@dataclass
class Flow:
    """Sets blocks one after another, opening sheets as needed."""

    styles: dict[str, Style]
    new_sheet: Callable[[], Sheet] = Sheet
    frame: Frame = Frame()
    sheets: list[Sheet] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    _y: float = 0.0
    _limit: float = 0.0
    _notes: list[str] = field(default_factory=list)

    def run(self, blocks: list[Block]) -> list[Sheet]:
        """Sets all blocks. Returns the sheets, furniture not yet on them."""
        self.footnotes = {block.key: block.text for block in blocks if block.kind == "^"}
        self.open()
        for block in blocks:
            self._set(block)
        self.close()
        return self.sheets

    def _set(self, block: Block) -> None:
        if block.kind == "page":
            self.close()
            self.open()
        elif block.kind == "table":
            self._table(block)
        elif block.kind == "box":
            self._box(block)
        elif block.kind == "chart":
            self._chart([float(value) for value in block.text.split()], block.height)
        elif block.kind == "rule":
            self.sheet.body.line(self.frame.left, self._y, self.frame.right, self._y)
            self._y += 8
        elif block.kind == "space":
            self._y += block.height
        elif block.kind == "withheld":
            self.sheet.withheld = True
            self.sheet.cite(*block.sections)
        elif block.kind == "letter":
            self.sheet.letter_sections += block.sections
        elif block.kind == "language":
            self.sheet.language = block.text
        elif block.kind != "^":
            self._paragraph(block)

    @property
    def sheet(self) -> Sheet:
        """The sheet being filled."""
        return self.sheets[-1]

    def open(self) -> None:
        """Starts a sheet."""
        self.sheets.append(self.new_sheet())
        self._y, self._limit = self.frame.top, self.frame.bottom

    def close(self) -> None:
        """Draws the sheet's footnotes."""
        notes, self._notes = self._notes, []
        if not notes:
            return
        y = self._limit + _NOTE_RULE_PT
        self.sheet.body.line(self.frame.left, y - 7, self.frame.left + 144, y - 7, 0.5)
        for note in notes:
            y = self._draw(self._note_lines(note), _NOTE_STYLE, y) + _NOTE_STYLE.after

    def _paragraph(self, block: Block) -> None:
        style = self.styles[block.kind]
        self._y += style.before if self._y > self.frame.top else 0
        lines = break_lines(block.text, style, self.frame.width - style.indent)
        keep = 3 if block.kind.startswith("#") else 1  # a heading stays with what follows
        if self._y + style.leading * max(keep, min(2, len(lines))) > self._limit:
            self._turn()
        while lines:
            count = self._fitting(lines, style)
            if not count:
                self._turn()
                continue
            here, lines = lines[:count], lines[count:]
            if block.kind == "-" and here[0][0].text == "•":
                self._y = self._bullet(here, style, self._y)
            else:
                self._y = self._draw(here, style, self._y)
        self._y += style.after

    def _turn(self) -> None:
        self.close()
        self.open()

    def _fitting(self, lines: list[Line], style: Style) -> int:
        """How many lines fit; reserves room for their footnotes; never cuts a mention in two."""
        count, y, limit, notes = 0, self._y, self._limit, list(self._notes)
        for line in lines:
            for key in _note_keys(line):
                limit -= self._note_height(key) + (0 if notes else _NOTE_RULE_PT)
                notes.append(key)
            y += style.leading
            if y > limit:
                break
            count += 1
            self._limit, self._notes = limit, list(notes)
        while 0 < count < len(lines) and lines[count - 1][-1].span is lines[count][0].span and _marked(lines[count]):
            count -= 1
        return count

    def _note_lines(self, key: str) -> list[Line]:
        return break_lines(f"⟦fn|{key}⟧ {self.footnotes[key]}", _NOTE_STYLE, self.frame.width)

    def _note_height(self, key: str) -> float:
        return len(self._note_lines(key)) * _NOTE_STYLE.leading + _NOTE_STYLE.after

    def _bullet(self, lines: list[Line], style: Style, y: float) -> float:
        self.sheet.body.text(self.frame.left + style.indent - 14, y + style.size, "•", style.font, style.size)
        return self._draw([lines[0][2:], *lines[1:]], style, y)

    def _draw(self, lines: list[Line], style: Style, y: float) -> float:
        placing = Placing()
        for line in lines:
            width = sum(piece.width for piece in line)
            x = self.frame.left + (style.indent if not style.centred else (self.frame.width - width) / 2)
            draw_line(self.sheet, line, x, y + style.size, placing, self.frame.margin_codes)
            y += style.leading
        placing.finish(self.sheet)
        return y

    def _box(self, block: Block) -> None:
        if self._y + block.height > self._limit:
            self._turn()
        bbox = (self.frame.left, self._y, self.frame.right, self._y + block.height)
        redact.draw(self.sheet, bbox, block.sections, block.style, self.frame.margin_codes)
        self._y += block.height + 9

    def _chart(self, values: list[float], height: float) -> None:
        """Bars without words, as a pasted chart has."""
        if self._y + height > self._limit:
            self._turn()
        left, base, step = self.frame.left + 20, self._y + height, (self.frame.width - 40) / len(values)
        for number, value in enumerate(values):
            x, top = left + number * step, base - (height - 10) * value / max(values)
            self.sheet.body.rect((x, top, x + step * 0.7, base), 0.45)
        self.sheet.body.line(left - 4, base, left + step * len(values), base, 0.8)
        self._y = base + 6

    def _table(self, block: Block) -> None:
        rows = table.measure(block, self.frame.width)
        while rows:
            rows, self._y = table.draw(self.sheet, rows, self.frame.left, self._y, self._limit, self.frame.margin_codes)
            if rows:
                self._turn()
        self._y += 10


def _note_keys(line: Line) -> list[str]:
    return [piece.span.options["note"] for piece in line if piece.is_note and piece.span.options.get("note")]


def _marked(line: Line) -> bool:
    return line[0].span.mention is not None
