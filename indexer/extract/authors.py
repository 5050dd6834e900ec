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


class AuthorSearch:
    """Looks at the pages of a document one after another; covering letters are left out."""

    def __init__(self) -> None:
        self._seen = 0
        self._stated: Author | None = None
        self._counted: Counter[str] = Counter()
        self._first: dict[str, tuple[int, Span]] = {}

    def add(self, page: Page, furniture: Sequence[Piece]) -> None:
        """Looks at the next page; `furniture` are its lines that repeat over the document."""
        for piece in furniture:
            if piece.band and len(piece.text) <= LONGEST and _INSTITUTION.search(piece.text):
                self._count(page.number, piece)
        if self._seen == PAGES or not page.text or page.withheld or is_covering_letter(page):
            return
        self._seen += 1
        match = _STATED.search(page.text)
        if self._stated is None and match is not None and not _PLACEHOLDER.search(match["name"]):
            name, span = match["name"].strip()[:LONGEST], Span(*match.span("name"))
            self._stated = Author(name, f"page {page.number}", page.number, span, 0.9)

    def author(self) -> Author | None:
        """What "Prepared by:" says on a first page, else an institution's name that repeats as a running head. None
        when the document does not say."""
        if self._stated is not None or not self._counted:
            return self._stated
        name, count = self._counted.most_common(1)[0]
        number, span = self._first[name]
        return Author(name, f"page {number}", number, span, 0.6) if count > 1 else None

    def _count(self, number: int, piece: Piece) -> None:
        if _is_release(piece.text):
            return
        name = " ".join(piece.text.split())
        self._counted[name] += 1
        self._first.setdefault(name, (number, Span(piece.start, piece.end)))


def _is_release(text: str) -> bool:
    """A release banner names who released the pages, not who wrote them."""
    low = text.casefold()
    return any(
        word in low for word in ("released", "disclosed", "divulg", "communiqu", "declassified", "access to", "accès à")
    )
