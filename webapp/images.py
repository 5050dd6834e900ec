"""Page pictures on disk: made once, written whole, the oldest given up when the folder is full."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path

VERSION = "1"
"""Raised when pictures are drawn otherwise; old ones are then left to be pruned."""
WRITES_A_PRUNING = 100
KEPT_SHARE = 0.9
SUFFIX = ".jpg"


class ImageCache:
    """Pictures by document, sheet and width, up to a size in all."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._writes = 0
        self._lock = threading.Lock()

    def get(self, sha256: str, number: int, width_px: int) -> bytes | None:
        """The picture, or None when it was not made yet."""
        path = self._path(sha256, number, width_px)
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def put(self, sha256: str, number: int, width_px: int, picture: bytes) -> None:
        """Keeps a picture; a full disk costs the keeping, not the page."""
        path = self._path(sha256, number, width_px)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(picture)
            os.replace(file.name, path)
        except OSError:
            return
        with self._lock:
            self._writes += 1
            due = self._writes % WRITES_A_PRUNING == 0
        if due:
            self.prune()

    def prune(self) -> int:
        """Takes the oldest away until a tenth of the limit is free; gives the bytes left."""
        kept = sorted(self._files(), key=lambda one: one[1])
        total = sum(size for _, _, size in kept)
        if total <= self._limit_bytes:
            return total
        for path, _, size in kept:
            if total <= self._limit_bytes * KEPT_SHARE:
                break
            path.unlink(missing_ok=True)
            total -= size
        return total

    def _path(self, sha256: str, number: int, width_px: int) -> Path:
        return self._folder / VERSION / sha256[:2] / sha256 / f"{number}-{width_px}{SUFFIX}"

    def _files(self) -> list[tuple[Path, float, int]]:
        found = []
        for path in self._folder.rglob("*" + SUFFIX):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            found.append((path, status.st_mtime, status.st_size))
        return found
