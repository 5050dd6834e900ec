"""A bulk to ingest: several hundred small pages, one of the specimens, and a file that nobody can read."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import ROOT, SPECIMENS

SMALL_FILES, PAGES_A_FILE = 12, 20
LARGE_FILE_PAGES = 60
SPECIMEN = SPECIMENS / "a-2022-00058" / "memorandum.pdf"
UNREADABLE = ROOT / "tests" / "data" / "broken" / "encrypted.pdf"
SENTENCE = "The report of 13 September 2021 describes narratives on WeChat."


@dataclass(frozen=True)
class Bulk:
    """`drawn`: pages that were drawn, each with a word of its own ("sheet3x17")."""

    folder: Path
    files: int
    drawn: int


def draw_bulk(folder: Path, files: int = SMALL_FILES) -> Bulk:
    """Files in one release; the first is larger than a part, so that its pages are worked on in ranges."""
    folder.mkdir(parents=True)
    sizes = [LARGE_FILE_PAGES, *(PAGES_A_FILE for _ in range(files))]
    for number, pages in enumerate(sizes):
        draw(folder / f"bulk-{number:02}.pdf", number, pages)
    shutil.copy(SPECIMEN, folder / "memorandum.pdf")
    shutil.copy(UNREADABLE, folder / "locked.pdf")
    return Bulk(folder, len(sizes) + 2, sum(sizes))


def draw(path: Path, number: int, pages: int) -> Path:
    """A file of `pages` pages that say which they are."""
    canvas = Canvas(str(path), pagesize=letter, invariant=True)
    for page in range(1, pages + 1):
        lines = (f"Sheet {page} of file {number}: sheet{number}x{page}.", SENTENCE)
        for at, line in enumerate(lines):
            canvas.drawString(72, 700 - 20 * at, line)
        canvas.showPage()
    canvas.save()
    return path
