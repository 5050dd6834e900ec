"""The path of a page, one short function for each step: all that workers and commands call.

Each takes a claimed row of the ledger, saves what it found in the transaction that ends the row, and gives
the steps that are due now. Doing a step twice gives the same.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.archive.store import OriginalStore
from indexer.catalog.indexing import IndexFeed
from indexer.catalog.ledger import Ledger
from indexer.catalog.reader import Catalog
from indexer.catalog.writer import CatalogWriter
from indexer.entities.document_date import FIRST_PAGES
from indexer.entities.recognising import Annotator
from indexer.errors import ConfigError
from indexer.extract import describing, ocr_reading, reading
from indexer.extract.beyond import has_removals, outside_of
from indexer.extract.describing import Describer
from indexer.extract.ocr_reading import Recogniser, likely_languages, recognised
from indexer.extract.reading import Extractor
from indexer.model.page import Page
from indexer.model.record import PageRecord
from indexer.model.step import StepKey, StepName, StepRow
from indexer.model.stored import DocumentDescription, PageDescription
from indexer.recognition import FIRST_OF_PACKAGE, context_range, date_of, document_text, findings_of
from indexer.search.ports import SCHEMA_VERSION, IndexWriter
from indexer.settings import ExtractSettings, OcrSettings

NEIGHBOURS = 8
"""Pages before and after a scan whose language is the likeliest for it."""

DOCUMENTS_A_COMMIT = 100
"""One commit of the index costs about 100 ms whatever it holds (performance.md, section 5)."""


VERSIONS: dict[StepName, str] = {
    "extract": reading.VERSION,
    "ocr": ocr_reading.VERSION,
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
    password = _password(catalogs.reader.password_env(document))
    following: tuple[StepKey, ...] = ()
    first, last = row.first_page, row.last_page
    with store.local(document) as path:
        if row.key.part == 0:
            total = extractor.open(path, password).pages_total
            following = catalogs.writer.plan_parts(document, total, limits.pages_a_part, limits.pages_limit)
            first, last = catalogs.writer.first_part(document)
        pages = tuple(extractor.pages(path, first, last, password))
    return following + catalogs.writer.save_pages(row.key, pages)


def recognise_pages(
    row: StepRow, catalogs: Catalogs, store: OriginalStore, recogniser: Recogniser, limits: OcrSettings
) -> tuple[StepKey, ...]:
    """OCR of the pages of one part that need it; part 0 plans the parts first.

    Raises:
        InputError: the file cannot be opened any more, or no language can be read here.
    """
    document = row.key.document
    following: tuple[StepKey, ...] = ()
    if row.key.part == 0:
        following = catalogs.writer.plan_ocr(row.key, limits.pages_a_part)
    numbers = catalogs.writer.ocr_part(row.key)
    if not numbers:
        return following + catalogs.writer.save_ocr(row.key, ())
    around = tuple(catalogs.reader.pages_between(document, max(1, numbers[0] - NEIGHBOURS), numbers[-1] + NEIGHBOURS))
    known = {page.number: page for page in around}
    likely = likely_languages(around, catalogs.reader.document(document).document.language)
    password = _password(catalogs.reader.password_env(document))
    with store.local(document) as path:
        found = recogniser.pages(path, numbers, likely, password)
        pages = tuple(recognised(known[page.number], page) for page in found)
    return following + catalogs.writer.save_ocr(row.key, pages)


def describe_document(
    row: StepRow, catalogs: Catalogs, store: OriginalStore, extractor: Extractor, annotator: Annotator
) -> tuple[StepKey, ...]:
    """Furniture, labels, sections, language, title and date: what is known only once all pages are in.

    The title in the file's metadata may hold words that were removed from its pages: it is never stored, and
    `facts` takes it only when a reader sees all its words. `annotator` is for the date, which needs no names.
    """
    document = row.key.document
    releases = catalogs.reader.document(document).releases
    password = _password(catalogs.reader.password_env(document))
    with store.local(document) as path:
        said = extractor.open(path, password)
    described = _described(catalogs.reader, document, next((one.regime for one in releases if one.regime), None))
    found = described.describer.facts(said.title)
    dated = date_of(annotator, described.first, found.language)
    outside: tuple[str, ...] = ()
    if described.removals:  # only then can words outside the pages be removed ones
        with store.local(document) as path:
            beyond = extractor.beyond(path, password)
        outside = outside_of(beyond, catalogs.reader.pages_between(document, words=False))
    return catalogs.writer.save_description(
        row.key,
        DocumentDescription(
            title=found.title,
            title_basis=found.title_basis,
            date=dated.edtf if dated else None,
            date_basis=dated.basis if dated else None,
            author=found.author,
            author_basis=found.author_basis,
            language=found.language,
            request_number=found.request_number,
            outside=outside,
        ),
        described.pages,
    )


@dataclass(frozen=True, slots=True)
class _Described:
    """A document after both readings: its first pages whole, of all others only what is to be saved."""

    describer: Describer
    first: tuple[Page, ...]
    pages: tuple[PageDescription, ...]
    removals: bool


def _described(catalog: Catalog, document: str, regime: str | None) -> _Described:
    describer = Describer(regime)
    for page in catalog.pages_between(document):
        describer.learn(page)
    first, kept, removals = list[Page](), list[PageDescription](), False
    for page in map(describer.described, catalog.pages_between(document)):
        kept.append(_page_description(page))
        removals = removals or has_removals([page])
        if page.number <= FIRST_PAGES:
            first.append(page)
    return _Described(describer, tuple(first), tuple(kept), removals)


def recognise(row: StepRow, catalogs: Catalogs, annotator: Annotator) -> tuple[StepKey, ...]:
    """Mentions with their boxes, and the events that they make, on a range of pages."""
    document = catalogs.reader.document(row.key.document).document
    whole = document_text(_context_pages(catalogs.reader, row))
    pages = catalogs.reader.pages_between(row.key.document, row.first_page, row.last_page)
    found = tuple(findings_of(annotator, pages, document.date, document.language, whole))
    mentions = [(number, mentions) for number, mentions, _ in found]
    return catalogs.writer.save_mentions(row.key, mentions, [(number, events) for number, _, events in found])


def _context_pages(catalog: Catalog, row: StepRow) -> Iterator[Page]:
    """Without words: the first pages of the document, those of the range and those around it, each once."""
    first, last = context_range(row.first_page, row.last_page)
    opening = min(FIRST_OF_PACKAGE, first - 1)
    if opening:
        yield from catalog.pages_between(row.key.document, 1, opening, words=False)
    yield from catalog.pages_between(row.key.document, first, last, words=False)


def index_documents(numbers: Sequence[int], catalogs: Catalogs, writer: IndexWriter, worker: str = "") -> int:
    """Writes documents that `worker` claimed, or what is due of them, to the index and commits once; gives the pages
    written."""
    single = catalogs.feed.due_pages(numbers)
    whole = [number for number in numbers if number not in single]
    pages = itertools.chain.from_iterable(catalogs.feed.page_records(*one) for one in single.items())
    keys = [key for listed in single.values() for key in listed]
    written = writer.write(itertools.chain(all_records(catalogs.feed, whole), pages), whole, keys)
    catalogs.feed.finish_index(numbers, worker)
    return written


def all_records(feed: IndexFeed, numbers: Iterable[int]) -> Iterator[PageRecord]:
    """The pages of these documents as records, streamed with constant memory."""
    return itertools.chain.from_iterable(feed.page_records(number) for number in numbers)


def _page_description(page: Page) -> PageDescription:
    return PageDescription(
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
        redacted_share=page.redacted_share,
        emails=page.emails,
        headings=page.headings,
    )


def _password(variable: str | None) -> str | None:
    """The password that `release.toml` names by its environment variable; never stored, never logged."""
    if variable is None:
        return None
    if variable not in os.environ:
        raise ConfigError(f"release.toml names the password variable {variable}, which is not set")
    return os.environ[variable]
