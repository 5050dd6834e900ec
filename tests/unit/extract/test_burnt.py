"""Redactions in the picture of a scan: found where the generator put them, and nowhere else."""

from __future__ import annotations

import numpy
import pytest

from indexer.extract.burnt_blocks import blocks
from indexer.extract.burnt_codes import is_code_sized
from indexer.extract.burnt_frames import framed
from tests.unit.extract.conftest import Specimens

NEAR_PT = 4.0
SCANNED = ["scanned-a-2021-00999/analysis-scanned", "1a-2023-00271/briefing-book-mixed"]


@pytest.mark.parametrize("name", SCANNED)
def test_scanned_specimens(described: Specimens, name: str) -> None:
    for page, true in zip(described.described(name).pages, described.truth(name), strict=True):
        if true["scanned"]:
            found = [item.bbox for item in page.redactions]
            assert len(found) == len(true["redactions"]), page.number
            for one in true["redactions"]:
                assert any(
                    max(abs(a - b) for a, b in zip(box, one["bbox"], strict=True)) <= NEAR_PT for box in found
                ), (page.number, one["bbox"])
            assert page.redacted_share > 0


def paper() -> numpy.ndarray:
    return numpy.full((800, 600), 255, dtype=numpy.uint8)


def everywhere(levels: numpy.ndarray) -> numpy.ndarray:
    return numpy.ones(levels.shape, dtype=bool)


def test_a_black_box_on_paper() -> None:
    levels = paper()
    levels[100:130, 50:250] = 0
    assert list(blocks(levels, everywhere(levels))) == [(50, 100, 250, 130)]


def test_a_black_box_on_a_dark_photograph_is_none() -> None:
    levels = paper()
    levels[50:400, 20:580] = numpy.random.default_rng(1).integers(0, 140, (350, 560))
    levels[100:130, 50:250] = 0
    assert list(blocks(levels, everywhere(levels))) == []


def test_a_disc_is_no_box() -> None:
    levels = paper()
    y, x = numpy.ogrid[:800, :600]
    levels[(y - 300) ** 2 + (x - 300) ** 2 < 30**2] = 0
    assert list(blocks(levels, everywhere(levels))) == []


def test_coloured_boxes_are_none() -> None:
    levels = paper()
    levels[100:130, 50:250] = 80
    assert list(blocks(levels, ~(levels == 80))) == []


def frame(levels: numpy.ndarray, x0: int, top: int, x1: int, bottom: int) -> None:
    levels[top, x0 : x1 + 1] = levels[bottom, x0 : x1 + 1] = 0
    levels[top : bottom + 1, x0] = levels[top : bottom + 1, x1] = 0


def test_an_empty_frame_on_paper() -> None:
    levels = paper()
    frame(levels, 100, 200, 400, 260)
    assert set(framed(levels)) == {(100, 200, 400, 260)}


def test_a_grid_is_a_table() -> None:
    levels = paper()
    for row in range(4):
        for column in range(3):
            frame(levels, 100 + 120 * column, 200 + 40 * row, 220 + 120 * column, 240 + 40 * row)
    assert list(framed(levels)) == []


def test_joined_frames_are_two_boxes() -> None:
    levels = paper()
    frame(levels, 100, 200, 400, 240)
    frame(levels, 100, 240, 260, 270)
    assert set(framed(levels)) == {(100, 200, 400, 240), (100, 240, 260, 270)}


def test_a_row_of_a_table_is_no_joined_frame() -> None:
    levels = paper()
    frame(levels, 100, 200, 400, 240)
    frame(levels, 400, 200, 500, 240)
    assert list(framed(levels)) == []


def test_a_frame_that_leans() -> None:
    levels = paper()
    frame(levels, 100, 200, 400, 260)
    for y in (200, 260):
        levels[y, 100:401] = 255
        for x in range(100, 401):
            levels[y + (x - 100) // 50, x] = 0
    levels[260:267, 400] = 0
    found = set(framed(levels))
    assert found
    for box in found:
        assert all(abs(one - other) <= 7 for one, other in zip(box, (100, 200, 400, 266), strict=True))


def text(levels: numpy.ndarray, x0: int, top: int, x1: int) -> None:
    levels[top : top + 14, x0:x1] = 255
    for x in range(x0, x1, 9):
        levels[top + 2 : top + 12, x : x + 3] = 0
        levels[top + 11, x : x + 6] = 0


def test_a_line_printed_over_the_upper_side() -> None:
    levels = paper()
    frame(levels, 200, 200, 330, 260)
    text(levels, 100, 192, 400)
    ((x0, top, x1, bottom),) = set(framed(levels))
    assert (x0, x1, bottom) == (200, 330, 260)
    assert 200 <= top <= 212


def test_three_sides_of_a_form_are_none() -> None:
    levels = paper()
    frame(levels, 200, 200, 330, 260)
    levels[200, 201:330] = 255
    assert list(framed(levels)) == []


def test_a_frame_with_text_is_none() -> None:
    levels = paper()
    frame(levels, 100, 200, 400, 300)
    for row in range(215, 290, 18):
        levels[row : row + 8, 110:390:3] = 0
    assert list(framed(levels)) == []


def test_the_size_of_codes() -> None:
    ink = numpy.zeros((60, 400), dtype=bool)
    assert not is_code_sized(ink)
    ink[20:36, 150:240:2] = True
    assert is_code_sized(ink)
    ink[20:36, 10:390:2] = True
    assert not is_code_sized(ink)
