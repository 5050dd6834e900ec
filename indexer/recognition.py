"""Pages to mentions: what the recognisers are told of a page, and boxes for what they find."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from indexer.entities.document_date import FIRST_PAGES, DocumentDate, find_document_date
from indexer.entities.events import events_of
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.event import Event
from indexer.model.geometry import BBox, Span, boxes_of
from indexer.model.mention import Mention
from indexer.model.page import Page, Table

PAGES_A_BATCH = 64
"""Pages handed to the recognisers at once: bounds memory, and the models like batches."""

FIRST_OF_PACKAGE = 10
"""First pages of a package: who released it to whom."""

NEIGHBOURS = 40
"""Pages before and after a range that belong to its documents: few in a package are longer."""

DEFINING_CHARACTERS = 2_000_000
"""So much of it is searched for what a document says of itself: 400 pages of 5,000 characters."""


def context_range(first: int, last: int) -> tuple[int, int]:
    """The pages whose text the recognisers of pages `first` to `last` are told, besides the package's first ones.

    What a document defines (an abbreviation, an account's handle) holds for its own pages, and a package is many
    documents. So each range is told the same however long the package is, and time stays even.
    """
    return max(1, first - NEIGHBOURS), last + NEIGHBOURS


def document_text(pages: Iterable[Page]) -> str:
    """The text of these pages for what they define themselves; at most DEFINING_CHARACTERS."""
    texts, length = [], 0
    for page in pages:
        texts.append(page.text)
        length += len(page.text)
        if length > DEFINING_CHARACTERS:
            break
    return "\n".join(texts)[:DEFINING_CHARACTERS]


def mentions_of(
    annotator: Annotator, pages: Iterable[Page], date: str | None, language: str | None, whole: str
) -> Iterator[tuple[int, tuple[Mention, ...]]]:
    """`(page number, mentions with boxes)` of each page that could be read.

    `date` (EDTF) and `language` are the document's, `whole` is its `document_text`.
    """
    for page, _, mentions in _annotated(annotator, pages, date, language, whole):
        yield page.number, mentions


def findings_of(
    annotator: Annotator, pages: Iterable[Page], date: str | None, language: str | None, whole: str
) -> Iterator[tuple[int, tuple[Mention, ...], tuple[Event, ...]]]:
    """The same with the events of each page, which refer to its mentions."""
    for page, context, mentions in _annotated(annotator, pages, date, language, whole):
        yield page.number, mentions, events_of(page.text, mentions, _standing_alone(page, context))


def date_of(annotator: Annotator, pages: Sequence[Page], language: str | None) -> DocumentDate | None:
    """The date that a document gives itself on its first pages, or None. Names are not needed for it."""
    first = [page for page in pages if page.number <= FIRST_PAGES]
    found = _annotated(annotator, first, None, language, "", names=False)
    return find_document_date([(page.number, page.text, mentions) for page, _, mentions in found])


def context_of(page: Page, date: str | None, language: str | None, whole: str = "") -> Context:
    """What the recognisers are told of a page; a table's rows as spans of its cells."""
    rows = tuple(row for table in page.tables for row in _rows(page, table))
    return Context(page.language or language, date, page.furniture, rows, whole)


def with_boxes(page: Page, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The same mentions with the boxes of their spans on the page."""
    return tuple(replace(one, bboxes=boxes_of(page.words, one.start, one.end)) for one in mentions)


def _annotated(
    annotator: Annotator, pages: Iterable[Page], date: str | None, language: str | None, whole: str, names: bool = True
) -> Iterator[tuple[Page, Context, tuple[Mention, ...]]]:
    pages = iter(pages)
    while batch := list(itertools.islice(pages, PAGES_A_BATCH)):
        readable = [page for page in batch if page.outcome == "read" and page.text]
        contexts = [context_of(page, date, language, whole) for page in readable]
        texts = [(page.text, context) for page, context in zip(readable, contexts, strict=True)]
        for page, context, mentions in zip(
            readable, contexts, annotator.annotate_pages(texts, names=names), strict=True
        ):
            yield page, context, with_boxes(page, mentions)


def _standing_alone(page: Page, context: Context) -> Iterator[Span]:
    """What is no part of the sentence around it: banners, headings, rows of tables."""
    yield from page.furniture
    yield from (heading.span for heading in page.headings)
    for row in context.table_rows:
        cells = [cell for cell in row if cell.start < cell.end]
        if cells:
            yield Span(min(cell.start for cell in cells), max(cell.end for cell in cells))


def _rows(page: Page, table: Table) -> Iterator[tuple[Span, ...]]:
    for row in table.cells:
        yield tuple(_span(page, cell) for cell in row)


def _span(page: Page, cell: BBox | None) -> Span:
    """From the first to the last word whose middle lies in the cell; an empty span at 0 where there is none."""
    inside = [word for word in page.words if cell is not None and _middle_in(word.bbox, cell)]
    return Span(inside[0].start, inside[-1].end) if inside else Span(0, 0)


def _middle_in(box: BBox, cell: BBox) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom
