"""Breaks marked-up paragraphs into lines of placed pieces."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.specimens import fonts
from tests.specimens.markup import Span, parse

_CLOSING = "，。：；）》」』】、！？”).,;:»’"
_OPENING = "（《「『【“(@‘"
_NOTE_SCALE = 0.62


@dataclass(frozen=True)
class Style:
    """How a paragraph looks; sizes in points."""

    font: str = "serif"
    size: float = 11.0
    leading: float = 14.5
    before: float = 0.0
    after: float = 7.0
    indent: float = 0.0
    centred: bool = False

    @property
    def upright(self) -> str:
        """The family without weight or slope."""
        return self.font.split("-")[0]


@dataclass(frozen=True)
class Piece:
    """An atom of text in its font, with the span that it belongs to."""

    text: str
    font: str
    size: float
    span: Span

    @property
    def width(self) -> float:
        """Advance width in points."""
        return fonts.width_pt(self.text, self.font, self.size)

    @property
    def is_note(self) -> bool:
        """A raised footnote mark."""
        return self.span.role == "note"

    @property
    def is_space(self) -> bool:
        """Blank, also when covered."""
        return self.text.isspace()


Line = list[Piece]


def pieces(source: str, style: Style) -> list[Piece]:
    """The atoms of a manuscript paragraph in their fonts."""
    found = []
    for span in parse(source):
        face = _face(span, style)
        size = style.size * (_NOTE_SCALE if span.role == "note" else 1.0)
        found += [Piece(a, fonts.font_for(a, face), size, span) for a in fonts.ATOM.findall(span.text)]
    return found


def _face(span: Span, style: Style) -> str:
    if span.role in ("bold", "italic"):
        return f"{style.upright}-{span.role}"
    return style.font


def break_lines(source: str, style: Style, width_pt: float) -> list[Line]:
    """Greedy lines of at most `width_pt`; spaces at line ends are dropped."""
    lines: list[Line] = [[]]
    used = 0.0
    for cluster in _clusters(pieces(source, style)):
        width = sum(piece.width for piece in cluster)
        if used + width > width_pt and lines[-1] and not cluster[0].is_space:
            lines.append([])
            used = 0.0
        if lines[-1] or not cluster[0].is_space:
            lines[-1] += cluster
            used += width
    return [_trimmed(line) for line in lines if line]


def _trimmed(line: Line) -> Line:
    while line and line[-1].is_space:
        line = line[:-1]
    return line


def _clusters(atoms: list[Piece]) -> Iterator[list[Piece]]:
    """Groups that no line break may split."""
    cluster: list[Piece] = []
    for atom in atoms:
        breaking = atom.is_space and "\u00a0" not in atom.text
        if cluster and (breaking or _may_break(cluster[-1], atom)):
            yield cluster
            cluster = []
        if breaking:
            yield [atom]
        else:
            cluster.append(atom)
    if cluster:
        yield cluster


def _may_break(before: Piece, after: Piece) -> bool:
    if before.text[-1] in _OPENING or after.text[0] in _CLOSING or after.is_note:
        return False
    return fonts.is_han(before.text) or fonts.is_han(after.text)
