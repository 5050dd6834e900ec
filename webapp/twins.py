"""JSON twins of pages; that of a search is `indexer.search.as_json`."""

from __future__ import annotations

from dataclasses import asdict

from indexer.model.document import Document
from indexer.model.registry import Entity
from indexer.model.stored import DocumentRecord, PageHead
from webapp import links, words
from webapp.entity_contexts import TimelineView


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


def entity_json(entity: Entity, view: TimelineView) -> dict[str, object]:
    """An entity with its counts and first events."""
    return {
        **{name: value for name, value in asdict(entity).items() if name not in ("hidden", "known")},
        "url": links.entity(entity.id),
        "events": [
            {
                "date": one.iso,
                "precision": one.precision,
                "passage": "".join(run.text for run in one.runs),
                "names": [link.label for link in one.named],
                "document": one.source,
                "page": one.number,
                "label": one.label,
                "url": one.href,
            }
            for one in (*view.first, *view.rest)
        ],
        "events_more": view.more,
    }
