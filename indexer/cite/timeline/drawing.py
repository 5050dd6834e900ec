"""The picture of a timeline as a file that stands alone: SVG, and PNG by resvg with the fonts of this machine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape

import resvg_py

from indexer.cite.options import Options
from indexer.cite.timeline.entries import Entry, cited
from indexer.cite.timeline.files import GROUPS
from indexer.cite.timeline.layout import Dated, Layout, Placed, lay_out
from indexer.errors import ConfigError
from indexer.model.event import FIRST_DAY, LAST_DAY
from indexer.model.timeline import ROLES

FONTS = "system-ui, 'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', 'Droid Sans Fallback', Arial, sans-serif"
WIDTH_PX, MARGIN_PX, LEVEL_PX, LABEL_PX = 1200, 40, 16, 30
LEVELS = 30
DRAWN_LIMIT = 400
"""Beyond, entries are counted by year: points would cover each other."""
LISTED_LIMIT = 60
"""Entries in words below the picture; longer lists are for the other files."""
COLOURS = {"event": "#1d4ed8", "document": "#9a3412", "release": "#0f766e"}
INK, QUIET, RULE, PAPER = "#1b1b1a", "#5c5a55", "#ddd9d0", "#ffffff"
HEADLINE_CHARS, SOURCE_CHARS = 88, 110
BARS_PX = 160
ZOOM = 2.0
_NOT_IN_XML = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NO_FONT = (
    "This machine has no font, so a PNG would have no words. Install one (Debian: fonts-dejavu-core; for Chinese "
    "fonts-noto-cjk), or take the SVG, which uses the fonts of whoever opens it."
)
NO_HAN = "Chinese names are missing in this picture: the machine that drew it has no font for them."


def svg_pieces(entries: Iterable[Entry], options: Options) -> Iterator[bytes]:
    """The picture with its entries in words below, when they are not too many."""
    yield svg_of(tuple(entries), options.title).encode("utf-8", "replace")


def png_pieces(entries: Iterable[Entry], options: Options) -> Iterator[bytes]:
    """The same picture in pixels, twice as large.

    Raises:
        ConfigError: this machine has no font at all.
    """
    if not _can_draw("A"):
        raise ConfigError(NO_FONT)
    picture = svg_of(tuple(entries), options.title, note_without_han=True)
    return iter((resvg_py.svg_to_bytes(svg_string=picture, background=PAPER, zoom=ZOOM),))


def svg_of(entries: Sequence[Entry], title: str, *, note_without_han: bool = False) -> str:
    """An SVG document: title and description first, for those who cannot see it."""
    body = _Sheet(title or "Timeline", f"{len(entries):,} entries")
    if len(entries) > DRAWN_LIMIT:
        body.bars(entries)
    elif entries:
        body.points(entries)
    if len(entries) <= LISTED_LIMIT:
        for one in entries:
            body.listed(one)
    if note_without_han and any("\u3400" <= char <= "\u9fff" for char in body.words) and not _can_draw("中"):
        body.note(NO_HAN)
    return body.document()


@cache
def _can_draw(text: str) -> bool:
    """Whether a font of this machine has the character."""
    drawn, blank = (
        resvg_py.svg_to_bytes(
            svg_string='<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
            f'<text x="4" y="30" font-size="24" font-family="{FONTS}">{one}</text></svg>'
        )
        for one in (text, "")
    )
    return drawn != blank


class _Sheet:
    """Lines of an SVG, from the top down. `y`: how far it is filled; `words`: all text in it."""

    def __init__(self, title: str, described: str) -> None:
        self._title, self._described = title, described
        self._lines: list[str] = []
        self.words = title
        self.y = 48.0
        self._text(MARGIN_PX, self.y, title, 22, INK, bold=True)
        self.y += 16

    def points(self, entries: Sequence[Entry]) -> None:
        """Lanes of marks by role over an axis."""
        dated = [
            Dated(one.first or FIRST_DAY, one.last or LAST_DAY, one.edtf, one.precision, one.role) for one in entries
        ]
        laid = lay_out(dated)
        top = self.y
        lines: list[str] = []
        for role in ROLES:
            if role not in laid.levels:
                continue
            self._text(MARGIN_PX, self.y + 20, GROUPS[role], 12, QUIET)
            base = self.y + LABEL_PX + LEVEL_PX / 2
            for one, entry, placed in zip(dated, entries, laid.placed, strict=True):
                if one.role == role:
                    y = base + LEVEL_PX * (placed.level % LEVELS)
                    label = f"{entry.said}: {entry.headline}"
                    lines.append(f"<g><title>{_safe(label)}</title>{_mark(one, placed, y)}</g>")
            self.y = base + LEVEL_PX * min(LEVELS, laid.levels[role])
        self._axis(laid, top)
        self._lines += lines
        self.y += 60

    def bars(self, entries: Sequence[Entry]) -> None:
        """How many entries begin in each year."""
        counts = Counter((one.first or one.last or FIRST_DAY) // 10_000 for one in entries)
        years = list(range(min(counts), max(counts) + 1)) if max(counts) - min(counts) < 150 else sorted(counts)
        step, highest, base = _width() / len(years), max(counts.values()), self.y + BARS_PX
        every = max(1, -(-len(years) // 16))
        for at, year in enumerate(years):
            x, height = MARGIN_PX + at * step, counts[year] / highest * (BARS_PX - 24)
            self._lines.append(
                f'<rect x="{x:.1f}" y="{base - height:.1f}" width="{step * 0.85:.1f}" height="{height:.1f}" '
                f'fill="{COLOURS["event"]}"><title>{year}: {counts[year]:,}</title></rect>'
            )
            if at % every == 0:
                self._text(x + step * 0.42, base + 18, str(year), 12, QUIET, anchor="middle")
        self._rule(MARGIN_PX, base, WIDTH_PX - MARGIN_PX, base, QUIET)
        self.y = base + 44

    def listed(self, one: Entry) -> None:
        """An entry in words: date, headline, first source."""
        self._text(MARGIN_PX, self.y, _cut(one.said, 30), 13, INK, bold=True)
        self._text(MARGIN_PX + 230, self.y, _cut(one.headline, HEADLINE_CHARS), 14, INK)
        if said := one.own or one.passage:
            self.y += 18
            self._text(MARGIN_PX + 230, self.y, _cut(said, SOURCE_CHARS), 12, INK)
        if one.sources:
            more = f" + {len(one.sources) - 1}" if len(one.sources) > 1 else ""
            self.y += 18
            self._text(MARGIN_PX + 230, self.y, _cut(cited(one.sources[0]), SOURCE_CHARS) + more, 12, QUIET)
        self.y += 30

    def note(self, text: str) -> None:
        self._text(MARGIN_PX, self.y, text, 12, QUIET)
        self.y += 28

    def document(self) -> str:
        height = round(self.y + 8)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH_PX}" height="{height}" '
            f'viewBox="0 0 {WIDTH_PX} {height}" font-family="{FONTS}">'
            f"<title>{_safe(self._title)}</title><desc>{_safe(self._described)}</desc>"
            f'<rect width="100%" height="100%" fill="{PAPER}"/>' + "".join(self._lines) + "</svg>\n"
        )

    def _axis(self, laid: Layout, top: float) -> None:
        self._rule(MARGIN_PX, self.y + 4, WIDTH_PX - MARGIN_PX, self.y + 4, QUIET)
        for tick in laid.ticks:
            x = _x(tick.place)
            self._rule(x, top, x, self.y + 4, RULE)
            self._text(x, self.y + 20, tick.label, 12, QUIET, anchor="middle")

    def _rule(self, x1: float, y1: float, x2: float, y2: float, colour: str) -> None:
        self._lines.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>')

    def _text(
        self, x: float, y: float, text: str, size: int, colour: str, *, bold: bool = False, anchor: str = "start"
    ) -> None:
        self.words += text
        weight = ' font-weight="600"' if bold else ""
        self._lines.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{weight}>'
            f"{_safe(text)}</text>"
        )


def _mark(one: Dated, placed: Placed, y: float) -> str:
    """Dot, half dot, ring or bar; what is about is dashed (docs/timelines.md)."""
    colour = COLOURS[one.role]
    dashed = ' stroke-dasharray="3 2"' if any(mark in one.edtf for mark in "~?%") else ""
    begin, middle, end = _x(placed.begin), _x(placed.middle), _x(placed.end)
    if one.edtf[:1] in ("[", "{"):
        return _ring(begin, y, colour, "") + _ring(end, y, colour, "") + _bar(begin, end, y, 1, colour, "")
    if one.precision == "range":
        return _bar(begin, end, y, 7, colour, dashed)
    if one.precision == "day" and not dashed:
        return f'<circle cx="{middle:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>'
    ring = _ring(middle, y, colour, dashed)
    if one.precision == "day":
        return ring + f'<circle cx="{middle:.1f}" cy="{y:.1f}" r="2" fill="{colour}"/>'
    half = f'<path d="M{middle:.1f} {y - 5:.1f}a5 5 0 0 0 0 10z" fill="{colour}"/>' if one.precision == "month" else ""
    return ring + half


def _ring(x: float, y: float, colour: str, dashed: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{PAPER}" stroke="{colour}" stroke-width="1.5"{dashed}/>'


def _bar(begin: float, end: float, y: float, height: int, colour: str, dashed: str) -> str:
    look = f'fill="{PAPER}" stroke="{colour}"{dashed}' if dashed else f'fill="{colour}" fill-opacity="0.6"'
    width = max(1.0, end - begin)
    return f'<rect x="{begin:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height}" rx="2" {look}/>'


def _x(place: float) -> float:
    return MARGIN_PX + place / 100 * _width()


def _width() -> float:
    return WIDTH_PX - 2 * MARGIN_PX


def _cut(text: str, chars: int) -> str:
    return text if len(text) <= chars else text[: chars - 1] + "…"


def _safe(text: str) -> str:
    """For XML: escaped, without the characters that no XML may have."""
    return escape(
        "".join(
            char for char in text if char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff"
        )
    )
