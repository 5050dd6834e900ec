"""A raised step version re-runs what it must, and searches are answered from the old index meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.archive.intake import plan, take_in
from indexer.bootstrap.processing import Processing, open_processing
from indexer.model.query import Everything
from indexer.model.step import STEPS, StepName
from indexer.settings import load_settings
from tests.faults.papers import draw


@pytest.fixture
def processing(tmp_path: Path) -> Iterator[Processing]:
    (tmp_path / "release").mkdir()
    for number in range(3):
        draw(tmp_path / "release" / f"{number}.pdf", number, 4)
    opened = open_processing(load_settings(tmp_path / "archive", {}))
    for planned in plan([tmp_path / "release"]):
        taken = take_in(planned, opened.store)
        opened.catalogs.writer.add_file(
            planned.release, planned.name, None, stored=taken.stored, media_type=taken.media_type
        )
    yield opened
    opened.close()


def do_all(processing: Processing, *, searching: bool) -> set[StepName]:
    """Which steps were done; after each the index in use answers as before."""
    done: set[StepName] = set()
    while keys := processing.catalogs.ledger.due(1):
        if searching:
            assert processing.index.engine().count(Everything()) == 12
        processing.run(keys[0])
        done.add(keys[0].step)
    return done


@pytest.mark.parametrize(
    ("raised", "again"),
    [
        ("describe", {"describe", "entities", "index"}),
        ("extract", {"extract", "describe", "entities", "index"}),
    ],
)
def test_a_raised_version_runs_its_step_and_what_follows(
    processing: Processing, monkeypatch: pytest.MonkeyPatch, raised: StepName, again: set[StepName]
) -> None:
    assert do_all(processing, searching=False) == set(STEPS) - {"ocr"}
    assert processing.catalogs.feed.pages_indexed() == 12
    monkeypatch.setitem(pipeline.VERSIONS, raised, f"{raised}/next")
    assert processing.read_again() == 3
    assert processing.catalogs.feed.pages_indexed() == 12, "the pages stay searchable and counted"
    assert do_all(processing, searching=True) == again
    assert processing.read_again() == 0
    assert processing.index.engine().count(Everything()) == processing.catalogs.feed.pages_indexed() == 12
