"""The path of a page, one short function for each step: all that workers and commands call.

Each takes a claimed row of the ledger, saves what it found in the transaction that ends the row, and gives
the steps that are due now. Doing a step twice gives the same.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.archive.store import OriginalStore
from indexer.catalog.indexing import IndexFeed
from indexer.catalog.ledger import Ledger
from indexer.catalog.reader import Catalog
from indexer.catalog.writer import CatalogWriter
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.errors import ConfigError
from indexer.extract import describing, reading
from indexer.extract.describing import Description, describe
from indexer.extract.reading import Extractor
from indexer.model.geometry import Span, boxes_of
from indexer.model.mention import Mention
from indexer.model.page import Page
from indexer.model.record import PageRecord
from indexer.model.step import StepKey, StepName, StepRow
from indexer.model.stored import DocumentDescription, PageDescription
from indexer.search.ports import SCHEMA_VERSION, IndexWriter
from indexer.settings import ExtractSettings

PAGES_A_BATCH = 64
"""Pages handed to the recognisers at once: bounds memory, and the models like batches."""

DOCUMENTS_A_COMMIT = 100
"""One commit of the index costs about 100 ms whatever it holds (performance.md, section 5)."""


VERSIONS: dict[StepName, str] = {
    "extract": reading.VERSION,
    "describe": describing.VERSION,
    "index": f"index/{SCHEMA_VERSION}",
}
"""What a step writes to the ledger; an upgrade does rows with another version again. The annotator has its own."""


@dataclass(frozen=True, slots=True)
class Catalogs:
    """The catalog as the steps use it."""

    reader: Catalog
    writer: CatalogWriter
    ledger: Ledger
    feed: IndexFeed


def extract(
    row: StepRow, catalogs: Catalogs, store: OriginalStore, extractor: Extractor, limits: ExtractSettings
) -> tuple[StepKey, ...]:
    """Reads a range of pages; part 0 opens the file first and plans the ranges.

    Raises:
        InputError: the file cannot be opened; the whole document is to be listed.
    """
    document = row.key.document
    path = store.path(document)
    password = _password(catalogs.reader.password_env(document))
    following: tuple[StepKey, ...] = ()
    first, last = row.first_page, row.last_page
    if row.key.part == 0:
        opened = extractor.open(path, password)
        said = {"title": opened.title, "author": opened.author, "created": opened.created}
        following = catalogs.writer.plan_parts(
            document,
            opened.pages_total,
            limits.pages_a_part,
            limits.pages_limit,
            {key: value for key, value in said.items() if value},
        )
        first, last = catalogs.writer.first_part(document)
    pages = tuple(extractor.pages(path, first, last, password))
    return following + catalogs.writer.save_pages(row.key, pages)


def describe_document(row: StepRow, catalogs: Catalogs) -> tuple[StepKey, ...]:
    """Furniture, labels, sections, language and title: what is known only once all pages are in."""
    document = catalogs.reader.document(row.key.document)
    regime = next((release.regime for release in document.releases if release.regime), None)
    said = catalogs.reader.metadata(row.key.document)
    found = describe(tuple(_all_pages(catalogs.reader, row.key.document)), regime)
    return catalogs.writer.save_description(
        row.key,
        DocumentDescription(
            title=found.title or said.get("title"),
            title_basis=found.title_basis or ("metadata" if said.get("title") else None),
            author=said.get("author"),
            language=found.language,
            request_number=found.request_number,
        ),
        _page_descriptions(found),
    )


def recognise(row: StepRow, catalogs: Catalogs, annotator: Annotator) -> tuple[StepKey, ...]:
    """Mentions with their boxes on a range of pages."""
    document = catalogs.reader.document(row.key.document).document
    found: list[tuple[int, Sequence[Mention]]] = []
    pages = catalogs.reader.pages_between(row.key.document, row.first_page, row.last_page)
    for batch in _batches(pages, PAGES_A_BATCH):
        readable = [page for page in batch if page.outcome == "read" and page.text]
        contexts = [(page.text, _context(page, document.date, document.language)) for page in readable]
        for page, mentions in zip(readable, annotator.annotate_pages(contexts), strict=True):
            found.append((page.number, with_boxes(page, mentions)))
    return catalogs.writer.save_mentions(row.key, found)


def index_documents(numbers: Sequence[int], catalogs: Catalogs, writer: IndexWriter) -> int:
    """Writes documents to the index and commits once; gives the pages written."""
    written = writer.write(all_records(catalogs.feed, numbers), numbers)
    catalogs.feed.finish_index(numbers)
    return written


def all_records(feed: IndexFeed, numbers: Iterable[int]) -> Iterator[PageRecord]:
    """The pages of these documents as records, streamed with constant memory."""
    return itertools.chain.from_iterable(feed.page_records(number) for number in numbers)


def with_boxes(page: Page, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The same mentions with the boxes of their spans on the page."""
    return tuple(replace(one, bboxes=boxes_of(page.words, one.start, one.end)) for one in mentions)


def context_of(page: Page, date: str | None = None, language: str | None = None) -> Context:
    """What the recognisers are told of a page."""
    return _context(page, date, language)


def _context(page: Page, date: str | None, language: str | None) -> Context:
    return Context(
        language=page.language or language,
        date=date,
        skip=page.furniture,
        table_rows=tuple(rows for table in page.tables for rows in table_rows(page, table.cells)),
    )


def table_rows(page: Page, cells: Sequence[Sequence[object]]) -> Iterator[tuple[Span, ...]]:
    """Spans of the cells of a table, row by row; a cell without words has an empty span at 0."""
    for row in cells:
        yield tuple(_cell_span(page, cell) for cell in row)


def _cell_span(page: Page, cell: object) -> Span:
    if not isinstance(cell, tuple):
        return Span(0, 0)
    x0, top, x1, bottom = cell
    inside = [
        word
        for word in page.words
        if x0 <= (word.bbox.x0 + word.bbox.x1) / 2 <= x1 and top <= (word.bbox.top + word.bbox.bottom) / 2 <= bottom
    ]
    return Span(inside[0].start, inside[-1].end) if inside else Span(0, 0)


def _all_pages(catalog: Catalog, document: str) -> Iterator[Page]:
    heads = catalog.page_heads(document)
    return catalog.pages_between(document, 1, heads[-1].number) if heads else iter(())


def _page_descriptions(found: Description) -> tuple[PageDescription, ...]:
    return tuple(
        PageDescription(
            number=page.number,
            label=page.label,
            printed_label=page.printed_label,
            language=page.language,
            furniture=page.furniture,
            sections=page.sections,
            markings=page.markings,
            withheld=page.withheld,
            withheld_pages=page.withheld_pages,
            redactions=page.redactions,
        )
        for page in found.pages
    )


def _batches(pages: Iterator[Page], size: int) -> Iterator[list[Page]]:
    while batch := list(itertools.islice(pages, size)):
        yield batch


def _password(variable: str | None) -> str | None:
    """The password that `release.toml` names by its environment variable; never stored, never logged."""
    if variable is None:
        return None
    if variable not in os.environ:
        raise ConfigError(f"release.toml names the password variable {variable}, which is not set")
    return os.environ[variable]
