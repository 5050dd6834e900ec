"""The OCR program: `python -m indexer.extract.ocr_child`, started by `indexer.sandbox` only.

Command `pages` → one frame for each sheet asked for, with the languages it was read in.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.errors import InputError
from indexer.extract.documents import Document
from indexer.extract.ocr import PageReader
from indexer.extract.ocr_pages import ocr_page
from indexer.extract.opening import open_document
from indexer.extract.tesseract import Tesseract
from indexer.extract.transfer import to_frame
from indexer.model.page import Page
from indexer.sandbox.serving import Reply, serve

_open_file: tuple[tuple[str, str | None], Document] | None = None
_readers: dict[str, PageReader] = {}


def pages(request: dict[str, Any]) -> Iterator[Reply]:
    """A frame for each of `numbers`. What the first pages are read in is the likeliest for the next."""
    document = _document(request)
    reader = _reader(str(request["data_folder"]), request["languages"])
    likely = [str(language) for language in request["likely"]]
    for number in request["numbers"]:
        page, languages = _page(document, int(number), reader, likely, int(request["characters_limit"]))
        if languages is not None:
            likely = [languages, *(one for one in likely if one != languages)]
        header, blob = to_frame(page)
        yield {**header, "ocr_languages": languages}, blob


def _page(
    document: Document, number: int, reader: PageReader, likely: list[str], characters_limit: int
) -> tuple[Page, str | None]:
    try:
        page, reading = ocr_page(document, number, reader, likely, characters_limit)
    except InputError as error:
        outcome = "over_limit" if error.reason == "over_limit" else "unreadable"
        return Page(number, 0.0, 0.0, outcome=outcome, reason=error.reason), None  # type: ignore[arg-type]
    return page, reading.languages if reading is not None and reading.words else None


def _reader(data_folder: str, languages: list[str]) -> PageReader:
    if data_folder not in _readers:
        _readers[data_folder] = PageReader(Tesseract(data_folder), languages)
    return _readers[data_folder]


def _document(request: dict[str, Any]) -> Document:
    global _open_file  # noqa: PLW0603 - one file open in a process of its own
    path, password = str(request["path"]), request.get("password")
    if _open_file is None or _open_file[0] != (path, password):
        if _open_file is not None:
            _open_file[1].close()
            _open_file = None
        _open_file = ((path, password), open_document(Path(path), password))
    return _open_file[1]


if __name__ == "__main__":
    serve({"pages": pages}, json.loads(sys.argv[1])["memory_mb"])
