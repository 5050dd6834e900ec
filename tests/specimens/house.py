"""Typographic styles of the fictional institutions and helpers that build runs of pages."""

from collections.abc import Callable
from dataclasses import replace

from tests.specimens.flow import Flow, Frame
from tests.specimens.lines import Style
from tests.specimens.manuscript import read
from tests.specimens.sheet import Sheet

REPORT = {
    "#": Style("sans-bold", 17, 21, 0, 6),
    "##": Style("sans-bold", 12.5, 16, 8, 6),
    "###": Style("sans-bold", 10.5, 14, 4, 4),
    "p": Style("serif", 11, 14.5, 0, 8),
    "-": Style("serif", 11, 14.5, 0, 5, indent=22),
    ">": Style("serif-italic", 10.5, 13.5, 0, 9, indent=28),
    "=": Style("serif", 11, 14.5, 0, 2),
    "!": Style("sans-bold", 15, 20, 0, 4, centred=True),
}
MEMO = {kind: replace(style, font=style.font.replace("serif", "sans"), size=style.size - 0.8)
        for kind, style in REPORT.items()}  # fmt: skip
CHINESE = {kind: replace(style, font=style.font.replace("serif", "sans"), leading=style.leading + 3)
           for kind, style in REPORT.items()}  # fmt: skip
MAIL = MEMO | {"=": Style("sans", 10, 13.5, 0, 1), "p": Style("sans", 10, 13.5, 0, 7)}
PORTRAIT = Frame()


def pages(
    manuscript: str,
    language: str = "en",
    styles: dict[str, Style] = REPORT,
    frame: Frame = PORTRAIT,
    new_sheet: Callable[[], Sheet] | None = None,
    variant: str = "",
    **values: str,
) -> list[Sheet]:
    """The sheets of a manuscript, furniture not yet on them."""
    return Flow(styles, new_sheet or (lambda: Sheet(language)), frame).run(read(manuscript, variant, **values))
