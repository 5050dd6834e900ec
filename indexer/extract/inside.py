"""What a PDF holds outside its pages: the only importer of pdfminer, which gives every object of the file.

PDFium is asked for nothing here: it knows neither XMP metadata nor objects that no page leads to. For child processes
only. The parser is pure Python and files are hostile, so anything may be raised: the child's boundary catches it, and
the parent takes the file for one that could not be looked at.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.extract.leftovers import draws_text, reachable
from indexer.extract.pictured import said_by_picture

logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)  # its warnings quote the file

Part = tuple[str, str]
"""Where ("outline", "annotations", "form", "structure", "pictures", "metadata"), and a text that stands there."""

XMP_LIMIT_BYTES = 1_000_000
INFO_KEYS = ("Title", "Subject", "Keywords", "Comments", "Category", "_EmailSubject")
"""Author, Creator, Producer and Company say who made the file, as nearly every file does: that is no removed word."""

SPOKEN_KEYS = ("Alt", "ActualText", "E")
"""What is read aloud in place of a figure or of letters; it outlives the figure that was blacked out."""

PICTURE_LIMIT_BYTES = 64 * 2**20
_XMP_FIELD = re.compile(
    r"<(dc:title|dc:subject|dc:description|pdf:Keywords|photoshop:Headline)\b[^>]*>(.*?)</\1>"
    r"|<()[A-Za-z]\w*>([^<]*)</"  # elements of no standard vocabulary
    r"|\b(?:dc:title|dc:subject|dc:description|pdf:Keywords|photoshop:Headline)\s*=\s*[\"']([^\"']*)[\"']",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_LINEARIZED_WINDOW = 2048

HIDDEN, PRINT_NO_VIEW = 2, 32
"""Bits of an annotation's /F: not drawn on the screen."""


def earlier_ends(data: bytes) -> list[int]:
    """Where earlier states of a file end that was changed by appending; () for one written once."""
    ends = [match.end() for match in re.finditer(rb"startxref\s+\d+\s+%%EOF", data)]
    return ends[1 if b"/Linearized" in data[:_LINEARIZED_WINDOW] else 0 : -1]


class Inside:
    """The objects of one file, walked once."""

    def __init__(self, path: Path, password: str | None) -> None:
        self._path = path
        self._password = password or ""
        self._seen: set[tuple[int, Any]] = set()
        self.attachments = False
        self.revised = False

    def texts(self) -> Iterator[Part]:
        """Texts outside the pages' drawings, one by one, of earlier states too. When all have come it is known
        whether there are `attachments`, and whether a page or a form was `revised` since an earlier state, by an
        appended change or by a drawing that was replaced and left in the file."""
        data = self._path.read_bytes()
        newest = self._opened(data)
        yield from self._in(newest)
        self.revised = _has_leftovers(newest)
        for end in earlier_ends(data):
            earlier = self._opened(data[:end])
            self.revised = self.revised or _revised(earlier, newest)
            yield from self._in(earlier)

    def _opened(self, data: bytes) -> Any:
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfparser import PDFParser

        return PDFDocument(PDFParser(io.BytesIO(data)), self._password)

    def _in(self, document: Any) -> Iterator[Part]:
        for info in document.info:
            for key in INFO_KEYS:
                yield from _said("metadata", info.get(key))
        for number, place in _places(document).items():
            if (number, place) not in self._seen:  # an earlier state shares most objects with the next
                self._seen.add((number, place))
                yield from self._of(_object(document, number))

    def _of(self, found: Any) -> Iterator[Part]:
        attributes = getattr(found, "attrs", found)
        if not isinstance(attributes, dict):
            return
        kind, subtype = _name(attributes.get("Type")), _name(attributes.get("Subtype"))
        if kind == "EmbeddedFile" or "EF" in attributes:
            self.attachments = True
        if kind == "Metadata" or subtype == "XML":
            yield from _xmp(found)
        if subtype == "Image":
            yield from _picture(found)
        if attributes is not found:
            return  # any other stream: its dictionary holds no words
        if "Alt" in attributes or "ActualText" in attributes or ("E" in attributes and "S" in attributes):
            for key in SPOKEN_KEYS:
                yield from _said("structure", attributes.get(key))
        for annotation in _dictionaries(attributes.get("Annots")):
            yield from self._of(annotation)
        if "Rect" in attributes and subtype:
            yield from _annotation(attributes, subtype)
        if "FT" in attributes or ("T" in attributes and "V" in attributes):
            for key in ("V", "DV", "RV"):
                yield from _said("form", attributes.get(key))
        if "Title" in attributes and "Parent" in attributes:
            yield from _said("outline", attributes["Title"])


