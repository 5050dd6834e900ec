"""PDFium: the only importer of pypdfium2. Opens a file; gives raw words and painted objects; renders.

Runs in child processes only (`indexer.extract.child`): PDFium is not thread-safe, and files are hostile.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections.abc import Iterator
from ctypes import c_double, c_float, c_int, c_uint, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from pypdfium2 import raw

from indexer.errors import InputError
from indexer.model.geometry import BBox

PASSWORD_ERROR, SECURITY_ERROR = 4, 5
HEADER_WINDOW_BYTES = 1024
SCALE = 1000
"""Device units a point when PDFium is asked where the corners of the page lie (it answers in integers)."""

OBJECTS_LIMIT = 200_000
SEGMENTS_LIMIT = 100_000
"""A map or a drawing holds more; its paths are then taken by their bounds."""

SMALLEST_PAINT_PT = 3.0
"""Thinner paths are rules and underlines: they neither hide nor redact words."""

PIXELS_LIMIT = 40_000_000
FORM_DEPTH_LIMIT = 12
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LINE_OR_WORD = re.compile(rf"[\r\n\ufffe\x02]+|[{HAN}]|[^\s{HAN}\ufffe\x02]+")
LINE_END_HYPHENS = "\ufffe\x02"


def _quick(function: Any, result: Any, *arguments: Any) -> Any:
    """A prototype of our own: handles are plain addresses, and the GIL is kept. A call costs a third of the
    package's typed wrapper, and the loop over words is most of our time."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, c_void_p).value or 0)


