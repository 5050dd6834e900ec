"""What the parts about citations are given: a cited place in a style, a menu of exports, and metadata for programs."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.cite.runs import Runs
from webapp.contexts import Hidden, Link

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StyleOption:
    name: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class CiteView:
    """A document, page or passage in a style.

    Attributes:
        what: what is cited, in words; `passage` its words where a passage is cited.
        action, kept: the form that chooses a style, and its hidden fields.
        pages: sheets as asked for, to be changed; None where the page itself is cited.
        other: a style that is not on the list, as asked for.
        note, entry: the two forms; () where the style failed, and `failed` says why.
        like: what the style's name is worth here.
        permalink: with the address of the site; href: without.
        local: the address works on this machine only.
        files: the same for reference managers.
        collect_href: where it is put into a collection; "" on a public site.
        whole_href: the document as a whole; page_href: the page without the passage; "" where that is cited.
    """

    what: str
    passage: str
    action: str
    kept: tuple[Hidden, ...]
    pages: str | None
    notice: str
    styles: tuple[StyleOption, ...]
    other: str
    note: Runs
    entry: Runs
    failed: str
    like: str
    permalink: str
    href: str
    local: bool
    sha256: str
    files: tuple[Link, ...]
    whole_href: str
    page_href: str
    collect_href: str


@dataclass(frozen=True, slots=True)
class Copied:
    """What is put behind a passage that is copied with its citation: the page in full, and its address in it."""

    citation: str
    url: str
    cite_href: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """For reference managers and search engines: Highwire tags in order, and schema.org as JSON-LD."""

    tags: Pairs
    linked_data: dict[str, object]


@dataclass(frozen=True, slots=True)
class ExportMenu:
    """All matches as files. `tables` and `managers` are links; lists to read are made in a style by a form."""

    tables: tuple[Link, ...]
    managers: tuple[Link, ...]
    lists: tuple[Link, ...]
    kept: tuple[Hidden, ...]
    styles: tuple[StyleOption, ...]
