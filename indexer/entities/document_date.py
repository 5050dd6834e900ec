"""The date that a document gives itself on its first pages; never an export, archive or print stamp."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.entities.folding import fold
from indexer.model.mention import DateDetails, Mention

FIRST_PAGES = 2
HEAD_CHARACTERS = 700
"""A dateline or the date of a letter stands above this."""

_SINGLE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:T[\d:Z+-]+)?")
_SENT = re.compile(r"\b(?:sent|envoye|date) ?: ?[^\n]{0,20}$")


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """An EDTF date with the sheet and the kind of place it was read from ("label", "dateline", "head")."""

    edtf: str
    page: int
    basis: str


def find_document_date(pages: Iterable[tuple[int, str, Sequence[Mention]]]) -> DocumentDate | None:
    """The document's own date, from `(sheet number, text, mentions)` of its pages; None where none is clear.

    A labelled date ("Date: …", "dated …") wins, then a dateline, then a full date alone on a line at the top of
    the first page. Ambiguous dates, ranges, and dates of captures, exports and releases are never taken.
    """
    first = [page for page in pages if page[0] <= FIRST_PAGES]
    for basis, fits in (("label", _labelled), ("dateline", _dateline), ("head", _alone_at_the_top)):
        for number, text, mentions in first:
            for mention in mentions:
                edtf = _usable(mention)
                if edtf is not None and fits(number, text, mention):
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


def _labelled(number: int, text: str, mention: Mention) -> bool:
    details = mention.details
    if isinstance(details, DateDetails) and details.role == "document":
        return True
    return _SENT.search(fold(text[max(0, mention.start - 40) : mention.start])) is not None


def _dateline(number: int, text: str, mention: Mention) -> bool:
    details = mention.details
    return (
        number == 1
        and mention.start < HEAD_CHARACTERS
        and isinstance(details, DateDetails)
        and details.role == "release"
        and not text[text.rfind("\n", 0, mention.start) + 1 : mention.start].strip()
    )


def _alone_at_the_top(number: int, text: str, mention: Mention) -> bool:
    """A full date with nothing but a place beside it on its line."""
    if number != 1 or mention.start > HEAD_CHARACTERS or len(mention.value or "") < len("2021-09-13"):
        return False
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    line_end = len(text) if end < 0 else end
    before, after = text[start : mention.start].strip(), text[mention.end : line_end].strip()
    return not after.strip(".,") and (
        not before or re.fullmatch(r"[A-ZÀ-Þ][\w .'-]{2,24},(?: le)?", before) is not None
    )
