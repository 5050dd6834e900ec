"""What the templates of entities, timelines and corrections are given; see `contexts` for what all pages share."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.contexts import Hidden, Link, ReleaseLine


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a passage. `kind`: "" plain, "mention" of the entity, "hedge", "date" of the event."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as read. `lang`: "zh" for one in Han characters, else ""."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A line of the list; `note` says platform or kind, `others` are other names."""

    name: str
    href: str
    note: str
    others: tuple[Name, ...]
    pages: int
    documents: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class EntitiesContext:
    """`kinds`: one link a kind with its count as note. `updating`: a sentence while counts follow a correction."""

    kind: str
    kind_label: str
    kinds: tuple[Link, ...]
    name: str
    order: str
    orders: tuple[Link, ...]
    rows: tuple[EntityRow, ...]
    total: int
    pagination: tuple[Link, ...]
    hidden: bool
    hidden_href: str
    notices: tuple[str, ...]
    updating: Updating | None


@dataclass(frozen=True, slots=True)
class Updating:
    """Counts follow a correction: so many documents are still to be written; `href` is the page itself."""

    documents: int
    href: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage that names the entity. `notes`: what a reader must know of it, such as a low confidence."""

    runs: tuple[Run, ...]
    number: int
    label: str | None
    href: str
    notes: tuple[str, ...]
    reject_href: str


@dataclass(frozen=True, slots=True)
class NamedDocumentView:
    """What one document says: who says it (author, releases) and when (its date)."""

    title: str
    href: str
    date: str
    author: str
    releases: tuple[ReleaseLine, ...]
    language: str | None
    pages: int
    mentions: int
    passages: tuple[PassageView, ...]
    more: int
    more_href: str


@dataclass(frozen=True, slots=True)
class Companion:
    """Who appears with it: `pages` name both; `both_href` finds them."""

    label: str
    href: str
    pages: int
    both_href: str


@dataclass(frozen=True, slots=True)
class CompanionGroup:
    kind: str
    label: str
    rows: tuple[Companion, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact that a document states, such as an operator, with the page that does."""

    name: str
    value: str
    source: str
    href: str
    hedge: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the strip; places and widths are shares of its width ("12.5%"), heights pixels.

    `shape`: "day", "month", "season", "year" or "range"; an open range goes on to the edge. `end`: x + width.
    """

    shape: str
    x: str
    width: str
    end: str
    y: int
    label: str
    href: str
    approximate: bool
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """`side`: "start" or "end" for a label near that edge, else ""."""

    label: str
    place: str
    minor: bool
    side: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture of a timeline; `sentence` says in words what it shows."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    height: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as read aloud. `sign` is drawn, `precision` says it; `notes`: how the date was read."""

    id: str
    date: str
    iso: str
    sign: str
    precision: str
    notes: tuple[str, ...]
    runs: tuple[Run, ...]
    named: tuple[Link, ...]
    source: str
    source_href: str
    number: int
    label: str | None
    href: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The first `total` events: some listed at once, the rest folded; `more`: there are others, which the file at
    `csv_href` and the page at `href` have too."""

    first: tuple[Entry, ...]
    rest: tuple[Entry, ...]
    strip: Strip | None
    total: int
    more: bool
    csv_href: str
    href: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a correction has just changed, and the way back; `undo_href` "" when there is none."""

    sentence: str
    undo_href: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A correction in words. `undone`: by whom, when and why it was taken back; "" while it holds."""

    sentence: str
    href: str
    who: str
    when: str
    why: str
    undone: str
    undo_href: str


@dataclass(frozen=True, slots=True)
class EntityContext:
    """`named`: the sentence under the name; `corrections`: ways to correct; `twins`: accounts that are likely the
    same, each with the way to merge it into that one."""

    id: str
    name: Name
    kind: str
    kind_label: str
    kind_href: str
    handle: str
    names: tuple[Name, ...]
    names_more: int
    named: str
    facts: tuple[Stated, ...]
    stated: tuple[Stated, ...]
    hidden: bool
    confirmed: bool
    known: bool
    merged: tuple[str, ...]
    documents: tuple[NamedDocumentView, ...]
    documents_total: int
    one_document: bool
    pagination: tuple[Link, ...]
    timeline: TimelineView
    companions: tuple[CompanionGroup, ...]
    companions_failed: str
    search_href: str
    csv_href: str
    json_href: str
    corrections: tuple[Link, ...]
    twins: tuple[Link, ...]
    history: tuple[HistoryRow, ...]
    history_href: str
    done: Done | None
    updating: Updating | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that another can be merged into."""

    name: str
    note: str
    pages: int
    documents: int
    href: str
    choose_href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick in a form."""

    name: str
    value: str
    label: str
    note: str
    checked: bool


@dataclass(frozen=True, slots=True)
class DecisionContext:
    """A form for a correction. `step`: "choose" (fields to fill), "check" (what will change, then the button)."""

    title: str
    lead: str
    back: Link
    step: str
    action: str
    sentences: tuple[str, ...]
    error: str
    kept: tuple[Hidden, ...]
    name: str | None
    name_label: str
    name_hint: str
    why: str
    button: str
    passage: tuple[Run, ...]
    query: str | None
    candidates: tuple[Candidate, ...]
    candidates_more: bool
    documents: tuple[Choice, ...]
    texts: tuple[Choice, ...]
    left_out: str
    who: str


@dataclass(frozen=True, slots=True)
class CorrectionsContext:
    """`entity`: the only one whose corrections are listed; None: all."""

    rows: tuple[HistoryRow, ...]
    total: int
    entity: Link | None
    pagination: tuple[Link, ...]
    who: str
    done: Done | None
    problems: tuple[str, ...]
    updating: Updating | None
