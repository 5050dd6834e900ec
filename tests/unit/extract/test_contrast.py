"""Words under pictures that fill the page, and words paler than a person can see."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from indexer.extract.contrasts import ink
from indexer.extract.reading import Extractor
from indexer.model.page import Page
from tests.unit.extract.evil import BODY, pdf

WIDTH, HEIGHT = 612, 792
VISIBLE = "The committee met on Tuesday and heard three reports"
SECRET = "named by Zebrafish Quandary"


def read(extractor: Extractor, path: Path) -> Page:
    return next(iter(extractor.pages(path, 1, 1)))


def layered(path: Path, picture: Image.Image, *, place: tuple[int, int, int, int], again: bool, mode: int = 0) -> Path:
    """Words, then a picture over them, then other words when `again`."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Helvetica", 12)
    under = canvas.beginText(72, 600)
    under.setTextRenderMode(mode)
    under.textLine(SECRET)
    canvas.drawText(under)
    target = io.BytesIO()
    picture.save(target, "PNG")
    canvas.drawImage(ImageReader(target), *place, mask="auto" if picture.mode == "RGBA" else None)
    if again:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 600, VISIBLE)
    canvas.save()
    return path


WHOLE, HALF = (0, 0, WIDTH, HEIGHT), (0, 300, WIDTH, 450)
PAPER = Image.new("L", (60, 80), 255)
PHOTO = Image.linear_gradient("L").point([128 + level // 2 for level in range(256)]).convert("RGB")


@pytest.mark.parametrize("picture", [PAPER, Image.new("RGB", (60, 80), (90, 120, 200))])
@pytest.mark.parametrize("place", [WHOLE, HALF])
@pytest.mark.parametrize("mode", [0, 3])
def test_words_under_a_large_picture_are_no_text(
    extractor: Extractor, tmp_path: Path, picture: Image.Image, place: tuple[int, int, int, int], mode: int
) -> None:
    page = read(extractor, layered(tmp_path / "a.pdf", picture, place=place, again=False, mode=mode))
    assert (page.text, page.hidden_text) == ("", True)


def test_words_printed_again_over_the_picture_hide_those_below(extractor: Extractor, tmp_path: Path) -> None:
    page = read(extractor, layered(tmp_path / "a.pdf", PAPER, place=WHOLE, again=True))
    assert (page.text.strip(), page.hidden_text) == (VISIBLE, True)


def test_words_over_a_photograph_stay(extractor: Extractor, tmp_path: Path) -> None:
    page = read(extractor, layered(tmp_path / "a.pdf", PHOTO, place=WHOLE, again=True))
    assert VISIBLE in page.text


def test_words_that_show_through_a_picture_stay(extractor: Extractor, tmp_path: Path) -> None:
    glass = Image.new("RGBA", (60, 80), (255, 255, 200, 60))
    page = read(extractor, layered(tmp_path / "a.pdf", glass, place=WHOLE, again=False))
    assert (page.text.strip(), page.hidden_text) == (SECRET, False)


def test_a_layer_below_the_picture_of_its_words_stays(extractor: Extractor, tmp_path: Path) -> None:
    scan = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(scan)
    for x in range(72, 250, 6):  # ink at the place of the words
        draw.line((x, 184, x, 192), fill=0, width=2)
    page = read(extractor, layered(tmp_path / "a.pdf", scan, place=WHOLE, again=False))
    assert (page.text.strip(), page.hidden_text) == (SECRET, False)


def coloured(colour: str, ground: str = "") -> bytes:
    return pdf(f"{BODY}{ground} {colour} rg BT /F1 14 Tf 72 500 Td ({SECRET}) Tj ET")


@pytest.mark.parametrize("colour", ["1 1 0.94", "0.95 0.95 0.95", "0.97 0.97 1", "1 1 0.8", "0.99 0.98 1"])
def test_words_nearly_in_the_colour_of_the_paper_are_no_text(extractor: Extractor, tmp_path: Path, colour: str) -> None:
    (tmp_path / "a.pdf").write_bytes(coloured(colour))
    page = read(extractor, tmp_path / "a.pdf")
    assert "Zebrafish" not in page.text
    assert (page.outcome, page.hidden_text) == ("read", True)


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        ("0.85 0.85 0.85", ""),
        ("1 1 0", ""),
        ("0 0 0", "1 1 0.6 rg 60 490 400 30 re f"),
        ("1 1 0.94", "0.1 0.3 0.5 rg 60 490 400 30 re f"),
        ("0.95 0.95 0.95", "0 g 60 490 400 30 re f"),
    ],
)
def test_pale_words_that_show_on_their_ground_stay(
    extractor: Extractor, tmp_path: Path, colour: str, ground: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(coloured(colour, ground))
    page = read(extractor, tmp_path / "a.pdf")
    assert "Zebrafish" in page.text
    assert not page.hidden_text


def seen(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return int(ink(Image.new("RGB", (1, 1), one), Image.new("RGB", (1, 1), other)).tobytes()[0])


@pytest.mark.parametrize(
    ("one", "other", "shows"),
    [
        ((255, 255, 240), (255, 255, 255), False),
        ((240, 240, 240), (255, 255, 255), False),
        ((236, 236, 236), (255, 255, 255), True),
        ((18, 18, 18), (0, 0, 0), False),
        ((40, 40, 40), (0, 0, 0), True),
        ((255, 255, 0), (255, 255, 255), True),
    ],
)
def test_what_a_person_sees(one: tuple[int, int, int], other: tuple[int, int, int], shows: bool) -> None:
    assert bool(seen(one, other)) is shows


COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@given(COLOURS, COLOURS)
def test_it_is_the_same_both_ways_and_nothing_for_one_colour(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    assert seen(one, other) == seen(other, one)
    assert seen(one, one) == 0
