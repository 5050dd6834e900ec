"""Backups: what they hold, what they refuse, and that they come back."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.archive.intake import plan, take_in
from indexer.archive.store import FolderStore
from indexer.bootstrap.caring import verify_archive
from indexer.bootstrap.keeping import back_up, restore
from indexer.bootstrap.processing import open_processing
from indexer.errors import ConfigError, Unavailable
from indexer.model.step import STEPS as ALL_STEPS
from indexer.model.step import Window
from indexer.settings import Settings, load_settings
from tests.cluster.postgres import Postgres
from tests.conftest import SPECIMENS

STEPS = ("extract", "describe", "entities", "index")


def said(_: str) -> None:
    """Nothing."""


def add(settings: Settings, path: Path, *steps: str) -> None:
    processing = open_processing(settings)
    for planned in plan([path]):
        taken = take_in(planned, processing.store)
        processing.catalogs.writer.add_file(
            planned.release, planned.name, None, stored=taken.stored, media_type=taken.media_type
        )
    for step in steps:
        for key in processing.catalogs.ledger.due(100, only=(step,)):  # type: ignore[arg-type]
            processing.run(key)
    processing.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An archive with one document that was read and one that waits."""
    settings = load_settings(tmp_path / "archive", {})
    add(settings, SPECIMENS / "a-2022-00058" / "memorandum.pdf", *STEPS)
    add(settings, SPECIMENS / "a-2023-117" / "memorandum.pdf")
    return settings


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Settings, Settings]]:
    """An archive, and an empty place to restore it to, on each database."""
    if request.param == "sqlite":
        yield load_settings(tmp_path / "archive", {}), load_settings(tmp_path / "restored", {})
        return
    server: Postgres = request.getfixturevalue("postgres")
    urls = [server.database(), server.database()]
    first, second = (
        load_settings(tmp_path / name, {"ATI_CATALOG__URL": url})
        for name, url in zip(("archive", "restored"), urls, strict=True)
    )
    yield first, second
    for url in urls:
        server.drop(url)


def test_what_was_read_and_what_waits_comes_back_sound(elsewhere: tuple[Settings, Settings], tmp_path: Path) -> None:
    settings, empty = elsewhere
    add(settings, SPECIMENS / "a-2022-00058" / "memorandum.pdf", *STEPS)
    add(settings, SPECIMENS / "a-2023-117" / "memorandum.pdf")
    kept = back_up(settings, tmp_path / "backup", keep=7, say=said)
    assert (kept.originals, kept.copied, kept.problems) == (2, 2, ())
    again = restore(empty, tmp_path / "backup", catalog=None, say=said)
    assert (again.originals, again.copied, again.problems) == (2, 2, ())
    assert verify_archive(empty).problems == ()
    assert again.pages_indexed == verify_archive(settings).pages_indexed > 0
    with pytest.raises(ConfigError, match=r"already|not empty"):
        restore(empty, tmp_path / "backup", catalog=None, say=said)


def test_only_what_is_new_is_copied_and_old_catalogs_go(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    back_up(settings, target, keep=2, say=said)
    for age in range(3):
        (next(target.glob("catalog-*"))).rename(target / f"catalog-2020010{age}T000000Z.sqlite")
        kept = back_up(settings, target, keep=2, say=said)
        assert kept.copied == 0
    assert len(list(target.glob("catalog-*"))) == 2
    assert json.loads((target / "backup.json").read_text())["catalog"] == kept.catalog
    older = sorted(target.glob("catalog-*"))[0].name
    assert restore(load_settings(tmp_path / "older", {}), target, catalog=older, say=said).catalog == older


def test_work_that_was_under_way_is_due_at_once_after_a_restoration(settings: Settings, tmp_path: Path) -> None:
    processing = open_processing(settings)
    window = Window(ALL_STEPS, 10)
    (key, *_) = processing.take_due((window,))
    processing.catalogs.ledger.claim(key, "1", 3600.0, "somebody")
    processing.close()
    back_up(settings, tmp_path / "backup", keep=1, say=said)
    empty = load_settings(tmp_path / "restored", {})
    restore(empty, tmp_path / "backup", catalog=None, say=said)
    processing = open_processing(empty)
    assert key in processing.take_due((window,))
    processing.close()


def test_lost_and_changed_originals_are_told_and_the_rest_is_kept(settings: Settings, tmp_path: Path) -> None:
    store = FolderStore(settings.originals)
    changed, lost = store.all()
    store.path(changed).chmod(0o644)
    store.path(changed).write_bytes(b"other")
    store.path(lost).unlink()
    kept = back_up(settings, tmp_path / "backup", keep=1, say=said)
    assert kept.problems == (
        f"{changed[:12]}: its original has changed and was not taken.",
        f"{lost[:12]}: its original is missing.",
    )
    again = restore(load_settings(tmp_path / "restored", {}), tmp_path / "backup", catalog=None, say=said)
    assert len(again.problems) == 2


def test_targets_and_sources_that_cannot_be_are_refused_in_words(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    for target, words in (
        (settings.archive / "backup", "inside the archive"),
        (tmp_path / "file", "is a file"),
        (tmp_path / "full", "holds other files"),
    ):
        with pytest.raises(ConfigError, match=words):
            back_up(settings, target, keep=1, say=said)
    empty = load_settings(tmp_path / "restored", {})
    with pytest.raises(ConfigError, match="is no backup"):
        restore(empty, tmp_path / "full", catalog=None, say=said)
    back_up(settings, tmp_path / "backup", keep=1, say=said)
    with pytest.raises(ConfigError, match=r"There is no catalog-9.sqlite in .*; it holds catalog-"):
        restore(empty, tmp_path / "backup", catalog="catalog-9.sqlite", say=said)
    other = load_settings(tmp_path / "restored", {"ATI_CATALOG__URL": "postgresql+pg8000://ati@127.0.0.1:1/ati"})
    with pytest.raises(ConfigError, match="another kind of database"):
        restore(other, tmp_path / "backup", catalog=None, say=said)
    assert not (tmp_path / "restored" / "catalog.sqlite").exists()


def test_a_full_disk_is_said_and_the_backup_goes_on_when_there_is_room(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, whole = tmp_path / "backup", os.fsync

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    back_up(settings, target, keep=9, say=said)
    FolderStore(settings.originals).put(io.BytesIO(b"never in the catalog"))
    shutil.rmtree(target / "originals")
    before = (target / "backup.json").read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="No disk space"):
        back_up(settings, target, keep=9, say=said)
    assert (target / "backup.json").read_bytes() == before, "the last whole backup is the one that counts"
    assert list(target.glob("*.part")) == []
    monkeypatch.setattr(os, "fsync", whole)
    assert back_up(settings, target, keep=9, say=said).copied == 2


def test_a_catalog_that_is_damaged_is_not_taken(settings: Settings, tmp_path: Path) -> None:
    path = settings.archive / "catalog.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 8] = b"\xff" * 4096 * 5
    path.write_bytes(bytes(content))
    with pytest.raises(ConfigError, match="damaged"):
        back_up(settings, tmp_path / "backup", keep=1, say=said)
    assert list((tmp_path / "backup").glob("catalog-*")) == []
