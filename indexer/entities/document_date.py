"""The date that a document gives itself on its first pages; never an export, archive or print stamp."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from indexer.entities.dates.roles import is_dateline
from indexer.entities.folding import fold
from indexer.model.mention import DateDetails, Mention

FIRST_PAGES = 4
"""Pages that are looked at; the first two that are no covering letter decide. Letters come in two languages."""
OWN_PAGES = 2
HEAD_CHARACTERS = 700
"""A dateline or the date of a letter stands above this."""

_SINGLE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:T[\d:Z+-]+)?")
_SENT = re.compile(r"\b(?:sent|envoye|date d'envoi|date sent) ?: ?[^\n]{0,20}$")
LETTER_CHARACTERS = 6000
_GREETING = re.compile(
    r"\bdear (?!all\b|colleagues?\b|team\b)|\bmadame, monsieur|\bcher demandeur|\b(?:madame|monsieur)[ ,:]"
)
_LAW = re.compile(
    r"access to information|acces a l'information|privacy act|protection des renseignements personnels"
    r"|freedom of information|\bfoia?\b|right to information"
)
_ANSWER = re.compile(
    r"\b(?:(?:response|reply) to your|your (?:[a-z]+ ){0,8}request|votre demande|la demande que vous"
    r"|enclosed (?:are|is|you)|ci-joints?|(?:are|is) enclosed|entitled to complain|(?:right to|may) complain"
    r"|porter plainte)\b"
)
_MESSAGE = re.compile(r"\bfrom ?: [^\n]{3}")
"""An e-mail is a record, whatever it asks for."""
_Page = tuple[int, str, Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """An EDTF date with the sheet and the kind of place it was read from ("label", "dateline", "head")."""

    edtf: str
    page: int
    basis: str


def is_covering_letter(text: str) -> bool:
    """True for a page that answers a request for records: it greets, names the law, and says what it encloses.

    The law's words: Access to Information Act and Privacy Act (Canada), Freedom of Information (provinces, US, UK).
    """
    folded = fold(text[:LETTER_CHARACTERS])
    if _MESSAGE.search(folded, 0, HEAD_CHARACTERS):
        return False
    return bool(_GREETING.search(folded) and _LAW.search(folded) and _ANSWER.search(folded))


def find_document_date(pages: Iterable[_Page]) -> DocumentDate | None:
    """The document's own date, from `(sheet number, text, mentions)` of its pages; None where none is clear.

    A labelled date ("Date: …", "Sent: …") wins, then a dateline, then a full date alone on a line at the top of the
    first page; the second page is asked only where the first says nothing. Ambiguous dates, ranges, and dates of
    captures, exports and releases are never taken, nor is the date of the letter with which records were released,
    unless the file holds little else (fewer than FIRST_PAGES pages).
    """
    first = sorted((page for page in pages if page[0] <= FIRST_PAGES), key=lambda page: page[0])
    letters = [page for page in first if is_covering_letter(page[1])]
    own = [page for page in first if page not in letters][:OWN_PAGES]
    return _stated(own) or (_stated(letters) if len(first) < FIRST_PAGES else None)


def _stated(pages: Sequence[_Page]) -> DocumentDate | None:
    """The first page says it at its top too; a later one only by a label."""
    for place, (number, text, mentions) in enumerate(pages):
        for basis, fits in _BASES if place == 0 else _BASES[:1]:
            for mention in mentions:
                edtf = _usable(mention)
                if edtf is not None and fits(text, mention):
                    return DocumentDate(edtf, number, f"page {number}, {basis}")
    return None


def _usable(mention: Mention) -> str | None:
    """The day (or month, or year) of an explicit, settled date that is no stamp."""
    details = mention.details
    if not isinstance(details, DateDetails) or details.role == "stamp" or details.basis != "explicit":
        return None
    if mention.value is None or not _SINGLE.fullmatch(mention.value):
        return None
    return mention.value.split("T")[0]


def _labelled(text: str, mention: Mention) -> bool:
    details = mention.details
    if isinstance(details, DateDetails) and details.role in {"document", "release"}:
        return details.role == "document"
    return _SENT.search(fold(text[max(0, mention.start - 40) : mention.start])) is not None


def _dateline(text: str, mention: Mention) -> bool:
    return mention.start < HEAD_CHARACTERS and is_dateline(text, fold(text), mention.start, mention.end)


def _alone_at_the_top(text: str, mention: Mention) -> bool:
    """A full date with nothing but a place beside it on its line."""
    details = mention.details
    if mention.start > HEAD_CHARACTERS or len(mention.value or "") < len("2021-09-13"):
        return False
    if isinstance(details, DateDetails) and details.role == "release":
        return False
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    line_end = len(text) if end < 0 else end
    before, after = text[start : mention.start].strip(), text[mention.end : line_end].strip()
    return not after.strip(".,") and (
        not before or re.fullmatch(r"[A-ZÀ-Þ][\w .'-]{2,24},(?: le)?", before) is not None
    )


_BASES: tuple[tuple[str, Callable[[str, Mention], bool]], ...] = (
    ("label", _labelled),
    ("dateline", _dateline),
    ("head", _alone_at_the_top),
)
