"""Citations as CSL-JSON (domain.md 5.2): complete for reference managers, and cut to what styles print well."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from indexer.cite import phrases
from indexer.cite.dates import csl_date, printed_date
from indexer.cite.pinpoints import locator
from indexer.model.citation import Citation

Item = dict[str, object]


def csl_item(citation: Citation) -> Item:
    """The item as it is exported. Fields are in the order of domain.md; what is unknown is left out."""
    pages = locator(citation.places)
    item: Item = {
        "id": identifier(citation),
        "type": "report",
        "author": _authors(citation),
        "title": citation.shown_title,
        "genre": phrases.kind(citation),
        "number": citation.request_number,
        "issued": csl_date(citation.date),
        "available-date": csl_date(citation.released),
        "publisher": citation.institution,
        "authority": citation.institution,
        "archive": citation.archive,
        "archive_collection": citation.release if citation.release != citation.request_number else "",
        "archive_location": _location(citation, pages),
        "page": pages,
        "number-of-pages": str(citation.pages_total or ""),
        "status": phrases.status(citation),
        "jurisdiction": phrases.jurisdiction(citation),
        "language": citation.language,
        "URL": citation.url,
        "accessed": csl_date(citation.accessed),
        "note": phrases.note(citation),
        "custom": _custom(citation),
    }
    return {name: value for name, value in item.items() if value}


def printed_item(citation: Citation, language: str = "en") -> Item:
    """The item as styles format it: without fields that they misprint (docs/citations.md says which and how)."""
    author, publisher = citation.author or citation.institution, citation.institution
    item: Item = {
        "id": identifier(citation),
        "type": "report",
        "author": [{"literal": author}] if author else [],
        "title": citation.shown_title,
        "genre": phrases.request_kind(citation, language),
        "number": citation.request_number,
        "issued": printed_date(citation.date, language),
        "publisher": publisher if publisher != author else "",
        "URL": citation.url,
        "accessed": printed_date(citation.accessed, language),
        # A style gives capitals to a title that it takes for English, which it does where no language is given.
        "language": citation.language or "und",
    }
    return {name: value for name, value in item.items() if value}


def identifier(citation: Citation) -> str:
    """Names the citation in a list: "0123456789ab-p3-p5"; the document's own id when it is cited as a whole."""
    return "-".join((citation.document[:12], *_marks(citation)))


def csl_json_pieces(citations: Iterable[Citation]) -> Iterator[bytes]:
    """One array, item by item."""
    separator = "[\n"
    for citation in citations:
        yield (separator + json.dumps(csl_item(citation), ensure_ascii=False)).encode()
        separator = ",\n"
    yield b"\n]\n" if separator == ",\n" else b"[]\n"


def _authors(citation: Citation) -> list[dict[str, str]]:
    name = citation.author or citation.institution
    return [{"literal": name}] if name else []


def _location(citation: Citation, pages: str) -> str:
    number = citation.request_number or citation.release
    where = f"p{'p' if '–' in pages or ',' in pages else ''}. {pages}" if pages else ""
    return ", ".join(part for part in (number, where) if part)


def _custom(citation: Citation) -> Item:
    custom: Item = {
        "sha256": citation.document,
        "edtf": citation.date,
        "released_edtf": citation.released,
        "regime": citation.regime,
        "disposition": citation.disposition,
        "exemptions": list(citation.sections),
        "sheets": [place.sheet for place in citation.places],
        "labels": [place.label for place in citation.places if place.label],
        "spans": [[place.span.start, place.span.end] for place in citation.places if place.span],
        "passages": [place.passage for place in citation.places if place.passage],
    }
    return {name: value for name, value in custom.items() if value}


def _marks(citation: Citation) -> list[str]:
    """Sheets, with the span where only a passage is cited."""
    return [
        f"p{place.sheet}" + (f"c{place.span.start}-{place.span.end}" if place.span else "") for place in citation.places
    ]
