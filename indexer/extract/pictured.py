"""What a picture says of itself beside its pixels: captions and comments in EXIF and in PNG text.

Maker, model, dates and places tell nothing that was on a page. A small preview is not legible.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

Part = tuple[str, str]
PLACE = "pictures"
DESCRIPTION, USER_COMMENT, EXIF = 0x010E, 0x9286, 0x8769
WINDOWS_TAGS = (0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F)
"""Title, comment, keywords and subject, as Windows writes them: UTF-16."""

COMMENT_CODES = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "euc_jp", b"\0" * 8: "utf-8"}
TEXT_KEYS = ("Title", "Description", "Comment", "Subject", "comment")
_BROKEN = (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, EOFError, Image.DecompressionBombError)


def said_by_file(path: Path) -> list[Part]:
    """Of a picture file; empty when it says nothing, or cannot be read."""
    return said_by_picture(path.read_bytes())


def said_by_picture(data: bytes) -> list[Part]:
    """Of a picture's bytes; only its head is decoded."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return [(PLACE, text) for text in _texts(image) if text.strip()]
    except (UnidentifiedImageError, *_BROKEN):
        return []


def _texts(image: Image.Image) -> Iterator[str]:
    exif = image.getexif()
    yield from _decoded(exif.get(DESCRIPTION))
    for tag in WINDOWS_TAGS:
        value = exif.get(tag)
        if isinstance(value, bytes):
            yield value.decode("utf-16-le", "replace").rstrip("\0")
    yield from _comment(exif.get_ifd(EXIF))
    for key in TEXT_KEYS:
        yield from _decoded(image.info.get(key))


def _comment(values: Mapping[int, Any]) -> Iterator[str]:
    value = values.get(USER_COMMENT)
    if isinstance(value, bytes) and len(value) > 8:
        yield value[8:].decode(COMMENT_CODES.get(value[:8], "utf-8"), "replace").rstrip("\0")


def _decoded(value: object) -> Iterator[str]:
    if isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif isinstance(value, str):
        yield value
