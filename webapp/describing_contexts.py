"""What the pages that correct descriptions are given."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.contexts import Hidden, Link
from webapp.entity_contexts import HistoryRow


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that the pages offer. `use` goes into the button that takes it; `where` is the page that says it."""

    label: str
    use: str
    said: str
    where: str
    href: str


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a form. `choices` (value and label) make it a list; `lines` above 1 a text area. `origin`: where the
    shown value came from, in words; `was`: the value when the form was made; `problem`: why it cannot be kept."""

    name: str
    label: str
    value: str
    was: str
    hint: str
    origin: str
    choices: tuple[tuple[str, str], ...]
    lines: int
    offers: tuple[Offer, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class DescribeContext:
    """A document or release to correct. `new_institution`: a name outside the list is to be kept as it is."""

    title: str
    lead: str
    back: Link
    action: str
    error: str
    done: str
    fields: tuple[Field, ...]
    new_institution: bool | None
    institutions: tuple[str, ...]
    why: str
    who: str
    history: tuple[HistoryRow, ...]
    more: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One document of the table. `problem`: why the row was not saved."""

    id: str
    href: str
    file: str
    note: str
    ticked: bool
    title: Field
    date: Field
    author: Field
    problem: str


@dataclass(frozen=True, slots=True)
class TableContext:
    """Documents to describe in one form; `ticked` are the fields for the rows that are ticked."""

    title: str
    lead: str
    back: Link
    ways: tuple[Link, ...]
    action: str
    kept: tuple[Hidden, ...]
    error: str
    done: str
    rows: tuple[TableRow, ...]
    ticked: tuple[Field, ...]
    new_institution: bool
    institutions: tuple[str, ...]
    releases: tuple[tuple[str, str], ...]
    why: str
    who: str
    pagination: tuple[Link, ...]
