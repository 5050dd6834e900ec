"""What can be searched and what not, with reasons (design.md, rule 2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unseen:
    """A file or a page that search cannot see. `page` None: the whole file."""

    document: str
    name: str
    page: int | None
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sums of an archive or of one document.

    `pages_total == pages_searchable + pages_listed + pages_waiting`, always. `pages_withheld` are pages that
    notices name and that are in no file. `reasons` counts by reason the listed pages, and the listed files of
    which no page is known. `files_taken_down` (whole files) and `pages_taken_down` are listed ones that people took
    down. A page that was read and has no text ("no_text") is listed: search cannot see it.
    """

    files: int
    files_read: int
    files_partly_read: int
    files_unreadable: int
    files_waiting: int
    pages_total: int
    pages_searchable: int
    pages_listed: int
    pages_waiting: int
    pages_withheld: int
    reasons: tuple[tuple[str, int], ...]
    unseen: tuple[Unseen, ...] = ()
    files_taken_down: int = 0
    pages_taken_down: int = 0
