"""What the page of the design system shows: the tokens as they stand in site.css, their contrast reckoned, and samples
for the site's own macros. Nothing is written down twice, so that the page cannot differ from the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from webapp import words
from webapp.contexts import Chip, FacetValueView, GroupView, HitView, Link, PassageView, ReleaseLine, Segment
from webapp.entities import KIND_LABELS
from webapp.entity_contexts import Mark
from webapp.languages import gettext as _

SITE_CSS = Path(__file__).parent / "static" / "site.css"
SPACES_PX = (4, 8, 12, 16, 24, 32, 48)
"""Space in steps of 4 (look.md)."""
GROUNDS = ("paper", "raised", "wash")
TEXTS = ("ink", "quiet", "link", "account", "platform", "date", "party", "figure", "section")
"""Tokens that words are set in: AA asks 4.5 to 1 of each on every ground."""
TEXT_LEAST = 4.5
_COLOUR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
_SIZE = re.compile(r"--text-(\d+):\s*([\d.]+rem);")


@dataclass(frozen=True, slots=True)
class Colour:
    """A token with its two values. `least`: the lowest contrast on a ground in each theme, 0 where no words are set in
    it; `passes`: AA."""

    name: str
    light: str
    dark: str
    least: tuple[float, float]
    passes: bool


@dataclass(frozen=True, slots=True)
class StyleContext:
    """`sizes_px`: of type; `kinds`: code and label of each kind of name. The rest are samples."""

    colours: tuple[Colour, ...]
    sizes_px: tuple[int, ...]
    spaces_px: tuple[int, ...]
    kinds: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    values: tuple[FacetValueView, ...]
    groups: tuple[GroupView, ...]
    marks: tuple[Mark, ...]
    pagination: tuple[Link, ...]


def context() -> StyleContext:
    """All that the page shows, in the language of the reader."""
    css = SITE_CSS.read_text(encoding="utf-8")
    return StyleContext(
        colours(css),
        tuple(sorted({int(size) for size, _rem in _SIZE.findall(css)})),
        SPACES_PX,
        tuple((kind, str(label)) for kind, label in KIND_LABELS.items()),
        (Chip(_("Platform"), "WeChat", "/style", False), Chip(_("Section"), "15(1)", "/style", True)),
        _values(),
        (_group(),),
        _marks(),
        (Link("1", "", current=True), Link("2", "/style"), Link("…", ""), Link("9", "/style")),
    )


def colours(css: str) -> tuple[Colour, ...]:
    """The colours of a style sheet that are opaque in both themes, in its order."""
    found = {name: (light, dark) for name, light, dark in _COLOUR.findall(css)}
    grounds = [found[name] for name in GROUNDS]
    made = []
    for name, pair in found.items():
        worded = name in TEXTS
        least = tuple(min(contrast(pair[at], ground[at]) for ground in grounds) if worded else 0.0 for at in (0, 1))
        made.append(Colour(name, *pair, (least[0], least[1]), not worded or min(least) >= TEXT_LEAST))
    return tuple(made)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours ("#rrggbb"), from 1 to 21, by the formula of WCAG 2.2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _values() -> tuple[FacetValueView, ...]:
    return (
        FacetValueView("WeChat", 388, 41, True, False, "/style", "", ""),
        FacetValueView("Douyin", 27, 9, False, False, "/style", "/style", ""),
        FacetValueView("Weibo", 12, 4, False, True, "/style", "", ""),
    )


def _group() -> GroupView:
    passage = PassageView((Segment("… several popular "), Segment("WeChat", 1), Segment(" news accounts began …")))
    hit = HitView(3, "000012", "/style", (passage,), False, "", False)
    return GroupView(
        "sample", (Segment("Narratives on the platform"),), "/style",
        (ReleaseLine("A-2021-01234", "Global Affairs Canada", "/style", ""),),
        words.edtf("2021-09-13"), "en", 12, "18 %", 2, (hit,), 4, "/style",
    )  # fmt: skip


def _marks() -> tuple[Mark, ...]:
    shapes = (
        ("day", _("day"), False),
        ("month", _("month"), False),
        ("year", _("year or part of one"), False),
        ("range", _("range"), False),
        ("year", _("dashed: approximate"), True),
    )
    return tuple(
        Mark(shape, f"{6 + 20 * at}%", "12%", f"{18 + 20 * at}%", 14, label, "#marks", about, False)
        for at, (shape, label, about) in enumerate(shapes)
    )
