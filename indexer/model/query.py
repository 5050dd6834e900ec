"""A parsed query: a tree of frozen nodes that every engine translates (design.md, rule 6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Term:
    """One analysed word: the tokens it may match in the three token fields."""

    exact: str
    english: str
    french: str


@dataclass(frozen=True, slots=True)
class Words:
    """A word: matches a page whose exact, English or French tokens hold it. `raw` is what the user typed."""

    term: Term
    raw: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exact tokens side by side; `slop` > 0 only with two tokens: at most that many tokens between, either order."""

    tokens: tuple[str, ...]
    raw: str
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wildcard over exact tokens: `*` any run, `?` one character, as in `interfer*` or `wech?t`."""

    pattern: str
    raw: str


@dataclass(frozen=True, slots=True)
class FieldValue:
    """Pages whose facet field holds the value, compared whole ("platform", "wechat")."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldText:
    """A node over another text field: "title", "account_names", "party_names", "stamp", "request", "furniture".

    Also the words of a facet's values, by the facet's name ("person" and "chong" find "Michael Chong").
    """

    name: str
    node: Words | Phrase | Pattern


@dataclass(frozen=True, slots=True)
class DateRange:
    """Documents whose date may lie in `[lower, upper]`, days as YYYYMMDD integers; None is open.

    A document dated "2021" may lie in September 2021. One without a date is in no range.
    """

    lower: int | None
    upper: int | None


@dataclass(frozen=True, slots=True)
class Documents:
    """Pages of these documents, by number: "in this document", and the pages of one screen of results."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every page: the empty query."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No page: what is left of a query that can match nothing."""


Node = Words | Phrase | Pattern | FieldValue | FieldText | DateRange | Documents | And | Or | Not | Everything | Nothing

Order = Literal["relevance", "document_date", "release_date"]
Scope = Literal["page", "document"]


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`understood` is the query as read, in our grammar; `repairs` are sentences, empty when none was needed.

    `equivalents`: fixed terms may also stand in the other language. `scope`: all words on one page, or in one document.
    """

    node: Node
    understood: str
    repairs: tuple[str, ...] = ()
    equivalents: bool = True
    scope: Scope = "page"


@dataclass(frozen=True, slots=True)
class Filters:
    """Facet selections: values of one facet are alternatives, facets add up, excluded values are taken out.

    `date_from` and `date_to` bound the document's date: EDTF days, months or years, both inclusive.
    """

    include: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[tuple[str, tuple[str, ...]], ...] = ()
    date_from: str | None = None
    date_to: str | None = None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a URL or a command asks. `limit` counts pages; `offset` counts documents when grouped, else pages.

    `facets`: those to count, besides those with a selection; None: all of them.
    """

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    order: Order = "relevance"
    limit: int = 20
    offset: int = 0
    facets: tuple[str, ...] | None = None
