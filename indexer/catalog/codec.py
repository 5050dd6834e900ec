"""Lists inside a row as compact JSON: spans, redactions, tables, mention details. Both directions, side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any, cast

from indexer.model.geometry import BBox, Span
from indexer.model.mention import (
    AccountDetails,
    DateDetails,
    Details,
    FigureDetails,
    Mention,
    PartyDetails,
)
from indexer.model.page import EmailField, EmailHeader, Heading, Page, Redaction, Table

_DETAILS: dict[str, type[AccountDetails | DateDetails | PartyDetails | FigureDetails]] = {
    "account": AccountDetails,
    "date": DateDetails,
    "party": PartyDetails,
    "figure": FigureDetails,
}

_BEFORE_BOXES = ',"bboxes":'
"""Never inside a name: there the quotation marks are escaped."""


def dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def page_details(page: Page) -> str:
    """The lists of a page but for its words; empty ones are left out."""
    lists = {
        "furniture": [(span.start, span.end) for span in page.furniture],
        "sections": page.sections,
        "markings": page.markings,
        "redactions": redaction_lists(page.redactions),
        "tables": [(table.bbox, table.rows, table.cells) for table in page.tables],
        "emails": email_lists(page.emails),
        "headings": heading_lists(page.headings),
    }
    return dump({name: values for name, values in lists.items() if values})


def redaction_lists(redactions: Sequence[Redaction]) -> list[object]:
    return [(one.bbox, one.kind, one.sections, one.regime) for one in redactions]


def email_lists(emails: Sequence[EmailHeader]) -> list[object]:
    return [
        (
            (one.span.start, one.span.end),
            [(item.name, item.value, item.span.start, item.span.end) for item in one.fields],
        )
        for one in emails
    ]


def emails_of(details: dict[str, Any]) -> tuple[EmailHeader, ...]:
    return tuple(
        EmailHeader(tuple(EmailField(name, value, Span(start, end)) for name, value, start, end in fields), Span(*span))
        for span, fields in details.get("emails", ())
    )


def heading_lists(headings: Sequence[Heading]) -> list[object]:
    return [(one.span.start, one.span.end, one.level) for one in headings]


def headings_of(details: dict[str, Any]) -> tuple[Heading, ...]:
    return tuple(Heading(Span(start, end), level) for start, end, level in details.get("headings", ()))


def spans_of(details: dict[str, Any]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in details.get("furniture", ()))


def redactions_of(details: dict[str, Any]) -> tuple[Redaction, ...]:
    return tuple(
        Redaction(BBox(*bbox), kind, tuple(sections), regime)
        for bbox, kind, sections, regime in details.get("redactions", ())
    )


def tables_of(details: dict[str, Any]) -> tuple[Table, ...]:
    return tuple(
        Table(
            BBox(*bbox),
            tuple(tuple(row) for row in rows),
            tuple(tuple(BBox(*cell) if cell else None for cell in row) for row in cells),
        )
        for bbox, rows, cells in details.get("tables", ())
    )


def mention_details(mention: Mention) -> str:
    return dump({"details": asdict(mention.details) if mention.details else None, "bboxes": mention.bboxes})


def mention_parts(kind: str, text: str) -> tuple[Details, tuple[BBox, ...]]:
    """Details and boxes of a mention of this kind, from what `mention_details` made."""
    stored = json.loads(text)
    return _details_of(kind, stored["details"]), boxes_of_list(stored["bboxes"])


def details_alone(kind: str, text: str) -> Details:
    """The details of `mention_details` without the boxes; read once for all mentions that are written alike."""
    return _details_read(kind, text.rpartition(_BEFORE_BOXES)[0] + "}")


@lru_cache(maxsize=20_000)
def _details_read(kind: str, text: str) -> Details:
    return _details_of(kind, json.loads(text)["details"])


def boxes_of_list(numbers: Sequence[Sequence[float]]) -> tuple[BBox, ...]:
    return tuple(BBox(*box) for box in numbers)


def _details_of(kind: str, values: dict[str, Any] | None) -> Details:
    if values is None:
        return None
    if "ambiguous" in values:
        values["ambiguous"] = tuple(values["ambiguous"])
    return cast(Details, _DETAILS[kind](**values))
