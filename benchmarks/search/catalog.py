"""Page texts in SQLite, as the catalog keeps them: what a search page has to read beside the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from indexer.model.document import Document
from indexer.model.query import Filters
from indexer.model.record import PageRecord, split_key
from indexer.model.release import Release
from indexer.model.stored import DocumentRecord, PageText


class BenchmarkCatalog:
    """The part of `CatalogReader` that search uses."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("CREATE TABLE page (key INTEGER PRIMARY KEY, text TEXT)")

    def fill(self, records: Iterable[PageRecord]) -> None:
        self._database.executemany("INSERT INTO page VALUES (?, ?)", ((one.key, one.text) for one in records))
        self._database.commit()

    def page_texts(self, keys: Sequence[int]) -> tuple[PageText, ...]:
        marks = ",".join("?" * len(keys))
        rows = dict(self._database.execute(f"SELECT key, text FROM page WHERE key IN ({marks})", tuple(keys)))
        found = ((key, *split_key(key)) for key in keys)
        return tuple(PageText(key, f"{number:064x}", sheet, f"{sheet:06d}", rows[key]) for key, number, sheet in found)

    def documents_by_number(self, numbers: Sequence[int]) -> tuple[DocumentRecord, ...]:
        return tuple(
            DocumentRecord(
                Document(f"{number:064x}", number, f"{number}.pdf", 1, "application/pdf", title=f"Report {number}"),
                (Release(f"gac/A-2021-{number:05d}", "A", "gac"),),
                0.0,
            )
            for number in numbers
        )

    def labels(self, facet: str, values: Sequence[str]) -> tuple[str, ...]:
        return tuple(values)

    def state(self) -> str:
        return ""

    def facet_labels(self, values: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], str]:
        return {}

    def regimes(self, releases: Sequence[str]) -> frozenset[str | None]:
        return frozenset({"atia_ca"})

    def unread_documents(self, filters: Filters) -> Iterator[DocumentRecord]:
        return iter(())

    def unseen_pages(self, filters: Filters) -> int:
        return 0
