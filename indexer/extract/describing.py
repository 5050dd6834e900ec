"""What the pages of one document say about themselves, once all of them are at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.page import Page

VERSION = "describe/1"


@dataclass(frozen=True, slots=True)
class Description:
    """The pages with labels, furniture, sections, markings, notices and language; and facts of the document.

    `title_basis` says where the title was read ("page 1"); all four are None when not found.
    """

    pages: tuple[Page, ...]
    title: str | None = None
    title_basis: str | None = None
    request_number: str | None = None
    language: str | None = None


def describe(pages: Sequence[Page], regime: str | None) -> Description:
    """Describes a whole document. `regime` ("atia_ca" ...) is the release's; None: unknown.

    Works on page text alone too (no words): boxes then play no part.
    """
    return Description(tuple(pages))
