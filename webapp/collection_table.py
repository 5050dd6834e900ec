"""A collection as a table: one row an item, with its note, its tags and where it is to be found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.cite.runs import as_text
from indexer.cite.styles import FULL, format_citation
from indexer.cite.tables import csv_lines
from webapp.collecting import Present
from webapp.services import Services

FIELDS = (
    "place", "kind", "title", "institution", "request_number", "date", "sheet", "label", "passage", "note", "tags",
    "citation", "url", "sha256", "state", "added_by", "added_at",
)  # fmt: skip


def lines(services: Services, shown: Sequence[Present]) -> Iterator[str]:
    """CSV for spreadsheets, a row for each item in its order, also for those whose source is gone."""
    return csv_lines(FIELDS, _rows(services, shown))


def _rows(services: Services, shown: Sequence[Present]) -> Iterator[dict[str, str | int]]:
    for number, one in enumerate(shown, 1):
        item, citation = one.item, one.citation(services)
        place = citation.places[0] if citation and citation.places else None
        yield {
            "place": number,
            "kind": item.what.kind,
            "title": citation.title if citation else "",
            "institution": citation.institution if citation else "",
            "request_number": citation.request_number if citation else "",
            "date": citation.date if citation else "",
            "sheet": item.what.page or "",
            "label": (place.label if place else "") or "",
            "passage": " ".join(item.what.quote.split()) if one.state in ("here", "moved") else "",
            "note": item.note,
            "tags": "; ".join(item.tags),
            "citation": as_text(format_citation(citation, FULL).entry) if citation else "",
            "url": citation.url if citation else "",
            "sha256": item.what.document,
            "state": one.state,
            "added_by": item.added_by,
            "added_at": item.added_at,
        }
