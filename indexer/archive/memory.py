"""Originals in memory: the twin of the folder that tests use. It lends copies, as a store on other machines would."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from indexer.archive.store import no_original, read_chunk
from indexer.errors import InputError
from indexer.model.stored import StoredFile


class MemoryStore:
    """See `OriginalStore`. A local copy is gone when its context ends."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, source: Path | BinaryIO) -> StoredFile:
        """Reads the source whole."""
        if isinstance(source, Path):
            try:
                with source.open("rb") as stream:
                    return self.put(stream)
            except OSError as error:
                raise InputError(f"The file cannot be read: {error.strerror}.", "unreadable_file") from error
        content = b"".join(iter(lambda: read_chunk(source), b""))
        sha256 = hashlib.sha256(content).hexdigest()
        self._kept.setdefault(sha256, content)
        return StoredFile(sha256, len(content))

    def has(self, sha256: str) -> bool:
        """True when these bytes are there."""
        return sha256 in self._kept

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """A copy in a temporary folder. Raises NotFound."""
        with self.open(sha256) as stream, tempfile.TemporaryDirectory(prefix="ati-original-") as folder:
            path = Path(folder) / sha256
            path.write_bytes(stream.read())
            path.chmod(0o444)
            yield path

    def open(self, sha256: str) -> BinaryIO:
        """The bytes as a stream. Raises NotFound."""
        if sha256 not in self._kept:
            raise no_original(sha256)
        return io.BytesIO(self._kept[sha256])

    def verify(self, sha256: str) -> bool:
        """True when the bytes are there and have this hash."""
        return self.has(sha256) and hashlib.sha256(self._kept[sha256]).hexdigest() == sha256

    def all(self) -> Iterator[str]:
        """Every hash, in order."""
        yield from sorted(self._kept)

    def destroy(self, sha256: str) -> bool:
        """Forgets the bytes. False: they were not there."""
        return self._kept.pop(sha256, None) is not None
