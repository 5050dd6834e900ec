"""A page under construction: each drawing call also writes down the truth of what it draws.

Coordinates are those of the truth: PDF points, origin top left, of the page as displayed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas

from tests.specimens import fonts

BBox = tuple[float, float, float, float]
Operation = Callable[[Canvas], None]
LETTER_PT = (612.0, 792.0)


@dataclass(frozen=True)
class Word:
    """A visible word, or one Han character, with its box."""

    text: str
    bbox: BBox


@dataclass(frozen=True)
class Redaction:
    """A visible removal."""

    bbox: BBox
    sections: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Placed:
    """A mention with the boxes it got on this page."""

    record: dict[str, object]
    bboxes: tuple[BBox, ...]


@dataclass
class Layer:
    """A display list in reading order with its words."""

    height_pt: float
    operations: list[Operation] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def text(self, x: float, baseline: float, text: str, font: str = "sans", size: float = 10,
             grey: float = 0.0, record: bool = True) -> float:  # fmt: skip
        """Draws one line, words split at spaces and Han characters. Returns the x at its end."""
        for face, atoms in groupby(fonts.ATOM.findall(text), key=lambda atom: fonts.font_for(atom, font)):
            x = self._run(x, baseline, list(atoms), face, size, grey, record)
        return x

    def _run(self, x: float, baseline: float, atoms: list[str], font: str, size: float, grey: float,
             record: bool) -> float:  # fmt: skip
        self.glyphs(x, baseline, "".join(atoms), font, size, grey)
        for atom in atoms:
            box = self.box_of(x, baseline, atom, font, size)
            if record and not atom.isspace():
                self.words.append(Word(atom, box))
            x = box[2]
        return x

    def centred(self, centre: float, baseline: float, text: str, font: str = "sans", size: float = 10,
                grey: float = 0.0) -> float:  # fmt: skip
        """Draws one line around `centre`. Returns its x at the left."""
        width = sum(fonts.width_pt(a, fonts.font_for(a, font), size) for a in fonts.ATOM.findall(text))
        self.text(centre - width / 2, baseline, text, font, size, grey)
        return centre - width / 2

    def right(self, edge: float, baseline: float, text: str, font: str = "sans", size: float = 10) -> None:
        """Draws one line that ends at `edge`."""
        self.text(edge - fonts.width_pt(text, font, size), baseline, text, font, size)

    def box_of(self, x: float, baseline: float, text: str, font: str, size: float) -> BBox:
        """The box of a text from the font's metrics."""
        ascent, descent = fonts.ascent_descent_pt(font, size)
        return (x, baseline - ascent, x + fonts.width_pt(text, font, size), baseline - descent)

    def glyphs(self, x: float, baseline: float, text: str, font: str, size: float, grey: float = 0.0) -> None:
        """Draws text without recording words."""
        y = self.height_pt - baseline

        def draw(canvas: Canvas) -> None:
            canvas.setFillGray(grey)
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)

        self.operations.append(draw)

    def rect(self, bbox: BBox, fill: float | None = None, stroke: float | None = None, line: float = 0.7) -> None:
        """Draws a rectangle; `fill` and `stroke` are grey levels, None leaves them out."""
        x0, top, x1, bottom = bbox
        y = self.height_pt - bottom

        def draw(canvas: Canvas) -> None:
            canvas.setFillGray(fill or 0.0)
            canvas.setStrokeGray(stroke or 0.0)
            canvas.setLineWidth(line)
            canvas.rect(x0, y, x1 - x0, bottom - top, stroke=int(stroke is not None), fill=int(fill is not None))

        self.operations.append(draw)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.6, grey: float = 0.0) -> None:
        """Draws a straight line."""
        start, end = self.height_pt - y0, self.height_pt - y1

        def draw(canvas: Canvas) -> None:
            canvas.setStrokeGray(grey)
            canvas.setLineWidth(width)
            canvas.line(x0, start, x1, end)

        self.operations.append(draw)


@dataclass
class Sheet:
    """A page: three layers drawn in reading order, and what is true of it."""

    language: str = "en"
    size_pt: tuple[float, float] = LETTER_PT
    rotation: int = 0
    crop_margin_pt: float = 0.0  # the MediaBox is larger than the CropBox by this on each side
    scanned: bool = False
    withheld: bool = False
    label: str | None = None
    stamp: str | None = None
    printed_label: str | None = None
    redactions: list[Redaction] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    letter_sections: list[str] = field(default_factory=list)  # listed in the prose of a covering letter
    markings: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    mentions: list[Placed] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    hidden_words: list[str] = field(default_factory=list)
    head: Layer = field(init=False)
    body: Layer = field(init=False)
    foot: Layer = field(init=False)

    def __post_init__(self) -> None:
        self.head, self.body, self.foot = (Layer(self.size_pt[1]) for _ in range(3))

    @property
    def layers(self) -> tuple[Layer, Layer, Layer]:
        """Head, body and foot, in reading order."""
        return self.head, self.body, self.foot

    def cite(self, *sections: str) -> None:
        """Adds sections of the Act to the page's list, each once."""
        self.sections += [s for s in sections if s not in self.sections]
