"""What the static page of a collection is given."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.cite.runs import Runs


@dataclass(frozen=True, slots=True)
class PackageItem:
    """`picture`: its file in the package; "" for a document as a whole, and for a page that could not be drawn."""

    title: str
    lang: str
    where: str
    passage: str
    note: str
    tags: tuple[str, ...]
    entry: Runs
    coins: str
    url: str
    sha256: str
    picture: str


@dataclass(frozen=True, slots=True)
class PackageContext:
    """`left_out`: items whose source the archive no longer shows."""

    name: str
    note: str
    archive: str
    language: str
    style: str
    items: tuple[PackageItem, ...]
    left_out: int
    css: str
