"""The steps as a worker does them, on an archive of its own, without a queue."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer import pipeline
from indexer.archive.intake import plan, take_in
from indexer.archive.memory import MemoryStore
from indexer.bootstrap.processing import Processing, open_processing
from indexer.catalog import ledger_rows, pages, steps
from indexer.model.page import LANGUAGE_MISSING, Page
from indexer.model.query import Everything
from indexer.model.step import StepKey, StepName
from indexer.search.index import open_index
from indexer.settings import load_settings
from tests.conftest import ROOT

HIDDEN = ROOT / "tests" / "data" / "specimens_hidden_text"
LETTER = ROOT / "tests" / "data" / "specimens" / "a-2022-00058" / "memorandum.pdf"


@pytest.fixture
def processing(tmp_path: Path) -> Iterator[Processing]:
    opened = open_processing(load_settings(tmp_path / "archive", {}))
    yield opened
    opened.close()


def data_folder(tmp_path: Path, *languages: str) -> dict[str, str]:
    """Settings with a folder of language data that OCR never opens here."""
    folder = tmp_path / "tessdata"
    folder.mkdir(exist_ok=True)
    for language in languages:
        (folder / f"{language}.traineddata").touch()
    return {"ATI_OCR__DATA_FOLDER": str(folder)}


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


def test_newly_installed_language_data_makes_its_pages_due(tmp_path: Path) -> None:
    before = open_processing(load_settings(tmp_path / "archive", data_folder(tmp_path, "xxa")))
    document = archive(before, LETTER)
    do(before, "extract")
    page = Page(1, 612.0, 792.0, outcome="unreadable", reason=f"{LANGUAGE_MISSING}: xxb")
    with before._database.write() as connection:
        number = ledger_rows.number_of(connection, document)
        assert number is not None
        pages.put(connection, number, [page])
        steps.set_due(connection, number, "ocr", [(0, 1, 1)])
    key = StepKey(document, "ocr")
    before.catalogs.ledger.claim(key, before.version("ocr"), 60, "a worker")
    before.catalogs.ledger.finish(key)
    assert before.read_again() == 0
    before.close()
    after = open_processing(load_settings(tmp_path / "archive", data_folder(tmp_path, "xxb")))
    assert after.read_again() == 1
    assert after.catalogs.ledger.due(10, only=("ocr",)) == [key]
    after.close()


def test_another_version_of_the_program_does_its_own_steps_again(
    processing: Processing, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = archive(processing, LETTER)
    do(processing, "extract")
    assert processing.read_again() == 0
    monkeypatch.setitem(pipeline.VERSIONS, "extract", "extract/next")
    assert processing.read_again() == 1
    assert StepKey(document, "extract") in processing.catalogs.ledger.due(10)
    do(processing, "extract")
    assert processing.read_again() == 0


def test_a_lost_index_is_rebuilt_before_a_document_is_added_to_it(processing: Processing) -> None:
    archive(processing, LETTER)
    do(processing, "extract", "describe", "entities", "index")
    first = processing.catalogs.feed.pages_indexed()
    shutil.rmtree(processing.settings.index)
    archive(processing, HIDDEN / "clean_yellow_highlight_over_text.pdf")
    do(processing, "extract", "describe", "entities", "index")
    expected = processing.catalogs.feed.pages_indexed()
    assert expected > first > 0
    assert open_index(processing.settings).engine().count(Everything()) == expected


def test_a_writer_keeps_its_claims_while_it_writes(processing: Processing, monkeypatch: pytest.MonkeyPatch) -> None:
    short = replace(processing.settings, queue=replace(processing.settings.queue, lease_s=1.0))
    document = archive(processing, LETTER)
    do(processing, "extract", "describe", "entities")
    processing.settings = short
    ledger, leases = processing.catalogs.ledger, set[float | None]()
    index_documents = pipeline.index_documents

    def slowly(*words: Any) -> int:
        deadline = time.monotonic() + 60
        while len(leases) < 3:
            assert time.monotonic() < deadline, "the lease was not renewed"
            leases.add(next(row for row in ledger.steps_of(document) if row.key.step == "index").lease_until)
            time.sleep(0.02)
        return index_documents(*words)

    monkeypatch.setattr(pipeline, "index_documents", slowly)
    processing.index_due()
    assert processing.catalogs.feed.pages_indexed() > 0


def test_claims_of_a_killed_writer_are_due_when_their_short_lease_ends(processing: Processing) -> None:
    document = archive(processing, LETTER)
    do(processing, "extract", "describe", "entities")
    lease_s = processing.settings.queue.lease_s
    assert lease_s <= 60
    assert processing.catalogs.feed.claim_index(10, "index/0", lease_s, "a worker that was killed")
    assert processing.catalogs.ledger.due(10) == []
    assert processing.catalogs.ledger.due(10, now=time.time() + lease_s + 1) == [StepKey(document, "index")]


def test_a_store_that_lends_copies_serves_every_step(processing: Processing) -> None:
    processing.store = MemoryStore()
    archive(processing, LETTER)
    do(processing, "extract", "describe", "entities", "index")
    covered = processing.catalogs.reader.coverage()
    assert covered.pages_searchable == covered.pages_total > 0
