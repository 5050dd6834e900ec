"""Pictures as documents."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from indexer.errors import InputError
from indexer.extract.opening import open_document
from indexer.extract.reading import Extractor
from indexer.extract.rendering import Renderer
from indexer.settings import load_settings


def drawn(size: tuple[int, int] = (850, 1100), mode: str = "L") -> Image.Image:
    page = Image.new(mode, size, "white")
    ImageDraw.Draw(page).rectangle((100, 100, 300, 130), fill="black")
    return page


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims its size in the header and holds nearly nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def extractor():  # type: ignore[no-untyped-def]
    with Extractor(load_settings(Path("none")).extract) as one:
        yield one


def test_each_frame_of_a_tiff_is_a_page_of_its_size(tmp_path: Path, extractor: Extractor) -> None:
    path = tmp_path / "fax.tif"
    frames = [drawn(), drawn((1700, 2200)), drawn((1728, 1075))]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(100, 100))
    assert extractor.open(path).pages_total == 3
    pages = list(extractor.pages(path, 1, 3))
    assert [(round(page.width_pt), round(page.height_pt)) for page in pages] == [(612, 792), (1224, 1584), (1244, 774)]
    assert {(page.outcome, page.reason) for page in pages} == {("read", "needs_ocr")}


def test_fax_resolutions_differ_across_and_down(tmp_path: Path, extractor: Extractor) -> None:
    drawn((1728, 1078)).save(tmp_path / "fax.tif", dpi=(204, 98))
    (page,) = extractor.pages(tmp_path / "fax.tif", 1, 1)
    assert (round(page.width_pt), round(page.height_pt)) == (610, 792)


@pytest.mark.parametrize(("name", "dpi"), [("a.png", None), ("a.jpg", (1, 1)), ("b.jpg", (72000, 72000))])
def test_a_resolution_that_no_scanner_has_is_not_believed(
    tmp_path: Path, extractor: Extractor, name: str, dpi: tuple[int, int] | None
) -> None:
    drawn((1700, 2200)).save(tmp_path / name, **({"dpi": dpi} if dpi else {}))
    (page,) = extractor.pages(tmp_path / name, 1, 1)
    assert (round(page.width_pt), round(page.height_pt)) == (612, 792)


def test_a_photograph_stands_as_its_camera_stood(tmp_path: Path, extractor: Extractor) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn((2200, 1700)).save(tmp_path / "a.jpg", exif=exif, dpi=(200, 200))
    (page,) = extractor.pages(tmp_path / "a.jpg", 1, 1)
    assert (round(page.width_pt), round(page.height_pt)) == (612, 792)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture_is_shown(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.tif"
    deep = Image.new("I;16", (850, 1100), 65535) if mode == "I;16" else drawn(mode="RGB").convert(mode)
    deep.save(path)
    renderer = Renderer(load_settings(tmp_path).render, 1)
    try:
        assert renderer.page_image(path, 1, 200).startswith(b"\xff\xd8\xff")
    finally:
        renderer.close()


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(tmp_path / "a.png")
    document = open_document(tmp_path / "a.png")
    assert document.sheet(1).render(1.0).getextrema() == ((255, 255), (255, 255), (255, 255))
    document.close()


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused(tmp_path: Path, extractor: Extractor, width: int, height: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_of(width, height))
    with pytest.raises(InputError) as error:
        extractor.open(path)
    assert error.value.reason in ("over_limit", "corrupt")


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_broken_picture_ends_in_an_outcome(tmp_path: Path, extractor: Extractor, name: str, share: float) -> None:
    path = tmp_path / name
    Image.effect_noise((400, 400), 90).save(path)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    try:
        pages = list(extractor.pages(path, 1, extractor.open(path).pages_total))
    except InputError as error:
        reasons = {error.reason}
    else:
        reasons = {page.reason for page in pages}
    assert reasons <= {"corrupt", "not_a_pdf", "unreadable", "needs_ocr"}
