"""Where an entity is named: documents, pages and mentions, as they stand after people's corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.model.geometry import Span
from indexer.model.mention import Mention
from indexer.model.stored import DocumentRecord


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document that names the entity; `pages` and `mentions` count those that do."""

    record: DocumentRecord
    pages: int
    mentions: int


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A mention with its place: `document` is the SHA-256, `page` the sheet, `label` its stamped number.

    `passage` is `Page.text[start:end]` around it, `start` where it begins; `breaks` are spans of the page that are no
    part of the sentences around them (banners, headings).
    """

    document: str
    page: int
    label: str | None
    mention: Mention
    passage: str = ""
    start: int = 0
    breaks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text as printed, compared without case and line breaks, and how often it stands for the entity."""

    text: str
    mentions: int


class NamedReader(Protocol):
    """Rejected mentions count nowhere. An entity that is not known is named nowhere: empty answers."""

    def documents(self, entity_id: str, offset: int, limit: int) -> tuple[NamedDocument, ...]:
        """By the document's date, the earliest first, those without one last."""

    def dated(self, entity_id: str) -> tuple[DocumentRecord, ...]:
        """The earliest and the latest of the dated documents; the same one when there is but one, () without any."""

    def mentions(self, entity_id: str, document: int, limit: int) -> tuple[NamedMention, ...]:
        """The first mentions in a document (by its number), by page and place, with the text around each."""

    def all_mentions(self, entity_id: str) -> Iterator[NamedMention]:
        """Every mention by document and place, with the text around each; streamed."""

    def texts(self, entity_id: str, limit: int) -> tuple[PrintedText, ...]:
        """What is printed for the entity, the most frequent first."""

    def count(self, entity_id: str, documents: Sequence[str], texts: Sequence[str]) -> tuple[int, int]:
        """`(mentions, documents)` with these documents and texts, as `registry.Rule` chooses for a split."""

    def stated(self, entity_id: str, limit: int) -> tuple[NamedMention, ...]:
        """Mentions of an account whose text states its operator or followers, by document and place."""
