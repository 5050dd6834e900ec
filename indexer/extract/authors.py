"""Which institution or unit wrote a document, as the document says itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.extract.lines import Piece
from indexer.extract.title_words import is_institution
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
_TELEGRAM = re.compile(r"(?m)^FM[ ](?P<name>[A-Z][A-Z .,'-]{3,60})\n(?:[^\n]{0,80}\n)?TO[ ][A-Z]")
_PARTS = re.compile(r"\s+[–—|]\s+")
_LINE = re.compile(r"\S[^\n]*")
_AFTER_NAME = re.compile(r"[^\w)]+$")
COVER_WORDS = 120
"""A page of so few words is a cover: the institution stands alone on a line anywhere on it."""

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
        self._cover: Author | None = None
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
        if self._seen == 1:
            self._stated = _sender(page)
            self._cover = _on_cover(page)
        match = _STATED.search(page.text)
        if self._stated is None and match is not None and not _PLACEHOLDER.search(match["name"]):
            name, span = match["name"].strip()[:LONGEST], Span(*match.span("name"))
            self._stated = Author(name, f"page {page.number}", page.number, span, 0.9)

    def author(self) -> Author | None:
        """What "Prepared by:" says on a first page, the sender of a telegram, else an institution's name that repeats
        as a running head or stands alone on a cover. None when the document does not say."""
        if self._stated is not None:
            return self._stated
        for name, count in self._counted.most_common(1):
            if count > 1:
                number, span = self._first[name]
                return Author(_named(name), f"page {number}", number, span, 0.6)
        return self._cover

    def _count(self, number: int, piece: Piece) -> None:
        if _is_release(piece.text):
            return
        name = " ".join(piece.text.split())
        self._counted[name] += 1
        self._first.setdefault(name, (number, Span(piece.start, piece.end)))


def _sender(page: Page) -> Author | None:
    match = _TELEGRAM.search(page.text)
    if match is None:
        return None
    name = match["name"].rstrip()
    span = Span(match.start("name"), match.start("name") + len(name))
    return Author(name, f"page {page.number}", page.number, span, 0.8)


def _on_cover(page: Page) -> Author | None:
    if len(page.text.split()) > COVER_WORDS:
        return None
    for line in _LINE.finditer(page.text):
        if line[0][0].isupper() and is_institution(line[0]):
            name = _AFTER_NAME.sub("", " ".join(line[0].split()))
            return Author(name, f"page {page.number}", page.number, Span(*line.span()), 0.5)
    return None


def _named(head: str) -> str:
    """The institution of a running head that names the document too ("Statistics Canada – Catalogue no. 92")."""
    return next((part for part in _PARTS.split(head) if _INSTITUTION.search(part)), head)


def _is_release(text: str) -> bool:
    """A release banner names who released the pages, not who wrote them."""
    low = text.casefold()
    return any(
        word in low for word in ("released", "disclosed", "divulg", "communiqu", "declassified", "access to", "accès à")
    )
