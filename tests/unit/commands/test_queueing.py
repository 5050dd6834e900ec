"""`ati queue`, over a catalog with work in every state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.catalog.database import Database
from indexer.commands.queue_words import age
from indexer.commands.queueing import queue
from indexer.errors import NotFound
from indexer.settings import load_settings
from tests.unit.catalog.made import Archive, page, release, sha

FAILED, RUNNING, WAITING = "failed.pdf", "running.pdf", "waiting.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Four documents: one done, one of each other state."""
    database = Database.open(load_settings(tmp_path, {}).catalog_url)
    archive = Archive(database)
    archive.whole("done.pdf", [page(1)])
    archive.add(FAILED)
    archive.ledger.fail(archive.claim(sha(FAILED), "extract"), "encrypted", retry=False)
    archive.add(RUNNING)
    archive.claim(sha(RUNNING), "extract")
    archive.add(WAITING, release("box\x1b[31m"))
    yield tmp_path
    database.close()


def ati(folder: Path, *words: str) -> Result:
    result = CliRunner().invoke(queue, ["--archive", str(folder), *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def test_the_queue_is_told_by_step_and_document(folder: Path) -> None:
    said = ati(folder).stdout
    assert "extract   1 running, 1 waiting, 1 failed, 0 pages and 2 files not opened yet left" in said
    assert f"{sha(RUNNING)[:12]} {RUNNING}: extract, attempt 1" in said
    assert "worker test" in said
    assert f"{sha(WAITING)[:12]} {WAITING}: extract, not opened yet" in said
    assert "1 attempts: The file is protected by a password that the archive does not have." in said


def test_the_same_as_json(folder: Path) -> None:
    found = json.loads(ati(folder, "--json").stdout)
    assert (found["open"], found["documents_waiting"], found["documents_failed"]) == (2, 1, 1)
    assert found["minutes_left"] is None
    (failed,) = found["failed"]
    assert (failed["document"], failed["step"], failed["state"], failed["error"], failed["attempt"]) == (
        sha(FAILED), "extract", "failed", "encrypted", 1
    )  # fmt: skip
    assert [one["document"] for one in found["waiting"]] == [sha(WAITING)]
    assert found["running"][0]["worker"] == "test"


def test_an_archive_where_all_is_done_says_so(tmp_path: Path) -> None:
    database = Database.open(load_settings(tmp_path, {}).catalog_url)
    Archive(database).whole("done.pdf", [page(1)])
    database.close()
    assert ati(tmp_path).stdout == "Nothing waits, nothing runs, nothing failed.\n"


def test_what_failed_is_tried_again(folder: Path) -> None:
    assert "1 step is due again" in ati(folder, "retry", sha(FAILED)[:12], "extract").stderr
    assert json.loads(ati(folder, "--json").stdout)["failed"] == []
    assert json.loads(ati(folder, "retry", "--all", "--json").stdout) == {"steps": 0}


def test_a_document_is_cancelled_and_gone_on_with(folder: Path) -> None:
    said = ati(folder, "cancel", sha(WAITING)).stderr
    assert "1 step is cancelled" in said
    assert "ati queue retry" in said
    assert "Cancelled by the operator" in ati(folder).stdout
    assert "Nothing of this document" in ati(folder, "cancel", sha(WAITING)).stderr
    ati(folder, "retry", "--all")
    assert "cancelled" in {one["state"] for one in json.loads(ati(folder, "--json").stdout)["failed"]}
    ati(folder, "retry", sha(WAITING))
    assert json.loads(ati(folder, "--json").stdout)["failed"] == []


def test_a_document_or_a_release_goes_first(folder: Path) -> None:
    assert "1 documents are urgent now; 1 of them" in ati(folder, "priority", sha(WAITING), "urgent").stderr
    assert json.loads(ati(folder, "--json").stdout)["waiting"][0]["priority"] == 1
    moved = json.loads(ati(folder, "priority", "unknown/package", "backfill", "--json").stdout)
    assert moved == {"documents": 3, "moved": 1}


def test_what_is_not_there_is_said(folder: Path) -> None:
    for words in (["cancel", "0" * 12], ["retry", "0" * 12], ["priority", "gac/none", "urgent"]):
        with pytest.raises(NotFound, match="There is no"):
            ati(folder, *words)


def test_retry_asks_for_a_document_or_all(folder: Path) -> None:
    for words in (["retry"], ["retry", sha(FAILED), "--all"]):
        result = CliRunner().invoke(queue, ["--archive", str(folder), *words])
        assert result.exit_code == 2
        assert "--all" in result.output


@pytest.mark.parametrize(
    ("seconds", "said"), [(-3, "0 s"), (8.9, "8 s"), (119, "119 s"), (300, "5 min"), (10_000, "2 h"), (1e6, "11 d")]
)
def test_ages_are_short(seconds: float, said: str) -> None:
    assert age(seconds) == said
