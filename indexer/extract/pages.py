"""One sheet of a PDF to a Page, step by step."""

from __future__ import annotations

from dataclasses import replace

from indexer.extract.boxes import covering, redactions
from indexer.extract.burnt import burnt_boxes, with_burnt
from indexer.extract.documents import Document
from indexer.extract.hidden import Verdict, hidden_words
from indexer.extract.layout import page_text
from indexer.extract.ocr_evidence import why_without_text
from indexer.extract.painting import Scene
from indexer.extract.sheet import Sheet
from indexer.extract.squeezed import squeezed
from indexer.extract.tables import TableReader
from indexer.extract.words import RawWord
from indexer.model.geometry import BBox
from indexer.model.page import FAILED_REDACTION, Page

SMALLEST_WORD_PT = 1.0
"""Lower words cannot be read on paper at any zoom that people use."""


def read_page(document: Document, number: int, characters_limit: int, tables: TableReader | None = None) -> Page:
    """The page as a reader sees it, without what needs the document around it (`describing`).

    Raises:
        InputError: the sheet cannot be loaded, or is over a limit.
    """
    sheet = document.sheet(number)
    try:
        page, scene = read_sheet(sheet, number, characters_limit)
    finally:
        sheet.close()
    return page if tables is None else replace(page, tables=tables.tables(page, scene))


def read_sheet(sheet: Sheet, number: int, characters_limit: int) -> tuple[Page, Scene]:
    """The page by its text layer, without tables, and what is painted on it. Reason "needs_ocr": the layer is
    missing or rubbish; "blank": there is nothing to read; a failed redaction: outcome "quarantined"."""
    page, scene = _read(sheet, number, characters_limit)
    page = with_burnt(page, burnt_boxes(sheet, scene), FAILED_REDACTION)
    if page.outcome != "read":
        return page, scene
    return replace(page, reason=why_without_text(sheet, scene, page)), scene


def _read(sheet: Sheet, number: int, characters_limit: int) -> tuple[Page, Scene]:
    page = Page(number, round(sheet.width_pt, 2), round(sheet.height_pt, 2))
    scene = sheet.scene()
    spoken = sheet.silence(scene.orders)
    words = sheet.words(characters_limit)
    legible = [word for word in words if not squeezed(word, sheet)]
    on_page = [word for word in legible if _on_page(word, page)]
    verdict = hidden_words(sheet, on_page, scene)
    unseen = spoken or len(legible) < len(words) or _loses_letters(legible, page)
    page = replace(page, hidden_text=unseen or bool(verdict.hidden))
    area = BBox(0.0, 0.0, page.width_pt, page.height_pt)
    if verdict.covered:
        # Nothing of the text layer is kept: what else it hides cannot be told. The step "ocr" reads the picture.
        page = replace(page, redactions=covering(verdict.boxes, area))
        return replace(page, outcome="quarantined", reason=FAILED_REDACTION), scene
    text, placed = page_text(_seen(on_page, verdict))
    page = replace(page, redactions=redactions(scene, text, placed, area))
    if not placed:
        return page, scene
    return replace(page, text=text, words=placed, source="text_layer"), scene


def _loses_letters(words: list[RawWord], page: Page) -> bool:
    """Words off the page, or too small; specks of a scan that OCR took for punctuation are no words."""
    return any(not _on_page(word, page) and any(map(str.isalnum, word.text)) for word in words)


def _seen(words: list[RawWord], verdict: Verdict) -> list[RawWord]:
    return [word for index, word in enumerate(words) if index not in verdict.hidden] if verdict.hidden else words


def _on_page(word: RawWord, page: Page) -> bool:
    x0, top, x1, bottom = word.bbox
    return (
        x0 < page.width_pt and x1 > 0.0 and top < page.height_pt and bottom > 0.0 and (bottom - top >= SMALLEST_WORD_PT)
    )
