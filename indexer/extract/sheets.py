"""One sheet of a PDF to a Page, step by step."""

from __future__ import annotations

from dataclasses import replace

from indexer.extract.layout import page_text
from indexer.extract.pdfium import Document, RawWord, Sheet
from indexer.model.geometry import BBox
from indexer.model.page import Page

SMALLEST_WORD_PT = 1.0
"""Lower words cannot be read on paper at any zoom that people use."""


def read_sheet(document: Document, number: int, characters_limit: int) -> Page:
    """The page as a reader sees it, without what needs the document around it (`describing`).

    Raises:
        InputError: the sheet cannot be loaded, or is over a limit.
    """
    sheet = document.sheet(number)
    try:
        return _read(sheet, number, characters_limit)
    finally:
        sheet.close()


def _read(sheet: Sheet, number: int, characters_limit: int) -> Page:
    page = Page(number, round(sheet.width_pt, 2), round(sheet.height_pt, 2))
    words = [word for word in sheet.words(characters_limit) if _on_page(word, page)]
    text, placed = page_text(words)
    if not placed:
        return replace(page, reason="no_text")
    return replace(page, text=text, words=placed, source="text_layer")


def _on_page(word: RawWord, page: Page) -> bool:
    box = word.bbox
    seen = BBox(0.0, 0.0, page.width_pt, page.height_pt)
    return box.bottom - box.top >= SMALLEST_WORD_PT and seen.intersection(box) > 0.0
