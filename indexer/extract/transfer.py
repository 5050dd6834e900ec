"""A Page as a frame's header and blob, and back: plain data, checked on arrival."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.model.geometry import BBox, Span
from indexer.model.packing import pack_words, unpack_words
from indexer.model.page import Page, Redaction, Table

PLAIN = (
    "number", "width_pt", "height_pt", "text", "label", "printed_label", "language", "source", "ocr_confidence",
    "redacted_share", "withheld", "withheld_pages", "hidden_text", "outcome", "reason",
)  # fmt: skip


def to_frame(page: Page) -> tuple[dict[str, Any], bytes]:
    """`(header, blob)` for `from_frame`: the words are the blob."""
    header: dict[str, Any] = {name: getattr(page, name) for name in PLAIN}
    header["sections"] = page.sections
    header["markings"] = page.markings
    header["furniture"] = [(span.start, span.end) for span in page.furniture]
    header["redactions"] = [(item.bbox, item.kind, item.sections, item.regime) for item in page.redactions]
    header["tables"] = [(table.bbox, table.rows, table.cells) for table in page.tables]
    return header, pack_words(page.words)


def from_frame(header: Mapping[str, Any], blob: bytes) -> Page:
    """The page again.

    Raises:
        ValueError, KeyError, TypeError: it is not what `to_frame` makes; the child is not to be trusted.
    """
    return Page(
        **{name: header[name] for name in PLAIN},
        words=unpack_words(blob),
        sections=tuple(header["sections"]),
        markings=tuple(header["markings"]),
        furniture=tuple(Span(start, end) for start, end in header["furniture"]),
        redactions=tuple(
            Redaction(BBox(*box), kind, tuple(sections), regime) for box, kind, sections, regime in header["redactions"]
        ),
        tables=tuple(_table(*row) for row in header["tables"]),
    )


def _table(box: list[float], rows: list[list[str]], cells: list[list[list[float] | None]]) -> Table:
    return Table(
        BBox(*box),
        tuple(tuple(row) for row in rows),
        tuple(tuple(BBox(*cell) if cell is not None else None for cell in row) for row in cells),
    )
