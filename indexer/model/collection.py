"""What a person collects: documents, pages and passages in an order of their own, with notes and tags."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from indexer.model.geometry import Span

ItemKind = Literal["document", "page", "passage"]
NAME_LIMIT, NOTE_LIMIT, TAG_LIMIT, TAGS_LIMIT = 200, 5_000, 60, 20
"""Characters of a name, a note and a tag; tags of one item."""
ITEMS_LIMIT = 5_000
"""Of one collection: a citation list of more is a search to be exported."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What was collected. `page`: sheet, None for a document as a whole. `span` and its words `quote`: a passage."""

    document: str
    page: int | None = None
    span: Span | None = None
    quote: str = ""

    @property
    def kind(self) -> ItemKind:
        if self.page is None:
            return "document"
        return "passage" if self.span else "page"


@dataclass(frozen=True, slots=True)
class Item:
    """`added_at`, `taken_out_at`: ISO 8601; the latter None while it is in its collection."""

    id: str
    collection: str
    what: Collected
    note: str
    tags: tuple[str, ...]
    added_by: str
    added_at: str
    taken_out_at: str | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """`items`: how many are in it. `removed_at`: ISO 8601, None while it is there."""

    id: str
    name: str
    note: str
    made_by: str
    made_at: str
    items: int
    removed_at: str | None = None


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """`query_string`: the search as an address has it. `seen_to`: the newest document (number) there was when somebody
    last looked; what came later is new."""

    id: str
    name: str
    query_string: str
    made_by: str
    made_at: str
    seen_to: int


class Collections(Protocol):
    """Kept in the catalog. Nothing is destroyed: what is taken out or removed can be put back.

    Every method that names a collection or an item that is not there raises NotFound; text over a limit, or a
    collection that is full, InputError with a sentence that says what to do.
    """

    def all(self) -> tuple[Collection, ...]:
        """By name; those removed are left out."""

    def removed(self) -> tuple[Collection, ...]:
        """Those that can be put back, newest first."""

    def get(self, collection: str) -> Collection: ...

    def items(self, collection: str) -> tuple[Item, ...]:
        """In their order."""

    def taken_out(self, collection: str) -> tuple[Item, ...]:
        """Items that can be put back, the last first."""

    def item(self, item: str) -> Item: ...

    def on_page(self, document: str, page: int) -> tuple[tuple[Collection, Item], ...]:
        """What of a page, or of passages on it, is collected where; by collection."""

    def make(self, name: str, note: str, who: str) -> Collection: ...

    def change(self, collection: str, name: str, note: str) -> None: ...

    def remove(self, collection: str) -> None: ...

    def restore(self, collection: str) -> None: ...

    def add(self, collection: str, what: Collected, note: str, tags: Sequence[str], who: str) -> tuple[Item, bool]:
        """The item at the end of the collection, and whether it is new: what is in it already stays as it is."""

    def edit(self, item: str, note: str, tags: Sequence[str]) -> Item: ...

    def move(self, item: str, place: int) -> None:
        """To the place (from 1) among the items of its collection; beyond the last is the last."""

    def take_out(self, item: str) -> Item: ...

    def put_back(self, item: str) -> Item:
        """At the place where it was."""


class SavedSearches(Protocol):
    """Raises NotFound for one that is not there, InputError for a name or search over a limit."""

    def all(self) -> tuple[SavedSearch, ...]:
        """By name."""

    def get(self, search: str) -> SavedSearch: ...

    def save(self, name: str, query_string: str, who: str, seen_to: int) -> tuple[SavedSearch, bool]:
        """The search under its name, and whether it is new: one that is saved already stays as it is."""

    def rename(self, search: str, name: str) -> None: ...

    def see(self, search: str, seen_to: int) -> None:
        """What there is up to this document is no longer new."""

    def remove(self, search: str) -> SavedSearch:
        """Gives what was removed, so that it can be saved again."""


def new_id() -> str:
    """For a collection, an item or a search: 12 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(6)


def anchored(text: str, span: Span, quote: str) -> Span | None:
    """Where the words of a passage stand in its page's text now: where they stood, else the nearest place that has the
    same words, whatever the white space; None when they are gone."""
    if text[span.start : span.end] == quote:
        return span
    found = _places(text, quote)
    if found:
        nearest = min(found, key=lambda start: abs(start - span.start))
        return Span(nearest, nearest + len(quote))
    return _loosely(text, quote)


def _places(text: str, quote: str) -> list[int]:
    places, start = [], text.find(quote) if quote else -1
    while start >= 0:
        places.append(start)
        start = text.find(quote, start + 1)
    return places


def _loosely(text: str, quote: str) -> Span | None:
    """The same words with other white space between them."""
    kept = [(place, letter) for place, letter in enumerate(text) if not letter.isspace()]
    wanted = "".join(quote.split())
    start = "".join(letter for _, letter in kept).find(wanted) if wanted else -1
    return Span(kept[start][0], kept[start + len(wanted) - 1][0] + 1) if start >= 0 else None
