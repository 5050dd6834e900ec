"""Formats by their bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.archive.media import media_of


@pytest.mark.parametrize(
    ("content", "name", "expected", "problem"),
    [
        (b"%PDF-1.7\n", "a.txt", "application/pdf", None),
        (b"junk\n" * 100 + b"%PDF-1.4", "a.pdf", "application/pdf", None),
        (b"\x00\x01\x02 damaged", "a.pdf", "application/pdf", None),
        (b"<!DOCTYPE html><p>", "a.pdf", "text/html", "format_not_read_yet: HTML page"),
        (b"\xef\xbb\xbf  <html>", "a", "text/html", "format_not_read_yet: HTML page"),
        (b"", "a.pdf", "application/x-empty", "empty"),
        (b"\x89PNG\r\n\x1a\n...", "scan.pdf", "image/png", None),
        (b"\xff\xd8\xff\xe0", "a.jpg", "image/jpeg", None),
        (b"II*\0....", "a.tif", "image/tiff", None),
        (b"GIF89a", "a.gif", "image/gif", "format_not_read_yet: GIF image"),
        (b"{\\rtf1", "a.doc", "application/rtf", "format_not_read_yet: RTF document"),
        (b"From: a@b.c\r\nTo: d@e.f\r\n\r\nHello", "a.eml", "message/rfc822", "format_not_read_yet: e-mail"),
        (b"From: nobody knows\n\nSubject: x", "a.txt", "text/plain", "format_not_read_yet: plain text"),
        ("选举干预".encode(), "a.txt", "text/plain", "format_not_read_yet: plain text"),
        (b"a,b\n1,2", "a.csv", "text/csv", "format_not_read_yet: CSV table"),
        (b"\x00\x01\x02\x03", "a.bin", "application/octet-stream", "format_not_read_yet: unknown format"),
        (b"PK\x03\x04 broken", "a.docx", "application/zip", "format_not_read_yet: ZIP archive"),
    ],
)
def test_a_file_is_what_its_bytes_say(
    tmp_path: Path, content: bytes, name: str, expected: str, problem: str | None
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    found = media_of(path, name)
    assert (found.type, found.problem) == (expected, problem)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (["[Content_Types].xml", "word/document.xml"], "Word document"),
        (["[Content_Types].xml", "xl/workbook.xml"], "Excel workbook"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "PowerPoint presentation"),
        (["mimetype", "content.xml"], "OpenDocument file"),
        (["mimetype", "META-INF/container.xml"], "EPUB book"),
        (["word/a.pdf", "b.pdf"], "ZIP archive"),
        (["%PDF-1.7"], "ZIP archive"),
    ],
)
def test_office_files_are_told_from_packages_by_their_members(
    tmp_path: Path, members: list[str], expected: str
) -> None:
    path = tmp_path / "file"
    with zipfile.ZipFile(path, "w") as package:
        for name in members:
            package.writestr(name, "x")
    assert media_of(path).name == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("aleph_ingest_fixtures", {"Word document", "Outlook message", "e-mail", "RTF document"})],
)
@pytest.mark.corpus
def test_real_files_are_recognised(corpus: Path, name: str, expected: set[str]) -> None:
    folder = corpus / "01_foi_pdfs"
    found = {media_of(path).name for path in folder.rglob("*") if path.is_file()}
    assert expected <= found
    assert "unknown format" not in found
