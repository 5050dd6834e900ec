"""The steps as a worker does them, on an archive of its own, without a queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.archive.intake import plan, take_in
from indexer.bootstrap.processing import Processing, open_processing
from indexer.model.step import StepName
from indexer.settings import load_settings
from tests.conftest import ROOT

HIDDEN = ROOT / "tests" / "data" / "specimens_hidden_text"
LETTER = ROOT / "tests" / "data" / "specimens" / "a-2022-00058" / "memorandum.pdf"


@pytest.fixture
def processing(tmp_path: Path) -> Iterator[Processing]:
    opened = open_processing(load_settings(tmp_path / "archive", {}))
    yield opened
    opened.close()


def archive(processing: Processing, path: Path) -> str:
    """The id of the document."""
    (planned,) = plan([path])
    taken = take_in(planned, processing.store)
    return processing.catalogs.writer.add_file(
        planned.release, planned.name, None, stored=taken.stored, media_type=taken.media_type
    ).document


def do(processing: Processing, *steps: StepName) -> None:
    for step in steps:
        for key in processing.catalogs.ledger.due(100, only=(step,)):
            processing.run(key)


def outside(processing: Processing) -> list[str | None]:
    return [one.reason for one in processing.catalogs.reader.outside()]


def test_words_that_only_the_outline_has_are_told_by_their_place(processing: Processing) -> None:
    archive(processing, HIDDEN / "hidden_text_in_outline.pdf")
    do(processing, "extract", "ocr", "describe")
    assert outside(processing) == ["outside:outline"]


@pytest.mark.parametrize("name", ["clean_redaction_without_text.pdf", "clean_yellow_highlight_over_text.pdf"])
def test_a_clean_file_holds_nothing_outside_its_pages(processing: Processing, name: str) -> None:
    archive(processing, HIDDEN / name)
    do(processing, "extract", "ocr", "describe")
    assert outside(processing) == []


def test_the_describing_worker_loads_no_language_model(processing: Processing) -> None:
    document = archive(processing, LETTER)
    do(processing, "extract", "describe")
    found = processing.catalogs.reader.document(document).document
    assert found.date is not None
    assert found.title
    names = processing.annotator._names
    assert names is not None
    assert names._models == {}
