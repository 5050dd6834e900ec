"""Every store of originals under one body of tests: a new one is added to STORES and must pass them all."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.archive.intake import plan, take_in
from indexer.archive.memory import MemoryStore
from indexer.archive.store import FolderStore, OriginalStore
from indexer.errors import InputError, NotFound
from tests.conftest import SPECIMENS

STORES: dict[str, Callable[[Path], OriginalStore]] = {
    "folder": lambda folder: FolderStore(folder / "originals"),
    "memory": lambda _: MemoryStore(),
}
UNKNOWN = "0" * 64


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> OriginalStore:
    return STORES[request.param](tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(content=st.binary(max_size=5000))
def test_what_goes_in_comes_out_under_its_hash(store: OriginalStore, content: bytes) -> None:
    stored = store.put(io.BytesIO(content))
    assert (stored.sha256, stored.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    with store.local(stored.sha256) as path:
        assert path.read_bytes() == content
    with store.open(stored.sha256) as stream:
        assert stream.read() == content
    assert store.has(stored.sha256)
    assert store.verify(stored.sha256)


def test_the_same_bytes_are_there_once_and_all_are_listed_in_order(store: OriginalStore, tmp_path: Path) -> None:
    assert list(store.all()) == []
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    stored = [store.put(tmp_path / "a.pdf"), store.put(io.BytesIO(b"%PDF-1.7")), store.put(io.BytesIO(b"other"))]
    assert stored[0] == stored[1]
    assert list(store.all()) == sorted({one.sha256 for one in stored})


def test_many_at_once_put_the_same(store: OriginalStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(lambda _: store.put(io.BytesIO(b"x" * 100_000)).sha256, range(16)))
    assert list(store.all()) == sorted(set(stored))
    assert store.verify(stored[0])


def test_a_local_file_can_be_used_by_several_and_not_be_written(store: OriginalStore) -> None:
    sha256 = store.put(io.BytesIO(b"whole")).sha256
    with store.local(sha256) as first, store.local(sha256) as second:
        assert first.read_bytes() == second.read_bytes() == b"whole"
        assert first.stat().st_mode & 0o222 == 0
    assert store.verify(sha256), "what was lent is still there"


@pytest.mark.parametrize("name", [UNKNOWN, "", "..", "../../etc/passwd", "A" * 64, "0" * 63 + "/"])
def test_what_is_not_there_is_not_found(store: OriginalStore, name: str) -> None:
    assert not store.has(name)
    with pytest.raises(NotFound):
        store.open(name)
    with pytest.raises(NotFound), store.local(name):
        pass
    if name == UNKNOWN:
        assert not store.verify(name)


def test_a_source_that_breaks_off_leaves_nothing(store: OriginalStore, tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    for source in (Broken(), tmp_path / "missing.pdf"):
        with pytest.raises(InputError) as error:
            store.put(source)
        assert error.value.reason == "unreadable_file"
    assert list(store.all()) == []


def test_files_are_taken_in_and_their_kind_is_told(store: OriginalStore) -> None:
    planned = next(one for one in plan([SPECIMENS]) if one.name.endswith(".pdf"))
    taken = take_in(planned, store)
    assert taken.media_type == "application/pdf"
    assert taken.stored is not None
    assert store.has(taken.stored.sha256)


def test_what_is_destroyed_is_gone_and_may_come_again(store: OriginalStore) -> None:
    stored = store.put(io.BytesIO(b"to be removed"))
    assert store.destroy(stored.sha256)
    assert not store.has(stored.sha256)
    assert list(store.all()) == []
    with pytest.raises(NotFound):
        store.open(stored.sha256)
    assert not store.destroy(stored.sha256)
    assert not store.destroy("../x")
    assert store.put(io.BytesIO(b"to be removed")) == stored
