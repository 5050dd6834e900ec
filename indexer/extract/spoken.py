"""ActualText: words that a file says in place of the glyphs that it draws.

PDFium gives them as the text of the page, though nobody sees them. They are kept where they say the same letters as
the glyphs (ligatures, soft hyphens, accents of two glyphs); elsewhere the glyphs speak.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.extract import pdfium
from indexer.extract.pdfium import raw

KEY = b"ActualText"
LETTERS_A_GLYPH = 3
"""A ligature without Unicode stands for so many letters at most ("ffi")."""

KNOWN_TIMES = 2
"""So many glyphs with Unicode to one without: the word is told by the others."""

_NO_UNICODE = re.compile("[\x00\ufffd\ue000-\uf8ff]")
_ENCODINGS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))
_LINE_END_HYPHENS = "\ufffe\x02"


@dataclass(slots=True)
class _Mark:
    """One marked-content span: its words, the text objects in it, and whether it lies in another such span."""

    value: bytes
    handles: list[int] = field(default_factory=list)
    nested: bool = False

    @property
    def text(self) -> str:
        """The bytes as PDFium reads them: UTF-16 or UTF-8 by a byte-order mark, else one byte a character."""
        for mark, encoding in _ENCODINGS:
            if self.value.startswith(mark):
                return self.value[len(mark) :].decode(encoding, "replace")
        return self.value.decode("latin-1")


class Spoken:
    """The marks of one page. What is taken away is put back by `restore`: pages share property lists."""

    def __init__(self, document: int, handles: Iterable[int]) -> None:
        self._document = document
        self._marks = _marks(handles)
        self._taken: dict[int, _Mark] = {}

    def silence(self, page: object) -> bool:
        """Takes away what the glyphs do not say, before the page's text is loaded. True: words were taken away."""
        if not self._marks:
            return False
        self._take(self._marks)
        glyphs = _glyphs(page)
        false = {
            mark.value
            for mark in self._marks.values()
            if mark.nested or not says_the_same(mark.text, "".join(glyphs.get(handle, "") for handle in mark.handles))
        }
        self._put_back({key: mark for key, mark in self._marks.items() if mark.value not in false})
        drawn = _letters("".join(glyphs.values()))
        return any(_letters(_Mark(value).text) not in drawn for value in false)

    def restore(self) -> None:
        """The file's marks as they were. Call it when the text has been loaded and closed."""
        self._put_back(self._taken)

    def _take(self, marks: dict[int, _Mark]) -> None:
        for key, mark in marks.items():
            pdfium.remove_from_mark(mark.handles[0], key, KEY)
        self._taken = dict(marks)

    def _put_back(self, marks: dict[int, _Mark]) -> None:
        for key, mark in marks.items():
            pdfium.set_in_mark(self._document, mark.handles[0], key, KEY, mark.value, len(mark.value))
        self._taken = {key: mark for key, mark in self._taken.items() if key not in marks}


def says_the_same(spoken: str, glyphs: str) -> bool:
    """The letters and digits are the same, whatever their accents, case and order on the line; hyphens and spaces
    say nothing. A glyph without Unicode may stand for a ligature, where the glyphs beside it tell the word."""
    said = _letters(spoken)
    if not said:
        return True
    plain = glyphs.translate(dict.fromkeys(map(ord, _LINE_END_HYPHENS)))
    parts = [_letters(part) for part in _NO_UNICODE.split(plain)]
    unknown, known = len(parts) - 1, sum(map(len, parts))
    if unknown == 0:
        return sorted(said) == sorted(parts[0])
    if unknown > 1 and known < KNOWN_TIMES * unknown:
        return False
    return re.fullmatch(f".{{0,{LETTERS_A_GLYPH}}}".join(map(re.escape, parts)), said) is not None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def _marks(handles: Iterable[int]) -> dict[int, _Mark]:
    """By the mark's address. Marks are shared by the objects in them, and asked once."""
    values: dict[int, bytes] = {}
    found: dict[int, _Mark] = {}
    for handle in handles:
        inside = []
        for index in range(pdfium.count_marks(handle)):
            mark = pdfium.mark_at(handle, index)
            if mark not in values:
                values[mark] = _value_of(mark)
            if values[mark]:
                inside.append(mark)
        for mark in inside:
            entry = found.setdefault(mark, _Mark(values[mark]))
            entry.handles.append(handle)
            entry.nested = entry.nested or len(inside) > 1
    return found


def _value_of(mark: int) -> bytes:
    """Empty when it says nothing."""
    length = ctypes.c_ulong()
    at = ctypes.addressof(length)
    if not pdfium.bytes_in_mark(mark, KEY, None, 0, at) or not length.value:
        return b""
    buffer = ctypes.create_string_buffer(length.value)
    pdfium.bytes_in_mark(mark, KEY, ctypes.addressof(buffer), length.value, at)
    return buffer.raw


def _glyphs(page: object) -> dict[int, str]:
    """What each text object draws."""
    text = raw.FPDFText_LoadPage(page)
    address = pdfium.address(text)
    found: dict[int, list[str]] = {}
    try:
        for index in range(raw.FPDFText_CountChars(text)):
            handle = pdfium.text_object(address, index)
            if handle:
                character = chr(min(pdfium.unicode_of(address, index), 0x10FFFF))
                found.setdefault(handle, []).append(character)
    finally:
        raw.FPDFText_ClosePage(text)
    return {handle: "".join(characters) for handle, characters in found.items()}
