"""`/documents/<id>/read`: the sheets of a document one below the other; and the tables of a page to take away."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.cite.tables import plain_csv
from indexer.model.stored import DocumentRecord, PageHead
from webapp import links, overlay, records, sheets
from webapp.params import read_number
from webapp.reader_contexts import Boxes, ReadingContext, ReadSheet
from webapp.views.common import asked_query, download, services, split_document_key

SHEETS_A_SCREEN = 8
PART_HEADER = "X-Part"

blueprint = Blueprint("reading", __name__)


@blueprint.get("/documents/<key>/read")
def read(key: str) -> Response:
    """Eight sheets from `from` on, or only they for the module that puts the next ones below."""
    record = services().catalog.document(split_document_key(key)[0])
    heads = services().catalog.page_heads(record.document.id)
    first = read_number(request.args.get("from", "")) or 1
    shown = [head for head in heads if head.number >= first][:SHEETS_A_SCREEN]
    if not shown:
        raise NoSuchPage
    view = _context(record, heads, shown, asked_query())
    part = request.headers.get(PART_HEADER) == "sheets"
    response = make_response(render_template("parts/reading.html" if part else "reading.html", view=view))
    response.vary.add(PART_HEADER)
    return response


def _context(record: DocumentRecord, heads: tuple[PageHead, ...], shown: list[PageHead], query: str) -> ReadingContext:
    document, wired = record.document, services()
    before = [head.number for head in heads if head.number < shown[0].number][-SHEETS_A_SCREEN:]
    after = [head.number for head in heads if head.number > shown[-1].number][:1]
    return ReadingContext(
        title=records.title_of(document),
        document_href=links.document(document.id, records.title_of(document), query),
        releases=records.release_lines(record.releases, records.institutions(wired.search, record.releases)),
        query=query,
        first=shown[0].number,
        last=shown[-1].number,
        pages_total=len(heads),
        sheets=tuple(_sheet(record, head, query) for head in shown),
        previous_href=links.reading(document.id, before[0], query) if before else "",
        next_href=links.reading(document.id, after[0], query) if after else "",
    )


def _sheet(record: DocumentRecord, head: PageHead, query: str) -> ReadSheet:
    wired, document = services(), record.document
    one = sheets.stored(wired, document.id, head)
    matches = sheets.matches(wired, one, query)
    boxes = overlay.redaction_boxes(one, sheets.redactions(wired, record, one)) + overlay.match_boxes(one, matches)
    return ReadSheet(
        number=head.number,
        label=head.label,
        href=links.page(document.id, head.number, q=query),
        language=one.language or document.language,
        picture=sheets.picture(document.id, head, one, _of_sheet(boxes, head.number)),
        unread=sheets.unread(wired, head),
        notes=records.page_notes(one),
        matches=len(matches),
    )


def _of_sheet(boxes: tuple[Boxes, ...], number: int) -> tuple[Boxes, ...]:
    """Anchors are unique among all sheets."""
    return tuple(replace(one, id=f"sheet-{number}-{one.id}") for one in boxes)


@blueprint.get("/documents/<key>/pages/<number>/tables/<int:table>.csv")
def table_csv(key: str, number: str, table: int) -> Response:
    """A table of a page, its cells harmless for spreadsheets."""
    record = services().catalog.document(split_document_key(key)[0])
    sheet = read_number(number)
    head = next((one for one in services().catalog.page_heads(record.document.id) if one.number == sheet), None)
    tables = sheets.stored(services(), record.document.id, head).tables if head else ()
    if head is None or not 1 <= table <= len(tables):
        raise NoSuchPage
    name = f"{record.document.short_id}-p{head.number}-table-{table}.csv"
    return download(Response(plain_csv(tables[table - 1].rows), mimetype="text/csv"), name, name)
