"""One sheet of a document: its words, what is removed from it, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.model.geometry import BBox, Span, Word

PageOutcome = Literal["read", "unreadable", "quarantined", "failed", "over_limit", "taken_down"]
TextSource = Literal["text_layer", "ocr", "none"]
NEEDS_OCR = "needs_ocr"
"""Reason of a page that was read without its text: a picture, or a text layer that is rubbish. OCR ends it."""
FAILED_REDACTION = "hidden_text_under_redaction"
"""Reason of a page with words under a redaction: set aside, then searchable by what OCR sees in its picture."""
LANGUAGE_MISSING = "ocr_language_missing"
"""Reason of a page in a language whose data is not here; the language follows after a colon."""
NO_TEXT, BLANK = "no_text", "blank"
"""Reasons of a page that was read and has no words: a picture without any, and an empty sheet."""

RedactionKind = Literal["filled", "outlined", "cross_hatched", "blank", "annotation", "image"]


@dataclass(frozen=True, slots=True)
class Redaction:
    """A visible removal: where, and the sections of the Act cited on it (empty: none printed)."""

    bbox: BBox
    kind: RedactionKind
    sections: tuple[str, ...] = ()
    regime: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: rows of cells, each with its text ("" when empty) and box (None when merged away)."""

    bbox: BBox
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[BBox | None, ...], ...]


EmailFieldName = Literal["from", "to", "cc", "bcc", "date", "subject"]


@dataclass(frozen=True, slots=True)
class EmailField:
    """One line of a printed e-mail's header. `value` is as printed, on one line; "" where it was removed."""

    name: EmailFieldName
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class EmailHeader:
    """The header of an e-mail printed on the page. `span` is the whole block."""

    fields: tuple[EmailField, ...]
    span: Span

    def value(self, name: EmailFieldName) -> str | None:
        """The first value of that name; None when the header has no such line."""
        return next((field.value for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the text; `level` from 1."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as a reader sees it. Hidden words are in none of these fields.

    Attributes:
        number: 1-based sheet in the file.
        label: release page stamp such as "000012" (citations use it); None when not stamped.
        printed_label: the document's own number such as "3 of 6".
        text: every visible word in reading order, furniture included; NUL and surrogates are U+FFFD.
        words: in text order; a Han character is a word of its own.
        furniture: spans of banners, stamps and running heads; recognisers and search skip them.
        redacted_share: 0.0 to 1.0 of the page's area.
        withheld: this sheet is a notice that pages are withheld. `withheld_pages` are those it names.
        hidden_text: words lie under a box or are otherwise invisible.
        source: "ocr" also when OCR found no word. `ocr_confidence`: mean over its words, 0.0 to 1.0.
        reason: code when outcome is not "read"; for a read page one of the codes above, or None.
    """

    number: int
    width_pt: float
    height_pt: float
    text: str = ""
    words: tuple[Word, ...] = ()
    label: str | None = None
    printed_label: str | None = None
    language: str | None = None
    source: TextSource = "none"
    ocr_confidence: float | None = None
    redactions: tuple[Redaction, ...] = ()
    redacted_share: float = 0.0
    sections: tuple[str, ...] = ()
    markings: tuple[str, ...] = ()
    withheld: bool = False
    withheld_pages: int = 0
    hidden_text: bool = False
    furniture: tuple[Span, ...] = ()
    tables: tuple[Table, ...] = ()
    emails: tuple[EmailHeader, ...] = ()
    headings: tuple[Heading, ...] = ()
    outcome: PageOutcome = "read"
    reason: str | None = None
