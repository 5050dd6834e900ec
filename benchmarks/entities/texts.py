"""Real pages to read: the shared corpus where it is, else the specimens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from indexer.entities.language import guess_language
from indexer.entities.ports import Context
from indexer.errors import InputError
from indexer.extract.reading import Extractor
from indexer.settings import load_settings

ROOT = Path(__file__).parents[2]
PAGES_A_FILE = 12
WORDS_A_PAGE_LEAST = 60


def pages(limit: int) -> list[tuple[str, Context]]:
    """Up to `limit` born-digital pages with their language; the same ones on every run."""
    found: list[tuple[str, Context]] = []
    for text in _texts():
        found.append((text, Context(language=guess_language(text), date="2021-09-13")))
        if len(found) == limit:
            break
    return found


def _texts() -> Iterator[str]:
    corpus = Path(os.environ.get("ATI_CORPUS", ROOT.parent / "shared" / "corpus")) / "01_foi_pdfs"
    folder = corpus if corpus.is_dir() else ROOT / "tests" / "data" / "specimens"
    with Extractor(load_settings(Path("archive")).extract) as extractor:
        for file in sorted(folder.rglob("*.pdf")):
            try:
                total = extractor.open(file, None).pages_total
                for page in extractor.pages(file, 1, min(total, PAGES_A_FILE), None):
                    if len(page.text.split()) >= WORDS_A_PAGE_LEAST:
                        yield page.text
            except InputError:
                continue
