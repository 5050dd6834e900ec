"""One sheet by OCR: it replaces a text layer that is missing or rubbish, and never stands beside one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from PIL import Image, ImageDraw, ImageOps, ImageStat

from indexer.errors import InputError
from indexer.extract.boxes import redactions
from indexer.extract.burnt import image_redactions, same_place
from indexer.extract.documents import Document
from indexer.extract.layout import page_text
from indexer.extract.ocr import PageReader, Reading
from indexer.extract.ocr_evidence import Fault, fault_of, is_scan, largest_image
from indexer.extract.ocr_image import ink_share
from indexer.extract.pages import read_sheet
from indexer.extract.painting import Scene
from indexer.extract.rubbish import judged
from indexer.extract.sheet import Sheet
from indexer.extract.tesseract import Seen
from indexer.extract.words import RawWord
from indexer.model.geometry import BBox
from indexer.model.page import BLANK, FAILED_REDACTION, LANGUAGE_MISSING, NEEDS_OCR, NO_TEXT, Page, Redaction

DPI, LOWEST_DPI = 300, 200
"""Scans are read at their own resolution between the two: finer costs time and gives nothing."""

PIXELS_LIMIT = 20_000_000
"""A3 at 300 dpi. Larger sheets are read at less."""

POINTS_AN_INCH = 72.0
SURE = 0.7
"""Mean confidence. Frames, hatching and photographs give words too, at 0.3 to 0.6."""

WORTH_TIMES: dict[Literal["misplaced", "sparse"], float] = {"misplaced": 0.8, "sparse": 1.3}
"""So many times as many words as the layer: at the right places nearly as many will do; a stamp and a caption beside
a picture of no text stay."""

FEWEST_READ, SAME_WORDS_SHARE = 8, 0.4
_WORD = re.compile(r"[^\W_]+")

DARK_LEVEL = 110
EDGE_PT = 1.5
"""What of a black box is left outside of its bounds on a slanted scan."""

BLANK_INK_SHARE = 0.002
"""No word was found and hardly ink: dust and the shadow of an edge."""


def ocr_page(
    document: Document, number: int, reader: PageReader, likely: Sequence[str], characters_limit: int
) -> tuple[Page, Reading | None]:
    """The page with its words by OCR, and how it was read; as `read_page` gives it, and None, where it needs none.

    A page that was set aside for words under a redaction comes back with what its picture shows: outcome "read",
    the reason and `hidden_text` kept.

    Raises:
        InputError: the sheet cannot be loaded, or is over a limit.
    """
    sheet = document.sheet(number)
    try:
        page, scene = read_sheet(sheet, number, characters_limit)
        if not needs_ocr(page):
            return page, None
        fault = fault_of(sheet, scene, page) if page.words else None
        picture, dpi = picture_of(sheet, scene, page)
    finally:
        sheet.close()
    if dpi <= 0:
        raise InputError(f"Sheet {number} has no size.", "unreadable")
    reading = reader.read(_legible(picture, page), dpi, likely)
    return _read(page, scene, picture, reading, fault, characters_limit), reading


def needs_ocr(page: Page) -> bool:
    """It has no good text layer, or the layer cannot be trusted because words lie under a redaction."""
    return page.reason == NEEDS_OCR or (page.outcome == "quarantined" and page.reason == FAILED_REDACTION)


def picture_of(sheet: Sheet, scene: Scene, page: Page) -> tuple[Image.Image, int]:
    """The page as a reader sees it, grey, and its pixels an inch."""
    dpi = float(DPI)
    image = largest_image(scene)
    if image is not None and is_scan(scene, page):
        own = sheet.image_dpi(image.handle)
        dpi = min(dpi, max(own, float(LOWEST_DPI))) if own > 0 else dpi
    wanted = sheet.width_pt * sheet.height_pt * (dpi / POINTS_AN_INCH) ** 2
    if wanted > PIXELS_LIMIT:
        dpi *= float((PIXELS_LIMIT / wanted) ** 0.5)
    return sheet.render(dpi / POINTS_AN_INCH).convert("L"), round(dpi)


def _legible(picture: Image.Image, page: Page) -> Image.Image:
    """The picture with its black boxes turned white: Tesseract reads no white section code on black."""
    legible, scale = picture.copy(), picture.width / max(1.0, page.width_pt)
    for item in image_redactions(page):
        x0, top, x1, bottom = (round(edge * scale) for edge in item.bbox)
        if x1 <= x0 or bottom <= top or ImageStat.Stat(picture.crop((x0, top, x1, bottom))).median[0] > DARK_LEVEL:
            continue
        edge = round(EDGE_PT * scale)
        legible.paste(ImageOps.invert(picture.crop((x0, top, x1, bottom))), (x0, top))
        frame = (x0 - edge, top - edge, x1 + edge, bottom + edge)
        ImageDraw.Draw(legible).rectangle(frame, outline=255, width=2 * edge)
    return legible


def _read(
    page: Page, scene: Scene, picture: Image.Image, reading: Reading, fault: Fault | None, characters_limit: int
) -> Page:
    set_aside = page.outcome == "quarantined"
    scale = page.width_pt / picture.width
    text, words = page_text([_raw(word, scale) for word in reading.words], turned=reading.degrees != 0)
    if len(text) > characters_limit:
        raise InputError(f"OCR gave {len(text)} characters; {characters_limit} are allowed.", "over_limit")
    if reading.missing is not None:
        if set_aside:
            return page
        return replace(_without_text(page), outcome="unreadable", reason=f"{LANGUAGE_MISSING}: {reading.missing}")
    if fault is not None and not _is_better(reading, text, page.text, fault):
        return replace(page, reason=None)
    area = BBox(0.0, 0.0, page.width_pt, page.height_pt)
    if not words:
        reason = FAILED_REDACTION if set_aside else BLANK if ink_share(picture) < BLANK_INK_SHARE else NO_TEXT
        return replace(
            _without_text(page),
            source="ocr",
            reason=reason,
            redactions=_with_known(page, redactions(scene, "", (), area)),
        )
    return replace(
        page,
        text=text,
        words=words,
        source="ocr",
        ocr_confidence=reading.confidence,
        redactions=_with_known(page, redactions(scene, text, words, area)),
        outcome="read",
        reason=FAILED_REDACTION if set_aside else None,
    )


def _with_known(page: Page, found: tuple[Redaction, ...]) -> tuple[Redaction, ...]:
    """The boxes found beside the words, and those that are known without them: in the picture, or over the words
    for which the page was set aside."""
    known = page.redactions if page.outcome == "quarantined" else image_redactions(page)
    new = [item for item in known if not any(same_place(item.bbox, other.bbox) for other in found)]
    return tuple(sorted((*found, *new), key=lambda item: (item.bbox.top, item.bbox.x0)))


def _is_better(reading: Reading, text: str, layer: str, fault: Fault) -> bool:
    """What OCR read is worth more than the layer it is to replace. Words cannot tell for other scripts."""
    sure = (reading.confidence or 0.0) >= SURE
    if fault == "foreign":
        return sure and _says_something_else(text, layer)
    if fault == "rubbish":
        return sure or judged(text).worth > judged(layer).worth
    return sure and judged(text).worth >= WORTH_TIMES[fault] * judged(layer).worth


def _says_something_else(text: str, layer: str) -> bool:
    """Few of the words that were read are in the layer. A poor layer of the same page has half of them and more."""
    read, known = (Counter(word for word in _WORD.findall(one.casefold()) if len(word) > 3) for one in (text, layer))
    return read.total() >= FEWEST_READ and (read & known).total() < SAME_WORDS_SHARE * read.total()


def _without_text(page: Page) -> Page:
    return replace(page, text="", words=(), source="none", tables=())


def _raw(word: Seen, scale: float) -> RawWord:
    left, top, right, bottom = (round(edge * scale, 2) for edge in word.box)
    return RawWord(word.text, word.line, word.gap, BBox(left, top, right, bottom), 0, 0)
