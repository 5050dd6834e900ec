"""Documents and pages of the catalog as citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from indexer.cite.genres import Genre, genre_of
from indexer.cite.lines import one_line
from indexer.cite.rows import Entry, Named
from indexer.model.addresses import document_url, page_url
from indexer.model.citation import Citation, Place
from indexer.model.geometry import Span
from indexer.model.result import FoundPage
from indexer.model.stored import DocumentRecord

PASSAGE_LENGTH_LIMIT = 1_000
"""Characters of a passage in a citation; a longer one ends in an ellipsis."""
PASSAGE_ANCHOR = "passage"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where citations come from: the archive's name, its address without a final slash, and today (ISO)."""

    archive: str
    address: str
    today: str


@dataclass(frozen=True, slots=True)
class Citer:
    """Makes citations. `named` gives the name of an institution by its id."""

    named: Named
    origin: Origin
    genres: tuple[Genre, ...] = ()

    def document(self, record: DocumentRecord) -> Citation:
        """The document as a whole. A file of several releases is cited by the first."""
        one = record.document
        release = record.releases[0] if record.releases else None
        institution = (release.institution if release else None) or ""
        title = one_line(one.title)
        return Citation(
            document=one.id,
            title=title or one_line(one.name.rpartition("/")[2]) or one.short_id,
            supplied=not title,
            url=self.origin.address + document_url(one.id),
            archive=one_line(self.origin.archive),
            accessed=self.origin.today,
            institution=one_line(self.named(institution)) if institution else "",
            institution_id=institution,
            author=one_line(one.author),
            genre=genre_of(title, self.genres),
            date=one.date or "",
            request_number=one_line((release.request_number if release else None) or one.request_number),
            regime=(release.regime if release else None) or "",
            disposition=(release.disposition if release else None) or "",
            released=(release.released if release else None) or "",
            release=one_line(release.name) if release else "",
            language=one.language or "",
            pages_total=one.pages_total,
        )

    def pages(self, record: DocumentRecord, places: Sequence[Place]) -> Citation:
        """Pages or passages of the document; its address is the first one's."""
        ordered = tuple(sorted(places, key=lambda place: (place.sheet, place.span.start if place.span else 0)))
        whole = self.document(record)
        if not ordered:
            return whole
        return replace(whole, places=ordered, url=self.origin.address + place_url(record.document.id, ordered[0]))

    def found(self, found: FoundPage) -> Citation:
        """A page that a search found, with its first passage."""
        passage = found.hit.passages[0].text if found.hit.passages else ""
        place = Place(found.hit.page, found.hit.label, found.sections, passage=cut(passage))
        return self.pages(found.record, (place,))


def passage_place(place: Place, text: str, span: Span) -> Place:
    """The place narrowed to a span of its page's text; as it is where the span holds no words there."""
    start, end = max(0, span.start), min(len(text), span.end)
    if start >= end or not text[start:end].strip():
        return place
    return replace(place, span=Span(start, end), passage=cut(text[start:end]))


def place_url(sha256: str, place: Place) -> str:
    """The address of a page, or of a passage in it that is shown boxed."""
    address = page_url(sha256, place.sheet)
    if place.span is None:
        return address
    return f"{address}?{urlencode({'from': place.span.start, 'to': place.span.end})}#{PASSAGE_ANCHOR}"


def cut(text: str) -> str:
    """A passage on one line, of bearable length."""
    passage = one_line(text)
    return passage if len(passage) <= PASSAGE_LENGTH_LIMIT else passage[: PASSAGE_LENGTH_LIMIT - 1].rstrip() + "…"


def entries(citer: Citer, found: Iterable[FoundPage], query: str = "") -> Iterator[Entry]:
    """Found pages ready for every format, as they come."""
    return (Entry(one, citer.found(one), query) for one in found)
