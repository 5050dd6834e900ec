"""The one Protocol that every recogniser keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from indexer.model.geometry import Span
from indexer.model.mention import Mention


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the text's document, and of the pages before it.

    Attributes:
        language: of the text: "en", "fr", "zh" or None.
        date: the document's date (EDTF) or None.
        skip: spans that recognisers leave out (furniture).
        table_rows: spans of table rows in reading order, each a tuple of cell spans; the first is the header.
        range_ends: the two dates of a range are mentions too, inside the range's own, as TimeML marks them.
        document_text: text of the whole document for definitions ("RRM Canada"); "" when not at hand.
    """

    language: str | None = None
    date: str | None = None
    skip: tuple[Span, ...] = ()
    table_rows: tuple[tuple[Span, ...], ...] = ()
    document_text: str = ""
    range_ends: bool = False


class Recogniser(Protocol):
    """Finds mentions of its kinds. Spans are exact: `mention.text == text[mention.start:mention.end]`."""

    @property
    def name(self) -> str:
        """Name and version, such as "dates/1"; a new version re-runs the entities step."""

    def find(self, text: str, context: Context) -> tuple[Mention, ...]:
        """Mentions by position, without boxes. Empty when there are none. Never raises on text."""
