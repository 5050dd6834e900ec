"""JSON twins of pages; the shape of a search is that of `ati search --json` (interfaces.md)."""

from __future__ import annotations

from dataclasses import asdict

from indexer.model.document import Document
from indexer.model.release import Release
from indexer.model.result import Facet, PageHit, SearchResult
from indexer.model.stored import DocumentRecord, PageHead
from webapp import links, words


def search_json(result: SearchResult) -> dict[str, object]:
    """Hits flat, ordered by page; `pages` and `documents` are totals of all matches."""
    named = {one.document: (one.title, one.releases) for one in result.titled}
    return {
        "query": result.query,
        "understood": result.understood,
        "repairs": list(result.repairs),
        "pages": result.pages,
        "documents": result.documents,
        "documents_approximate": result.documents_approximate,
        "unseen_pages": result.unseen_pages,
        "hits": [_hit(hit, *named.get(hit.document, ("", ())), result.query) for hit in result.hits],
        "facets": {facet.name: _facet(facet) for facet in result.facets},
    }


def document_json(record: DocumentRecord, heads: tuple[PageHead, ...], *, public: bool) -> dict[str, object]:
    """A document with its releases, coverage by page and the places of its pages."""
    document = record.document
    return {
        "sha256": document.id,
        "title": document.title,
        "title_basis": document.title_basis,
        "date": document.date,
        "date_basis": document.date_basis,
        "author": document.author,
        "language": document.language,
        "request_number": document.request_number,
        "name": document.name,
        "size_bytes": document.size_bytes,
        "pages_total": document.pages_total,
        "outcome": document.outcome,
        "reason": words.reason_code(document.reason, public=public),
        "redacted_share": round(record.redacted_share, 4),
        "releases": [asdict(release) for release in record.releases],
        "url": _url(document),
        "original": None if document.original_withheld else links.original(document.id),
        "pages": [_head(document.id, head, public=public) for head in heads],
    }


def _head(sha256: str, head: PageHead, *, public: bool) -> dict[str, object]:
    reason = words.reason_code(head.reason, public=public)
    outcome = words.reason_code(head.outcome, public=public)
    return {**asdict(head), "outcome": outcome, "reason": reason, "url": links.page(sha256, head.number)}


def _url(document: Document) -> str:
    return links.document(document.id, document.title or "")


def _hit(hit: PageHit, title: str, releases: tuple[Release, ...], query: str) -> dict[str, object]:
    return {
        "document": hit.document,
        "title": title,
        "page": hit.page,
        "label": hit.label,
        "releases": [
            {"id": one.id, "request_number": one.request_number, "institution": one.institution} for one in releases
        ],
        "score": round(hit.score, 6),
        "withheld": hit.withheld,
        "redacted_share": round(hit.redacted_share, 4),
        "passages": [
            {"text": one.text, "matches": [list(match) for match in one.matches], "start": one.start}
            for one in hit.passages
        ],
        "url": links.page(hit.document, hit.page, q=query),
    }


def _facet(facet: Facet) -> list[dict[str, object]]:
    return [asdict(value) for value in facet.values]
