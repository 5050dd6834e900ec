"""Turns born-digital sheets into scans: a grey, slightly skewed JPEG for each page, and no text."""

import math
import random
from dataclasses import replace
from io import BytesIO

import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.specimens.render import render
from tests.specimens.sheet import BBox, Placed, Redaction, Sheet, Word

DPI = 150
SKEW_DEGREES = 0.6
_JPEG_QUALITY = 42
_SPECKS = 260
_POINTS_PER_INCH = 72


def scanned(sheets: list[Sheet], skew: float = SKEW_DEGREES, seed: int = 7) -> list[Sheet]:
    """Sheets that show the same as images, with their truth turned along with the image."""
    document = pypdfium2.PdfDocument(render(sheets, "scan"))
    return [_scan(sheet, document[i], skew, random.Random(seed + i)) for i, sheet in enumerate(sheets)]


def _scan(sheet: Sheet, page: pypdfium2.PdfPage, skew: float, chance: random.Random) -> Sheet:
    image = page.render(scale=DPI / _POINTS_PER_INCH).to_pil().convert("L")
    image = image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=250).filter(ImageFilter.GaussianBlur(0.5))
    _speckle(image, chance)
    copy = _turned(sheet, skew)
    copy.body.operations.append(_drawing(image, sheet.size_pt))
    return copy


def _speckle(image: Image.Image, chance: random.Random) -> None:
    """Dust, darker towards the edges as on a platen."""
    width, height = image.size
    for _ in range(_SPECKS):
        x, y, grey = chance.randrange(width - 2), chance.randrange(height - 2), chance.randrange(90, 210)
        for dx in range(chance.choice((1, 1, 2))):
            image.putpixel((x + dx, y), grey)


def _drawing(image: Image.Image, size_pt: tuple[float, float]):  # type: ignore[no-untyped-def]
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=_JPEG_QUALITY, dpi=(DPI, DPI))

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(BytesIO(buffer.getvalue())), 0, 0, *size_pt)

    return draw


def _turned(sheet: Sheet, degrees: float) -> Sheet:
    copy = replace(sheet, scanned=True)
    copy.redactions = [Redaction(_turn(r.bbox, sheet, degrees), r.sections, r.kind) for r in sheet.redactions]
    copy.mentions = [Placed(m.record, tuple(_turn(bbox, sheet, degrees) for bbox in m.bboxes)) for m in sheet.mentions]
    words = [word for layer in sheet.layers for word in layer.words]
    copy.body.words = [Word(word.text, _turn(word.bbox, sheet, degrees)) for word in words]
    return copy


def _turn(bbox: BBox, sheet: Sheet, degrees: float) -> BBox:
    """The box around a box turned counter-clockwise about the middle of the page."""
    middle_x, middle_y = sheet.size_pt[0] / 2, sheet.size_pt[1] / 2
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    corners = [(x - middle_x, y - middle_y) for x in bbox[::2] for y in bbox[1::2]]
    xs = [middle_x + x * cosine + y * sine for x, y in corners]
    ys = [middle_y - x * sine + y * cosine for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
