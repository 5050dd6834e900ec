"""One archived file, identified by the SHA-256 of its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DocumentOutcome = Literal["waiting", "read", "partly_read", "unreadable"]
Language = Literal["en", "fr", "zh"]

SHORT_ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Document:
    """What the catalog knows of a file.

    Attributes:
        id: SHA-256 in hex, 64 characters.
        number: small integer, unique in this archive; the engines sort and group by it.
        name: file name as received (path inside the release).
        pages_total: sheets in the file; None when it could not be opened.
        outcome: "waiting" until every step has ended.
        reason: why it is not (fully) read: a code such as "encrypted", "not_a_pdf"; None when read.
        title, date, author, language: from the manifest, else read from the pages; None is unknown.
            `date` is EDTF. `language` is the one of most pages.
        title_basis, date_basis: "manifest", "page 1", "metadata" ...: where it was read.
        original_withheld: the original must not be served: hidden words were found on its pages, or `outside` them.
        added_at: when it came into the archive, seconds since 1970; 0.0 where that was not kept yet.
        taken_down: by a person; nothing but id, number and size is told of it.
        outside: places in the file that hold words which no page shows ("outline", "revisions"): for the operator.
    """

    id: str
    number: int
    name: str
    size_bytes: int
    media_type: str
    pages_total: int | None = None
    outcome: DocumentOutcome = "waiting"
    reason: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    language: str | None = None
    request_number: str | None = None
    title_basis: str | None = None
    date_basis: str | None = None
    original_withheld: bool = False
    outside: tuple[str, ...] = ()
    taken_down: bool = False
    added_at: float = 0.0

    @property
    def short_id(self) -> str:
        """The first 12 hex digits: the id in URLs."""
        return self.id[:SHORT_ID_LENGTH]
