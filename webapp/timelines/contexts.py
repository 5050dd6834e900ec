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
    """Where picks go: `targets` are saved timelines (note: their id), the first a new one."""

    targets: tuple[Link, ...]
    kept: tuple[Hidden, ...]
    back: str


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
