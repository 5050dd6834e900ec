from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.extract.reading import Extractor
from indexer.extract.rendering import Renderer
from indexer.settings import load_settings
from tests.unit.extract.conftest import DATA

BROKEN = DATA / "broken"
PACKAGE = DATA / "specimens" / "a-2021-00999" / "analysis-package.pdf"
ROBUSTNESS_TIME_S = 60
EVERY = 9
PASSWORD = "specimen"
REASONS = {"empty", "not_a_pdf", "corrupt", "encrypted", "no_pages", "time_limit", "memory_limit"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty.pdf", "empty"),
        ("not_a_pdf.pdf", "not_a_pdf"),
        ("corrupt.pdf", "corrupt"),
        ("encrypted.pdf", "encrypted"),
        ("zero_pages.pdf", "no_pages"),
        ("there_is_no_such.pdf", "missing"),
    ],
)
def test_why_a_file_cannot_be_opened(extractor: Extractor, name: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        extractor.open(BROKEN / name)
    assert caught.value.reason == reason
    assert name in str(caught.value)


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.pdf")), ids=lambda path: path.name)
def test_a_broken_file_ends_in_an_outcome_and_every_sheet_is_listed(path: Path, tmp_path: Path) -> None:
    settings = replace(load_settings(tmp_path, {}).extract, page_timeout_s=8.0, open_timeout_s=8.0, memory_mb=700)
    with Extractor(settings) as extractor:
        try:
            total = extractor.open(path).pages_total
            pages = list(extractor.pages(path, 1, total))
        except InputError as error:
            unreadable = error.reason
        else:
            unreadable = None
        if unreadable is not None:
            assert unreadable in REASONS
            return
        assert [page.number for page in pages] == list(range(1, total + 1))
        assert all(page.reason for page in pages if page.outcome != "read")


def test_a_page_that_takes_too_long_loses_only_itself(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {}).extract
    with Extractor(replace(settings, page_timeout_s=0.0)) as extractor:
        pages = list(extractor.pages(PACKAGE, 2, 4))
    assert [(page.number, page.outcome, page.reason) for page in pages] == [
        (number, "failed", "time_limit") for number in (2, 3, 4)
    ]


def test_sheets_over_the_limit_are_listed(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {}).extract
    with Extractor(replace(settings, pages_limit=2)) as extractor:
        pages = list(extractor.pages(PACKAGE, 1, 4))
    assert [(page.outcome, page.reason) for page in pages] == [
        ("read", None), ("read", None), ("over_limit", "pages_limit"), ("over_limit", "pages_limit"),
    ]  # fmt: skip


def test_a_page_with_too_many_characters_is_listed(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {}).extract
    with Extractor(replace(settings, characters_a_page_limit=1500)) as extractor:
        outcomes = {(page.outcome, page.reason) for page in extractor.pages(PACKAGE, 3, 5)}
    assert ("over_limit", "over_limit") in outcomes


def test_the_password_opens_an_encrypted_file(extractor: Extractor) -> None:
    path = BROKEN / "encrypted.pdf"
    assert extractor.open(path, PASSWORD).pages_total == 3
    assert all(page.words for page in extractor.pages(path, 1, 3, PASSWORD))
    with pytest.raises(InputError, match="password given"):
        extractor.open(path, PASSWORD + "x")


def test_page_images(tmp_path: Path) -> None:
    renderer = Renderer(load_settings(tmp_path, {}).render, processes=1)
    try:
        assert renderer.page_image(PACKAGE, 3, 300).startswith(b"\xff\xd8")
        assert renderer.page_image(PACKAGE, 3, 140, "png").startswith(b"\x89PNG")
        with pytest.raises(InputError):
            renderer.page_image(PACKAGE, 9999, 300)
        with pytest.raises(InputError):
            renderer.page_image(BROKEN / "corrupt.pdf", 1, 300)
    finally:
        renderer.close()


@pytest.mark.corpus
def test_files_from_the_wild_end_in_an_outcome(corpus: Path, tmp_path: Path) -> None:
    files = sorted((corpus / "02_pdf_robustness").rglob("*.pdf"))[::EVERY]
    assert files
    end = time.monotonic() + ROBUSTNESS_TIME_S
    with Extractor(replace(load_settings(tmp_path, {}).extract, page_timeout_s=5.0)) as extractor:
        for path in files:
            if time.monotonic() > end:
                break
            try:
                last = min(3, extractor.open(path).pages_total)
                pages = list(extractor.pages(path, 1, last))
            except InputError:
                continue
            assert [page.number for page in pages] == list(range(1, last + 1))
            for page in pages:
                assert all(page.text[word.start : word.end].strip() for word in page.words)
