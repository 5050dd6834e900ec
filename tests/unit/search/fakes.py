"""An archive in memory: a catalog and an index over the same pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.catalog.records import described
from indexer.model.document import Document
from indexer.model.geometry import Span
from indexer.model.query import Filters
from indexer.model.record import PageRecord, split_key
from indexer.model.release import Release
from indexer.model.stored import DocumentRecord, PageText, UnreadDocument
from indexer.search.engines.memory import MemoryIndex
from indexer.search.ports import SearchEngine
from indexer.search.service import SearchService
from indexer.search.vocabulary import load_vocabulary
from indexer.settings import SearchSettings, config_dir

SETTINGS = SearchSettings("memory", 2000, 200, 15, documents_a_screen=3, pages_a_document=2)


def sha(number: int) -> str:
    return f"{number:064x}"


@dataclass
class FakeCatalog:
    """The part of `CatalogReader` that search uses."""

    records: dict[int, PageRecord] = field(default_factory=dict)
    unseen: int = 0
    laws: frozenset[str | None] = frozenset(("atia_ca",))
    unread: list[DocumentRecord] = field(default_factory=list)
    largest_batch: int = 0

    def page_texts(self, keys: Sequence[int]) -> tuple[PageText, ...]:
        self.largest_batch = max(self.largest_batch, len(keys))
        return tuple(self._text(self.records[key]) for key in keys if key in self.records)

    def documents_by_number(self, numbers: Sequence[int]) -> tuple[DocumentRecord, ...]:
        known = {record.document_number for record in self.records.values()}
        return tuple(self._document(number) for number in numbers if number in known)

    def labels(self, facet: str, values: Sequence[str]) -> tuple[str, ...]:
        return tuple("Youli-Youmian (WeChat)" if value == "wechat:youli-youmian" else value for value in values)

    def state(self) -> str:
        return ""

    def facet_labels(self, values: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], str]:
        pairs = (
            (name, one, label)
            for name, some in values.items()
            for one, label in zip(some, self.labels(name, some), strict=True)
        )
        return {(name, one): label for name, one, label in pairs if label != one}

    def unseen_pages(self, filters: Filters) -> int:
        return self.unseen

    def regimes(self, releases: Sequence[str]) -> frozenset[str | None]:
        return self.laws if releases else frozenset()

    def unread_documents(self, filters: Filters) -> Iterator[UnreadDocument]:
        return (UnreadDocument(record, described(record)) for record in self.unread)

    def _text(self, record: PageRecord) -> PageText:
        number, sheet = split_key(record.key)
        furniture = tuple(Span(start, end) for start, end in record.furniture)
        return PageText(record.key, sha(number), sheet, record.stamp or None, record.text, furniture)

    def _document(self, number: int) -> DocumentRecord:
        document = Document(sha(number), number, f"file-{number}.pdf", 1, "application/pdf", title=f"Report {number}")
        release = Release("gac/A-2021-00001", "A-2021-00001", "gac", "A-2021-00001", released="2022-06-20")
        return DocumentRecord(document, (release,), 0.0)


def make_service(
    records: Sequence[PageRecord], engine: SearchEngine | None = None
) -> tuple[SearchService, FakeCatalog]:
    catalog = FakeCatalog({record.key: record for record in records})
    if engine is None:
        index = MemoryIndex()
        index.rebuild(records)
        engine = index
    return SearchService(engine, catalog, SETTINGS, load_vocabulary(config_dir())), catalog  # type: ignore[arg-type]
