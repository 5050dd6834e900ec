"""Hostile and damaged files for tests/data/broken; names and `expected.json` say what must come of each."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.specimens import bombs, rawpdf

PASSWORD = "specimen"
_MAX_PAGE_PT = 14400  # the largest page that PDF allows
_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
_ZIP_DATE = (2021, 10, 13, 0, 0, 0)


def one_page(content: bytes, width: int = 612, height: int = 792, resources: str = "", *more: bytes | str) -> bytes:
    """A file with one page; objects of `more` are numbered from 6."""
    return rawpdf.assemble([
        _CATALOG, _PAGES,
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> {resources} >> >>",
        rawpdf.stream(content), _FONT, *more,
    ])  # fmt: skip


def text_content(text: str) -> bytes:
    """A content stream of one line."""
    return f"BT /F1 14 Tf 72 700 Td (SPECIMEN. {rawpdf.escaped(text)}) Tj ET".encode("cp1252")


def three_pages(encryption: StandardEncryption | None = None) -> bytes:
    """Three pages by reportlab."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, encrypt=encryption)
    for number in (1, 2, 3):
        canvas.drawString(72, 700, f"SPECIMEN. Page {number} of a file about the account fengqiao_yangben on WeChat.")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _corrupt() -> bytes:
    whole = three_pages()
    return whole[: len(whole) * 2 // 5]


def _encrypted() -> bytes:
    return three_pages(encryption=StandardEncryption(PASSWORD, ownerPassword="specimen-owner", strength=128))


def _wrong_xref() -> bytes:
    whole = one_page(text_content("The cross-reference table points to the wrong place."))
    head, _, _ = whole.rpartition(b"startxref")
    return head + b"startxref\n7\n%%EOF\n"


def _one_bad_page() -> bytes:
    pages = [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {n} 0 R "
             "/Resources << /Font << /F1 6 0 R >> >> >>" for n in (7, 8, 9)]  # fmt: skip
    bad = b"<< /Filter /FlateDecode /Length 24 >>\nstream\nthis is not deflate data\nendstream"
    good = [rawpdf.stream(text_content(f"Page {n} can be read; page 2 cannot.")) for n in (1, 3)]
    return rawpdf.assemble([_CATALOG, "<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>", *pages, _FONT,
                            good[0], bad, good[1]])  # fmt: skip


def _looping_tree() -> bytes:
    return rawpdf.assemble([_CATALOG, "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000 /Parent 3 0 R >>",
                            "<< /Type /Pages /Kids [2 0 R] /Count 1000000 /Parent 2 0 R >>"])  # fmt: skip


def _looping_form(draws: bytes) -> bytes:
    form = rawpdf.stream(draws, "/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
                         "/Resources << /XObject << /Fm 6 0 R >> >>")  # fmt: skip
    content = text_content("A form that draws itself.") + b"\n/Fm Do"
    return one_page(content, 612, 792, "/XObject << /Fm 6 0 R >>", form)


def _docx() -> bytes:
    buffer = BytesIO()
    body = "<w:p><w:r><w:t>SPECIMEN. A word-processor file among the PDFs.</w:t></w:r></w:p>"
    files = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    }  # fmt: skip
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), text)
    return buffer.getvalue()


def _eml() -> bytes:
    return (
        b"From: Jordan Specimen <jordan@affairs.example>\r\nTo: Robin Placeholder <robin@security.example>\r\n"
        b"Date: Wed, 08 Sep 2021 16:12:00 -0400\r\nSubject: SPECIMEN: WeChat article\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nSPECIMEN. A message that was saved as a file.\r\n"
    )


# name → (maker, what must come of it)
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "corrupt.pdf": (_corrupt, "unreadable: cut off after two fifths"),
    "empty.pdf": (lambda: b"", "unreadable: no bytes"),
    "encrypted.pdf": (_encrypted, f"unreadable without the password, which is {PASSWORD!r}; with it 3 pages"),
    "not_a_pdf.pdf": (lambda: b"SPECIMEN. A text file under a wrong name.\n", "unreadable: not a PDF"),
    "zero_pages.pdf": (
        lambda: rawpdf.assemble([_CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"]), "unreadable: no pages"),
    "huge_page.pdf": (
        lambda: one_page(text_content("A page of five metres."), _MAX_PAGE_PT, _MAX_PAGE_PT),
        "read, or over a limit; its picture must not be drawn at full size"),
    "looping.pdf": (_looping_tree, "unreadable: the page tree refers to itself"),
    "looping_form.pdf": (lambda: _looping_form(b"/Fm Do"), "read: the text; the form that draws itself ends"),
    # PDFium takes all memory for this one: 2 to the power of its depth limit draws.
    "bomb_form_doubling.pdf": (lambda: _looping_form(b"/Fm Do /Fm Do"), "over a limit: a form that draws itself twice"),
    "bomb.pdf": (lambda: one_page_packed(bombs.drawing()), "over a limit: the page's content inflates to 300 MB"),
    "bomb_nested.pdf": (bombs.nested, "over a limit: 300 MB of text, compressed twice"),
    "million_words.pdf": (lambda: one_page_packed(bombs.words()), "read, or over a limit: a million words on a page"),
    "one_bad_page.pdf": (_one_bad_page, "partly read: page 2 of 3 is damaged or empty"),
    "wrong_xref_but_readable.pdf": (_wrong_xref, "read after repair"),
    "word_processor.docx": (_docx, "unsupported, kept and listed"),
    "message.eml": (_eml, "unsupported, kept and listed"),
}  # fmt: skip


def one_page_packed(packed: bytes) -> bytes:
    """A file with one page whose content is already compressed."""
    entry = f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
    return rawpdf.assemble([
        _CATALOG, _PAGES, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>", entry + packed + b"\nendstream", _FONT,
    ])  # fmt: skip


def write(data: Path) -> None:
    """Writes the files and what is expected of them."""
    folder = data / "broken"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, _) in FILES.items():
        (folder / name).write_bytes(make())
    expected = {name: outcome for name, (_, outcome) in FILES.items()}
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", "utf-8")
