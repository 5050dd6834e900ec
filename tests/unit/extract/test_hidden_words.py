"""Only what a person can see is text; and what a person can see stays."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from indexer.extract.pages import FAILED_REDACTION
from indexer.extract.reading import Extractor
from indexer.model.page import Page
from tests.unit.extract.conftest import DATA

FILES = sorted((DATA / "specimens_hidden_text").glob("*.pdf"))
NOT_ON_THE_PAGE = ("in_file_title", "in_outline")
COVERED = ("under_", "black_on_black", "ocr_layer_under_box")


def first_page(extractor: Extractor, path: Path) -> Page:
    return next(iter(extractor.pages(path, 1, 1)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_specimens(extractor: Extractor, path: Path) -> None:
    truth = json.loads((DATA / "truth" / "specimens_hidden_text" / f"{path.stem}.json").read_text(encoding="utf-8"))
    page = first_page(extractor, path)
    for hidden in truth["pages"][0].get("hidden_words", ()):
        assert hidden not in page.text
    if path.stem.startswith("clean"):
        assert (page.outcome, page.hidden_text) == ("read", False)
        expected = Counter(word["text"] for word in truth["pages"][0]["words"])
        found = Counter(page.text[word.start : word.end] for word in page.words)
        if not truth["pages"][0]["scanned"]:
            assert expected - found == Counter()
            assert found - expected <= Counter(["SPECIMEN"])  # the watermark itself, which truth leaves out
    elif any(name in path.stem for name in COVERED):
        assert (page.outcome, page.reason, page.text) == ("quarantined", FAILED_REDACTION, "")
    elif not any(name in path.stem for name in NOT_ON_THE_PAGE):
        assert page.hidden_text
        assert page.outcome == "read"


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("rectangles_yes", True),
        ("hidden_text_on_visible_text", True),
        ("rectangles_no", False),
        ("ok_words", False),
        ("whitespace_redactions", False),
        ("rect_ordering_0.8", False),
        ("no_bad_redactions.2.1", False),
        ("no_bad_redactions.5.5", False),
    ],
)
def test_real_redactions(extractor: Extractor, corpus: Path, name: str, bad: bool) -> None:
    path = corpus / "01_foi_pdfs" / "xray_bad_redactions" / f"{name}.pdf"
    pages = list(extractor.pages(path, 1, extractor.open(path).pages_total))
    assert any(page.outcome == "quarantined" for page in pages) == bad


@pytest.mark.corpus
def test_text_that_the_page_clips_away_is_not_read(extractor: Extractor, corpus: Path) -> None:
    """A judgment whose sheets each hold the text of both, clipped to one (found by looking at every flagged page)."""
    path = corpus / "01_foi_pdfs" / "aleph_ingest_fixtures" / "106972554.pdf"
    first, second = extractor.pages(path, 1, 2)
    assert "IT IS ADJUDGED" in first.text.replace("\n", " ")
    assert "IT IS ADJUDGED" not in second.text.replace("\n", " ")
    assert first.hidden_text
    assert second.hidden_text
