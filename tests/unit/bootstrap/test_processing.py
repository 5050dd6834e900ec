"""The steps as a worker does them, on an archive of its own, without a queue."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from indexer import pipeline
from indexer.archive.intake import plan, take_in
from indexer.archive.memory import MemoryStore
from indexer.bootstrap.processing import Processing, open_processing
from indexer.bootstrap.working import WorkTally
from indexer.catalog import ledger_rows, pages, steps
from indexer.catalog.figures import read_figures
from indexer.catalog.tables import LedgerRow
from indexer.errors import ConfigError, Unavailable
from indexer.model.health import Work
from indexer.model.page import LANGUAGE_MISSING, Page
from indexer.model.query import Everything
from indexer.model.step import StepKey, StepName, StepRow
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
    document = archive(processing, LETTER)
    do(processing, "extract", "describe", "entities")
    short = open_processing(replace(processing.settings, queue=replace(processing.settings.queue, lease_s=1.0)))
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
    short.index_due()
    short.close()
    assert processing.catalogs.feed.pages_indexed() > 0


def away(*_: object) -> None:
    raise Unavailable("The catalog is away.")


def broken(*_: object) -> None:
    raise KeyError("a mistake of ours")


def stop(*_: object) -> None:
    raise SystemExit(0)


def row_of(processing: Processing, document: str, step: StepName) -> StepRow:
    return next(row for row in processing.catalogs.ledger.steps_of(document) if row.key.step == step)


def test_what_is_away_costs_no_attempt_and_waits_ever_longer(
    processing: Processing, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = archive(processing, LETTER)
    monkeypatch.setattr(pipeline, "extract", away)
    for pause_s in (1, 2, 4, 8):
        do(processing, "extract")
        row = row_of(processing, document, "extract")
        assert (row.state, row.attempt, row.error) == ("due", 0, "unavailable")
        assert processing.catalogs.ledger.due(10, now=time.time() + pause_s - 1) == []
        assert processing.catalogs.ledger.due(10, now=time.time() + pause_s) == [row.key]
        _due_at_once(processing)
    monkeypatch.undo()
    do(processing, "extract")
    assert row_of(processing, document, "extract").state == "done"


def _due_at_once(processing: Processing) -> None:
    with processing._database.write() as connection:
        connection.execute(update(LedgerRow).values(due_at=0.0))


def test_a_mistake_of_ours_is_tried_again_and_parked_with_its_error(
    processing: Processing, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = archive(processing, LETTER)
    monkeypatch.setattr(pipeline, "extract", broken)
    for _ in range(processing.settings.queue.attempts):
        with pytest.raises(KeyError):
            do(processing, "extract")
    row = row_of(processing, document, "extract")
    assert (row.state, row.error) == ("parked", "internal_error")


@pytest.mark.parametrize("step", ["extract", "index"])
def test_a_worker_that_must_go_hands_its_step_back_at_once(
    processing: Processing, monkeypatch: pytest.MonkeyPatch, step: StepName
) -> None:
    document = archive(processing, LETTER)
    if step == "index":
        do(processing, "extract", "describe", "entities")
    monkeypatch.setattr(pipeline, "index_documents" if step == "index" else "extract", stop)
    with pytest.raises(SystemExit):
        processing.run(StepKey(document, step))
    row = row_of(processing, document, step)
    assert (row.state, row.attempt) == ("due", 0)


def test_one_document_that_the_index_refuses_takes_no_others_with_it(
    processing: Processing, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [archive(processing, path) for path in sorted(HIDDEN.glob("clean_*.pdf"))[:3]]
    do(processing, "extract", "ocr", "describe", "entities")
    index_documents = pipeline.index_documents
    bad = processing.catalogs.reader.document(documents[1]).document.number

    def refusing(numbers: list[int], *words: Any) -> int:
        if bad in numbers:
            raise ConfigError("The index refuses a page.")
        return index_documents(numbers, *words)

    monkeypatch.setattr(pipeline, "index_documents", refusing)
    processing.index_due()
    found = [processing.catalogs.reader.document(one).document for one in documents]
    assert [one.reason for one in found] == [None, "configerror", None]
    row = row_of(processing, documents[1], "index")
    assert (row.state, row.error) == ("parked", "configerror")
    assert open_index(processing.settings).engine().count(Everything()) == processing.catalogs.feed.pages_indexed() > 0


def test_an_index_that_is_away_puts_documents_off(processing: Processing, monkeypatch: pytest.MonkeyPatch) -> None:
    document = archive(processing, LETTER)
    do(processing, "extract", "describe", "entities")
    monkeypatch.setattr(pipeline, "index_documents", away)
    for _ in range(processing.settings.queue.attempts + 1):
        with pytest.raises(Unavailable):
            processing.index_due()
        row = row_of(processing, document, "index")
        assert (row.state, row.attempt, row.error) == ("due", 0, "unavailable")
        _due_at_once(processing)
    monkeypatch.undo()
    processing.index_due()
    assert row_of(processing, document, "index").state == "done"


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


def test_what_a_worker_did_is_logged_and_summed(processing: Processing, caplog: pytest.LogCaptureFixture) -> None:
    document = archive(processing, LETTER)
    with caplog.at_level("INFO", logger="indexer"):
        do(processing, "extract", "describe", "entities", "index")
    (line,) = (one for one in caplog.records if getattr(one, "step", "") == "extract")
    assert (line.document, line.outcome) == (document[:12], "done")  # type: ignore[attr-defined]
    processing.work.flush()
    done = {(one.step, one.outcome): one for one in read_figures(processing._database).work}
    assert set(done) == {(step, "done") for step in ("extract", "describe", "entities", "index")}
    assert all(one.steps == 1 and one.seconds > 0 for one in done.values())


def test_sums_wait_while_the_catalog_is_busy() -> None:
    kept: list[Work] = []

    def keep(done: Sequence[Work]) -> None:
        if not kept:
            kept.append(Work("", "busy", 0, 0.0))
            raise Unavailable("The catalog is busy.")
        kept.extend(done)

    tally = WorkTally(keep)
    with pytest.raises(KeyError), tally.timed(StepKey("0" * 64, "ocr"), 1):
        raise KeyError
    tally.flush()
    tally.add("ocr", "internal_error", 1, 0.0)
    tally.flush()
    assert [(one.outcome, one.steps) for one in kept] == [("busy", 0), ("internal_error", 2)]
