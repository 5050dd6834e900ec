"""Pictures as documents: each frame of a TIFF, or the one of a PNG or JPEG, is a sheet without a text layer.

They stand where a PDF and its sheets stand, so that all that follows (OCR, rendering) knows no difference.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy
from PIL import Image, ImageOps, UnidentifiedImageError

from indexer.errors import InputError
from indexer.extract.documents import Document
from indexer.extract.painting import Colour, Painted, Scene
from indexer.extract.sheet import PIXELS_LIMIT, Grey, Sheet
from indexer.extract.words import RawWord
from indexer.model.geometry import BBox

FORMATS = ("TIFF", "PNG", "JPEG")
MAGIC = (b"II*\0", b"MM\0*", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""First bytes of the formats (as in `indexer.archive.media`)."""

DEFAULT_DPI = 200.0
"""Where the file says nothing, or nothing a scanner would say."""

POINTS_AN_INCH = 72.0
SMALLEST_INCH, LARGEST_INCH = 1.0, 36.0
"""A page beyond them was not scanned at the resolution that the file states (screenshots and phones say 72)."""

FRAME_PIXELS_LIMIT = 100_000_000
"""A3 at 600 dpi has 70 million."""

_BROKEN = (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, EOFError, Image.DecompressionBombError)
"""What Pillow raises over damaged files."""


def is_image(path: Path) -> bool:
    """A file that this module reads, by its first bytes; False when it cannot be read at all."""
    try:
        with path.open("rb") as file:
            return file.read(8).startswith(MAGIC)
    except OSError:
        return False


class ImageDocument(Document):
    """An open picture file. Close it after use."""

    def __init__(self, path: Path, password: str | None = None) -> None:
        """Opens the file; `password` is not used.

        Raises:
            InputError: reason "corrupt", or "over_limit" for a picture of too many pixels.
        """
        self.path = path
        Image.MAX_IMAGE_PIXELS = FRAME_PIXELS_LIMIT
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            self._image: Image.Image | None = Image.open(path, formats=FORMATS)
            frames = getattr(self._image, "n_frames", 1) if self._image.format == "TIFF" else 1
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise InputError(f"{path.name} unpacks to more pixels than allowed.", "over_limit") from error
        except (UnidentifiedImageError, *_BROKEN) as error:
            raise InputError(f"{path.name} is damaged and cannot be read.", "corrupt") from error
        self.pages_total = int(frames)

    def metadata(self, key: str) -> str | None:
        """None: what a picture says of itself is no title."""
        return None

    def sheet(self, number: int) -> Sheet:
        """Frame `number` (from 1).

        Raises:
            InputError: it cannot be decoded (reason "unreadable"), or has too many pixels ("over_limit").
        """
        if self._image is None or not 1 <= number <= self.pages_total:
            raise InputError(f"Sheet {number} of {self.path.name} cannot be read.", "unreadable")
        try:
            self._image.seek(number - 1)
            width, height = self._image.size
            if width * height > FRAME_PIXELS_LIMIT:
                raise InputError(f"Sheet {number} has more pixels than allowed.", "over_limit")
            return ImageSheet(self._image)
        except (Image.DecompressionBombWarning, *_BROKEN) as error:
            raise InputError(f"Sheet {number} of {self.path.name} cannot be read.", "unreadable") from error

    def close(self) -> None:
        """Frees it; calling it twice is allowed."""
        if self._image is not None:
            self._image.close()
            self._image = None


class ImageSheet(Sheet):
    """A frame as a sheet: no text layer, and one picture that fills it."""

    def __init__(self, image: Image.Image) -> None:
        across, down = _dpi(image)
        orientation = image.getexif().get(0x0112, 1)
        picture = ImageOps.exif_transpose(_plain(image))
        if orientation in (5, 6, 7, 8):
            across, down = down, across
        self._picture = picture
        self.width_pt = picture.width / across * POINTS_AN_INCH
        self.height_pt = picture.height / down * POINTS_AN_INCH
        self._dpi = max(across, down)

    def words(self, characters_limit: int) -> list[RawWord]:
        return []

    def tight_box(self, character: int) -> BBox:
        raise IndexError(character)

    def silence(self, handles: Iterable[int]) -> bool:
        return False

    def text_object(self, character: int) -> int:
        return 0

    def fill(self, handle: int) -> Colour:
        return 0, 0, 0, 0

    def invisible(self, handle: int) -> bool:
        return False

    def scene(self) -> Scene:
        return Scene([Painted("image", BBox(0.0, 0.0, self.width_pt, self.height_pt), 0)])

    def annotations(self) -> list[Painted]:
        return []

    def render(
        self, scale: float, annotations: bool = True, without: Iterable[int] = (), area: BBox | None = None
    ) -> Image.Image:
        picture = self._sized(scale).convert("RGB")
        if area is None:
            return picture
        left, top = max(0, int(area.x0 * scale)), max(0, int(area.top * scale))
        right, bottom = min(picture.width, int(area.x1 * scale) + 1), min(picture.height, int(area.bottom * scale) + 1)
        return picture.crop((left, top, max(left + 1, right), max(top + 1, bottom)))

    def sketch(self, scale: float, without: Iterable[int] = ()) -> Grey:
        small = self._sized(scale).convert("L")
        return Grey(small.tobytes(), small.width, small.width, small.height)

    def image_dpi(self, handle: int) -> float:
        return self._dpi

    def close(self) -> None:
        """Nothing is held that the document does not close."""

    def _sized(self, scale: float) -> Image.Image:
        wanted = self.width_pt * self.height_pt * scale * scale
        if wanted > PIXELS_LIMIT:
            scale *= (PIXELS_LIMIT / wanted) ** 0.5
        size = max(1, round(self.width_pt * scale)), max(1, round(self.height_pt * scale))
        if size == self._picture.size:
            return self._picture
        return self._picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _plain(image: Image.Image) -> Image.Image:
    """The frame decoded, grey or in colours, on white where it is transparent."""
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode.startswith("I;16"):
        levels = numpy.asarray(image).astype(numpy.uint16) >> 8
        return Image.fromarray(levels.astype(numpy.uint8), "L")
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
    return image.convert("RGB")


def _dpi(image: Image.Image) -> tuple[float, float]:
    """Pixels an inch across and down. Fax pages differ in the two."""
    stated: Any = image.info.get("dpi")
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return DEFAULT_DPI, DEFAULT_DPI
    inches = [size / dpi if dpi > 0 else 0.0 for size, dpi in zip(image.size, (across, down), strict=True)]
    if all(SMALLEST_INCH <= inch <= LARGEST_INCH for inch in inches) and 1 / 3 <= across / down <= 3:
        return across, down
    return DEFAULT_DPI, DEFAULT_DPI
