"""What a file is, by its bytes; its name only tells apart what bytes cannot."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

PDF = "application/pdf"
READ = frozenset({PDF, "image/tiff", "image/png", "image/jpeg"})
"""What the extraction takes: PDFs, and pictures of pages."""
ZIP = "application/zip"
UNKNOWN = "application/octet-stream"
_HEAD_BYTES = 8192
_PDF_HEADER_BYTES = 1024
"""Readers look for %PDF- in the first 1,024 bytes (ISO 32000-1, annex H, implementation note 13)."""


@dataclass(frozen=True, slots=True)
class Media:
    """`name` is for people ("Word document")."""

    type: str
    name: str

    @property
    def problem(self) -> str | None:
        """Reason code why it is not read; None for what the extraction takes."""
        if self.type in READ:
            return None
        return EMPTY_FILE if self.type == _EMPTY.type else f"format_not_read_yet: {self.name}"


EMPTY_FILE = "empty"
_EMPTY = Media("application/x-empty", "empty file")

_MAGIC: tuple[tuple[bytes, Media], ...] = (
    (b"\x89PNG\r\n\x1a\n", Media("image/png", "PNG image")),
    (b"\xff\xd8\xff", Media("image/jpeg", "JPEG image")),
    (b"GIF8", Media("image/gif", "GIF image")),
    (b"II*\0", Media("image/tiff", "TIFF image")),
    (b"MM\0*", Media("image/tiff", "TIFF image")),
    (b"BM", Media("image/bmp", "BMP image")),
    (b"\0\0\0\x0cjP  ", Media("image/jp2", "JPEG 2000 image")),
    (b"{\\rtf", Media("application/rtf", "RTF document")),
    (b"7z\xbc\xaf\x27\x1c", Media("application/x-7z-compressed", "7z archive")),
    (b"Rar!\x1a\x07", Media("application/vnd.rar", "RAR archive")),
    (b"\x1f\x8b", Media("application/gzip", "gzip archive")),
    (b"ID3", Media("audio/mpeg", "sound")),
    (b"From ", Media("application/mbox", "mailbox")),
    (b"BEGIN:VCALENDAR", Media("text/calendar", "calendar entry")),
    (b"!BDN", Media("application/vnd.ms-outlook-pst", "Outlook data file")),
)
_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound File Binary: Office before 2007, and Outlook messages ([MS-CFB] 2.2)."""
_CONTAINER_KINDS: tuple[tuple[str, Media], ...] = (
    ("__substg1.0_", Media("application/vnd.ms-outlook", "Outlook message")),
    ("__properties_version1.0", Media("application/vnd.ms-outlook", "Outlook message")),
    ("WordDocument", Media("application/msword", "Word document")),
    ("Workbook", Media("application/vnd.ms-excel", "Excel workbook")),
    ("Book", Media("application/vnd.ms-excel", "Excel workbook")),
    ("PowerPoint Document", Media("application/vnd.ms-powerpoint", "PowerPoint presentation")),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PACKAGE_KINDS: tuple[tuple[str, Media], ...] = (
    ("word/", Media(f"{_OFFICE}.wordprocessingml.document", "Word document")),
    ("xl/", Media(f"{_OFFICE}.spreadsheetml.sheet", "Excel workbook")),
    ("ppt/", Media(f"{_OFFICE}.presentationml.presentation", "PowerPoint presentation")),
    ("META-INF/container.xml", Media("application/epub+zip", "EPUB book")),
    ("content.xml", Media("application/vnd.oasis.opendocument", "OpenDocument file")),
)
_HEADER_LINE = re.compile(
    rb"^(from|to|cc|subject|date|received|return-path|delivered-to|message-id|mime-version|content-type|"
    rb"x-[a-z0-9-]+|dkim-signature|reply-to|sender):",
    re.IGNORECASE | re.MULTILINE,
)
_HTML = re.compile(rb"^\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27}) + b"\x7f"


def media_of(path: Path, name: str | None = None) -> Media:
    """What the file at `path` is; `name` is what it was called (default: the path's own name).

    A file called .pdf whose bytes are nothing we know counts as a PDF: the parser, which searches further than
    we do, has the last word.

    Raises:
        OSError: the file cannot be read.
    """
    name = (name or path.name).lower()
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        return _EMPTY
    return _by_magic(path, head) or _pdf(head) or _by_text(head, name) or _by_name(name)


def _pdf(head: bytes) -> Media | None:
    """After the other formats: a ZIP or an e-mail may hold a PDF within its first 1,024 bytes."""
    return Media(PDF, "PDF") if b"%PDF-" in head[: _PDF_HEADER_BYTES + 5] else None


def _by_name(name: str) -> Media:
    return Media(PDF, "PDF") if name.endswith(".pdf") else Media(UNKNOWN, "unknown format")


def _by_magic(path: Path, head: bytes) -> Media | None:
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _package(path)
    if head.startswith(_CONTAINER):
        return _container(path, head)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Media("image/webp", "WebP image")
    if head[4:8] == b"ftyp":
        return Media("video/mp4", "video")
    return next((media for magic, media in _MAGIC if head.startswith(magic)), None)


def _by_text(head: bytes, name: str) -> Media | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Media("text/plain", "plain text")
    plain = head.removeprefix(b"\xef\xbb\xbf")
    return None if plain.translate(None, _CONTROLS) != plain else _kind_of_text(plain, name)


def _kind_of_text(plain: bytes, name: str) -> Media:
    if _HTML.match(plain):
        return Media("text/html", "HTML page")
    if plain.lstrip().startswith(b"<?xml"):
        return Media("application/xml", "XML file")
    first = plain.lstrip().split(b"\n\n")[0].split(b"\r\n\r\n")[0]
    if _HEADER_LINE.match(first) and len(_HEADER_LINE.findall(first)) >= 2:
        return Media("message/rfc822", "e-mail")
    if name.endswith(".csv"):
        return Media("text/csv", "CSV table")
    return Media("text/plain", "plain text")


def _package(path: Path) -> Media:
    """A ZIP, or one of the formats that are ZIPs inside, told by the names of the members."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Media(ZIP, "ZIP archive")
    marked = "[Content_Types].xml" in names or "mimetype" in names
    for start, media in _PACKAGE_KINDS if marked else ():
        if any(member.startswith(start) for member in names):
            return media
    return Media(ZIP, "ZIP archive")


def _container(path: Path, head: bytes) -> Media:
    """Told by the stream names in the first sectors of the directory ([MS-CFB] 2.2 and 2.6)."""
    sector_bytes = 1 << min(int.from_bytes(head[30:32], "little"), 12)
    directory = (int.from_bytes(head[48:52], "little") + 1) * sector_bytes
    with path.open("rb") as file:
        file.seek(directory)
        names = file.read(8 * sector_bytes)
    for name, media in _CONTAINER_KINDS:
        if name.encode("utf-16-le") in names:
            return media
    return Media("application/x-ole-storage", "Office document")
