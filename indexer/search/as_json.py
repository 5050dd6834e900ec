"""A search as the JSON document of `ati search --json` and of `/search.json` (interfaces.md)."""

from __future__ import annotations

from dataclasses import asdict

from indexer.model.addresses import document_url, page_url
from indexer.model.release import Release
from indexer.model.result import DocumentHits, Facet, PageHit, SearchResult, UnreadFile, UnreadFiles
from indexer.search.furniture import furniture_sentence

NO_UNREAD_FILES = UnreadFiles()


def search_json(found: SearchResult, unread: UnreadFiles = NO_UNREAD_FILES) -> dict[str, object]:
    """Hits flat, ordered by page, their documents named by `found.titled`; totals are of all matches.

    `unread`: files that cannot be read and match by what is known of them.
    """
    titled = {one.document: one for one in found.titled}
    return {
        "query": found.query,
        "understood": found.understood,
        "repairs": list(found.repairs),
        "notes": [furniture_sentence(found.furniture_pages)] if found.furniture_pages else [],
        "furniture_pages": found.furniture_pages,
        "furniture_query": found.furniture_query,
        "equivalents": [asdict(one) for one in found.equivalents],
        "order": found.order,
        "pages": found.pages,
        "documents": found.documents,
        "documents_approximate": found.documents_approximate,
        "unseen_pages": found.unseen_pages,
        "hits": [_hit(hit, titled[hit.document], found.query) for hit in found.hits if hit.document in titled],
        "unread_files_total": unread.total,
        "unread_files": [_unread(one) for one in unread.files],
        "facets": {facet.name: _facet(facet) for facet in found.facets},
    }


def _hit(hit: PageHit, document: DocumentHits, query: str) -> dict[str, object]:
    return {
        "document": hit.document,
        "title": document.title,
        "title_matches": [list(match) for match in document.title_matches],
        "page": hit.page,
        "label": hit.label,
        "releases": [_release(one) for one in document.releases],
        "score": round(hit.score, 6),
        "withheld": hit.withheld,
        "redacted_share": round(hit.redacted_share, 4),
        "passages": [
            {"text": one.text, "matches": [list(match) for match in one.matches], "start": one.start}
            for one in hit.passages
        ],
        "url": page_url(hit.document, hit.page, query),
    }


def _unread(file: UnreadFile) -> dict[str, object]:
    return {
        "document": file.document,
        "name": file.name,
        "title": file.title or file.name,
        "reason": file.reason,
        "releases": [_release(one) for one in file.releases],
        "url": document_url(file.document),
    }


def _release(release: Release) -> dict[str, object]:
    return {"id": release.id, "request_number": release.request_number, "institution": release.institution}


def _facet(facet: Facet) -> list[dict[str, object]]:
    return [asdict(value) for value in facet.values]