_get_loose_box = _quick(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_get_tight_box = _quick(raw.FPDFText_GetCharBox, c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
_get_unicode = _quick(raw.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_get_text_object = _quick(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_count_objects = _quick(raw.FPDFPage_CountObjects, c_int, c_void_p)
_get_object = _quick(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_form_count = _quick(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
_form_object = _quick(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, c_uint)
_get_type = _quick(raw.FPDFPageObj_GetType, c_int, c_void_p)
_get_bounds = _quick(raw.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_get_fill = _quick(raw.FPDFPageObj_GetFillColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_get_matrix = _quick(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_get_draw_mode = _quick(raw.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
_count_segments = _quick(raw.FPDFPath_CountSegments, c_int, c_void_p)
_get_segment = _quick(raw.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_type = _quick(raw.FPDFPathSegment_GetType, c_int, c_void_p)
_segment_point = _quick(raw.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
_render_mode = _quick(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
_count_marks = _quick(raw.FPDFPageObj_CountMarks, c_int, c_void_p)
_set_active = _quick(raw.FPDFPageObj_SetIsActive, c_int, c_void_p, c_int)

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
MOVE, BEZIER = 2, 1
INVISIBLE_MODES = (3, 7)
"""Neither filled nor stroked: 3 paints nothing, 7 only clips."""


class RawWord(NamedTuple):
    """A run without spaces, or one Han character. `first` and `last` index the page's characters.

    `gap`: white space stands before it on its line. The box is in page coordinates (points, top left, as shown).
    """

    text: str
    line: int
    gap: bool
    bbox: BBox
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Painted:
    """A filled or stroked path (one rectangle of it), an image or a shading, with its place in drawing order.

    `colour` is RGBA, 0 to 255. `rectangle`: the outline is an upright rectangle. `handles` are the page object's.
    """

    kind: str
    bbox: BBox
    order: int
    filled: bool = True
    stroked: bool = False
    colour: tuple[int, int, int, int] = (0, 0, 0, 255)
    rectangle: bool = True
    handle: int = 0


class TextStyle(NamedTuple):
    """How a text object is drawn: order, whether in an invisible mode, RGBA, whether in an optional layer."""

    order: int
    invisible: bool
    colour: tuple[int, int, int, int]
    marked: bool


@dataclass(slots=True)
class Scene:
    """What is drawn on a page, in order; text objects by handle."""

    painted: list[Painted]
    texts: dict[int, TextStyle]
    complete: bool = True


class Matrix(NamedTuple):
    """`x' = a x + c y + e`, `y' = b x + d y + f`."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def after(self, first: Matrix) -> Matrix:
        """`first`, then this one."""
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """The box around the four corners after the transformation."""
        a, b, c, d, e, f = self
        xs = (a * x0 + c * y0, a * x1 + c * y1, a * x0 + c * y1, a * x1 + c * y0)
        ys = (b * x0 + d * y0, b * x1 + d * y1, b * x0 + d * y1, b * x1 + d * y0)
        return BBox(round(min(xs) + e, 2), round(min(ys) + f, 2), round(max(xs) + e, 2), round(max(ys) + f, 2))


class Document:
    """An open PDF. Close it after use; sheets first."""

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

    def metadata(self, key: str) -> str | None:
        """A value of the document's information dictionary ("Title", "Author"); None when absent or blank."""
        size = raw.FPDF_GetMetaText(self._handle, key.encode("ascii"), None, 0)
        buffer = ctypes.create_string_buffer(max(2, size))
        raw.FPDF_GetMetaText(self._handle, key.encode("ascii"), buffer, size)
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
        return Sheet(page)

    def close(self) -> None:
        """Frees it; calling it twice is allowed."""
        if self._handle:
            raw.FPDF_CloseDocument(self._handle)
            self._handle = None


class Sheet:
    """A loaded page: words, what is painted, and pictures of it. Close it after use."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._address = ctypes.cast(page, c_void_p).value
        self.width_pt = float(raw.FPDF_GetPageWidthF(page))
        self.height_pt = float(raw.FPDF_GetPageHeightF(page))
        self._matrix = self._display_matrix()
        self._text: Any = None
        self._text_address: int | None = None

    def words(self, characters_limit: int) -> list[RawWord]:
        """Every word of the text layer in PDFium's order, hidden ones and those off the page too.

        Raises:
            InputError: more characters than allowed (reason "over_limit").
        """
        self._load_text()
        count = raw.FPDFText_CountChars(self._text)
        if count > characters_limit:
            raise InputError(f"A page holds {count} characters; {characters_limit} are allowed.", "over_limit")
        if count <= 0:
            return []
        return self._words_of(self._characters(count))

    def tight_box(self, character: int) -> BBox:
        """The box around the ink of one character."""
        self._load_text()
        values = (c_double * 4)()
        at = ctypes.addressof(values)
        _get_tight_box(self._text_address, character, at, at + 8, at + 16, at + 24)
        left, right, bottom, top = values
        return self._matrix.box(left, bottom, right, top)

    def text_object(self, character: int) -> int:
        """The handle of the text object that draws a character; 0 for one that PDFium made up."""
        self._load_text()
        return _get_text_object(self._text_address, character) or 0

    def scene(self) -> Scene:
        """What is drawn, in order, inside form objects too."""
        scene = Scene([], {})
        _Walk(scene, self._matrix).page(self._address)
        return scene

    def annotations(self) -> list[Painted]:
        """Boxes of annotations that paint over the page (links, pop-ups and form fields left out)."""
        found = []
        for index in range(raw.FPDFPage_GetAnnotCount(self._page)):
            annotation = raw.FPDFPage_GetAnnot(self._page, index)
            if not annotation:
                continue
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            rect = raw.FS_RECTF()
            if kind in _PAINTING_ANNOTATIONS and raw.FPDFAnnot_GetRect(annotation, rect):
                box = self._matrix.box(rect.left, rect.bottom, rect.right, rect.top)
                found.append(Painted("annotation", box, OBJECTS_LIMIT + 1 + index))
            raw.FPDFPage_CloseAnnot(annotation)
        return found

    def render(
        self, scale: float, annotations: bool = True, without: Iterator[int] | tuple[int, ...] = ()
    ) -> Image.Image:
        """An RGB picture, `scale` pixels a point (less where the page is huge), without some page objects."""
        width, height = self._pixels(scale)
        handles = tuple(without)
        for handle in handles:
            _set_active(handle, 0)
        try:
            return self._render(width, height, annotations)
        finally:
            for handle in handles:
                _set_active(handle, 1)

    def close(self) -> None:
        """Frees it; calling it twice is allowed."""
        if self._text:
            raw.FPDFText_ClosePage(self._text)
            self._text = None
        if self._page:
            raw.FPDF_ClosePage(self._page)
            self._page = None

    def _load_text(self) -> None:
        if self._text is None:
            self._text = raw.FPDFText_LoadPage(self._page)
            self._text_address = ctypes.cast(self._text, c_void_p).value

    def _characters(self, count: int) -> str:
        """One code point for each of PDFium's characters, so that an index serves for both."""
        buffer = ctypes.create_string_buffer(2 * (count + 1))
        written = raw.FPDFText_GetText(self._text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
        text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
        if len(text) != count:  # characters without Unicode are left out there; those beyond U+FFFF take two units
            text = "".join(chr(min(_get_unicode(self._text_address, index), 0x10FFFF)) for index in range(count))
        return text

    def _words_of(self, text: str) -> list[RawWord]:
        spans = [match.span() for match in LINE_OR_WORD.finditer(text)]
        breaks = [text[start] in "\r\n\ufffe\x02" for start, _ in spans]
        ends = [
            at
            for (start, end), ends_line in zip(spans, breaks, strict=True)
            if not ends_line
            for at in (start, end - 1)
        ]
        boxes = self._loose_boxes(ends)
        words: list[RawWord] = []
        line, before, at = 0, 0, 0
        for (start, end), ends_line in zip(spans, breaks, strict=True):
            if ends_line:
                if text[start] in LINE_END_HYPHENS and words and words[-1].last == start - 1:
                    word = words[-1]
                    words[-1] = word._replace(text=word.text + "-", last=start)
                line += 1
                before = end
                continue
            box = _joined(boxes[at], boxes[at + 1])
            words.append(RawWord(text[start:end], line, start > before, box, start, end - 1))
            at += 2
            before = end
        return words

    def _loose_boxes(self, indexes: list[int]) -> list[BBox]:
        """Line-high boxes of characters: one array for all answers, one transformation loop."""
        values = array("f", bytes(16 * len(indexes)))
        address, page = values.buffer_info()[0], self._text_address
        for at, index in zip(range(address, address + 16 * len(indexes), 16), indexes, strict=True):
            _get_loose_box(page, index, at)
        flat = iter(values)
        a, b, c, d, e, f = self._matrix
        if b == 0.0 and c == 0.0 and a > 0 > d:
            return [
                BBox(left * a + e, top * d + f, right * a + e, bottom * d + f)
                for left, top, right, bottom in zip(flat, flat, flat, flat, strict=True)
            ]
        return [
            self._matrix.box(left, bottom, right, top)
            for left, top, right, bottom in zip(flat, flat, flat, flat, strict=True)
        ]

    def _display_matrix(self) -> Matrix:
        """From PDF user space to points from the top left of the page as shown: CropBox and /Rotate applied.

        Asked of PDFium corner by corner, since boxes may be inherited, absent or inverted.
        """
        width, height = max(1, round(self.width_pt * SCALE)), max(1, round(self.height_pt * SCALE))
        span = 1000.0
        origin = self._device(width, height, 0.0, 0.0)
        right = self._device(width, height, span, 0.0)
        up = self._device(width, height, 0.0, span)
        a, b = (right[0] - origin[0]) / span, (right[1] - origin[1]) / span
        c, d = (up[0] - origin[0]) / span, (up[1] - origin[1]) / span
        a, b, c, d = (0.0 if abs(value) < 1e-5 else value for value in (a, b, c, d))
        return Matrix(a, b, c, d, origin[0], origin[1])

    def _device(self, width: int, height: int, x: float, y: float) -> tuple[float, float]:
        device_x, device_y = c_int(), c_int()
        raw.FPDF_PageToDevice(self._page, 0, 0, width, height, 0, x, y, device_x, device_y)
        return device_x.value / SCALE, device_y.value / SCALE

    def _pixels(self, scale: float) -> tuple[int, int]:
        wanted = self.width_pt * self.height_pt * scale * scale
        if wanted > PIXELS_LIMIT:
            scale *= (PIXELS_LIMIT / wanted) ** 0.5
        return max(1, round(self.width_pt * scale)), max(1, round(self.height_pt * scale))

    def _render(self, width: int, height: int, annotations: bool) -> Image.Image:
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, None, 0)
        if not bitmap:
            raise MemoryError("no memory for a page image")
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            flags = raw.FPDF_ANNOT if annotations else 0
            raw.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, width, height, 0, flags)
            stride = raw.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
        return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride, 1)


class _Walk:
    """Goes through the objects of a page in drawing order. One array takes all the answers."""

    def __init__(self, scene: Scene, display: Matrix) -> None:
        self._scene = scene
        self._display = display
        self._order = 0
        self._segments = 0
        self._floats = (c_float * 6)()
        self._uints = (c_uint * 4)()
        self._ints = (c_int * 2)()
        self._at_floats = ctypes.addressof(self._floats)
        self._at_uints = ctypes.addressof(self._uints)
        self._at_ints = ctypes.addressof(self._ints)

    def page(self, page: int | None) -> None:
        for index in range(_count_objects(page)):
            self._object(_get_object(page, index), self._display, 0)

    def _object(self, handle: int, matrix: Matrix, depth: int) -> None:
        self._order += 1
        if self._order > OBJECTS_LIMIT:
            self._scene.complete = False
            return
        kind = _get_type(handle)
        if kind == TEXT:
            self._scene.texts[handle] = TextStyle(
                self._order, _render_mode(handle) in INVISIBLE_MODES, self._fill(handle), _count_marks(handle) > 0
            )
        elif kind == PATH:
            self._path(handle, matrix)
        elif kind in (IMAGE, SHADING):
            self._scene.painted.append(
                Painted(
                    "image" if kind == IMAGE else "shading", self._bounds(handle, matrix), self._order, handle=handle
                )
            )
        elif kind == FORM and depth < FORM_DEPTH_LIMIT:
            inner = matrix.after(self._matrix_of(handle))
            for index in range(_form_count(handle)):
                self._object(_form_object(handle, index), inner, depth + 1)

    def _path(self, handle: int, matrix: Matrix) -> None:
        box = self._bounds(handle, matrix)
        if box.x1 - box.x0 < SMALLEST_PAINT_PT or box.bottom - box.top < SMALLEST_PAINT_PT:
            return
        _get_draw_mode(handle, self._at_ints, self._at_ints + 4)
        fill_mode, stroked = self._ints
        if not fill_mode and not stroked:
            return
        colour = self._fill(handle)
        for part, upright in self._parts(handle, matrix, box):
            if part.x1 - part.x0 >= SMALLEST_PAINT_PT and part.bottom - part.top >= SMALLEST_PAINT_PT:
                self._scene.painted.append(
                    Painted("path", part, self._order, bool(fill_mode), bool(stroked), colour, upright, handle)
                )

    def _parts(self, handle: int, matrix: Matrix, bounds: BBox) -> Iterator[tuple[BBox, bool]]:
        """The sub-paths with their boxes: one path may hold hundreds of rectangles."""
        count = _count_segments(handle)
        self._segments += count
        if self._segments > SEGMENTS_LIMIT:
            self._scene.complete = False
            yield bounds, False
            return
        full = matrix.after(self._matrix_of(handle))
        points: list[tuple[float, float]] = []
        curved = False
        for index in range(count):
            segment = _get_segment(handle, index)
            kind = _segment_type(segment)
            if kind == MOVE and points:
                yield _outline(points, curved, full)
                points, curved = [], False
            curved = curved or kind == BEZIER
            _segment_point(segment, self._at_floats, self._at_floats + 4)
            points.append((self._floats[0], self._floats[1]))
        if points:
            yield _outline(points, curved, full)

    def _fill(self, handle: int) -> tuple[int, int, int, int]:
        at = self._at_uints
        _get_fill(handle, at, at + 4, at + 8, at + 12)
        red, green, blue, alpha = self._uints
        return red, green, blue, alpha

    def _bounds(self, handle: int, matrix: Matrix) -> BBox:
        at = self._at_floats
        if not _get_bounds(handle, at, at + 4, at + 8, at + 12):
            return BBox(0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = self._floats[:4]
        return matrix.box(left, bottom, right, top)

    def _matrix_of(self, handle: int) -> Matrix:
        if not _get_matrix(handle, self._at_floats):
            return Matrix()
        return Matrix(*self._floats)


_PAINTING_ANNOTATIONS = (
    raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYGON,
    raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_REDACT,
    raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_STRIKEOUT,
)  # fmt: skip

_REPLACED = {0: "\ufffd", 2: "-", 0xFFFE: "-", 0xFFFF: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def clean(text: str) -> str:
    """The same length: NUL and lone surrogates as U+FFFD, PDFium's line-end hyphens as "-"."""
    return text.translate(_REPLACED)


def _outline(points: list[tuple[float, float]], curved: bool, matrix: Matrix) -> tuple[BBox, bool]:
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    box = matrix.box(min(xs), min(ys), max(xs), max(ys))
    corners = set(points)
    upright = not curved and len(corners) == 4 and len(set(xs)) == 2 and len(set(ys)) == 2
    return box, upright


def _joined(first: BBox, last: BBox) -> BBox:
    (a, b, c, d), (e, f, g, h) = first, last
    return BBox(
        round(a if a < e else e, 2),
        round(b if b < f else f, 2),
        round(c if c > g else g, 2),
        round(d if d > h else h, 2),
    )


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
        what = "the password given does not open it" if password else "give its password in release.toml (password_env)"
        return InputError(f"{path.name} is encrypted: {what}.", "encrypted")
    with path.open("rb") as file:
        head = file.read(HEADER_WINDOW_BYTES)
    if b"%PDF" not in head:
        return InputError(f"{path.name} is not a PDF.", "not_a_pdf")
    return InputError(f"{path.name} is damaged and cannot be read.", "corrupt")
