"""The parsing and rendering program: `python -m indexer.extract.child`, started by `indexer.sandbox` only.

Commands: `open` → what the file says of itself; `beyond` → what it holds outside its pages; `pages` → one frame a
sheet; `render` → an image.
"""

from __future__ import annotations

import io
import json
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from indexer.errors import InputError
from indexer.extract.beyond import address_words, hashed, telling_words
from indexer.extract.documents import Document
from indexer.extract.images import is_image
from indexer.extract.inside import Inside
from indexer.extract.links import links_of
from indexer.extract.opening import open_document
from indexer.extract.pages import read_page
from indexer.extract.pictured import said_by_file
from indexer.extract.sheet import Sheet
from indexer.extract.tables import TableReader
from indexer.extract.transfer import to_frame
from indexer.model.page import Page
from indexer.sandbox.serving import Reply, serve

QUALITY = 78
LONGEST_SIDE_PX = 16_000
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}

_open_file: tuple[tuple[str, str | None], Document, TableReader] | None = None


def open_file(request: dict[str, Any]) -> Iterator[Reply]:
    """One frame: pages_total, title."""
    document = _document(request)
    yield (
        {
            "pages_total": document.pages_total,
            "title": document.metadata("Title"),
        },
        b"",
    )


def beyond(request: dict[str, Any]) -> Iterator[Reply]:
    """One frame: what the file holds outside its pages, as salted hashes of words by place, and places by name."""
    path, salt = Path(request["path"]), secrets.token_bytes(16)
    document = _document(request)  # a file that does not open, or a wrong password, is refused here
    if is_image(path):
        told: dict[str, object] = {"words": _hashes(telling_words(said_by_file(path)), salt), "links": []}
        yield {"salt": salt.hex(), "present": []}, json.dumps(told).encode()
        return
    inside = Inside(path, request.get("password"))
    found = telling_words(inside.texts())
    present = [*(["attachments"] if inside.attachments else []), *(["revisions"] if inside.revised else [])]
    links = [(one.page, one.bbox, _hashed(address_words(one.address), salt)) for one in links_of(document)]
    told = {"words": _hashes(found, salt), "links": links}
    yield {"salt": salt.hex(), "present": present}, json.dumps(told).encode()


def _hashes(found: dict[str, set[str]], salt: bytes) -> dict[str, list[str]]:
    return {place: _hashed(words, salt) for place, words in found.items()}


def _hashed(words: set[str], salt: bytes) -> list[str]:
    return sorted(hashed(word, salt) for word in words)


def pages(request: dict[str, Any]) -> Iterator[Reply]:
    """A frame for each sheet from `first` to `last`; one that cannot be read is listed with its reason."""
    document, tables = _opened(request)
    for number in range(int(request["first"]), int(request["last"]) + 1):
        yield to_frame(_page(document, tables, number, request))


def render(request: dict[str, Any]) -> Iterator[Reply]:
    """One frame: the picture in the blob, its size in the header."""
    sheet = _document(request).sheet(int(request["number"]))
    try:
        image = _picture(sheet, int(request["width_px"]))
    finally:
        sheet.close()
    target = io.BytesIO()
    options = {"quality": QUALITY} if request["format"] != "png" else {"compress_level": 3}
    image.save(target, FORMATS[request["format"]], **options)
    yield {"width_px": image.width, "height_px": image.height}, target.getvalue()


def _page(document: Document, tables: TableReader, number: int, request: dict[str, Any]) -> Page:
    try:
        return read_page(document, number, int(request["characters_limit"]), tables)
    except InputError as error:
        outcome = "over_limit" if error.reason == "over_limit" else "unreadable"
        return Page(number, 0.0, 0.0, outcome=outcome, reason=error.reason)  # type: ignore[arg-type]


def _picture(sheet: Sheet, width_px: int) -> Image.Image:
    if sheet.width_pt <= 0 or sheet.height_pt <= 0:
        raise InputError("The page has no size.", "unreadable")
    scale = min(width_px / sheet.width_pt, LONGEST_SIDE_PX / max(sheet.width_pt, sheet.height_pt))
    return sheet.render(scale)


def _document(request: dict[str, Any]) -> Document:
    return _opened(request)[0]


def _opened(request: dict[str, Any]) -> tuple[Document, TableReader]:
    """The file asked for; the last one stays open, since requests for one file come in a row."""
    global _open_file  # noqa: PLW0603 - one file open in a process of its own
    path, password = str(request["path"]), request.get("password")
    if _open_file is None or _open_file[0] != (path, password):
        if _open_file is not None:
            _, document, _ = _open_file
            _open_file = None
            document.close()
        _open_file = ((path, password), open_document(Path(path), password), TableReader())
    return _open_file[1], _open_file[2]


if __name__ == "__main__":
    serve({"open": open_file, "beyond": beyond, "pages": pages, "render": render}, json.loads(sys.argv[1])["memory_mb"])
