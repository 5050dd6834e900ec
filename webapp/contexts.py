"""What each template is given: one frozen record a page, ready to print. Templates hold no logic of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Segment(NamedTuple):
    """A run of text. `match` counts the matches of a text from 1 (0: none); `furniture`: banner or stamp."""

    text: str
    match: int = 0
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str
    note: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter; `href` is the same search without it."""

    facet: str
    label: str
    href: str
    excluded: bool


@dataclass(frozen=True, slots=True)
class FacetValueView:
    """`entity_href`: the page of what it names; "" where it names nothing that has one."""

    label: str
    pages: int
    documents: int
    selected: bool
    excluded: bool
    toggle_href: str
    exclude_href: str
    entity_href: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """`rest`: values not shown until `rest_href` is followed; `more`: the archive has others still. `findable`: there
    are so many that one looks for a value by a part of its name. `on_opening`: it is counted when it is opened;
    until then it has no values, `rest_href` opens it and `part_href` gives what stands inside."""

    name: str
    label: str
    values: tuple[FacetValueView, ...]
    rest: int
    rest_href: str
    active: int
    is_open: bool
    more: bool
    findable: bool
    on_opening: bool
    part_href: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the histogram, in units of its viewBox."""

    year: str
    label: str
    pages: int
    href: str
    selected: bool
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A year under the histogram; `place` is a share of its width ("12.5%"). `minor`: left out on a narrow screen."""

    year: str
    place: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars over years without gaps; `base` is where they stand."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    base: int
    sentence: str


@dataclass(frozen=True, slots=True)
class PassageView:
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """A matching page. `by_title`: the document's title matches too."""

    number: int
    label: str | None
    href: str
    passages: tuple[PassageView, ...]
    withheld: bool
    redacted: str
    by_title: bool


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """How a release is named beside a document."""

    name: str
    institution: str
    href: str
    released: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """One document among the results."""

    id: str
    title: tuple[Segment, ...]
    href: str
    releases: tuple[ReleaseLine, ...]
    date: str
    language: str | None
    pages_total: int | None
    redacted: str
    redacted_blocks: int
    hits: tuple[HitView, ...]
    others: int
    others_href: str


@dataclass(frozen=True, slots=True)
class Without:
    """What a search would give if one filter were taken away."""

    label: str
    href: str
    pages: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """A form field that keeps the rest of a search."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class UnreadView:
    """A file that cannot be read and matches by what is known of it; `name` is "" where it is the title."""

    title: str
    name: str
    href: str
    releases: tuple[ReleaseLine, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class EquivalentView:
    """What was also looked for, in the language `lang`."""

    term: str
    others: str
    lang: str


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """Pages of one document with all of their passages."""

    title: str
    href: str
    language: str | None
    date: str
    releases: tuple[ReleaseLine, ...]
    hits: tuple[HitView, ...]


@dataclass(frozen=True, slots=True)
class SearchAids:
    """What helps a search on: the other language's terms and their switch, where the words may stand, how the results
    are listed, and a query near one that found nothing.

    `equivalents_href` is the search without (or again with) them; "" where there are none. `corrected_pages`: what
    `corrected` finds. `whole`: all of the search, for a form that asks something about it.
    """

    equivalents: tuple[EquivalentView, ...] = ()
    equivalents_href: str = ""
    equivalents_off: bool = False
    scopes: tuple[Link, ...] = ()
    views: tuple[Link, ...] = ()
    corrected: Link | None = None
    corrected_pages: int = 0
    whole: tuple[Hidden, ...] = ()


@dataclass(frozen=True, slots=True)
class ValuesContext:
    """Values of one facet that hold a text."""

    facet: str
    label: str
    find: str
    values: tuple[FacetValueView, ...]
    more: bool
    kept: tuple[Hidden, ...]
    back_href: str
    failed: str


@dataclass(frozen=True, slots=True)
class SimilarContext:
    """Pages that speak of the same as one."""

    title: str
    page_href: str
    number: int
    label: str | None
    groups: tuple[MatchGroup, ...]
    failed: str


@dataclass(frozen=True, slots=True)
class SearchContext:
    """`state`: "found", "nothing", "filtered" (nothing with these filters), "beyond" (past the last screen),
    "empty" (an empty archive), "refused" (over a limit), "unindexed" (the index is to be rebuilt) or "failed"."""

    query: str
    state: str
    message: str
    notices: tuple[str, ...]
    understood: str
    repairs: tuple[str, ...]
    pages: int
    documents: int
    documents_approximate: bool
    unseen_pages: int
    chips: tuple[Chip, ...]
    clear_href: str
    facets: tuple[FacetView, ...]
    facet_asked: bool
    histogram: Histogram | None
    orders: tuple[Link, ...]
    order: str
    order_label: str
    groups: tuple[GroupView, ...]
    matches: tuple[MatchGroup, ...]
    aids: SearchAids
    without: tuple[Without, ...]
    pagination: tuple[Link, ...]
    previous_href: str
    next_href: str
    first_document: int
    last_document: int
    date_from: str
    date_to: str
    kept: tuple[Hidden, ...]
    json_href: str
    timeline_href: str
    feed_href: str
    save_href: str
    unread: tuple[UnreadView, ...]
    unread_total: int
    furniture_note: str
    """Pages that have the words in furniture only; "" when none has. `furniture_href` finds them."""
    furniture_href: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    name: str
    href: str
    institution: str
    released: str
    documents: int
    pages: int


@dataclass(frozen=True, slots=True)
class IndexEntry:
    label: str
    href: str
    pages: int


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """One facet on the front page, as in a printed index."""

    label: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class FrontContext:
    """`searchable`, `listed` (what is not, a link) and `others` (waiting, withheld) are parts of a sentence.

    `unready`: why nothing can be searched just now.
    """

    files: int
    releases_total: int
    pages_total: int
    searchable: str
    listed: str
    others: str
    releases: tuple[ReleaseRow, ...]
    histogram: Histogram | None
    columns: tuple[IndexColumn, ...]
    unready: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a description list. `basis`: where it was read; `href` makes it a link; `code`: monospaced; `lang`: of
    the value, where it is the document's."""

    name: str
    value: str
    basis: str = ""
    href: str = ""
    code: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    title: str
    href: str
    name: str
    date: str
    pages: int | None
    outcome: str
    reason: str
    redacted: str
    releases: tuple[ReleaseLine, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class Thumbnail:
    number: int
    label: str | None
    href: str
    image_href: str
    width: int
    height: int
    hit: bool
    current: bool
    redacted_blocks: int
    redacted: str
    mark: str


@dataclass(frozen=True, slots=True)
class UnseenRow:
    """A listed file, page or run of pages with its reason in words; `pages` is "" for a file."""

    title: str
    href: str
    pages: str
    reason: str


@dataclass(frozen=True, slots=True)
class MessageContext:
    """An error or explaining page: what happened, what was kept, what to do next."""

    title: str
    happened: str
    next_step: str
    links: tuple[Link, ...]
