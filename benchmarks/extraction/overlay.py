"""Draws what extraction sees over a page: words, redactions with their sections, tables, headings, furniture."""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import ImageDraw

from benchmarks.extraction.quality import extractor
from indexer.extract.describing import describe
from indexer.extract.documents import Document
from indexer.extract.ocr_reading import Recogniser
from indexer.model.geometry import BBox, boxes_of
from indexer.model.page import Page
from indexer.settings import load_settings

SCALE = 1.6
"""Pixels a point: small enough to look at whole."""

PAGES_AROUND = 20
"""Furniture shows by repetition: so many pages are read on either side."""

WORD, FURNITURE, HEADING, TABLE, REDACTION = "#7fb3ff", "#b8b8b8", "#2c8a2c", "#8040c0", "#e02020"


def overlay(arguments: list[str]) -> None:
    """Writes one picture. Blue: words; grey: furniture; green: headings; violet: cells; red: redactions, sections."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction overlay")
    parser.add_argument("file", type=Path)
    parser.add_argument("--page", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--regime")
    chosen = parser.parse_args(arguments)
    page = _described(chosen.file, chosen.page, chosen.regime)
    document = Document(chosen.file)
    sheet = document.sheet(chosen.page)
    picture = sheet.render(SCALE).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for box, colour, width, name in _marks(page):
        edges = [edge * SCALE for edge in box]
        draw.rectangle(edges, outline=colour, width=width)
        if name:
            draw.text((edges[0] + 3, edges[1] + 2), name, fill=colour)
    sheet.close()
    document.close()
    picture.quantize(32).save(chosen.out, optimize=True)
    print(f"{chosen.out}: {len(page.words)} words, {len(page.redactions)} redactions {list(page.sections)},"
          f" {len(page.tables)} tables, language {page.language}, {page.label},"
          f" {list(page.markings)}")  # fmt: skip


def _described(path: Path, number: int, regime: str | None) -> Page:
    with extractor() as reading:
        total = reading.open(path).pages_total
        first, last = max(1, number - PAGES_AROUND), min(total, number + PAGES_AROUND)
        pages = list(reading.pages(path, first, last))
    if pages[number - first].source != "text_layer":
        settings = load_settings(Path("archive"), {})
        recogniser = Recogniser(settings.ocr, settings.extract)
        pages[number - first] = next(recogniser.pages(path, [number]))
        recogniser.close()
    return describe(tuple(pages), regime).pages[number - first]


def _marks(page: Page) -> list[tuple[BBox, str, int, str]]:
    """`(box, colour, width, name)` of all that is drawn, what matters most last."""
    still = [range(span.start, span.end) for span in page.furniture]
    marks = [
        (word.bbox, FURNITURE if any(word.start in span for span in still) else WORD, 1, "") for word in page.words
    ]
    marks += [(cell, TABLE, 1, "") for table in page.tables for row in table.cells for cell in row if cell is not None]
    marks += [(table.bbox, TABLE, 2, "") for table in page.tables]
    for heading in page.headings:
        marks += [(box, HEADING, 2, "") for box in boxes_of(page.words, heading.span.start, heading.span.end)]
    return [*marks, *((item.bbox, REDACTION, 2, " ".join(item.sections) or item.kind) for item in page.redactions)]
