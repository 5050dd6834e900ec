"""What the pages of collections and saved searches are given."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.cite.runs import Runs
from webapp.cite_contexts import StyleOption
from webapp.contexts import Hidden, Link


@dataclass(frozen=True, slots=True)
class CollectionRow:
    id: str
    name: str
    href: str
    items: int
    note: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class CollectionsContext:
    """`typed`: what a form held that could not be taken; `failed` says why."""

    rows: tuple[CollectionRow, ...]
    removed: tuple[CollectionRow, ...]
    typed: str
    failed: str
    done: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as it stands now.

    Attributes:
        place: from 1.
        where: the page in words, or that it is the document as a whole.
        state: "here"; "moved" (the words of the passage are no longer on the page); "down" (taken down); "gone" (the
            archive has no such document). `said` is the sentence for it.
        coins: the citation for reference managers, in the title of an empty element.
        entry: its citation in the style chosen; () where there is none.
        typed_note, typed_tags: what the form holds.
    """

    id: str
    place: int
    kind: str
    title: str
    lang: str
    href: str
    where: str
    quote: str
    note: str
    tags: tuple[str, ...]
    state: str
    said: str
    entry: Runs
    coins: str
    by: str
    when: str
    typed_note: str
    typed_tags: str


@dataclass(frozen=True, slots=True)
class CollectionContext:
    """`failed_item`: the item whose form could not be taken, `failed` why; "" for the collection's own form."""

    id: str
    href: str
    name: str
    note: str
    made: str
    removed: bool
    items: tuple[ItemView, ...]
    total: int
    taken_out: tuple[ItemView, ...]
    pagination: tuple[Link, ...]
    styles: tuple[StyleOption, ...]
    other: str
    style_failed: str
    files: tuple[Link, ...]
    package_href: str
    timeline_href: str
    done: str
    failed: str
    failed_item: str


@dataclass(frozen=True, slots=True)
class CollectContext:
    """The form that puts something into a collection. `already`: names of those that have it."""

    title: str
    back_href: str
    where: str
    quote: str
    kept: tuple[Hidden, ...]
    collections: tuple[CollectionRow, ...]
    already: tuple[Link, ...]
    name: str
    note: str
    tags: str
    chosen: str
    failed: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """What is said of a page in a collection."""

    collection: str
    href: str
    quote: str
    note: str
    tags: tuple[str, ...]
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class SavedRow:
    """`new`: documents that came since somebody looked, None when they cannot be told just now."""

    id: str
    name: str
    href: str
    feed_href: str
    new: int | None
    new_href: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class SavedContext:
    rows: tuple[SavedRow, ...]
    done: str
    failed: str


@dataclass(frozen=True, slots=True)
class SaveContext:
    """The form that keeps a search: its address, what it is called unless one says otherwise, and where it is."""

    search: str
    name: str
    href: str
