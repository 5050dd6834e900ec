"""What extraction sees in the specimens, against the ground truth of their generator."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.extract.edges import FREE, line_of
from indexer.extract.furniture import FEWEST_PAGES
from indexer.extract.lines import Piece
from indexer.extract.stamps import marking_of
from indexer.model.page import Page
from tests.unit.extract.conftest import DATA, Specimens

NAMES = sorted(
    f"{path.parent.name}/{path.stem}"
    for path in (DATA / "truth").glob("*/*.json")
    if (DATA / "specimens" / path.parent.name / f"{path.stem}.pdf").exists()
)
BOX_TOLERANCE_PT = 2.5
TOO_LITTLE_TEXT = 60


def pairs(described: Specimens, name: str) -> list[tuple[dict, Page]]:  # type: ignore[type-arg]
    pages = described.described(name).pages
    truth = described.truth(name)
    assert len(pages) == len(truth)
    return [(true, page) for true, page in zip(truth, pages, strict=True) if not true["scanned"]]


def words_of(page: Page) -> list[str]:
    return [page.text[word.start : word.end] for word in page.words]


def close(one: list[float], other: tuple[float, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= BOX_TOLERANCE_PT


@pytest.mark.parametrize("name", NAMES)
def test_every_word_and_its_box(described: Specimens, name: str) -> None:
    for true, page in pairs(described, name):
        assert sorted(words_of(page)) == sorted(word["text"] for word in true["words"])
        for word in true["words"]:
            places = [w.bbox for w in page.words if page.text[w.start : w.end] == word["text"]]
            assert any(close(word["bbox"], place) for place in places), (true["number"], word)


@pytest.mark.parametrize("name", NAMES)
def test_removed_words_are_nowhere(described: Specimens, name: str) -> None:
    for true, page in pairs(described, name):
        for removed in true["removed"]:
            assert removed not in page.text.replace("\n", " ")


@pytest.mark.parametrize("name", NAMES)
def test_redactions_with_their_sections(described: Specimens, name: str) -> None:
    for true, page in pairs(described, name):
        expected = true["redactions"]
        for redaction in expected:
            found = [item for item in page.redactions if close(redaction["bbox"], item.bbox)]
            assert [(item.kind, list(item.sections)) for item in found] == [(redaction["kind"], redaction["sections"])]
        assert len(page.redactions) == len(expected), (true["number"], page.redactions)
        assert (page.redacted_share > 0) == bool(expected)


@pytest.mark.parametrize("name", NAMES)
def test_stamps_sections_and_markings(described: Specimens, name: str) -> None:
    for true, page in pairs(described, name):
        assert page.label == true["label"]
        assert page.printed_label == true["printed_label"]
        assert set(page.sections) == set(true["sections"])
        assert list(page.markings) == true["markings"]
        assert page.withheld == true["withheld"]
        assert (page.width_pt, page.height_pt) == pytest.approx((true["width_pt"], true["height_pt"]), abs=0.1)


def known(line: str) -> bool:
    """A release banner, a stamp, a page number or a marking."""
    piece = Piece(line, 0, len(line), None, True)
    return line_of(piece, 0).form != FREE or marking_of(piece) is not None


@pytest.mark.parametrize("name", NAMES)
def test_furniture_is_marked_and_the_rest_is_not(described: Specimens, name: str) -> None:
    all_lines = Counter(line for true, _ in pairs(described, name) for line in true["furniture"])
    seen: set[str] = set()
    for true, page in pairs(described, name):
        marked = " ".join(page.text[span.start : span.end] for span in page.furniture).split()
        # A running head stays text where it stands first, and in a document of two pages.
        due = [line for line in true["furniture"] if known(line) or (line in seen and all_lines[line] >= FEWEST_PAGES)]
        seen.update(true["furniture"])
        assert sorted((Counter(" ".join(due).split()) - Counter(marked)).elements()) == []
        body = [word for word in words_of(page) if word not in " ".join(true["furniture"]).split()]
        assert not set(marked) & set(body)


@pytest.mark.parametrize("name", NAMES)
def test_tables_row_by_row(described: Specimens, name: str) -> None:
    for true, page in pairs(described, name):
        assert len(page.tables) == len(true["tables"])
        for expected, table in zip(true["tables"], page.tables, strict=True):
            for expected_row, row in zip(expected, table.rows, strict=True):
                for wanted, cell in zip(expected_row, row, strict=True):
                    # A redacted cell shows its code; no-break spaces come as spaces.
                    assert not wanted or cell.startswith(wanted.replace("\u00a0", " "))


@pytest.mark.parametrize("name", NAMES)
def test_the_request_number_of_the_package(described: Specimens, name: str) -> None:
    path = DATA / "truth" / f"{name}.json"
    numbers = {word for page in described.truth(name) for word in (page["stamp"] or "").split() if "A-" in word}
    found = described.described(name).request_number
    if numbers and path.parent.name != "scanned-a-2021-00999":
        assert found is not None
        assert all(number.startswith(found) for number in numbers)


def test_languages(described: Specimens) -> None:
    english = described.described("a-2021-00999/analysis-package")
    assert [page.language for page in english.pages[:3]] == ["en", "fr", "en"]
    assert english.language == "en"
    assert described.described("a-2025-00417/situation-report-7-fr").language == "fr"
    assert described.described("a-2021-01002/captured-article-zh").language == "zh"


def test_each_han_character_is_a_word_with_its_own_box(described: Specimens) -> None:
    page = described.described("a-2021-01002/captured-article-zh").pages[0]
    han = [word for word in page.words if "\u4e00" <= page.text[word.start] <= "\u9fff"]
    assert len(han) > 100
    assert all(word.end - word.start == 1 for word in han)
    assert all(4 < word.bbox.x1 - word.bbox.x0 < 40 for word in han)


def test_a_scan_waits_for_ocr(described: Specimens) -> None:
    pages = described.described("scanned-a-2021-00999/analysis-scanned").pages
    assert {(page.outcome, page.reason, page.source) for page in pages} == {("read", "needs_ocr", "none")}
