"""A found page as one flat row, the same for every table format, beside its citation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer.cite.phrases import in_full
from indexer.model.addresses import page_url
from indexer.model.citation import Citation
from indexer.model.result import FoundPage

FIELDS = (
    "institution", "institution_name", "request_number", "release", "released", "title", "date", "author", "language",
    "page", "label", "passage", "sections", "redacted_share", "withheld", "url", "sha256", "file",
    "regime", "disposition", "genre", "pages_total", "permalink", "accessed", "citation",
)  # fmt: skip
"""Columns in order. `page` is the sheet in the file, `label` the stamped number that citations use, `citation` the
full reference with both."""

Cell = str | int | float | bool
Row = dict[str, Cell]

Named = Callable[[str], str]
"""Institution id → its name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a search found, ready for every format."""

    found: FoundPage
    citation: Citation
    query: str = ""


def row_of(entry: Entry) -> Row:
    """Values by field; "" is unknown. A file of several releases gives the first one's description."""
    document, hit, cited = entry.found.record.document, entry.found.hit, entry.citation
    release = entry.found.record.releases[0] if entry.found.record.releases else None
    return {
        "institution": cited.institution_id,
        "institution_name": cited.institution,
        "request_number": cited.request_number,
        "release": release.id if release else "",
        "released": cited.released,
        "title": document.title or document.name,
        "date": cited.date,
        "author": document.author or "",
        "language": cited.language,
        "page": hit.page,
        "label": hit.label or "",
        "passage": " ".join(hit.passages[0].text.split()) if hit.passages else "",
        "sections": "; ".join(entry.found.sections),
        "redacted_share": round(hit.redacted_share, 4),
        "withheld": hit.withheld,
        "url": page_url(document.id, hit.page, entry.query),
        "sha256": document.id,
        "file": document.name,
        "regime": cited.regime,
        "disposition": cited.disposition,
        "genre": cited.genre,
        "pages_total": cited.pages_total if cited.pages_total is not None else "",
        "permalink": cited.url,
        "accessed": cited.accessed,
        "citation": in_full(cited),
    }
