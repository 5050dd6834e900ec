"""Opening a PDF, and why one cannot be opened."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

from indexer.errors import InputError
from indexer.extract.pdfium import raw
from indexer.extract.sheet import Sheet
from indexer.extract.words import clean

PASSWORD_ERROR, SECURITY_ERROR = 4, 5
HEADER_WINDOW_BYTES = 1024
SHEETS_TRIED = 30


class Document:
    """An open PDF. Close it after use; its sheets first."""

    def __init__(self, path: Path, password: str | None = None) -> None:
        """Opens the file.

        Raises:
            InputError: reason "encrypted", "empty", "not_a_pdf", "corrupt", "no_pages" or "unreadable".
        """
        _check_file(path)
        self.path = path
        secret = password.encode("utf-8") if password is not None else None
        self._handle = raw.FPDF_LoadDocument(str(path).encode("utf-8", "surrogateescape"), secret)
        if not self._handle:
            raise _open_error(path, raw.FPDF_GetLastError(), password)
        self.pages_total = int(raw.FPDF_GetPageCount(self._handle))
        if self.pages_total < 1:
            self.close()
            raise InputError(f"{path.name} has no pages.", "no_pages")
        self._check_sheets()

    def _check_sheets(self) -> None:
        """A page tree may promise any number of sheets and hold none: some of them, far apart, must be there.

        Raises:
            InputError: none of those tried can be loaded; reason "corrupt".
        """
        tried = sorted({1 + (self.pages_total - 1) * step // SHEETS_TRIED for step in range(SHEETS_TRIED + 1)})
        size = raw.FS_SIZEF()  # asks for the sheet's dictionary only; its content may be a bomb
        if any(raw.FPDF_GetPageSizeByIndexF(self._handle, number - 1, size) for number in tried):
            return
        self.close()
        raise InputError(f"{self.path.name} promises {self.pages_total:,} sheets and holds none of them.", "corrupt")

    def metadata(self, key: str) -> str | None:
        """A value of the document's information dictionary ("Title", "Author"); None when absent or blank."""
        name = key.encode("ascii")
        size = raw.FPDF_GetMetaText(self._handle, name, None, 0)
        buffer = ctypes.create_string_buffer(max(2, size))
        raw.FPDF_GetMetaText(self._handle, name, buffer, size)
        text = clean(buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")).strip()
        return text or None

    def sheet(self, number: int) -> Sheet:
        """Sheet `number` (from 1).

        Raises:
            InputError: PDFium cannot load it (reason "unreadable").
        """
        page = raw.FPDF_LoadPage(self._handle, number - 1)
        if not page:
            raise InputError(f"Sheet {number} of {self.path.name} cannot be read.", "unreadable")
        return Sheet(page, self._handle)

    @property
    def handle(self) -> Any:
        """PDFium's, for modules that ask it more."""
        return self._handle

    def close(self) -> None:
        """Frees it; calling it twice is allowed."""
        if self._handle:
            raw.FPDF_CloseDocument(self._handle)
            self._handle = None


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise InputError(f"{path.name} cannot be opened: {error.strerror}", "unreadable") from error
    if size == 0:
        raise InputError(f"{path.name} is empty (0 bytes).", "empty")


def _open_error(path: Path, code: int, password: str | None) -> InputError:
    if code in (PASSWORD_ERROR, SECURITY_ERROR):
        advice = (
            "the password given does not open it" if password else "name its password in release.toml (password_env)"
        )
        return InputError(f"{path.name} is encrypted: {advice}.", "encrypted")
    with path.open("rb") as file:
        head = file.read(HEADER_WINDOW_BYTES)
    if b"%PDF" not in head:
        return InputError(f"{path.name} is not a PDF.", "not_a_pdf")
    return InputError(f"{path.name} is damaged and cannot be read.", "corrupt")