def _object(document: Any, number: int) -> Any:
    from pdfminer.pdftypes import PDFObjectNotFound

    try:
        return document.getobj(number)
    except PDFObjectNotFound:
        return None


def _places(document: Any) -> dict[int, Any]:
    """Each object's number with the place of its newest version."""
    found: dict[int, Any] = {}
    for table in document.xrefs:
        for number in table.get_objids():
            found.setdefault(number, table.get_pos(number))
    return found


def _revised(earlier: Any, newest: Any) -> bool:
    """Something else than the file's title and its like was replaced: what the page showed may lie in it."""
    now = _places(newest)
    changed = [number for number, place in _places(earlier).items() if now.get(number) != place]
    return any(not _says_of_itself(_object(earlier, number), newest) for number in changed)


def _has_leftovers(document: Any) -> bool:
    """A drawing with words that nothing in the file leads to any more."""
    led_to = reachable(table.get_trailer() for table in document.xrefs)
    return any(
        _name(found.attrs.get("Type")) not in ("XRef", "ObjStm", "Metadata")
        and _name(found.attrs.get("Subtype")) != "Image"
        and draws_text(found)
        for number in _places(document)
        if number not in led_to and hasattr(found := _object(document, number), "attrs")
    )


def _says_of_itself(found: Any, newest: Any) -> bool:
    """Metadata, the information dictionary, or a catalog with the same pages; their words are looked at."""
    attributes = getattr(found, "attrs", found)
    if not isinstance(attributes, dict):
        return False
    kind = _name(attributes.get("Type"))
    if kind == "Catalog":
        return _number(attributes.get("Pages")) == _number(newest.catalog.get("Pages")) is not None
    return kind in ("Metadata", "XRef", "ObjStm") or ("Producer" in attributes and "Type" not in attributes)


def _number(reference: Any) -> int | None:
    number = getattr(reference, "objid", None)
    return number if isinstance(number, int) else None


def _annotation(attributes: dict[str, Any], subtype: str) -> Iterator[Part]:
    flags = attributes.get("F", 0)
    drawn = subtype == "FreeText" and not (isinstance(flags, int) and flags & (HIDDEN | PRINT_NO_VIEW))
    if drawn:
        return  # its words stand on the page
    action = attributes.get("A")
    address = action.get("URI") if isinstance(action, dict) else None
    if isinstance(address, bytes) and address.lower().startswith(b"mailto:"):
        yield from _said("annotations", address[len(b"mailto:") :])
    for key in ("Contents", "RC", "Subj"):
        yield from _said("annotations", attributes.get(key))


def _dictionaries(value: Any) -> list[dict[str, Any]]:
    """Of an array those that stand in it themselves; references are objects of their own."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _said(where: str, value: Any) -> Iterator[Part]:
    from pdfminer.pdftypes import resolve1

    value = resolve1(value)
    for item in value if isinstance(value, list) else (value,):
        said = resolve1(item)
        if isinstance(said, bytes):
            yield where, _TAG.sub(" ", _decoded(said))


def _picture(stream: Any) -> Iterator[Part]:
    """A JPEG keeps its head as a camera or a program wrote it."""
    filters = [_name(one) for one, _ in stream.get_filters()] if hasattr(stream, "get_filters") else []
    data = stream.get_rawdata() if filters == ["DCTDecode"] else None
    if data and len(data) <= PICTURE_LIMIT_BYTES:
        yield from said_by_picture(data)


def _xmp(stream: Any) -> Iterator[Part]:
    data = stream.get_data()[:XMP_LIMIT_BYTES] if hasattr(stream, "get_data") else b""
    encoding = "utf-16" if data[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8"
    for match in _XMP_FIELD.finditer(data.decode(encoding, "replace")):
        yield "metadata", _TAG.sub(" ", match[2] or match[4] or match[5] or "")


def _decoded(value: bytes) -> str:
    from pdfminer.utils import decode_text

    return decode_text(value) if not value.startswith(b"\xef\xbb\xbf") else value[3:].decode("utf-8", "replace")


def _name(value: Any) -> str:
    name = getattr(value, "name", "")
    return name if isinstance(name, str) else name.decode("latin-1")
