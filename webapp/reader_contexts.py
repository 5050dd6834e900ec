"""What the reader's template is given; see `contexts` for what it shares with other pages."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.coverage import Coverage
from webapp.cite_contexts import CiteView, Copied, Metadata
from webapp.collection_contexts import NoteView
from webapp.contexts import Fact, Link, ReleaseLine, Segment, Thumbnail, UnseenRow


@dataclass(frozen=True, slots=True)
class Rect:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Boxes:
    """A match, mention or redaction as drawn: `id` is its anchor."""

    id: str
    css: str
    title: str
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the selectable text over the picture, in points; `start` is its place in the text of the page."""

    text: str
    start: int
    x: str
    y: str
    width: str
    size: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place of an entity on the page. `reject_href`: where the operator takes it out; "" for others."""

    text: str
    href: str
    note: str
    reject_href: str


@dataclass(frozen=True, slots=True)
class EntityView:
    """`href`: its own page; "" for what has none (dates, figures, unnamed accounts)."""

    label: str
    note: str
    href: str
    search_href: str
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class EntityGroup:
    """`others`: what has no value to go by ("now", "recently"), folded away."""

    kind: str
    label: str
    entities: tuple[EntityView, ...]
    others: tuple[EntityView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """`meaning` in words and `kind` ("exemption", "exclusion"); both "" where the law or the code is not known.
    `lang`: of the meaning, where it is not that of the page."""

    code: str
    meaning: str
    kind: str
    lang: str


@dataclass(frozen=True, slots=True)
class RedactionView:
    href: str
    sections: tuple[SectionView, ...]
    kind: str
    share: str


@dataclass(frozen=True, slots=True)
class HitStep:
    """Steps among the matching pages. `index` is 0 when this page is none of them."""

    index: int
    total: int
    previous_href: str
    next_href: str
    matches_here: int
    all_href: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The sheet as an image with what is drawn over it. `failed`: it has no size, so there is no image."""

    href: str
    sources: str
    width: int
    height: int
    width_pt: str
    height_pt: str
    overlay: tuple[Boxes, ...]
    lines: tuple[TextLine, ...]
    failed: bool


@dataclass(frozen=True, slots=True)
class About:
    """Chain of custody and coverage of the document."""

    facts: tuple[Fact, ...]
    coverage: Coverage
    unseen: tuple[UnseenRow, ...]
    original_href: str
    original_withheld: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A ruled table of the page: rows of cells as text. `href`: its box on the picture; `csv_href`: to take away."""

    number: int
    href: str
    csv_href: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet among others, one below the other."""

    number: int
    label: str | None
    href: str
    language: str | None
    picture: Picture
    unread: str
    notes: tuple[str, ...]
    matches: int


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """Sheets of a document to be read one after the other. `previous_href`, `next_href`: the sheets before, after."""

    title: str
    document_href: str
    releases: tuple[ReleaseLine, ...]
    query: str
    first: int
    last: int
    pages_total: int
    sheets: tuple[ReadSheet, ...]
    previous_href: str
    next_href: str


@dataclass(frozen=True, slots=True)
class Rail:
    """What stands beside the picture: only the part for `name` is filled. `taken_out`: mentions that corrections
    took out, for the operator."""

    name: str
    tabs: tuple[Link, ...]
    segments: tuple[Segment, ...] = ()
    entities: tuple[EntityGroup, ...] = ()
    taken_out: tuple[str, ...] = ()
    redactions: tuple[RedactionView, ...] = ()
    redacted: str = ""
    tables: tuple[TableView, ...] = ()
    notes: tuple[NoteView, ...] = ()
    collect_href: str = ""
    about: About | None = None
    cite: CiteView | None = None


@dataclass(frozen=True, slots=True)
class ReaderContext:
    """`unread`: why the sheet cannot be searched; `failed`: why the search in the document could not be done."""

    id: str
    title: str
    title_language: str | None
    document_href: str
    releases: tuple[ReleaseLine, ...]
    query: str
    search_href: str
    number: int
    pages_total: int
    label: str | None
    language: str | None
    previous_href: str
    next_href: str
    permalink: str
    similar_href: str
    reading_href: str
    thumbnails: tuple[Thumbnail, ...]
    picture: Picture
    rail: Rail
    unread: str
    notes: tuple[str, ...]
    step: HitStep | None
    failed: str
    metadata: Metadata
    copied: Copied
