"""Pictures made ready for OCR: the way back to the page is exact, and skew is found."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from indexer.extract.ocr_image import Upright, ink_share, skew_deg, upright

SIZE = (300, 400)


def lines(slant: float = 0.0) -> Image.Image:
    page = Image.new("L", (800, 1000), 255)
    draw = ImageDraw.Draw(page)
    for row in range(100, 900, 30):
        for left in range(80, 700, 40):
            draw.rectangle((left, row, left + 30, row + 10), fill=0)
    return page.rotate(-slant, Image.Resampling.BICUBIC, fillcolor=255)


@settings(deadline=None)
@given(
    st.sampled_from([0, 90, 180, 270]), st.integers(0, 280), st.integers(0, 280), st.integers(1, 20), st.integers(1, 20)
)
def test_a_box_comes_back_to_where_its_pixels_were(degrees: int, x: int, y: int, width: int, height: int) -> None:
    page = Image.new("L", SIZE, 255)
    box = (x, y, min(x + width, SIZE[0]), min(y + height, SIZE[1]))
    page.paste(0, box)
    turned = upright(page, degrees)
    left, top, right, bottom = turned.picture.point(lambda level: 255 - level).getbbox()  # type: ignore[misc]
    assert turned.back((left, top, right, bottom)) == tuple(map(float, box))


@settings(deadline=None, max_examples=25)
@given(st.floats(-4.5, 4.5))
def test_skew_is_found(slant: float) -> None:
    assert abs(skew_deg(lines(slant)) - slant) <= 0.2


def test_a_slanted_box_comes_back_around_its_place() -> None:
    slanted = lines(3.0)
    level = upright(slanted)
    assert isinstance(level, Upright)
    assert abs(level.skew_deg - 3.0) < 0.2
    left, top, right, bottom = level.back((80, 100, 110, 110))
    assert slanted.crop((int(left), int(top), int(right) + 1, int(bottom) + 1)).getextrema()[0] < 60


def test_ink_of_empty_and_inverted_pages() -> None:
    assert ink_share(Image.new("L", SIZE, 255)) == 0.0
    assert ink_share(Image.new("L", SIZE, 30)) == 0.0
    black = Image.new("L", SIZE, 0)
    black.paste(255, (10, 10, 40, 40))
    assert 0.0 < ink_share(black) < 0.05
    assert skew_deg(Image.new("L", SIZE, 255)) == 0.0
