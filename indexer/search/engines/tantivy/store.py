"""The index of one archive folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from indexer.model.record import PageRecord
from indexer.search.engines.folder import IndexFolder
from indexer.search.engines.tantivy.engine import TantivyEngine
from indexer.search.engines.tantivy.schema import open_files
from indexer.search.engines.tantivy.writer import TantivyWriter
from indexer.search.ports import SCHEMA_VERSION

_LEAST_MEMORY_MB = 32
"""With 15, the least that Tantivy takes, 8,000 pages took 7.4 s in ever new small segments; with 32 0.9 s."""


class TantivyStore:
    """The index of one archive folder (`ports.IndexStore`)."""

    def __init__(self, path: Path, writer_memory_mb: int, schema_version: int = SCHEMA_VERSION) -> None:
        self._folder = IndexFolder(path, schema_version)
        self._memory_mb = max(_LEAST_MEMORY_MB, writer_memory_mb)

    def needs_rebuild(self) -> bool:
        """True when there is no index, one of another schema version, or one this Tantivy cannot read."""
        current = self._folder.current()
        return current is None or not self._folder.is_current_schema(current) or not _readable(current)

    def engine(self) -> TantivyEngine:
        """For reading; empty answers while there is no index of this schema."""
        return TantivyEngine(self._folder)

    def writer(self) -> TantivyWriter:
        """For writing; makes the index when there is none of this schema. Raises Unavailable."""
        lock = self._folder.take_lock()
        try:
            current = self._folder.current()
            if current is None or self.needs_rebuild():
                current = self._folder.new()
                open_files(current)
                self._folder.publish(current)
            return TantivyWriter(current, self._memory_mb, lambda: os.close(lock))
        except BaseException:
            os.close(lock)
            raise

    def rebuild(self, records: Iterable[PageRecord]) -> int:
        """A new version from all records, published when it is whole; an interrupted one leaves the old in place."""
        with self._folder.lock():
            folder = self._folder.new()
            writer = TantivyWriter(folder, self._memory_mb)
            try:
                count = writer.write(records, ())
            finally:
                writer.close()
            self._folder.publish(folder)
        return count


def _readable(folder: Path) -> bool:
    try:
        open_files(folder).reload()
    except (ValueError, OSError):
        return False
    return True
