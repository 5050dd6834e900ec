"""What is sent through the site: into the archive as `ati ingest` puts it there, kept as a record, followed."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from indexer.archive.manifest import stated_manifest
from indexer.archive.store import FolderStore
from indexer.bootstrap.taking_down import TakingDown
from indexer.bootstrap.uploading import DISK_FULL, Sent, Uploading
from indexer.catalog.stopping import QueueDesk
from indexer.catalog.takedowns import TakedownCatalog
from indexer.errors import NotFound, Unavailable
from indexer.model.queue import URGENT_PRIORITY
from indexer.model.step import StepKey
from indexer.model.takedown import new_takedown
from tests.conftest import SPECIMENS
from tests.unit.catalog.made import Archive, page

PDF = next(SPECIMENS.rglob("*.pdf"))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    from indexer.catalog.database import Database

    return Archive(Database.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}"))


@pytest.fixture
def uploading(archive: Archive, tmp_path: Path) -> Uploading:
    return Uploading(archive.database, FolderStore(tmp_path / "originals"), clock=lambda: archive.now_s)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A PDF, a folder with a text file, hidden files and a described PDF, and a ZIP."""
    sent = tmp_path / "sent" / "label"
    (sent / "box" / ".git").mkdir(parents=True)
    shutil.copy(PDF, sent / "a.pdf")
    (sent / "box" / "note.txt").write_text("no PDF")
    (sent / "box" / ".DS_Store").write_text("x")
    (sent / "box" / ".git" / "head").write_text("x")
    with zipfile.ZipFile(sent / "pack.zip", "w") as package:
        package.writestr("in/../../b.pdf", b"%PDF-1.4 b")
        package.writestr("release.toml", 'institution = "gac"\nrequest_number = "A-2021-01234"')
    return sent


def names(uploading: Uploading, upload: str) -> dict[str, str | None]:
    return {one.file.name: one.reason for one in uploading.upload_files(upload, 100)}


def test_each_folder_zip_and_file_is_a_release_and_nothing_is_lost(uploading: Uploading, folder: Path) -> None:
    received = uploading.receive(Sent(folder, None, (("big.pdf", "upload_too_large"),)), "Ana")
    found = names(uploading, received.upload)
    assert found["big.pdf"] == "upload_too_large"
    assert found["box/.DS_Store"] == found["box/.git/head"] == "system_file"
    assert (found["box/note.txt"] or "").startswith("format_not_read_yet")
    assert set(found) == {
        "a.pdf", "big.pdf", "box/.DS_Store", "box/.git/head", "box/note.txt", "pack.zip/in/b.pdf"
    }  # fmt: skip
    releases = {one.file.name: one.file.release for one in uploading.upload_files(received.upload, 100)}
    assert (releases["a.pdf"], releases["pack.zip/in/b.pdf"]) == ("unknown/a.pdf", "gac/A-2021-01234")
    upload = uploading.upload(received.upload)
    assert upload.made_by == "Ana"
    sums = uploading.upload_sums(received.upload)
    assert (sums.files, sums.new, sums.known, sums.refused, sums.open) == (6, 3, 0, 3, 2)
    assert len(received.due) == 2


def test_an_upload_goes_before_what_waits(archive: Archive, uploading: Uploading, folder: Path) -> None:
    before = archive.add("backfill.pdf").document
    due = uploading.receive(Sent(folder, None), "Ana").due
    keys = archive.ledger.due(10)
    assert keys[-1] == StepKey(before, "extract")
    assert set(keys[:-1]) == set(due)
    assert {one.priority for one in QueueDesk(archive.database).waiting(2)} == {URGENT_PRIORITY}


def test_the_same_again_says_so_and_changes_nothing(archive: Archive, uploading: Uploading, folder: Path) -> None:
    first = uploading.receive(Sent(folder, None), "Ana")
    before = archive.catalog.coverage(), archive.ledger.counts(), archive.catalog.list_releases(0, 9)
    second = uploading.receive(Sent(folder, None), "Ana")
    assert second.due == ()
    sums = uploading.upload_sums(second.upload)
    assert (sums.new, sums.known) == (0, 3)
    assert (archive.catalog.coverage(), archive.ledger.counts(), archive.catalog.list_releases(0, 9)) == before
    assert [upload.id for upload, _ in uploading.uploads(9)] == [second.upload, first.upload]


