"""Timelines that researchers save: picked points in their order, with their own words beside the source's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from indexer.model.timeline import Moment

ChangeAction = Literal[
    "pick", "word", "move", "sort", "hide", "show", "remove", "rename", "publish", "retract", "delete"
]
ENTRIES_LIMIT = 1000
NAME_LENGTH, HEADLINE_LENGTH, OWN_LENGTH = 200, 300, 5000


@dataclass(frozen=True, slots=True)
class SavedEntry:
    """A picked point. `moment`: what the page said when it was picked, without mentions; `own_by`: whose the words
    in `headline` and `own` are, "" while there are none; `down`: its source was taken down, and `moment` has no words.
    """

    id: str
    moment: Moment
    hidden: bool
    headline: str
    own: str
    own_by: str
    made_by: str
    made_at: str
    down: bool = False


@dataclass(frozen=True, slots=True)
class SavedTimeline:
    """`source`: address of the timeline it was first picked from, "" for none; `entries`: those listed, hidden ones
    too; `size`: how many are shown. `removed`: it is listed nowhere until that is undone."""

    id: str
    name: str
    source: str
    published: bool
    removed: bool
    made_by: str
    made_at: str
    size: int
    entries: tuple[SavedEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A change in the history. `entries`: ids of those concerned; `text`: a name or headline that it gave."""

    number: int
    action: ChangeAction
    entries: tuple[str, ...]
    text: str
    who: str
    when: str
    undone_by: str | None = None
    undone_at: str | None = None


class TimelineReader(Protocol):
    """Saved timelines as they stand."""

    def saved(self, *, published_only: bool = False) -> tuple[SavedTimeline, ...]:
        """All that are not removed, without their entries, the newest first."""

    def timeline(self, timeline_id: str) -> SavedTimeline:
        """With its entries in order. Raises NotFound; not for a removed one."""

    def changes(self, timeline_id: str, limit: int) -> tuple[Change, ...]:
        """The newest first."""


class TimelineDesk(TimelineReader, Protocol):
    """Saved timelines for a researcher. Each call is one change in the history, attributed and undoable; `who` is the
    person. All raise NotFound for what is not there, InputError for what cannot be, with the reason in words."""

    def make(self, name: str, source: str, who: str) -> str:
        """A new empty timeline; gives its id."""

    def pick(self, timeline_id: str, moments: Sequence[Moment], who: str) -> int:
        """Adds points, each at its day; those that are there already are left out. Gives how many were added."""

    def word(self, timeline_id: str, entry_id: str, headline: str, own: str, who: str) -> None:
        """Sets the researcher's words; both "" takes them away."""

    def move(self, timeline_id: str, entry_id: str, steps: int, who: str) -> None:
        """Moves an entry up (negative) or down among those shown."""

    def sort(self, timeline_id: str, who: str) -> None:
        """Puts all entries in the order of their days."""

    def hide(self, timeline_id: str, entry_id: str, hidden: bool, who: str) -> None: ...

    def remove(self, timeline_id: str, entry_id: str, who: str) -> None:
        """Takes an entry out; the history can bring it back."""

    def rename(self, timeline_id: str, name: str, who: str) -> None: ...

    def publish(self, timeline_id: str, published: bool, who: str) -> None:
        """Whether a public site shows it."""

    def delete(self, timeline_id: str, who: str) -> None:
        """Takes the timeline out of all lists; the history can bring it back."""

    def undo(self, timeline_id: str, change: int, who: str) -> None:
        """Takes one change back. Raises InputError when what it changed was changed again since, or it is undone."""
