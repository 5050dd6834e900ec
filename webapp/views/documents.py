"""A document: its chain of custody, its coverage, its pages, and every place in it that a query matches."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request

from indexer.errors import QueryError, Unavailable
from indexer.model.document import Document
from indexer.model.query import SearchRequest
from indexer.model.record import page_key
from indexer.model.stored import DocumentRecord
from indexer.search.hits import page_hit
from indexer.search.matching import Matcher, title_matcher
from indexer.search.passages import PASSAGES_OF_A_HIT
from webapp import citing, links, origins, records, twins, words
from webapp.contexts import Hidden, HitView, Link
from webapp.document_contexts import DocumentContext
from webapp.match_groups import hit_view
from webapp.metadata import metadata
from webapp.params import read_number
from webapp.said import said
from webapp.views.common import (
    asked_query,
    is_public,
    json_response,
    original_href,
    served_href,
    services,
    split_document_key,
    wants_json,
)

SHEETS_A_SCREEN = 60
HITS_A_SCREEN = 50
UNSEEN_SHOWN = 50

blueprint = Blueprint("documents", __name__)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a query matches in a document; `failed` says why that is not known."""

    sheets: tuple[int, ...] = ()
    failed: str = ""


@blueprint.get("/documents/<key>")
def document(key: str) -> Response:
    """The page; another slug than the present one redirects, so that every copy of a link agrees."""
    bare = key.removesuffix(".json")
    document_id, slug = split_document_key(bare)
    record = services().catalog.document(document_id)
    if bare != key or wants_json():
        return json_response(_twin(record))
    address = links.document(record.document.id, records.title_of(record.document))
    if unquote(address) != f"/documents/{document_id}" + (f"-{slug}" if slug else ""):
        query = request.query_string.decode("ascii", "ignore")
        return make_response(redirect(address + (f"?{query}" if query else ""), 301))
    response = make_response(render_template("document.html", view=_context(record)))
    response.vary.add("Accept")
    return response


@blueprint.get("/documents/<key>/find")
def find(key: str) -> Response:
    """Opens the first matching page from sheet `from` on (then from the start); else the page one came from."""
    document_id, _ = split_document_key(key)
    record = services().catalog.document(document_id)
    query, start = asked_query(), read_number(request.args.get("from", "")) or 1
    sheets = find_sheets(record.document.number, query).sheets
    target = next((sheet for sheet in sheets if sheet >= start), sheets[0] if sheets else start)
    rail = request.args.get("rail", "")
    address = links.page(record.document.id, target, q=query, rail=rail if rail != "text" else "")
    return make_response(redirect(address + ("#hit-1" if sheets else ""), 302))


def _twin(record: DocumentRecord) -> dict[str, object]:
    return twins.document_json(record, services().catalog.page_heads(record.document.id), public=is_public())


def find_sheets(number: int, query: str) -> Found:
    """Never raises for a query: the reason goes beside the document, which can be read all the same."""
    if not query:
        return Found()
    try:
        return Found(services().search.sheets(number, SearchRequest(query)))
    except (QueryError, Unavailable) as error:
        return Found(failed=said(str(error)))


def _context(record: DocumentRecord) -> DocumentContext:
    one, query = record.document, asked_query()
    catalog = services().catalog
    heads = catalog.page_heads(one.id)
    found = find_sheets(one.number, query)
    title = records.title_of(one)
    screen, screens = _screen(len(heads))
    shown = heads[(screen - 1) * SHEETS_A_SCREEN : screen * SHEETS_A_SCREEN]
    base = links.document(one.id, title)
    coverage = catalog.coverage(one.id, UNSEEN_SHOWN)
    wanted = citing.asked(request.args)
    cited, notice = citing.cited_sheets(services(), record, wanted.pages)
    kept = (Hidden("q", query),) if query else ()
    from_hit = (read_number(request.args.get("from_hit", "")) or 1) - 1
    return DocumentContext(
        id=one.id,
        title=title,
        language=one.language,
        query=query,
        releases=records.release_lines(record.releases, records.institutions(services().search, record.releases)),
        date=words.edtf(one.date),
        redacted=records.redacted(record.redacted_share),
        redacted_blocks=records.blocks(record.redacted_share),
        coverage=coverage,
        unseen=records.unseen_rows(coverage.unseen, public=is_public()),
        facts=origins.sourced(services(), "document", one.id, records.document_facts(record)),
        outcome=one.outcome,
        reason="" if one.outcome == "read" else words.reason(one.reason or one.outcome, public=is_public()),
        first_href=links.page(one.id, found.sheets[0] if found.sheets else 1, q=query) if heads else "",
        original_href=original_href(one.id),
        original_withheld=one.original_withheld,
        json_href=f"/documents/{one.short_id}.json",
        thumbnails=records.thumbnails(one.id, shown, frozenset(found.sheets), 0, q=query),
        pagination=_pagination(base, query, screen, screens),
        hits=_hits(one, query, found.sheets[from_hit : from_hit + HITS_A_SCREEN]),
        hits_total=len(found.sheets),
        hits_next_href=_more_hits(base, query, from_hit + HITS_A_SCREEN, len(found.sheets)),
        failed=found.failed,
        cite=citing.view(cited, wanted, base, kept, notice, public=is_public()),
        metadata=metadata(citing.citer(services()).document(record), served_href(one)),
    )


def _hits(one: Document, query: str, sheets: tuple[int, ...]) -> tuple[HitView, ...]:
    if not sheets:
        return ()
    wired = services()
    node = wired.search.meant(query)
    matcher, by_title = Matcher(node), bool(title_matcher(node).spans(one.title or one.name))
    texts = wired.catalog.page_texts([page_key(one.number, sheet) for sheet in sheets])
    return tuple(
        hit_view(page_hit(matcher, text, passages=PASSAGES_OF_A_HIT), query, by_title=by_title) for text in texts
    )


def _more_hits(base: str, query: str, start: int, total: int) -> str:
    return f"{base}?{urlencode({'q': query, 'from_hit': start + 1})}" if start < total else ""


def _screen(sheets: int) -> tuple[int, int]:
    """The screen of thumbnails asked for, and how many there are."""
    screens = -(-sheets // SHEETS_A_SCREEN)
    return min(read_number(request.args.get("page", "")) or 1, max(1, screens)), screens


def _pagination(base: str, query: str, screen: int, screens: int) -> tuple[Link, ...]:
    kept = {"q": query} if query else {}
    hrefs = {
        number: f"{base}?{urlencode({**kept, 'page': number})}#pages" for number in records.screens(screen, screens)
    }
    return records.pagination(screen, screens, hrefs)
