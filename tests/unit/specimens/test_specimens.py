"""The committed specimens say what their truth says; the generator writes them again byte by byte."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.specimens import fonts
from tests.specimens.__main__ import DATA, main

_TOLERANCE_PT = 3.0
_LIMIT_BYTES = 6_000_000
# Its text layer is the point of the case, so the words are there though the page is a scan.
_SCANS_WITH_TEXT = ("ocr_layer",)


def _truths() -> list[Path]:
    return sorted((DATA / "truth").glob("*/*.json"))


def _load(path: Path) -> tuple[dict[str, Any], Path]:
    truth = json.loads(path.read_text("utf-8"))
    hidden = DATA / path.parent.name / truth["file"]
    return truth, hidden if hidden.exists() else DATA / "specimens" / path.parent.name / truth["file"]


def _pages(path: Path) -> Iterator[tuple[dict[str, Any], pypdfium2.PdfPage]]:
    truth, file = _load(path)
    document = pypdfium2.PdfDocument(file)
    assert len(document) == len(truth["pages"])
    yield from zip(truth["pages"], document, strict=True)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _text_in(page: pypdfium2.PdfPage, truth: dict[str, Any], bbox: list[float]) -> str:
    """What PDFium reads in a box of the displayed page, widened by the tolerance."""
    x0, top, x1, bottom = bbox
    u0, v0, u1, v1 = (x0 - _TOLERANCE_PT, truth["height_pt"] - bottom - _TOLERANCE_PT,
                      x1 + _TOLERANCE_PT, truth["height_pt"] - top + _TOLERANCE_PT)  # fmt: skip
    if truth["rotation"] == 90:
        u0, v0, u1, v1 = truth["height_pt"] - v1, u0, truth["height_pt"] - v0, u1
    left, low = page.get_cropbox()[:2]
    return str(page.get_textpage().get_text_bounded(left + u0, low + v0, left + u1, low + v1))


@pytest.mark.parametrize("path", _truths(), ids=lambda path: f"{path.parent.name}/{path.stem}")
class TestDocument:
    def test_truth_is_of_this_file(self, path: Path) -> None:
        truth, file = _load(path)
        assert truth["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()

    def test_page_sizes(self, path: Path) -> None:
        for truth, page in _pages(path):
            assert page.get_size() == pytest.approx((truth["width_pt"], truth["height_pt"]))
            assert page.get_rotation() == truth["rotation"]

    def test_words_are_at_their_boxes(self, path: Path) -> None:
        for truth, page in _pages(path):
            if truth["scanned"]:
                continue
            for word in truth["words"]:
                found = _text_in(page, truth, word["bbox"])
                assert word["text"] in found, (truth["number"], word, found)

    def test_scans_have_no_text(self, path: Path) -> None:
        for truth, page in _pages(path):
            if truth["scanned"] and not any(name in path.stem for name in _SCANS_WITH_TEXT):
                assert page.get_textpage().get_text_bounded() == ""

    def test_every_page_says_specimen(self, path: Path) -> None:
        for truth, _ in _pages(path):
            assert "SPECIMEN" in [word["text"] for word in truth["words"]]

    def test_removed_words_are_not_in_the_file(self, path: Path) -> None:
        for truth, page in _pages(path):
            text = _squeezed(page.get_textpage().get_text_bounded())
            assert not [removed for removed in truth["removed"] if _squeezed(removed) in text]

    def test_mentions_are_words_of_their_page(self, path: Path) -> None:
        record, _ = _load(path)
        for mention in record["mentions"]:
            words = record["pages"][mention["page"] - 1]["words"]
            assert _squeezed(mention["text"]) in "".join(word["text"] for word in words)

    def test_boxes_are_on_the_page(self, path: Path) -> None:
        for page in _load(path)[0]["pages"]:
            for thing in [*page["words"], *page["redactions"]]:
                x0, top, x1, bottom = thing["bbox"]
                assert -1 <= x0 < x1 <= page["width_pt"] + 1, thing
                assert -1 <= top < bottom <= page["height_pt"] + 1, thing

    def test_hidden_cases_hide_something(self, path: Path) -> None:
        hides = any(page["hidden_words"] for page in _load(path)[0]["pages"])
        assert hides == path.stem.startswith("hidden_text")


def test_sections_of_boxes_are_cited() -> None:
    for path in _truths():
        for page in _load(path)[0]["pages"]:
            assert {s for box in page["redactions"] for s in box["sections"]} <= set(page["sections"])


def test_data_stays_small() -> None:
    assert sum(file.stat().st_size for file in DATA.rglob("*") if file.is_file()) < _LIMIT_BYTES


def test_generator_is_deterministic(tmp_path: Path) -> None:
    if not fonts.FONT_ROOT.joinpath("liberation").is_dir():
        pytest.skip("the fonts of the specimens are not here: apt install fonts-liberation fonts-droid-fallback")
    main(tmp_path / "first")
    main(tmp_path / "second")
    first, second = (_contents(tmp_path / name) for name in ("first", "second"))
    assert first == second
    assert set(first) <= set(_contents(DATA))


def _contents(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_missing_font_names_the_package(tmp_path: Path) -> None:
    with pytest.raises(fonts.MissingFontError, match="fonts-droid-fallback"):
        fonts.register(tmp_path)
