"""What the pages of takedowns are given."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.contexts import Hidden, Link


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    """A reason to choose; `told` is what the tombstone says."""

    value: str
    told: str
    checked: bool


@dataclass(frozen=True, slots=True)
class TakedownForm:
    """Asks before something is taken down, or brought back. `confirm`: what must be typed before it is destroyed; ""
    where it cannot be destroyed (a page alone) or nothing is (bringing back)."""

    title: str
    back: Link
    error: str
    action: str
    kept: tuple[Hidden, ...]
    sentences: tuple[str, ...]
    reasons: tuple[ReasonChoice, ...]
    why: str
    confirm: str
    remove: bool
    typed: str
    button: str
    who: str


@dataclass(frozen=True, slots=True)
class TakedownLine:
    """One takedown in the list. `undo_href` "": it was undone, as `undone` says."""

    subject: str
    href: str
    state: str
    reason: str
    who: str
    when: str
    why: str
    undone: str
    undo_href: str


@dataclass(frozen=True, slots=True)
class TakedownsContext:
    rows: tuple[TakedownLine, ...]
    total: int
    pagination: tuple[Link, ...]
    done: str
