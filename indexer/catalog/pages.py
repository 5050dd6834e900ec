"""Page rows: planned, filled, described."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, insert, or_, select, update

from indexer.catalog import codec, tallies
from indexer.catalog.sums import WAITING
from indexer.catalog.tables import CONTENT, PAGE, PageContentRow, PageRow
from indexer.model.packing import pack_words
from indexer.model.page import FAILED_REDACTION, LANGUAGE_MISSING, NEEDS_OCR, NO_TEXT, Page, PageOutcome
from indexer.model.record import page_key
from indexer.model.stored import PageDescription

_PAGES_AT_ONCE = 200
"""Pages whose lists are held in memory while a long document is described."""


def is_readable(outcome: str, reason: str | None, withheld: bool) -> bool:
    """Whether search can see the page. Only such pages go to the index; all others are listed with a reason: also
    one whose picture says what search cannot see (no_text), or not yet (needs_ocr). A blank page hides nothing."""
    return outcome == "read" and (reason not in (NO_TEXT, NEEDS_OCR) or withheld)


def plan(connection: Connection, document: int, pages: int) -> None:
    """Page rows 1 to `pages`, waiting where they are new; rows beyond are taken out."""
    tallies.forget(connection, page_key(document, pages + 1), page_key(document + 1, 0) - 1)
    connection.execute(delete(PageRow).where(PageRow.document == document, PageRow.number > pages))
    known = connection.scalar(select(func.coalesce(func.max(PageRow.number), 0)).where(PageRow.document == document))
    _insert_empty(connection, document, range((known or 0) + 1, pages + 1), outcome=WAITING, reason=None)


def list_all(connection: Connection, document: int, pages: int, *, outcome: str, reason: str) -> None:
    """Page rows 1 to `pages` of a file that cannot be read, each with the reason; what was read before goes."""
    tallies.forget(connection, page_key(document, 1), page_key(document + 1, 0) - 1)
    connection.execute(delete(PageRow).where(PageRow.document == document))
    _insert_empty(connection, document, range(1, pages + 1), outcome=outcome, reason=reason)


def replace(connection: Connection, document: int, first: int, last: int, pages: Sequence[Page]) -> None:
    """Rows `first` to `last` from `pages`. A page of the range that is missing is listed as "not_returned".

    Raises:
        ValueError: a page lies outside the range, or twice in it.
    """
    numbers = [page.number for page in pages]
    if len(set(numbers)) != len(numbers) or any(not first <= number <= last for number in numbers):
        raise ValueError(f"Pages {numbers} do not fit the range {first} to {last}")
    tallies.forget(connection, page_key(document, first), page_key(document, last))
    connection.execute(delete(PageRow).where(_keys_between(document, first, last)))
    if pages:
        connection.execute(insert(PAGE), [_page_values(document, page) for page in pages])
    read = [page for page in pages if page.outcome == "read"]
    if read:
        connection.execute(insert(CONTENT), [_content_values(document, page) for page in read])
    missing = sorted(set(range(first, last + 1)) - set(numbers))
    _insert_empty(connection, document, missing, outcome="failed", reason="not_returned")


def put(connection: Connection, document: int, pages: Sequence[Page]) -> None:
    """These pages instead of the rows with their numbers; all others stay."""
    for page in pages:
        replace(connection, document, page.number, page.number, (page,))


def numbers(connection: Connection, document: int, which: ColumnElement[bool]) -> list[int]:
    """The numbers of the pages of a document that meet a condition, in order."""
    return list(
        connection.scalars(select(PageRow.number).where(PageRow.document == document, which).order_by(PageRow.number))
    )


def pending_ocr() -> ColumnElement[bool]:
    """Pages that OCR has not been at: those without a good text layer, and those set aside."""
    return or_(PageRow.reason == NEEDS_OCR, and_(PageRow.outcome == "quarantined", PageRow.reason == FAILED_REDACTION))


def for_ocr() -> ColumnElement[bool]:
    """The same and those that OCR has read, or could not for want of a language: a later version does them again."""
    return or_(
        pending_ocr(),
        PageRow.source == "ocr",
        PageRow.reason == FAILED_REDACTION,
        PageRow.reason.startswith(LANGUAGE_MISSING, autoescape=True),
    )


def describe(connection: Connection, document: int, descriptions: Sequence[PageDescription]) -> None:
    """Sets what only the whole document tells. Descriptions of pages that are not there are left out."""
    for start in range(0, len(descriptions), _PAGES_AT_ONCE):
        _describe_some(connection, document, descriptions[start : start + _PAGES_AT_ONCE])


def _describe_some(connection: Connection, document: int, descriptions: Sequence[PageDescription]) -> None:
    by_key = {page_key(document, description.number): description for description in descriptions}
    found = connection.execute(
        select(PageRow.key, PageRow.outcome, PageRow.reason, PageRow.redacted_share, PageContentRow.details_json)
        .join(PageContentRow, PageContentRow.key == PageRow.key)
        .where(PageRow.key.in_(by_key))
    ).all()
    if not found:
        return
    connection.execute(
        update(PAGE).where(PAGE.c.key == bindparam("row_key")),
        [_described(row, by_key[row.key]) for row in found],
    )
    connection.execute(
        update(CONTENT).where(CONTENT.c.key == bindparam("row_key")),
        [{"row_key": row.key, "details_json": _described_lists(row.details_json, by_key[row.key])} for row in found],
    )


def _described(row: Any, described: PageDescription) -> dict[str, Any]:
    share = described.redacted_share
    return {
        "row_key": row.key, "label": described.label, "printed_label": described.printed_label,
        "language": described.language, "withheld": described.withheld,
        "withheld_pages": described.withheld_pages, "redacted_share": row.redacted_share if share is None else share,
        "readable": is_readable(row.outcome, row.reason, described.withheld),
    }  # fmt: skip


def _described_lists(details: str, described: PageDescription) -> str:
    lists = json.loads(details)
    lists["furniture"] = [(span.start, span.end) for span in described.furniture]
    lists["sections"], lists["markings"] = described.sections, described.markings
    if described.redactions is not None:
        lists["redactions"] = codec.redaction_lists(described.redactions)
    lists["emails"] = codec.email_lists(described.emails)
    lists["headings"] = codec.heading_lists(described.headings)
    return codec.dump({name: values for name, values in lists.items() if values})


def _page_values(document: int, page: Page) -> dict[str, Any]:
    return {
        "key": page_key(document, page.number), "document": document, "number": page.number,
        "label": page.label, "printed_label": page.printed_label, "width_pt": page.width_pt,
        "height_pt": page.height_pt, "language": page.language, "source": page.source,
        "ocr_confidence": page.ocr_confidence, "redacted_share": page.redacted_share,
        "withheld": page.withheld, "withheld_pages": page.withheld_pages, "hidden_text": page.hidden_text,
        "outcome": page.outcome, "reason": page.reason,
        "readable": is_readable(page.outcome, page.reason, page.withheld),
    }  # fmt: skip


def _content_values(document: int, page: Page) -> dict[str, Any]:
    return {
        "key": page_key(document, page.number), "text": page.text, "details_json": codec.page_details(page),
        "words": pack_words(page.words),
    }  # fmt: skip


def _insert_empty(
    connection: Connection, document: int, numbers: Iterable[int], *, outcome: PageOutcome | str, reason: str | None
) -> None:
    rows = [
        {"key": page_key(document, number), "document": document, "number": number, "outcome": outcome,
         "reason": reason, "readable": False}
        for number in numbers
    ]  # fmt: skip
    if rows:
        connection.execute(insert(PAGE), rows)


def _keys_between(document: int, first: int, last: int) -> Any:
    return PageRow.key.between(page_key(document, first), page_key(document, last))
