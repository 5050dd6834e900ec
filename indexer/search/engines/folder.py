"""The index folder: versions side by side, one of them current, one writer at a time.

index/CURRENT     the name of the current version, replaced atomically
index/LOCK        held by whoever writes or rebuilds; the system frees it when that process ends
index/v1-3/       the third index of schema version 1
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import Unavailable

_NAME = re.compile(r"v(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class IndexFolder:
    path: Path
    schema_version: int

    @property
    def marker(self) -> Path:
        return self.path / "CURRENT"

    def current(self) -> Path | None:
        """The version to read and write, of whatever schema; None when there is none."""
        try:
            name = self.marker.read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        folder = self.path / name
        return folder if _NAME.fullmatch(name) and folder.is_dir() else None

    def is_current_schema(self, folder: Path) -> bool:
        """True when the folder was written with the schema of this program."""
        match = _NAME.fullmatch(folder.name)
        return match is not None and int(match[1]) == self.schema_version

    def new(self) -> Path:
        """An empty folder for the next version; call it with the lock held."""
        numbers = [int(match[2]) for name in _names(self.path) if (match := _NAME.fullmatch(name))]
        folder = self.path / f"v{self.schema_version}-{max(numbers, default=0) + 1}"
        folder.mkdir(parents=True)
        return folder

    def publish(self, folder: Path) -> None:
        """Makes a whole version current, for readers in every process, and removes the others."""
        draft = self.path / "CURRENT.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(folder.name + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.marker)
        self.discard_others(folder)

    def discard_others(self, kept: Path) -> None:
        """Removes versions that are not current: old ones, and what an interrupted rebuild left.

        A process that still reads one keeps its open files; it sees the new one at its next search.
        """
        for name in _names(self.path):
            if _NAME.fullmatch(name) and name != kept.name:
                shutil.rmtree(self.path / name, ignore_errors=True)

    def is_locked(self) -> bool:
        """True while somebody writes or rebuilds."""
        try:
            handle = os.open(self.path / "LOCK", os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The right to write. Raises Unavailable when another process or thread has it."""
        handle = self.take_lock()
        try:
            yield
        finally:
            os.close(handle)

    def take_lock(self) -> int:
        """An open file that holds the lock until it is closed. Raises Unavailable."""
        self.path.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path / "LOCK", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise Unavailable("The index is being written by another process; try again when it is done.") from error
        return handle


def _names(path: Path) -> list[str]:
    return sorted(os.listdir(path)) if path.is_dir() else []
