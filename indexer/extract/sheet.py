"""A loaded page: its words, what is painted on it, and pictures of it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from ctypes import c_double, c_int, c_uint
from typing import Any, NamedTuple

from PIL import Image

from indexer.errors import InputError
from indexer.extract import pdfium
from indexer.extract.painting import OBJECTS_LIMIT, Colour, Matrix, Painted, Scene, scene_of
from indexer.extract.pdfium import address, raw
from indexer.extract.spoken import Spoken
from indexer.extract.words import Corners, RawWord, loose_boxes, words_of
from indexer.model.geometry import BBox

SCALE = 1000
"""Device units a point when PDFium is asked where the corners of the page lie (it answers in integers)."""

PIXELS_LIMIT = 40_000_000
WHITE = 0xFFFFFFFF

_PAINTING_ANNOTATIONS = (
    raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYGON,
    raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_REDACT,
    raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_STRIKEOUT,
)  # fmt: skip
BLACK = 0xFF000000


class Grey(NamedTuple):
    """A grey picture: one byte a pixel, `stride` bytes a row."""

    pixels: bytes
    stride: int
    width: int
    height: int


class Sheet:
    """One page of an open document. Close it after use."""

    def __init__(self, page: Any, document: Any = None) -> None:
        self._page = page
        self._document = address(document) if document else 0
        self._spoken: Spoken | None = None
        self._to_redact: list[BBox] | None = None
        self._address = address(page)
        self.width_pt = float(raw.FPDF_GetPageWidthF(page))
        self.height_pt = float(raw.FPDF_GetPageHeightF(page))
        self.display = self._display_matrix()
        self._text: Any = None
        self._text_address = 0

    @property
    def handle(self) -> Any:
        """PDFium's, for modules that ask it more."""
        return self._page

    def words(self, characters_limit: int) -> list[RawWord]:
        """Every word of the text layer in PDFium's order, hidden ones and those off the page too.

        Raises:
            InputError: more characters than allowed (reason "over_limit").
        """
        self._load_text()
        count = raw.FPDFText_CountChars(self._text)
        if count > characters_limit:
            raise InputError(f"A page holds {count} characters; {characters_limit} are allowed.", "over_limit")
        return words_of(self._characters(count), self._text_address, self.display) if count > 0 else []

    def tight_box(self, character: int) -> BBox:
        """The box around the ink of one character."""
        self._load_text()
        values = (c_double * 4)()
        at = ctypes.addressof(values)
        pdfium.tight_box(self._text_address, character, at, at + 8, at + 16, at + 24)
        left, right, bottom, top = values
        return self.display.box(left, bottom, right, top)

    def loose_boxes(self, word: RawWord) -> list[Corners]:
        """Line-high boxes of a word's characters, as shown."""
        self._load_text()
        return loose_boxes(self._text_address, self.display, list(range(word.first, word.last + 1)))

    def silence(self, handles: Iterable[int]) -> bool:
        """Call it before `words`, with the text objects: what the file says in place of other glyphs (ActualText)
        is no text. True: there were such words."""
        self._spoken = Spoken(self._document, handles)
        return self._spoken.silence(self._page)

    def text_object(self, character: int) -> int:
        """The handle of the text object that draws a character; 0 for one that PDFium made up."""
        self._load_text()
        return pdfium.text_object(self._text_address, character) or 0

    def fill(self, handle: int) -> Colour:
        """The fill colour of a page object."""
        values = (c_uint * 4)()
        at = ctypes.addressof(values)
        pdfium.fill_of(handle, at, at + 4, at + 8, at + 12)
        red, green, blue, alpha = values
        return red, green, blue, alpha

    def invisible(self, handle: int) -> bool:
        """A text object in a mode that paints nothing, as OCR layers are."""
        return pdfium.render_mode(handle) in pdfium.INVISIBLE_MODES

    def scene(self) -> Scene:
        """What is painted, in order, inside form objects too."""
        return scene_of(self._address, self.display)

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
                box = self.display.box(rect.left, rect.bottom, rect.right, rect.top)
                # `rectangle`: a mark to redact, drawn as if it had been applied.
                redact = kind == raw.FPDF_ANNOT_REDACT
                found.append(Painted("annotation", box, OBJECTS_LIMIT + 1 + index, rectangle=redact))
            raw.FPDFPage_CloseAnnot(annotation)
        return found

    def to_redact(self) -> list[BBox]:
        """Places marked to be redacted. Someone decided that their words go out to nobody: each picture of the page
        shows them black, whatever a viewer draws of a mark that was never applied (a frame, or nothing)."""
        if self._to_redact is None:
            self._to_redact = [item.bbox for item in self.annotations() if item.rectangle]
        return self._to_redact

    def render(
        self, scale: float, annotations: bool = True, without: Iterable[int] = (), area: BBox | None = None
    ) -> Image.Image:
        """An RGB picture, `scale` pixels a point (less where the page is huge), without some page objects.

        `area`: only this part of the page; what of it lies beyond the page is left out at right and bottom only.
        """
        window = self._window(scale, area)
        flags = raw.FPDF_ANNOT if annotations else 0
        pixels, stride = self._drawn(window, self._pixels(scale), raw.FPDFBitmap_BGRx, flags, without)
        return Image.frombuffer("RGB", window[2:], pixels, "raw", "BGRX", stride, 1)

    def sketch(self, scale: float, without: Iterable[int] = ()) -> Grey:
        """A quick grey picture: rough edges, a third of the time of `render`."""
        width, height = self._pixels(scale)
        flags = raw.FPDF_ANNOT | raw.FPDF_RENDER_NO_SMOOTHPATH | raw.FPDF_RENDER_NO_SMOOTHIMAGE
        pixels, stride = self._drawn((0, 0, width, height), (width, height), raw.FPDFBitmap_Gray, flags, without)
        return Grey(pixels, stride, width, height)

    def image_dpi(self, handle: int) -> float:
        """Pixels an inch of a picture on the page, as it is placed; 0.0 when PDFium cannot tell."""
        found = raw.FPDF_IMAGEOBJ_METADATA()
        image = ctypes.cast(ctypes.c_void_p(handle), raw.FPDF_PAGEOBJECT)
        known = handle and raw.FPDFImageObj_GetImageMetadata(image, self._page, found)
        return float(max(found.horizontal_dpi, found.vertical_dpi)) if known else 0.0

    def close(self) -> None:
        """Frees it; calling it twice is allowed."""
        if self._text:
            raw.FPDFText_ClosePage(self._text)
            self._text = None
        if self._spoken is not None:
            self._spoken.restore()
            self._spoken = None
        if self._page:
            raw.FPDF_ClosePage(self._page)
            self._page = None

    def _load_text(self) -> None:
        if self._text is None:
            self._text = raw.FPDFText_LoadPage(self._page)
            self._text_address = address(self._text)

    def _characters(self, count: int) -> str:
        """One code point for each of PDFium's characters, so that an index serves for both."""
        buffer = ctypes.create_string_buffer(2 * (count + 1))
        written = raw.FPDFText_GetText(self._text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
        text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
        if len(text) != count:  # characters without Unicode are left out there; those beyond U+FFFF take two units
            ask, page = pdfium.unicode_of, self._text_address
            text = "".join(chr(min(ask(page, index), 0x10FFFF)) for index in range(count))
        return text

    def _display_matrix(self) -> Matrix:
        """From PDF user space to points from the top left of the page as shown: CropBox and /Rotate applied.

        Asked of PDFium corner by corner, since the boxes may be inherited, absent or inverted.
        """
        width, height = max(1, round(self.width_pt * SCALE)), max(1, round(self.height_pt * SCALE))
        span = 1000.0
        origin = self._device(width, height, 0.0, 0.0)
        right = self._device(width, height, span, 0.0)
        up = self._device(width, height, 0.0, span)
        a, b = (right[0] - origin[0]) / span, (right[1] - origin[1]) / span
        c, d = (up[0] - origin[0]) / span, (up[1] - origin[1]) / span
        a, b, c, d = (round(value) if abs(value - round(value)) < 1e-5 else value for value in (a, b, c, d))
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

    def _window(self, scale: float, area: BBox | None) -> tuple[int, int, int, int]:
        """Left, top, width and height of an area in pixels."""
        width, height = self._pixels(scale)
        if area is None:
            return 0, 0, width, height
        left, top = int(area.x0 * scale), int(area.top * scale)
        right, bottom = min(width, int(area.x1 * scale) + 1), min(height, int(area.bottom * scale) + 1)
        return left, top, max(1, right - left), max(1, bottom - top)

    def _drawn(
        self, window: tuple[int, int, int, int], page: tuple[int, int], form: int, flags: int, without: Iterable[int]
    ) -> tuple[bytes, int]:
        left, top, width, height = window
        handles = tuple(without)
        bitmap = raw.FPDFBitmap_CreateEx(width, height, form, None, 0)
        if not bitmap:
            raise MemoryError("no memory for a page image")
        try:
            for handle in handles:
                pdfium.set_active(handle, 0)
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
            raw.FPDF_RenderPageBitmap(bitmap, self._page, -left, -top, *page, 0, flags)
            if flags & raw.FPDF_ANNOT:
                self._redact(bitmap, left, top, page[0] / max(1.0, self.width_pt))
            stride = raw.FPDFBitmap_GetStride(bitmap)
            return ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height), stride
        finally:
            for handle in handles:
                pdfium.set_active(handle, 1)
            raw.FPDFBitmap_Destroy(bitmap)

    def _redact(self, bitmap: Any, left: int, top: int, scale: float) -> None:
        for box in self.to_redact():
            x, y = int(box.x0 * scale), int(box.top * scale)
            width, height = int(box.x1 * scale) + 1 - x, int(box.bottom * scale) + 1 - y
            raw.FPDFBitmap_FillRect(bitmap, x - left, y - top, width, height, BLACK)
