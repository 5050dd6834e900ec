"""Citations as RIS, `TY - RPRT`: Zotero takes GEN for a journal article (domain.md 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.cite import phrases
from indexer.cite.csl import identifier
from indexer.cite.dates import ris_date, year_of
from indexer.cite.lines import one_line
from indexer.cite.pinpoints import locator
from indexer.model.citation import Citation

_END = "\r\n"
"""As the specification of RIS has it."""


def ris_record(citation: Citation) -> str:
    """One record. A value is one line, so that no text of a document can begin a tag."""
    fields = (
        ("TY", "RPRT"),
        ("ID", identifier(citation)),
        ("AU", citation.author or citation.institution),
        ("TI", citation.shown_title),
        ("T2", citation.release if citation.release != citation.request_number else ""),
        ("PY", year_of(citation.date)),
        ("DA", ris_date(citation.date) if citation.date else ""),
        ("PB", citation.institution),
        ("SN", citation.request_number),
        ("M3", phrases.kind(citation)),
        ("SP", locator(citation.places)),
        ("LA", citation.language),
        ("DB", citation.archive),
        ("AN", citation.request_number or citation.release),
        ("UR", citation.url),
        ("Y2", ris_date(citation.accessed)),
        ("AB", phrases.quoted(citation)),
        ("N1", phrases.note(citation)),
    )
    lines = [f"{tag}  - {text}" for tag, value in fields if (text := one_line(value))]
    return _END.join((*lines, "ER  - ", "")) + _END


def ris_pieces(citations: Iterable[Citation]) -> Iterator[bytes]:
    """A file of records, one at a time."""
    return (ris_record(citation).encode() for citation in citations)
