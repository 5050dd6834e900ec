"""The fonts of the specimens: Liberation for Latin script, Droid Sans Fallback for Han."""

import re
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

FONT_ROOT = Path("/usr/share/fonts/truetype")  # where Debian's font packages put them
HAN = "han"
_FILES = {HAN: ("fonts-droid-fallback", "droid/DroidSansFallbackFull.ttf")} | {
    f"{family.lower()}{suffix}": ("fonts-liberation", f"liberation/Liberation{family}-{style}.ttf")
    for family in ("Serif", "Sans", "Mono")
    for suffix, style in (("", "Regular"), ("-bold", "Bold"), ("-italic", "Italic"))
}
# CJK radicals to unified ideographs, compatibility ideographs, full-width forms.
_HAN_CLASS = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
HAN_CHARACTER = re.compile(f"[{_HAN_CLASS}]")
ATOM = re.compile(f"\u00a0+|\\s+|[{_HAN_CLASS}]|[^\\s{_HAN_CLASS}]+")


class MissingFontError(RuntimeError):
    """A font file is not installed; the message names the Debian package."""


def register(root: Path = FONT_ROOT) -> None:
    """Makes every font known to reportlab by its short name, such as `serif-bold`.

    Raises:
        MissingFontError: a file is absent or unreadable.
    """
    for name, (package, file) in _FILES.items():
        try:
            pdfmetrics.registerFont(TTFont(name, str(root / file)))
        except (TTFError, OSError) as error:
            packages = "fonts-liberation fonts-droid-fallback"
            raise MissingFontError(
                f"font {root / file} is missing (Debian package {package}); install: apt install {packages}"
            ) from error


def is_han(text: str) -> bool:
    """True if the first character is Han or full-width."""
    return bool(text) and HAN_CHARACTER.match(text) is not None


def font_for(text: str, font: str) -> str:
    """The font that has the glyphs of `text`, an atom of one script."""
    return HAN if is_han(text) else font


def width_pt(text: str, font: str, size_pt: float) -> float:
    """Advance width."""
    return float(pdfmetrics.stringWidth(text, font, size_pt))


def ascent_descent_pt(font: str, size_pt: float) -> tuple[float, float]:
    """Ascent (positive) and descent (negative)."""
    ascent, descent = pdfmetrics.getAscentDescent(font, size_pt)
    return float(ascent), float(descent)
