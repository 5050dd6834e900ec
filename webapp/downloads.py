"""Mentions and events as CSV, streamed a row at a time; no cell is a formula (design.md, rule 9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from indexer.cite.rows import Row
from indexer.model.addresses import page_url
from indexer.model.event import FIRST_DAY, LAST_DAY, TimelinePoint, is_approximate
from indexer.model.named import NamedMention
from indexer.model.stored import DocumentRecord
from indexer.search.days import write_day
from webapp import telling
from webapp.services import Services

DOCUMENT_FIELDS = (
    "document_date", "title", "author", "institution", "request_number", "page", "label", "url", "sha256",
)  # fmt: skip
MENTION_FIELDS = ("name", "kind", "text", "hedge", "confidence", "passage", *DOCUMENT_FIELDS)
EVENT_FIELDS = (
    "date", "first_day", "last_day", "precision", "approximate", "basis", "ambiguous", "hedge", "passage", "names",
    *DOCUMENT_FIELDS,
)  # fmt: skip
"""`date` is EDTF; `first_day` and `last_day` are ISO, "" where the date is open."""

_CACHED_DOCUMENTS = 256

Rows = Iterator[Row]


def mention_rows(services: Services, name: str, kind: str, found: Iterable[NamedMention]) -> Iterator[Row]:
    """One row a mention, with the sentence around it."""
    described = _described(services)
    for one in found:
        sentence = telling.sentence_of(one)
        passage = one.passage[sentence.start - one.start : sentence.end - one.start]
        yield {
            "name": name, "kind": kind, "text": one.mention.text, "hedge": one.mention.hedge or "",
            "confidence": one.mention.confidence, "passage": " ".join(passage.split()),
            **described(one.document), **_page(one.document, one.page, one.label),
        }  # fmt: skip


def event_rows(services: Services, points: Iterable[TimelinePoint]) -> Iterator[Row]:
    """One row an event; `names` are those of the passage, joined by "; "."""
    described = _described(services)
    for point in points:
        event = point.event
        names = dict.fromkeys(one.label or one.value or one.text for one in point.mentions if one.kind != "figure")
        yield {
            "date": event.edtf, "first_day": _iso(event.lower), "last_day": _iso(event.upper),
            "precision": event.precision, "approximate": is_approximate(event.edtf), "basis": event.basis,
            "ambiguous": event.ambiguous, "hedge": event.hedge or "", "passage": " ".join(point.text.split()),
            "names": "; ".join(names), **described(point.document), **_page(point.document, point.page, point.label),
        }  # fmt: skip


def _described(services: Services) -> Callable[[str], Row]:
    """What is known of a document, asked for once while its rows follow each other."""

    @lru_cache(maxsize=_CACHED_DOCUMENTS)
    def of(sha256: str) -> Row:
        record: DocumentRecord = services.catalog.document(sha256)
        release = record.releases[0] if record.releases else None
        institution = (release.institution if release else None) or ""
        return {
            "document_date": record.document.date or "", "title": record.document.title or record.document.name,
            "author": record.document.author or "",
            "institution": services.search.labels("institution", (institution,))[0] if institution else "",
            "request_number": (release.request_number if release else None) or record.document.request_number or "",
        }  # fmt: skip

    return of


def _page(sha256: str, number: int, label: str | None) -> Row:
    return {"page": number, "label": label or "", "url": page_url(sha256, number), "sha256": sha256}


def _iso(day: int) -> str:
    return "" if day in (FIRST_DAY, LAST_DAY) else write_day(day)
