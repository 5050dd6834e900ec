"""Files as they come in: onto the disk of the archive, within limits, under names that are safe."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from flask import Request
from werkzeug.datastructures import FileStorage

from indexer.archive.manifest import FILE_NAME
from indexer.archive.packages import harmless, unused
from indexer.errors import Unavailable
from indexer.settings import Settings, UploadSettings

TOO_LARGE, DISK_FULL = "upload_too_large", "upload_disk_full"
FIELDS_BYTES = 1_000_000
"""What a form may hold beside its files, and the lines between them."""
FIELDS_A_FORM = 50
_PART_BYTES = 200
"""File systems take 255 bytes for one part of a path."""
_DEPTH = 20
_LEFT_OVER_S = 24 * 3600.0
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class IncomingFile:
    """A file of a form, written where it came in. What is over the limit, or finds no disk space, is dropped at once
    and read to its end, so that the browser gets an answer: `problem` says which."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, prefix="part-")
        except OSError as error:
            raise Unavailable(f"Nothing can be written to {folder}: {error.strerror or error}.") from error
        self.path = Path(name)
        self.problem: str | None = None
        self._file: BinaryIO = os.fdopen(handle, "w+b")
        self._left = limit_bytes

    def write(self, data: bytes) -> int:
        if self.problem is None:
            self._left -= len(data)
            if self._left < 0:
                self._drop(TOO_LARGE)
            else:
                self._written(data)
        return len(data)

    def close(self) -> None:
        """Ends writing and deletes the file, if nobody has taken it away."""
        self._end()
        self.path.unlink(missing_ok=True)

    def keep(self, target: Path) -> None:
        """Moves it to its place in the same file system."""
        self._end()
        if self.problem is None:
            self.path.replace(target)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def _written(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            self._drop(DISK_FULL)

    def _end(self) -> None:
        """The last bytes go to the disk when it is closed, and may find it full."""
        try:
            self._file.close()
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            self.problem = DISK_FULL

    def _drop(self, problem: str) -> None:
        self.problem = problem
        self._file.seek(0)
        self._file.truncate()


class ReceivingRequest(Request):
    """A request whose files go to the archive's disk, once `open_gate` was called for it."""

    receive: Callable[[], IncomingFile] | None = None
    received: list[IncomingFile]

    def close(self) -> None:
        """Also deletes what came in before the form turned out to be too large."""
        super().close()
        for one in getattr(self, "received", ()):
            one.close()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.receive is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        self.received.append(self.receive())
        return cast(IO[bytes], self.received[-1])


def body_limit_bytes(limits: UploadSettings) -> int:
    """The most that a request may hold."""
    return limits.request_limit_mb * 2**20 + FIELDS_BYTES


def open_gate(asked: ReceivingRequest, settings: Settings) -> None:
    """Lets a request send as much as the settings allow; to be called before anything reads its form (CSRF does)."""
    limits = settings.upload
    asked.max_content_length = body_limit_bytes(limits)
    asked.max_form_parts = limits.files_limit + FIELDS_A_FORM
    asked.received = []
    asked.receive = lambda: IncomingFile(settings.incoming, limits.file_limit_mb * 2**20)


def free_bytes(settings: Settings) -> int:
    """What the disk has left on which files come in."""
    settings.incoming.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(settings.incoming).free


@dataclass(frozen=True, slots=True)
class Staged:
    """What was sent, as a folder that the intake can walk, and `(name, reason code)` of what is not in it."""

    folder: Path
    refused: tuple[tuple[str, str], ...]


@contextmanager
def staged(files: Sequence[FileStorage], incoming: Path) -> Iterator[Staged]:
    """The files of a form under the names that they were sent with; gone after the block."""
    root = Path(tempfile.mkdtemp(dir=incoming, prefix="sent-"))
    try:
        folder = root / label(files)
        folder.mkdir()
        seen: set[str] = set()
        refused = [one for storage in files if (one := _put(storage, folder, seen)) is not None]
        yield Staged(folder, tuple(refused))
    finally:
        shutil.rmtree(root, ignore_errors=True)


def sent_name(storage: FileStorage) -> str:
    """The name of a file with the folders it was sent in, harmless and short enough for a file system."""
    parts = harmless(storage.filename or "").split("/")[-_DEPTH:]
    return "/".join(_fitting(part) for part in parts)


def label(files: Sequence[FileStorage]) -> str:
    """A name for what was sent together: the same files give the same name."""
    names = sorted(sent_name(one) for one in files)
    tops = {name.split("/")[0] for name in names}
    if len(tops) == 1 and "/" in names[0]:
        return _fitting(tops.pop())
    first = next((name for name in names if name != FILE_NAME), names[0] if names else "files")
    stem = Path(first.rsplit("/", 1)[-1]).stem
    others = len(names) - 1
    return _fitting(f"{stem} and {others} more" if others else stem)


def sweep(incoming: Path, older_than_s: float = _LEFT_OVER_S) -> int:
    """Deletes what a killed site left half-way; how much there was."""
    oldest = time.time() - older_than_s
    left = [path for path in incoming.glob("*-*") if path.stat().st_mtime < oldest] if incoming.is_dir() else []
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def _put(storage: FileStorage, folder: Path, seen: set[str]) -> tuple[str, str] | None:
    """Moves one file to its place; `(name, reason)` when there is nothing to move."""
    incoming = cast(IncomingFile, storage.stream)
    name = unused(sent_name(storage), seen)
    seen.add(name.casefold())
    target = folder / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        incoming.keep(target)
    except OSError as error:
        if error.errno in _NO_ROOM:
            return name, DISK_FULL
        # A file and a folder of one name: the file lies beside it under a name of its own.
        incoming.keep(folder / _fitting(f"{len(seen)}-{name.replace('/', '_')}"))
    return None if incoming.problem is None else (name, incoming.problem)


def _fitting(part: str) -> str:
    encoded = part.encode()
    if len(encoded) <= _PART_BYTES:
        return part
    stem, dot, ending = part.rpartition(".")
    tail = f"{dot}{ending}" if dot and len(ending) <= 10 else ""
    kept = (stem if tail else part).encode()[: _PART_BYTES - len(tail.encode())]
    return kept.decode("utf-8", "ignore") + tail
