"""Which institution or unit wrote a document, as the document says itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.extract.lines import Piece
from indexer.extract.titles import is_covering_letter
from indexer.model.geometry import Span
from indexer.model.page import Page

PAGES = 4
LONGEST = 160
_STATED = re.compile(
    r"(?im)^[ \t]*(?:prepared\s+by|written\s+by|drafted\s+by|produced\s+by|issued\s+by|author(?:ing\s+unit)?"
    r"|pr[ée]par[ée]e?\s+par|r[ée]dig[ée]e?\s+par|produite?\s+par|auteur)[ \t]*:[ \t]*(?P<name>\S[^\n]*)$"
)
_INSTITUTION = re.compile(
    r"\b(?:Department|Ministry|Agency|Office|Service|Council|Commission|Bureau|Board|Task\s+Force|Directorate|Centre"
    r"|Center|Unit|Secretariat|Police|Administration|Authority|Canada|Ministère|Agence|Bureau|Conseil|Groupe\s+de\s+travail"
    r"|Direction|Secrétariat|Mécanisme|Mechanism|Centrale?)\b"
)
_PLACEHOLDER = re.compile(r"(?i)\bs\.\s?\d|\bart\.\s?\d|\[?redacted\]?")


@dataclass(frozen=True, slots=True)
class Author:
    """A name as printed, where ("page 3"), and how sure (0 to 1)."""

    name: str
    basis: str
    page: int
    span: Span
    confidence: float


def author_of(pages: Sequence[tuple[Page, Sequence[Piece]]], furniture: Sequence[Sequence[Piece]]) -> Author | None:
    """What "Prepared by:" says on a first page, else an institution's name that repeats as a running head.

    `furniture` has a page's repeated lines; covering letters are left out. None when the document does not say.
    """
    first = [(page, pieces) for page, pieces in pages if page.text and not page.withheld]
    for page, _ in [item for item in first if not is_covering_letter(item[0])][:PAGES]:
        match = _STATED.search(page.text)
        if match is not None and not _PLACEHOLDER.search(match["name"]):
            return Author(match["name"].strip()[:LONGEST], f"page {page.number}", page.number,
                          Span(*match.span("name")), 0.9)  # fmt: skip
    return _running(pages, furniture)


def _running(pages: Sequence[tuple[Page, Sequence[Piece]]], furniture: Sequence[Sequence[Piece]]) -> Author | None:
    """The institution whose name stands on most pages."""
    counted = Counter(
        " ".join(piece.text.split())
        for lines in furniture
        for piece in lines
        if piece.band and len(piece.text) <= LONGEST and _INSTITUTION.search(piece.text) and not _is_release(piece.text)
    )
    if not counted:
        return None
    name, count = counted.most_common(1)[0]
    if count < 2:
        return None
    for (page, _), lines in zip(pages, furniture, strict=True):
        for piece in lines:
            if " ".join(piece.text.split()) == name:
                return Author(name, f"page {page.number}", page.number, Span(piece.start, piece.end), 0.6)
    return None


def _is_release(text: str) -> bool:
    """A release banner names who released the pages, not who wrote them."""
    low = text.casefold()
    return any(
        word in low for word in ("released", "disclosed", "divulg", "communiqu", "declassified", "access to", "accès à")
    )
