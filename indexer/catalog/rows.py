"""Rows of the database as the frozen records of indexer.model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, false, select

from indexer.catalog import codec
from indexer.catalog.tables import CONTENT, DOCUMENT, PAGE, RELEASE, ReleaseFileRow, ReleaseRow
from indexer.model.document import Document, DocumentOutcome
from indexer.model.geometry import Word
from indexer.model.packing import unpack_words
from indexer.model.page import Page, PageOutcome, TextSource
from indexer.model.release import Release
from indexer.model.stored import DocumentRecord, PageText

AnyRow = Row[*tuple[Any, ...]]
_RELEASE_FIELDS = tuple(field.name for field in fields(Release))
PAGE_COLUMNS = tuple(column for column in PAGE.c if column.name not in ("document", "readable"))


def release_of(row: AnyRow) -> Release:
    return Release(**{name: getattr(row, name) for name in _RELEASE_FIELDS})


def document_of(row: AnyRow) -> Document:
    return Document(
        id=row.id, number=row.number, name=row.name, size_bytes=row.size_bytes, media_type=row.media_type,
        pages_total=row.pages_total, outcome=cast(DocumentOutcome, row.outcome), reason=row.reason,
        title=row.title, date=row.date, author=row.author, language=row.language,
        request_number=row.request_number, title_basis=row.title_basis, date_basis=row.date_basis,
        original_withheld=row.original_withheld,
        outside=tuple((row.outside or "").split()), taken_down=row.taken_down, added_at=row.added_at,
    )  # fmt: skip


def documents(connection: Connection, numbers: Sequence[int]) -> list[DocumentRecord]:
    """Records of the documents that exist, in the order asked."""
    found = {row.number: row for row in connection.execute(select(DOCUMENT).where(DOCUMENT.c.number.in_(numbers)))}
    releases = _releases_of(connection, list(found))
    return [
        DocumentRecord(document_of(found[number]), tuple(releases.get(number, ())), found[number].redacted_share)
        for number in numbers
        if number in found
    ]


def page_query(with_words: bool = True) -> Select[*tuple[Any, ...]]:
    """Pages that were tried, with their content; a page that waits is not one of them."""
    content = [CONTENT.c.text, CONTENT.c.details_json, *([CONTENT.c.words] if with_words else [])]
    return (
        select(*PAGE_COLUMNS, *content)
        .select_from(PAGE.outerjoin(CONTENT, CONTENT.c.key == PAGE.c.key))
        .where(PAGE.c.outcome != "waiting")
    )


def page_of(row: AnyRow) -> Page:
    """The page of a row of `page_query`; its words are () when they were not asked for."""
    details = json.loads(row.details_json) if row.details_json else {}
    words: tuple[Word, ...] = unpack_words(row.words) if getattr(row, "words", None) else ()
    return Page(
        number=row.number, width_pt=row.width_pt, height_pt=row.height_pt, text=row.text or "", words=words,
        label=row.label, printed_label=row.printed_label, language=row.language,
        source=cast(TextSource, row.source), ocr_confidence=row.ocr_confidence,
        redactions=codec.redactions_of(details), redacted_share=row.redacted_share,
        sections=tuple(details.get("sections", ())), markings=tuple(details.get("markings", ())),
        withheld=row.withheld, withheld_pages=row.withheld_pages, hidden_text=row.hidden_text,
        furniture=codec.spans_of(details), tables=codec.tables_of(details),
        emails=codec.emails_of(details), headings=codec.headings_of(details),
        outcome=cast(PageOutcome, row.outcome), reason=row.reason,
    )  # fmt: skip


def page_text_of(row: AnyRow) -> PageText:
    """The text of a page, from a row with its key, document, number, label, shares, text and details."""
    details = json.loads(row.details_json) if row.details_json else {}
    return PageText(
        key=row.key, document=row.of_document, number=row.number, label=row.label, text=row.text or "",
        furniture=codec.spans_of(details), withheld=row.withheld, redacted_share=row.redacted_share,
        sections=tuple(details.get("sections", ())),
    )  # fmt: skip


def _releases_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Release]]:
    rows = connection.execute(
        select(ReleaseFileRow.document.label("of_document"), *(RELEASE.c[name] for name in _RELEASE_FIELDS))
        .join(ReleaseRow, ReleaseRow.number == ReleaseFileRow.release)
        .where(ReleaseFileRow.document.in_(numbers), ReleaseRow.taken_down == false())
        .order_by(ReleaseFileRow.id)
    ).all()
    found: dict[int, list[Release]] = {}
    for row in rows:
        release = release_of(row)
        of_document = found.setdefault(row.of_document, [])
        if release not in of_document:  # the same bytes may lie twice in one release
            of_document.append(release)
    return found
