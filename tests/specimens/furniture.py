"""What a release office adds to each page: banner, marking, page numbers, stamp, the SPECIMEN band."""

from dataclasses import dataclass

from tests.specimens import fonts
from tests.specimens.sheet import Layer, Sheet

SPECIMEN = "SPECIMEN — fictional / SPÉCIMEN — fictif"
BANNER_EN = "Document Released Under the Access to Information Act"
BANNER_FR = "Document divulgué en vertu de la Loi sur l’accès à l’information"
_BAND_GREY = 0.93


@dataclass(frozen=True)
class Dress:
    """The furniture of a run of pages; empty strings leave a piece out."""

    banner: tuple[str, ...] = (f"{BANNER_EN} /", BANNER_FR)
    signature: str = ""
    struck: str = ""  # the marking before release, struck through
    marking: str = ""
    printed: str = ""  # such as "Page {n} of {total}"
    stamp: str = ""  # such as "A-2021-00999-{page:06d}"
    header: str = ""  # running title of the original document


def dress(sheets: list[Sheet], look: Dress, stamp: int = 1, number: int = 1, total: int = 0) -> list[Sheet]:
    """Puts furniture on a run of sheets; returns the same sheets.

    Args:
        stamp: release page of the first sheet.
        number: its page in the original document.
        total: pages of the original document, also those that are withheld; 0: as many as sheets.
    """
    for offset, sheet in enumerate(sheets):
        _head(sheet, look)
        _foot(sheet, look, number + offset, total or len(sheets), stamp + offset)
    return sheets


def band(sheet: Sheet) -> None:
    """The word SPECIMEN on a light band across the top."""
    width = sheet.size_pt[0]
    sheet.head.rect((0, 0, width, 15), _BAND_GREY)
    _line(sheet, sheet.head, width / 2, 11, SPECIMEN, "sans-bold", 8, 0.35)


def _head(sheet: Sheet, look: Dress) -> None:
    band(sheet)
    middle, y = sheet.size_pt[0] / 2, 27.0
    for line in look.banner:
        _line(sheet, sheet.head, middle, y, line, "sans", 7.5)
        y += 9.5
    if look.struck:
        _struck(sheet, middle, 60, look.struck)
    if look.marking:
        _line(sheet, sheet.head, middle, 73, look.marking, "sans-bold", 9.5)
        sheet.markings.append(look.marking)
    if look.header:
        sheet.head.text(72, 86, look.header, "sans-italic", 8)
        sheet.furniture.append(look.header)


def _struck(sheet: Sheet, middle: float, baseline: float, marking: str) -> None:
    left = _line(sheet, sheet.head, middle, baseline, marking, "sans-bold", 10)
    sheet.head.line(left - 3, baseline - 3.4, 2 * middle - left + 3, baseline - 3.4, 1.1)
    sheet.markings.append(marking)


def _foot(sheet: Sheet, look: Dress, number: int, total: int, page: int) -> None:
    width, height = sheet.size_pt
    if look.signature:
        _line(sheet, sheet.foot, width / 2, height - 44, look.signature, "sans", 7)
    if look.marking:
        _line(sheet, sheet.foot, width / 2, height - 32, look.marking, "sans-bold", 9.5)
    if look.printed:
        printed = look.printed.format(n=number, total=total)
        _line(sheet, sheet.foot, 100, height - 32, printed, "serif", 9)
        sheet.printed_label = printed.removeprefix("Page ")
    if look.stamp:
        _stamp(sheet, look.stamp.format(page=page), f"{page:06d}")


def _stamp(sheet: Sheet, stamp: str, label: str) -> None:
    width, height = sheet.size_pt
    x = width - 46 - fonts.width_pt(stamp, "mono-bold", 10)
    sheet.foot.text(x, height - 16, stamp, "mono-bold", 10)
    sheet.stamp, sheet.label = stamp, label
    sheet.furniture.append(stamp)


def _line(sheet: Sheet, layer: Layer, middle: float, baseline: float, text: str, font: str, size: float,
          grey: float = 0.0) -> float:  # fmt: skip
    sheet.furniture.append(text)
    return layer.centred(middle, baseline, text, font, size, grey)
