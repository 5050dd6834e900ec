"""What the index holds of a page, and the number that names a page in every engine."""

from __future__ import annotations

from dataclasses import dataclass, field

PAGE_BITS = 20
"""A page key is `document number << 20 | sheet`: unique, sorted by document then sheet, 1,048,575 sheets a file."""

UNKNOWN = "unknown"
"""Facet value of a page whose institution, year or language is not known."""

FACET_NAMES = (
    "institution", "year", "language", "platform", "account", "political_party", "person", "organisation",
    "state", "section", "marking", "withheld", "redacted_share", "release",
)  # fmt: skip


def page_key(document_number: int, page_number: int) -> int:
    """The engine's id of a page: a positive integer below 2**63."""
    return document_number << PAGE_BITS | page_number


def split_key(key: int) -> tuple[int, int]:
    """`(document number, sheet)` of a page key."""
    return key >> PAGE_BITS, key & ((1 << PAGE_BITS) - 1)


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A page as it goes to an `IndexWriter`.

    Attributes:
        first: the document's first page in the index; plain words find the title there, once for the document.
        text: `Page.text`; `furniture` the spans that the main field skips.
        facets: facet name → values, for names in FACET_NAMES only; "" is never a value.
            withheld: "yes" or "no"; redacted_share: "0", "1-24", "25-49", "50-99", "100" (per cent).
        account_names, party_names: names and handles for `account:"..."` and `party:"..."` as words.
        date_from, date_to: YYYYMMDD bounds of the document's date, else the release's; 0 is unknown.
        release_date: YYYYMMDD, 0 is unknown.
    """

    key: int
    document_number: int
    text: str
    furniture: tuple[tuple[int, int], ...] = ()
    title: str = ""
    stamp: str = ""
    requests: tuple[str, ...] = ()
    account_names: tuple[str, ...] = ()
    party_names: tuple[str, ...] = ()
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: int = 0
    date_to: int = 0
    release_date: int = 0
    first: bool = False
