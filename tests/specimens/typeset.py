"""Draws lines of pieces onto a sheet: glyph runs, words, mentions and redaction boxes."""

from dataclasses import dataclass, field
from itertools import groupby

from tests.specimens import fonts, redact
from tests.specimens.lines import Line, Piece
from tests.specimens.markup import Span
from tests.specimens.sheet import BBox, Placed, Sheet, Word

_RAISE = 0.38  # of the full size, for footnote marks


@dataclass
class Placing:
    """Collects the boxes of the spans of one paragraph until all its lines are drawn."""

    boxes: dict[int, list[BBox]] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)
    outer: dict[int, Placed] = field(default_factory=dict)

    def add(self, span: Span, bbox: BBox) -> None:
        """Adds the box of a span on one line."""
        self.spans[id(span)] = span
        self.boxes.setdefault(id(span), []).append(bbox)
        if span.outer is not None:
            placed = self.outer.get(id(span.outer), Placed(span.outer, ()))
            self.outer[id(span.outer)] = Placed(span.outer, _joined(placed.bboxes, bbox))

    def finish(self, sheet: Sheet) -> None:
        """Writes the mentions and the covered words to the sheet's truth."""
        sheet.mentions += self.outer.values()
        for key, boxes in self.boxes.items():
            span = self.spans[key]
            if span.mention is not None:
                sheet.mentions.append(Placed(span.mention, tuple(boxes)))
            if span.role == "cover":
                sheet.removed.append(span.text)


def _joined(boxes: tuple[BBox, ...], bbox: BBox) -> tuple[BBox, ...]:
    """The boxes with one more, which grows the last if it stands on the same line."""
    if boxes and abs(boxes[-1][3] - bbox[3]) < 1:
        return *boxes[:-1], union([boxes[-1], bbox])
    return *boxes, bbox


def draw_line(sheet: Sheet, line: Line, x: float, baseline: float, placing: Placing, margin_x: float) -> None:
    """Draws a line that starts at `x`."""
    placed = _positions(line, x, baseline)
    for covered, group in groupby(placed, key=lambda item: _cover_key(item[0])):
        items = list(group)
        if covered:
            _cover(sheet, items, margin_x)
        else:
            _print(sheet, items, baseline)
    for _, group in groupby(placed, key=lambda item: id(item[0].span)):
        items = list(group)
        placing.add(items[0][0].span, union([box for _, box in items]))


def _cover_key(piece: Piece) -> int:
    return id(piece.span) if piece.span.role == "cover" else 0


def _positions(line: Line, x: float, baseline: float) -> list[tuple[Piece, BBox]]:
    placed = []
    for piece in line:
        y = baseline - _raise(piece)
        ascent, descent = fonts.ascent_descent_pt(piece.font, piece.size)
        placed.append((piece, (x, y - ascent, x + piece.width, y - descent)))
        x += piece.width
    return placed


def _raise(piece: Piece) -> float:
    return piece.size / 0.62 * _RAISE if piece.is_note else 0.0


def _print(sheet: Sheet, items: list[tuple[Piece, BBox]], baseline: float) -> None:
    """Glyphs of one font go out as one run, spaces included, as a word processor would write them."""
    for (font, size, _), group in groupby(items, key=lambda i: (i[0].font, i[0].size, i[0].is_note)):
        run = list(group)
        text = "".join(piece.text for piece, _ in run)
        sheet.body.glyphs(run[0][1][0], baseline - _raise(run[0][0]), text, font, size)
    sheet.body.words += _words(items)


def _words(items: list[tuple[Piece, BBox]]) -> list[Word]:
    """Neighbouring Latin pieces without a space are one word; Han characters and footnote marks stand alone."""
    words: list[Word] = []
    glue = False
    for piece, box in items:
        alone = fonts.is_han(piece.text) or piece.is_note
        if piece.is_space:
            glue = False
        elif glue and not alone:
            last = words.pop()
            words.append(Word(last.text + piece.text, union([last.bbox, box])))
        else:
            words.append(Word(piece.text, box))
            glue = not alone
    return words


def _cover(sheet: Sheet, items: list[tuple[Piece, BBox]], margin_x: float) -> None:
    span = items[0][0].span
    x0, top, x1, bottom = union([box for _, box in items])
    redact.draw(sheet, (x0, top - 0.5, x1, bottom + 0.5), span.sections, span.style, margin_x)


def union(boxes: list[BBox]) -> BBox:
    """The smallest box around boxes."""
    x0, tops, x1, bottoms = zip(*boxes, strict=True)
    return min(x0), min(tops), max(x1), max(bottoms)
