"""Opening a file of any format that is read: a PDF, or pictures."""

from __future__ import annotations

from pathlib import Path

from indexer.extract.documents import Document
from indexer.extract.images import ImageDocument, is_image


def open_document(path: Path, password: str | None = None) -> Document:
    """The open file, by its first bytes; close it after use.

    Raises:
        InputError: as `Document` and `ImageDocument` say.
    """
    return ImageDocument(path) if is_image(path) else Document(path, password)