def test_what_is_stated_makes_one_release_of_all(archive: Archive, uploading: Uploading, folder: Path) -> None:
    (folder / "pack.zip").unlink()
    stated = stated_manifest({"institution": "GAC", "released": "2022-06"}, "form", "a and 3 more")
    uploading.receive(Sent(folder, stated), "Ana")
    (found,) = archive.catalog.list_releases(0, 9)
    assert (found.release.id, found.release.released, found.documents) == ("gac/a-and-3-more", "2022-06", 2)


def test_a_wrong_manifest_holds_its_files_back_and_tells_no_path(uploading: Uploading, folder: Path) -> None:
    (folder / "box" / "release.toml").write_text("institute = 1")
    found = names(uploading, uploading.receive(Sent(folder, None), "Ana").upload)
    assert (found["box/release.toml"] or "").startswith("bad_manifest: box/release.toml, line 1: there is no key")
    assert found["box/note.txt"] == "waits_for_manifest: box/release.toml"


def test_files_are_followed_until_they_can_be_searched(archive: Archive, uploading: Uploading, folder: Path) -> None:
    shutil.rmtree(folder / "box")
    (folder / "pack.zip").unlink()
    upload = uploading.receive(Sent(folder, None), "Ana").upload
    (one,) = uploading.upload_files(upload, 9)
    assert (one.state, one.step, one.pages_total, one.release_name) == ("waiting", "extract", None, "a.pdf")
    document = one.file.document or ""
    key = archive.claim(document, "extract")
    archive.writer.plan_parts(document, 4, 2)
    archive.writer.save_pages(key, [page(1), page(2, reason="needs_ocr", text="", words=())])
    archive.claim(document, "extract", 1)
    (one,) = uploading.upload_files(upload, 9)
    assert (one.state, one.step, one.pages_total, one.pages_done) == ("running", "extract", 4, 1)
    QueueDesk(archive.database).cancel(document)
    (one,) = uploading.upload_files(upload, 9)
    assert (one.state, one.reason) == ("stopped", "cancelled")
    QueueDesk(archive.database).retry(document)
    archive.claim(document, "extract", 1)
    archive.writer.save_pages(StepKey(document, "extract", 1), [page(3), page(4)])
    ocr = archive.claim(document, "ocr")
    archive.writer.plan_ocr(ocr, 8)
    archive.writer.save_ocr(ocr, [page(2, source="ocr")])
    archive.describe(document)
    archive.annotate(document)
    archive.index()
    (one,) = uploading.upload_files(upload, 9)
    assert (one.state, one.step, one.pages_done, one.reason) == ("searchable", None, 4, None)
    sums = uploading.upload_sums(upload)
    assert (sums.open, sums.searchable, sums.pages_total, sums.pages_searchable) == (0, 1, 4, 4)


def test_a_full_disk_is_listed_and_another_fault_is_raised(
    uploading: Uploading, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Unavailable("No disk space is left for originals in x.")

    monkeypatch.setattr(FolderStore, "put", full)
    received = uploading.receive(Sent(folder, None), "Ana")
    assert names(uploading, received.upload)["a.pdf"] == DISK_FULL
    assert uploading.upload_sums(received.upload).new == 0

    def broken(*_: object) -> None:
        raise Unavailable("The store cannot be written.")

    monkeypatch.setattr(FolderStore, "put", broken)
    with pytest.raises(Unavailable):
        uploading.receive(Sent(folder, None), "Ana")


def test_an_unknown_upload_is_said(uploading: Uploading) -> None:
    for ask in (uploading.upload, uploading.upload_sums):
        with pytest.raises(NotFound):
            ask("0" * 16)
    assert uploading.upload_files("0" * 16, 9) == ()


def test_what_was_removed_stays_so_and_leaves_no_name(archive: Archive, uploading: Uploading, folder: Path) -> None:
    shutil.rmtree(folder / "box")
    (folder / "pack.zip").unlink()
    first = uploading.receive(Sent(folder, None), "Ana")
    document = first.due[0].document
    store = FolderStore(folder.parent.parent / "originals")
    down = new_takedown("privacy", who="Ana", document=document, removed=True)
    TakingDown(TakedownCatalog(archive.database), store, folder.parent.parent / "images").take_down(down)
    again = uploading.receive(Sent(folder, None), "Ana")
    assert again.due == ()
    for upload in (first.upload, again.upload):
        (one,) = uploading.upload_files(upload, 9)
        assert one.file.name == document[:12]
        assert (one.reason or "").startswith("taken_down")
    assert list(store.all()) == []
