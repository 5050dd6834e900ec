"""What the pages themselves say of a release or document that nobody has described: offered to a person, with the
page that says it. Nothing here decides or saves anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.archive.institutions import institution_names
from indexer.entities.document_date import is_covering_letter
from indexer.errors import NotFound
from indexer.extract.config import stamps
from indexer.extract.stamps import request_numbers
from indexer.model.mention import DateDetails, Mention, PartyDetails
from indexer.model.page import Page
from indexer.model.stored import CatalogReader, DocumentRecord

PAGES_READ = 3
"""Of each document: letters and datelines stand on the first ones."""
DOCUMENTS_READ = 40
OFFERED = 3
TITLE_CHARACTERS = 160
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LAWS = (
    ("atia_ca", re.compile(r"(?i)access to information act|loi sur l.acc[eè]s [aà] l.information")),
    ("privacy_ca", re.compile(r"(?i)\bprivacy act\b|loi sur la protection des renseignements personnels")),
    ("foi_uk", re.compile(r"(?i)freedom of information act 2000")),
    ("foia_us", re.compile(r"(?i)freedom of information act|5 u\.?s\.?c\.? (?:§ ?)?552")),
)
"""Named in running text; of several the first that is named counts, and the British act before the American."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value for a field, and where it was read: `document` (SHA-256), `page` (sheet), `text` as printed.

    `letter`: in the letter that came with the release, which is where such things are said for certain.
    """

    field: str
    value: str
    document: str
    page: int
    text: str
    letter: bool


def of_release(catalog: CatalogReader, release: str) -> dict[str, tuple[Suggestion, ...]]:
    """By field (request_number, institution, released, regime): up to OFFERED values each, the likeliest first."""
    found: dict[str, list[Suggestion]] = {}
    for record in catalog.release_documents(release, 0, DOCUMENTS_READ):
        for one in _of_release(catalog, record):
            found.setdefault(one.field, []).append(one)
    return {field: _best(offered) for field, offered in found.items()}


def of_document(catalog: CatalogReader, record: DocumentRecord) -> dict[str, tuple[Suggestion, ...]]:
    """By field (title, date): values that the first pages offer beside the one that was chosen."""
    found: dict[str, list[Suggestion]] = {}
    for page, mentions in _first_pages(catalog, record):
        for field, value, text in (*_headings(page), *_days(mentions)):
            if value != getattr(record.document, field):
                found.setdefault(field, []).append(
                    Suggestion(field, value, record.document.id, page.number, text, letter=False)
                )
    return {field: _best(offered) for field, offered in found.items()}


def _of_release(catalog: CatalogReader, record: DocumentRecord) -> Iterator[Suggestion]:
    for page, mentions in _first_pages(catalog, record):
        letter = is_covering_letter(page.text)
        said = (*_numbers(page), *_institutions(mentions), *_released(mentions, letter=letter), *_regimes(page))
        for field, value, text in said:
            yield Suggestion(field, value, record.document.id, page.number, " ".join(text.split()), letter)


def _first_pages(catalog: CatalogReader, record: DocumentRecord) -> Iterator[tuple[Page, tuple[Mention, ...]]]:
    for number in range(1, min(PAGES_READ, record.document.pages_total or 0) + 1):
        try:
            yield catalog.page(record.document.id, number).page, catalog.mentions(record.document.id, number)
        except NotFound:  # it waits to be read
            continue


Said = tuple[str, str, str]
"""Field, value and text as printed."""


def _numbers(page: Page) -> Iterator[Said]:
    ordered = sorted(request_numbers(page.text), key=lambda one: -one[1])
    yield from (("request_number", number, number) for number, _ in ordered)


def _institutions(mentions: Iterable[Mention]) -> Iterator[Said]:
    known = institution_names()
    for one in mentions:
        if isinstance(one.details, PartyDetails) and one.details.party_kind == "organisation" and one.value in known:
            yield "institution", one.value or "", one.text


def _released(mentions: Iterable[Mention], *, letter: bool) -> Iterator[Said]:
    """A date of release as such, and the date of a covering letter."""
    for one in mentions:
        role = one.details.role if isinstance(one.details, DateDetails) else ""
        if (role == "release" or (letter and role == "document")) and one.value and _DAY.fullmatch(one.value):
            yield "released", one.value, one.text


def _regimes(page: Page) -> Iterator[Said]:
    for stamp in stamps("banner"):
        if stamp.regime and (match := stamp.pattern.search(page.text)):
            yield "regime", stamp.regime, match.group()
    named = ((law, pattern.search(page.text)) for law, pattern in _LAWS)
    yield from (("regime", law, match.group()) for law, match in named if match)


def _headings(page: Page) -> Iterator[Said]:
    if page.number == 1:
        for heading in page.headings:
            text = " ".join(page.text[heading.span.start : heading.span.end].split())
            if text and len(text) <= TITLE_CHARACTERS:
                yield "title", text, text


def _days(mentions: Iterable[Mention]) -> Iterator[Said]:
    for one in mentions:
        role = one.details.role if isinstance(one.details, DateDetails) else ""
        if role in ("document", "event") and one.value and _DAY.fullmatch(one.value):
            yield "date", one.value, one.text


def _best(offered: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Each value once: what letters say first, then what is said most often, then what is said first."""
    values: dict[str, list[Suggestion]] = {}
    for one in offered:
        values.setdefault(one.value, []).append(one)
    groups = sorted(values.values(), key=lambda some: (not any(one.letter for one in some), -len(some)))
    return tuple(next((one for one in some if one.letter), some[0]) for some in groups[:OFFERED])
