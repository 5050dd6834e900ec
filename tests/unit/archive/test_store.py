"""Originals: same bytes once, never changed, never half."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.archive.store import FolderStore
from indexer.errors import InputError, NotFound, Unavailable


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "originals")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(content=st.binary(max_size=5000))
def test_what_goes_in_comes_out_under_its_hash(store: FolderStore, content: bytes) -> None:
    stored = store.put(io.BytesIO(content))
    assert (stored.sha256, stored.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    assert store.path(stored.sha256).read_bytes() == content
    assert store.verify(stored.sha256)


def test_an_original_lies_in_folders_of_its_hash_and_is_read_only(store: FolderStore, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"%PDF-1.7")
    sha256 = store.put(source).sha256
    place = tmp_path / "originals" / sha256[:2] / sha256[2:4] / sha256
    assert store.path(sha256) == place
    assert stat.S_IMODE(place.stat().st_mode) == 0o444
    inode = place.stat().st_ino
    store.put(source)
    assert place.stat().st_ino == inode, "written once"
    assert list(store.all()) == [sha256]
    assert list((tmp_path / "originals" / "incoming").iterdir()) == []
    with store.open(sha256) as stream:
        assert stream.read() == b"%PDF-1.7"


def test_changed_or_lost_bytes_are_noticed(store: FolderStore) -> None:
    sha256 = store.put(io.BytesIO(b"whole")).sha256
    store.path(sha256).chmod(0o644)
    store.path(sha256).write_bytes(b"other")
    assert not store.verify(sha256)
    store.path(sha256).unlink()
    assert not store.verify(sha256)
    with pytest.raises(NotFound):
        store.path(sha256)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 63 + "/"])
def test_a_name_that_is_no_hash_is_not_found(store: FolderStore, name: str) -> None:
    with pytest.raises(NotFound):
        store.path(name)


def test_a_full_disk_is_unavailable_and_leaves_nothing(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="No disk space"):
        store.put(io.BytesIO(b"x" * 100))
    assert list((tmp_path / "originals" / "incoming").iterdir()) == []
    assert list(store.all()) == []


def test_a_source_that_breaks_off_is_an_input_error(store: FolderStore, tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(InputError, match="Input/output") as error:
        store.put(Broken())
    assert error.value.reason == "unreadable_file"
    with pytest.raises(InputError):
        store.put(tmp_path / "missing.pdf")
    assert list(store.all()) == []


def test_a_store_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("a file in the way")
    with pytest.raises(Unavailable, match="cannot be written"):
        FolderStore(tmp_path / "originals").put(io.BytesIO(b"x"))


def test_copies_of_a_killed_run_are_swept_away_after_a_day(store: FolderStore, tmp_path: Path) -> None:
    store.put(io.BytesIO(b"whole"))
    left, fresh = (tmp_path / "originals" / "incoming" / name for name in ("tmpold", "tmpnew"))
    for path in (left, fresh):
        path.write_bytes(b"half")
    os.utime(left, (1, 1))
    assert store.sweep() == 1
    assert fresh.exists()
    assert not left.exists()
