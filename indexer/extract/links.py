"""Where the links of a page lead, and where they lie: an address may stay when its words are blacked out."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indexer.errors import InputError
from indexer.extract.documents import Document
from indexer.extract.pdfium import raw
from indexer.extract.sheet import Sheet
from indexer.model.geometry import BBox

LINKS_LIMIT = 2000
"""Of one page; more are not looked at."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the file."""

    page: int
    bbox: BBox
    address: str


def links_of(document: Document) -> Iterator[Link]:
    """Every link of every sheet that can be loaded, in order; none of those inside the file."""
    for number in range(1, document.pages_total + 1):
        try:
            sheet = document.sheet(number)
        except InputError:
            continue
        try:
            yield from (Link(number, box, address) for box, address in _links(document.handle, sheet))
        finally:
            sheet.close()


def _links(document: Any, sheet: Sheet) -> Iterator[tuple[BBox, str]]:
    place, link, rect = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(LINKS_LIMIT):
        if not raw.FPDFLink_Enumerate(sheet.handle, place, link):
            return
        action = raw.FPDFLink_GetAction(link)
        size = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if size > 1 and raw.FPDFLink_GetAnnotRect(link, rect):
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(document, action, buffer, size)
            yield (
                sheet.display.box(rect.left, rect.bottom, rect.right, rect.top),
                buffer.value.decode("utf-8", "replace"),
            )
