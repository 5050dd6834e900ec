"""Writing into one version of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from tantivy import Query

from indexer.errors import Unavailable
from indexer.model.record import PageRecord
from indexer.search.engines.tantivy.schema import SCHEMA, document_of, open_files
from indexer.search.projection import project

_MEGABYTE = 1_000_000


class TantivyWriter:
    """Writes into one version of the index. Close it: the lock is held until then."""

    def __init__(self, folder: Path, memory_mb: int, release: Callable[[], None] | None = None) -> None:
        self._release = release
        # One thread: a second would double the memory and halve the size of the segments (this is the only writer
        # of the machine, and pages come slower than it can take them).
        self._writer = _mapped(lambda: open_files(folder).writer(memory_mb * _MEGABYTE, 1))

    def write(
        self, records: Iterable[PageRecord], replace_documents: Sequence[int], replace_pages: Sequence[int] = ()
    ) -> int:
        """Takes these documents and pages out, adds the records, commits once; nothing is changed on an error."""
        count = 0
        try:
            for field, numbers in (("document", replace_documents), ("key", replace_pages)):
                if numbers:
                    # Not delete_documents_by_term: on an unsigned field it removes nothing and says nothing (0.27).
                    self._writer.delete_documents_by_query(Query.term_set_query(SCHEMA, field, list(numbers)))
            for record in records:
                self._writer.add_document(document_of(project(record)))
                count += 1
            self._writer.commit()
        except BaseException:
            self._writer.rollback()
            raise
        # Tantivy forgets files that an earlier process left to be deleted; this asks it to look again.
        self._writer.garbage_collect_files()
        return count

    def close(self) -> None:
        """Waits for merges and gives the lock back."""
        try:
            self._writer.wait_merging_threads()
        finally:
            if self._release:
                self._release()


def _mapped(call: Callable[[], Any]) -> Any:
    """The result of a call, with Tantivy's busy lock as Unavailable."""
    try:
        return call()
    except ValueError as error:
        if "LockBusy" in str(error):
            raise Unavailable("The index is being written by another process; try again when it is done.") from error
        raise
