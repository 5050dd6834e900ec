"""What the pages of one document say about themselves, once all of them have been seen."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.extract.authors import Author, AuthorSearch
from indexer.extract.citing import cited
from indexer.extract.config import stamps
from indexer.extract.edges import is_banner
from indexer.extract.emails import emails_of
from indexer.extract.furniture import Repeated, Repetition, outside_tables
from indexer.extract.headings import headings_of
from indexer.extract.languages import language_of
from indexer.extract.lines import Piece, pieces
from indexer.extract.sections import only_codes
from indexer.extract.stamps import Notice, label_of, marking_of, notice_of, printed_of, request_number
from indexer.extract.titles import PAGES, Title, title_of
from indexer.model.geometry import Span
from indexer.model.page import Page

VERSION = "describe/5"


@dataclass(frozen=True, slots=True)
class Description:
    """The pages with labels, furniture, sections, markings, notices and language; and facts of the document.

    `title_basis` and `author_basis` say where they were read ("page 1", "metadata"), `title_at` and `author_at` the
    page, span and how sure. `regime` is the one given, else the one that
    the release banner names. All are None when not found.
    """

    pages: tuple[Page, ...]
    title: str | None = None
    title_basis: str | None = None
    request_number: str | None = None
    language: str | None = None
    regime: str | None = None
    author: str | None = None
    author_basis: str | None = None
    title_at: Title | None = None
    author_at: Author | None = None


@dataclass(frozen=True, slots=True)
class _Stamped:
    """A page with its pieces, those that are furniture, and what its stamps say. `kept`: of the furniture, what stays
    text because it stands nowhere before; it is no part of the body either."""

    page: Page
    pieces: tuple[Piece, ...]
    furniture: frozenset[int]
    kept: frozenset[int]
    label: str | None
    printed: str | None
    printed_at: int | None
    request: str | None
    markings: tuple[str, ...]

    @property
    def body(self) -> tuple[Piece, ...]:
        return tuple(piece for index, piece in enumerate(self.pieces) if index not in self.furniture)

    @property
    def repeated(self) -> tuple[Piece, ...]:
        return tuple(piece for index, piece in enumerate(self.pieces) if index in self.furniture)

    def notice(self, regime: str | None) -> Notice | None:
        """The withheld-page notice that the sheet is. "Page 4515" on a line may open it, and is no page number then."""
        text = "\n".join(
            piece.text
            for index, piece in enumerate(self.pieces)
            if index not in self.furniture or index == self.printed_at
        )
        return notice_of(text, regime)


def describe(pages: Sequence[Page], regime: str | None, metadata_title: str | None = None) -> Description:
    """Describes a whole document that is in memory. `regime` ("atia_ca" ...) is the release's; None: unknown, read
    from banners.

    Works on plain text too (pages without words): boxes and places then play no part.
    """
    describer = Describer(regime)
    for page in pages:
        describer.learn(page)
    described = tuple(map(describer.described, pages))
    return replace(describer.facts(metadata_title), pages=described)


class Describer:
    """Describes a document in two readings, page by page: `learn` every page, then `described` every page, then
    `facts`. It holds the first pages, and a few hundred bytes for each other one (see `Repetition`)."""

    def __init__(self, regime: str | None) -> None:
        self._stated_regime = regime
        self._named_regimes: Counter[str] = Counter()
        self._repetition = Repetition()
        self._furniture: deque[Repeated] | None = None
        self._first: list[tuple[Page, Sequence[Piece]]] = []
        self._texts: list[str] = []
        self._authors = AuthorSearch()
        self._requests: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()

    @property
    def regime(self) -> str | None:
        """The law of the release, else the one that most banners name; known when every page is learnt."""
        if self._stated_regime or not self._named_regimes:
            return self._stated_regime
        return self._named_regimes.most_common(1)[0][0]

    def learn(self, page: Page) -> None:
        """First reading: the next page."""
        parts = pieces(page)
        self._repetition.add(parts)
        self._named_regimes.update(regime for piece in parts for regime in _regimes(piece.text))

    def described(self, page: Page) -> Page:
        """Second reading: the next page, with labels, furniture, sections, markings, notices and language."""
        if self._furniture is None:
            self._furniture = deque(self._repetition.furniture())
        parts = pieces(page)
        item = _stamped(page, parts, self._furniture.popleft())
        found = _described(item, self.regime)
        if len(self._first) < PAGES:
            self._first.append((found, item.body))
            self._texts.append(page.text)
        self._authors.add(found, item.repeated)
        if item.request:
            self._requests[item.request] += 1
        if found.language is not None:
            self._languages[found.language] += max(1, len(page.text))
        return found

    def facts(self, metadata_title: str | None = None) -> Description:
        """What the document says of itself, without pages. `metadata_title` is taken where the pages show its words."""
        title = title_of(self._first, metadata_title)
        author = self._authors.author()
        return Description(
            (),
            title.text if title else None,
            title.basis if title else None,
            request_number(self._texts, self._requests),
            self._languages.most_common(1)[0][0] if self._languages else None,
            self.regime,
            author.name if author else None,
            author.basis if author else None,
            title,
            author,
        )


def _stamped(page: Page, parts: tuple[Piece, ...], repeats: Repeated) -> _Stamped:
    label, request, label_at = label_of(parts)
    printed, printed_at = printed_of(parts)
    marks = [(index, mark) for index, piece in enumerate(parts) if (mark := marking_of(piece)) is not None]
    banners = {index for index, piece in enumerate(parts) if is_banner(piece.text)}
    # Section codes repeat on many pages at one place; they are findings, not furniture.
    again = {index for index in outside_tables(page, parts, repeats.pieces) if not only_codes(parts[index].text, None)}
    places = {at for at in (label_at, printed_at) if at is not None} | {index for index, _ in marks}
    names = tuple(dict.fromkeys(mark for _, mark in marks))
    furniture, kept = frozenset(again | banners | places), repeats.kept - banners - places
    return _Stamped(page, parts, furniture, kept, label, printed, printed_at, request, names)


def _described(item: _Stamped, regime: str | None) -> Page:
    page = item.page
    notice = item.notice(regime)
    furniture = item.furniture - item.kept - ({item.printed_at} if notice else set())
    spans = _joined(Span(piece.start, piece.end) for index, piece in enumerate(item.pieces) if index in furniture)
    body = "\n".join(piece.text for piece in item.body)
    redactions, sections, share = cited(page, item.pieces, regime, notice.sections if notice else ())
    return replace(
        page,
        label=item.label,
        printed_label=None if notice else item.printed,
        language=language_of(body),
        markings=item.markings,
        furniture=spans,
        withheld=notice is not None,
        withheld_pages=notice.pages if notice else 0,
        redactions=redactions,
        sections=sections,
        redacted_share=share,
        emails=emails_of(page.text),
        headings=headings_of(page, item.body),
    )


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if joined and span.start <= joined[-1].end + 1:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def _regimes(text: str) -> Iterator[str]:
    """The laws that a release banner names."""
    for stamp in stamps("banner"):
        if stamp.regime and stamp.pattern.search(text):
            yield stamp.regime
