"""Originals by SHA-256: written once, atomically, read-only ever after."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from indexer.errors import InputError, NotFound, Unavailable
from indexer.model.stored import StoredFile
from indexer.settings import Settings

CHUNK_BYTES = 1 << 20
_LEFT_OVER_S = 24 * 3600.0
"""An unfinished copy that nobody has touched for a day belongs to a run that was killed."""
_READ_ONLY = 0o444
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


class OriginalStore(Protocol):
    """Where originals lie, named by their SHA-256 and never changed. Safe for many threads and processes.

    Programs in C read files by their path, so a store that is no folder lends a local copy (`local`).
    docs/adr/0006-originals-behind-six-methods.md says how S3 fits.
    """

    def put(self, source: Path | BinaryIO) -> StoredFile:
        """Copies a file's bytes in; the same bytes again change nothing.

        Raises:
            InputError: the source cannot be read to its end.
            Unavailable: the store cannot be written (disk full); nothing half-written stays behind.
        """

    def has(self, sha256: str) -> bool:
        """True when these bytes are there, by their name alone; quick."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """A local file with these bytes, for reading only, there until the context ends. Raises NotFound."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes as a stream from their start. Raises NotFound."""

    def verify(self, sha256: str) -> bool:
        """True when the bytes are there and still have this hash."""

    def all(self) -> Iterator[str]:
        """Every hash in the store, in order."""

    def destroy(self, sha256: str) -> bool:
        """Takes the bytes away for good: for what people removed, and nothing else. False: they were not there.

        Raises:
            Unavailable: the store cannot be written.
        """


def open_store(settings: Settings) -> OriginalStore:
    """The store of an archive: today always its folder."""
    return FolderStore(settings.originals)


class FolderStore:
    """A folder: `<root>/ab/cd/<sha256>`. It is made at the first `put`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, source: Path | BinaryIO) -> StoredFile:
        """Copies a file's bytes in, taking their hash on the way. See `OriginalStore.put`."""
        if not isinstance(source, Path):
            return self._copy_in(source)
        try:
            stream = source.open("rb")
        except OSError as error:
            raise _unreadable(error) from error
        with stream:
            return self._copy_in(stream)

    def has(self, sha256: str) -> bool:
        """True when these bytes are there. A name that is no hash is nowhere."""
        return bool(_SHA256.fullmatch(sha256)) and self._place(sha256).is_file()

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """The file itself: nothing is copied. Raises NotFound."""
        yield self.path(sha256)

    def path(self, sha256: str) -> Path:
        """The file itself. Raises NotFound."""
        path = self._place(sha256)
        if not path.is_file():
            raise no_original(sha256)
        return path

    def open(self, sha256: str) -> BinaryIO:
        """The bytes as a stream. Raises NotFound."""
        return self.path(sha256).open("rb")

    def verify(self, sha256: str) -> bool:
        """True when the bytes are there and still have this hash."""
        try:
            with self.path(sha256).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
        except (NotFound, OSError):
            return False

    def all(self) -> Iterator[str]:
        """Every hash in the store, in order. Empty when nothing was stored yet."""
        for outer in _sorted_folders(self._root):
            for inner in _sorted_folders(outer):
                yield from sorted(path.name for path in inner.iterdir() if _SHA256.fullmatch(path.name))

    def destroy(self, sha256: str) -> bool:
        """Deletes the file. See `OriginalStore.destroy`."""
        if not self.has(sha256):
            return False
        try:
            self._place(sha256).unlink(missing_ok=True)
            _sync_folder(self._place(sha256).parent)
        except OSError as error:
            raise _unavailable(error, self._root) from error
        return True

    def sweep(self, older_than_s: float = _LEFT_OVER_S) -> int:
        """Deletes copies that a killed run left unfinished; how many there were."""
        incoming = self._root / "incoming"
        oldest = time.time() - older_than_s
        left = [path for path in incoming.glob("tmp*") if path.stat().st_mtime < oldest]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _copy_in(self, stream: BinaryIO) -> StoredFile:
        temporary: Path | None = None
        try:
            incoming = self._root / "incoming"  # in the same filesystem, so that the rename is atomic
            incoming.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=incoming)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as target:
                stored = _copy(stream, target)
            self._settle(temporary, stored.sha256)
            return stored
        except OSError as error:
            raise _unavailable(error, self._root) from error
        finally:
            if temporary is not None:
                temporary.unlink(missing_ok=True)

    def _settle(self, temporary: Path, sha256: str) -> None:
        """Gives the copy its name. One that is there already is kept: originals are never changed."""
        place = self._place(sha256)
        if place.is_file():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary.chmod(_READ_ONLY)
        temporary.rename(place)
        _sync_folder(place.parent)

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise NotFound("An original is named by 64 hex digits.")
        return self._root / sha256[:2] / sha256[2:4] / sha256


def no_original(sha256: str) -> NotFound:
    """What every store says of bytes that it does not have."""
    return NotFound(f"The original {sha256[:12]} is not in the store. `ati verify` lists what is missing.")


def _copy(stream: BinaryIO, target: BinaryIO) -> StoredFile:
    """Copies to the disk itself (fsync): the catalog must never know of bytes that a power cut can take."""
    digest, size_bytes = hashlib.sha256(), 0
    while chunk := read_chunk(stream):
        digest.update(chunk)
        size_bytes += len(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return StoredFile(digest.hexdigest(), size_bytes)


def read_chunk(stream: BinaryIO) -> bytes:
    """The next bytes of a source; none at its end. Raises InputError."""
    try:
        return stream.read(CHUNK_BYTES)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> InputError:
    reason = "no_permission" if isinstance(error, PermissionError) else "unreadable_file"
    return InputError(f"The file cannot be read: {error.strerror or error}.", reason=reason)


def _unavailable(error: OSError, root: Path) -> Unavailable:
    if error.errno in _DISK_FULL:
        return Unavailable(f"No disk space is left for originals in {root}. Free some and run the same again.")
    return Unavailable(f"The store of originals {root} cannot be written: {error.strerror or error}.")


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself last; filesystems that cannot do so (some network ones) do it their way."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _sorted_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and len(path.name) == 2)
