"""What the templates of timelines are given; see `webapp.contexts` for what all pages share."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.contexts import Hidden, Link
from webapp.entity_contexts import Mark, Run, Tick


@dataclass(frozen=True, slots=True)
class SourceView:
    """A page that states an entry. `href` opens it with the passage boxed; `said`: its own words where they differ
    from those shown."""

    title: str
    title_href: str
    number: int
    label: str | None
    href: str
    beside: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as read aloud.

    Attributes:
        pick: what a form sends to pick it. `sign` is drawn, `precision` says it; `notes`: how the date was read.
        headline, own: the researcher's words, "" for none; `runs` are the source's, which stay beside them.
        typed_headline, typed_own: what stands in the fields of the form: as kept, or as sent when it could not be.
        source: the first page that states it; `others`: more pages, of `stated` in all.
        picked: it is in the timeline that picks go to.
        gone: why the source cannot be opened any more, "" while it can.
    """

    id: str
    pick: str
    role: str
    role_label: str
    date: str
    iso: str
    sign: str
    precision: str
    notes: tuple[str, ...]
    runs: tuple[Run, ...]
    named: tuple[Link, ...]
    source: SourceView | None
    others: tuple[SourceView, ...]
    stated: int = 1
    headline: str = ""
    own: str = ""
    own_by: str = ""
    typed_headline: str = ""
    typed_own: str = ""
    picked: bool = False
    gone: str = ""
    moved: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """The points of one role in the picture: its label stands at `y`."""

    role: str
    label: str
    y: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All points, or with `bars` how many there are in each year or month. `sentence` says in words what it shows."""

    lanes: tuple[Lane, ...]
    bars: tuple[PeriodBar, ...]
    ticks: tuple[Tick, ...]
    height: int
    sentence: str


@dataclass(frozen=True, slots=True)
class PeriodBar:
    """A year or month; places and widths are shares of the width ("12.5%"), heights pixels."""

    label: str
    href: str
    x: str
    width: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class FilterValue:
    label: str
    count: int
    selected: bool
    href: str


@dataclass(frozen=True, slots=True)
class FilterView:
    """`rest`: values that are not listed, since they are rarer."""

    name: str
    label: str
    values: tuple[FilterValue, ...]
    rest: int


@dataclass(frozen=True, slots=True)
class PickForm:
    """Where picks go: `targets` are saved timelines (note: the id). `source`: address of this page, which is kept."""

    targets: tuple[Link, ...]
    source: str


@dataclass(frozen=True, slots=True)
class TimelineContext:
    """`state`: "found", "empty" (no date at all), "filtered" (none passes the filters), "failed"."""

    title: str
    over: Link
    sentence: str
    state: str
    notices: tuple[str, ...]
    filters: tuple[FilterView, ...]
    chips: tuple[Link, ...]
    clear_href: str
    kept: tuple[Hidden, ...]
    first: str
    last: str
    picture: Picture | None
    entries: tuple[EntryView, ...]
    shown: str
    screens: tuple[Link, ...]
    files: tuple[Link, ...]
    pick: PickForm | None


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A line of the list of saved timelines."""

    name: str
    href: str
    size: int
    by: str
    when: str
    published: bool


@dataclass(frozen=True, slots=True)
class SavedListContext:
    """`can_edit`: this site takes changes."""

    rows: tuple[SavedRow, ...]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """`undone`: by whom and when it was taken back, "" while it holds."""

    number: int
    sentence: str
    who: str
    when: str
    undone: str


@dataclass(frozen=True, slots=True)
class SavedContext:
    """A saved timeline. `hidden`: entries that only the researcher sees; `headlines`, `words`: limits of the fields."""

    id: str
    name: str
    sentence: str
    by: str
    source: Link | None
    published: bool
    removed: bool
    error: str
    done: str
    picture: Picture | None
    entries: tuple[EntryView, ...]
    hidden: tuple[EntryView, ...]
    files: tuple[Link, ...]
    changes: tuple[ChangeRow, ...]
    can_edit: bool
    name_limit: int
    headline_limit: int
    own_limit: int
