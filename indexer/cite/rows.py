"""A found page as one flat row, the same for every table format."""

from __future__ import annotations

from collections.abc import Callable

from indexer.model.addresses import page_url
from indexer.model.result import FoundPage

FIELDS = (
    "institution", "institution_name", "request_number", "release", "released", "title", "date", "author", "language",
    "page", "label", "passage", "sections", "redacted_share", "withheld", "url", "sha256", "file",
)  # fmt: skip
"""Columns in order. `page` is the sheet in the file, `label` the stamped number that citations use."""

Cell = str | int | float | bool
Row = dict[str, Cell]

Named = Callable[[str], str]
"""Institution id → its name."""


def row_of(found: FoundPage, named: Named, query: str = "") -> Row:
    """Values by field; "" is unknown. A file of several releases gives the first one's description."""
    document, hit = found.record.document, found.hit
    release = found.record.releases[0] if found.record.releases else None
    institution = (release.institution if release else None) or ""
    return {
        "institution": institution,
        "institution_name": named(institution) if institution else "",
        "request_number": (release.request_number if release else None) or document.request_number or "",
        "release": release.id if release else "",
        "released": (release.released if release else None) or "",
        "title": document.title or document.name,
        "date": document.date or "",
        "author": document.author or "",
        "language": document.language or "",
        "page": hit.page,
        "label": hit.label or "",
        "passage": " ".join(hit.passages[0].text.split()) if hit.passages else "",
        "sections": "; ".join(found.sections),
        "redacted_share": round(hit.redacted_share, 4),
        "withheld": hit.withheld,
        "url": page_url(document.id, hit.page, query),
        "sha256": document.id,
        "file": document.name,
    }
