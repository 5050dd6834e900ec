"""What the catalog gives back, and the Protocol by which search and site read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.model.coverage import Coverage, Unseen
from indexer.model.document import Document
from indexer.model.geometry import Span
from indexer.model.mention import Mention
from indexer.model.page import EmailHeader, Heading, Page, Redaction
from indexer.model.query import Filters
from indexer.model.record import PageRecord
from indexer.model.release import Release


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An original in the store, named by the SHA-256 (hex) of its bytes."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class AddedFile:
    """What the catalog did with a file. `new` False: this document was known already, nothing is done again.

    taken_down: the reason code, where people took it down: it stays down. removed: its bytes must not be kept either.
    """

    document: str
    number: int
    new: bool
    taken_down: str | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class PageDescription:
    """What is known of a page only when the whole document is seen. It replaces the fields of the stored page.

    `redactions` and `redacted_share` None leave those of the page as they are.
    """

    number: int
    label: str | None = None
    printed_label: str | None = None
    language: str | None = None
    furniture: tuple[Span, ...] = ()
    sections: tuple[str, ...] = ()
    markings: tuple[str, ...] = ()
    withheld: bool = False
    withheld_pages: int = 0
    redactions: tuple[Redaction, ...] | None = None
    redacted_share: float | None = None
    emails: tuple[EmailHeader, ...] = ()
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentDescription:
    """What was read about a document in its pages or metadata. What a manifest states always wins over it.

    `outside`: places in the file, beyond its pages, that hold words removed from them ("outline"); never the words.
    """

    title: str | None = None
    title_basis: str | None = None
    date: str | None = None
    date_basis: str | None = None
    author: str | None = None
    language: str | None = None
    request_number: str | None = None
    outside: tuple[str, ...] = ()
    author_basis: str | None = None


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page with its place: `key` as in `record.page_key`, `document` the SHA-256."""

    key: int
    document: str
    page: Page


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text without its words and boxes: what results and exports need, quick to read in numbers."""

    key: int
    document: str
    number: int
    label: str | None
    text: str
    furniture: tuple[Span, ...] = ()
    withheld: bool = False
    redacted_share: float = 0.0
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageHead:
    """A page without its words, for thumbnails and lists."""

    number: int
    label: str | None
    outcome: str
    reason: str | None
    width_pt: float
    height_pt: float
    redacted_share: float
    withheld: bool


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document with its releases (a file may be in several), and its mean redacted share, 0.0 to 1.0."""

    document: Document
    releases: tuple[Release, ...]
    redacted_share: float


@dataclass(frozen=True, slots=True)
class UnreadDocument:
    """A document of which no page can be searched. `described`: its title, requests, facets and dates, as a page
    without text would be indexed."""

    record: DocumentRecord
    described: PageRecord


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """A release with its files (unread ones too) and the sheets known in them."""

    release: Release
    documents: int
    pages: int


class CatalogReader(Protocol):
    """Read access to the catalog. Lists come back in a stable order; nothing here changes state."""

    def state(self) -> str:
        """A token that is another one after every change that anybody commits; "" where that cannot be told."""

    def document(self, id_or_prefix: str) -> DocumentRecord:
        """By full SHA-256 or its first 12 digits or more. Raises NotFound."""

    def documents_by_number(self, numbers: Sequence[int]) -> tuple[DocumentRecord, ...]:
        """In the order asked; unknown numbers are left out."""

    def newest_document(self) -> int:
        """The number of the document that came last; 0 for an empty archive."""

    def list_documents(self, offset: int, limit: int) -> tuple[DocumentRecord, ...]:
        """All documents, unread ones too, newest number last."""

    def page(self, document: str, number: int) -> StoredPage:
        """Raises NotFound."""

    def pages_by_key(self, keys: Sequence[int]) -> tuple[StoredPage, ...]:
        """In the order asked; unknown keys are left out."""

    def page_texts(self, keys: Sequence[int]) -> tuple[PageText, ...]:
        """Texts without word boxes, in the order asked; unknown keys are left out."""

    def page_heads(self, document: str) -> tuple[PageHead, ...]:
        """Every sheet of the document in order, unread ones too; empty when it could not be opened."""

    def mentions(self, document: str, number: int) -> tuple[Mention, ...]:
        """Of one page, by position."""

    def mentions_by_key(self, keys: Sequence[int]) -> tuple[tuple[Mention, ...], ...]:
        """One tuple for each key, in the order asked; empty for an unknown key."""

    def labels(self, facet: str, values: Sequence[str]) -> tuple[str, ...]:
        """How people read facet values that occur in this archive; the value itself where nothing better is known."""

    def facet_labels(self, values: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], str]:
        """The same for several facets (facet → values) in one look: those labels that are known, by facet and value."""

    def coverage(self, document: str | None = None, unseen_limit: int = 0, unseen_offset: int = 0) -> Coverage:
        """Sums of the archive or of one document, with up to `unseen_limit` listed files and pages."""

    def set_aside(self, limit: int = 1000, offset: int = 0) -> tuple[Unseen, ...]:
        """For the operator: pages with words under a redaction, never the words."""

    def outside(self, limit: int = 1000, offset: int = 0) -> tuple[Unseen, ...]:
        """For the operator: files that hold removed words beyond their pages, once for each place."""

    def withheld_originals(self) -> int:
        """How many files were read and are not handed out."""

    def password_env(self, document: str) -> str | None:
        """The environment variable that a manifest names for the document's password; None: none does."""

    def unseen_pages(self, filters: Filters) -> int:
        """Pages not searchable in documents that match the document-level filters (institution, year, language,
        release, dates); other facets are ignored."""

    def unread_documents(self, filters: Filters) -> Iterator[UnreadDocument]:
        """Documents whose reading has ended without a searchable page, by number, streamed; document-level filters
        as in `unseen_pages`."""

    def release(self, release_id: str) -> Release:
        """Raises NotFound."""

    def regimes(self, releases: Sequence[str]) -> frozenset[str | None]:
        """The laws of these releases (by id); None among them where one's law is not known."""

    def list_releases(self, offset: int, limit: int) -> tuple[ReleaseRecord, ...]:
        """All releases, the one archived last first."""

    def count_releases(self) -> int: ...

    def release_documents(self, release_id: str, offset: int, limit: int) -> tuple[DocumentRecord, ...]:
        """The documents of a release, unread ones too, by number. Empty when there is no such release."""
