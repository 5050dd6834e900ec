"""What people took down: a page, a document or a release that is hidden (and can come back), or removed for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import uuid4

from indexer.model.registry import Undone, now

TakedownKind = Literal["page", "document", "release"]
Category = Literal["privacy", "legal", "safety", "copyright", "released_in_error", "mistake", "other"]
CATEGORIES: tuple[Category, ...] = (
    "privacy", "legal", "safety", "copyright", "released_in_error", "mistake", "other",
)  # fmt: skip
"""Why; all that a public site tells."""
TAKEN_DOWN = "taken_down"
"""Outcome of a page that was taken down, and the reason's name of it and of its document; the category follows after a
colon."""


@dataclass(frozen=True, slots=True)
class Takedown:
    """One decision of a person.

    Attributes:
        id: 32 hex digits.
        document: SHA-256, of a page and of a document; `page` is the sheet; `release` an id. Others are None.
        category: one of CATEGORIES. `why`: in the person's words, for operators only; may be "".
        removed: original and text were destroyed; only what is here was kept.
        when: ISO, UTC, to the second.
        undone: who brought it back, when and why; a removed one may then be added again.
    """

    id: str
    kind: TakedownKind
    document: str | None
    page: int | None
    release: str | None
    category: Category
    why: str
    who: str
    when: str
    removed: bool = False
    undone: Undone | None = None

    @property
    def reason(self) -> str:
        """The reason code of what it covers."""
        return f"{TAKEN_DOWN}:{self.category}"


def new_takedown(
    category: Category, *, who: str, why: str = "", document: str | None = None, page: int | None = None,
    release: str | None = None, removed: bool = False,
) -> Takedown:  # fmt: skip
    """A decision made now, to be handed to `Takedowns.take_down`."""
    kind: TakedownKind = "release" if release is not None else "document" if page is None else "page"
    return Takedown(uuid4().hex, kind, document, page, release, category, why, who, now(), removed)


@dataclass(frozen=True, slots=True)
class TakedownEffect:
    """What a takedown, or taking it back, changed: documents and pages that are shown no more, or again. `staying`:
    documents of a release that stay because another release has them too."""

    takedown: Takedown
    documents: int
    pages: int
    staying: int = 0


class TakedownReader(Protocol):
    """What is down now, and what was."""

    def of_document(self, id_or_prefix: str, page: int | None = None) -> Takedown | None:
        """That in force over a document, or over one page of it; None: it is shown, or there is no such document."""

    def of_release(self, release: str) -> Takedown | None:
        """That in force over a release."""

    def pages_of(self, document: str) -> tuple[Takedown, ...]:
        """Those in force over single pages of a document, by page."""

    def listed(self, offset: int, limit: int) -> tuple[Takedown, ...]:
        """The newest first, undone ones too."""

    def count(self) -> int: ...

    def one(self, takedown_id: str) -> Takedown:
        """Raises NotFound."""


class Takedowns(TakedownReader, Protocol):
    """The same for an operator."""

    def take_down(self, takedown: Takedown) -> TakedownEffect:
        """Keeps the decision and carries it out: catalog, page pictures and, when removed, the original at once; the
        index is due before all else.

        Raises:
            InputError: it cannot be (a page is removed alone, no category, down already); nothing was changed.
            NotFound: there is no such document, page or release.
        """

    def undo(self, takedown_id: str, who: str, why: str) -> TakedownEffect:
        """Shows again what was hidden; what was removed may be added again. Raises NotFound, InputError."""


def about(takedown: Takedown) -> str:
    """What it is about in few words, without a title: "page 3 of 0123456789ab"."""
    document = (takedown.document or "")[:12]
    if takedown.kind == "release":
        return f"release {takedown.release}"
    return f"document {document}" if takedown.page is None else f"page {takedown.page} of {document}"


def covers_all(shown: Sequence[bool]) -> bool:
    """Whether a document is down with its releases: it has some, and none is shown."""
    return bool(shown) and not any(shown)
