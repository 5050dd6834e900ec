"""Files that cannot be read, found by what is known of them (design.md, rule 2).

They have no page in the index. So the query is matched here, by the engine in plain Python, to a page made of the
file's name, title, request numbers, institution and releases: the whole grammar means what it means on pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from indexer.model.query import FieldText, Filters, Node, Pattern, Phrase, Words
from indexer.model.result import UnreadFile, UnreadFiles
from indexer.model.stored import CatalogReader, UnreadDocument
from indexer.search.engines.memory import entry_of, matches
from indexer.search.fields import TEXT
from indexer.search.matching import Matcher
from indexer.search.nodes import any_of, wanted
from indexer.search.projection import field_tokens, project

Labels = Callable[[str, Sequence[str]], tuple[str, ...]]
"""Facet and values → how people read them."""

UNREAD_FILES_LISTED = 20
"""What commands and site list; beyond that a number is enough."""

_FIELDS = frozenset(("title", "request"))


_KEPT_FILES = 20_000
"""Kept in memory between searches: some 20 MB. Of more each search reads all again."""
_KEPT_SELECTIONS = 8


@dataclass(frozen=True, slots=True)
class _Worded:
    """A file, what is known of it, and all of that in one line."""

    document: UnreadDocument
    texts: tuple[str, ...]
    line: str


class UnreadFinder:
    """Finds them for every search; what the catalog lists is kept while its state stays. Safe for many threads."""

    def __init__(self, catalog: CatalogReader, labels: Labels) -> None:
        self._catalog = catalog
        self._labels = labels
        self._kept: tuple[str, dict[Filters, tuple[_Worded, ...]]] = ("", {})

    def find(self, filters: Filters, node: Node, limit: int) -> UnreadFiles:
        """The files that match, by number: the first `limit` of them, all of them counted.

        Nothing for a query without a word, phrase, title or request number: such a file is then no more found than
        any other. Of the filters those count that say something of a whole document.
        """
        words = tuple(_words(node))
        if not words:
            return UnreadFiles()
        matcher = Matcher(any_of(words))
        found: list[UnreadFile] = []
        total = 0
        for one in self._worded(filters):
            # Most files hold none of the words; to see that costs a tenth of matching the whole query.
            if matcher.matches(one.line) and _matches(one.document, one.texts, node):
                total += 1
                if len(found) < limit:
                    found.append(_file(one.document))
        return UnreadFiles(tuple(found), total)

    def _worded(self, filters: Filters) -> Iterator[_Worded]:
        state = self._catalog.state()
        kept = self._kept[1].get(filters) if state and state == self._kept[0] else None
        if kept is not None:
            yield from kept
            return
        named, read = _cached(self._labels), list[_Worded]()
        for document in self._catalog.unread_documents(filters):
            texts = _texts(document, named)
            one = _Worded(document, texts, " | ".join(texts))
            if len(read) <= _KEPT_FILES:
                read.append(one)
            yield one
        if state and len(read) <= _KEPT_FILES:
            self._keep(state, filters, tuple(read))

    def _keep(self, state: str, filters: Filters, read: tuple[_Worded, ...]) -> None:
        if state != self._kept[0] or len(self._kept[1]) >= _KEPT_SELECTIONS:
            self._kept = (state, {})
        self._kept[1][filters] = read


def _words(node: Node) -> Iterator[Node]:
    for leaf in wanted(node):
        if isinstance(leaf, Words | Phrase | Pattern):
            yield leaf
        elif isinstance(leaf, FieldText) and leaf.name in _FIELDS:
            yield leaf.node


def _texts(document: UnreadDocument, named: Callable[[str], str]) -> tuple[str, ...]:
    record = document.record
    texts: list[str | None] = [record.document.name, record.document.title, *document.described.requests]
    for release in record.releases:
        texts += [release.name, release.id]
        if release.institution:
            texts += [release.institution, named(release.institution)]
    return tuple(dict.fromkeys(text for text in texts if text))


def _matches(document: UnreadDocument, texts: Sequence[str], node: Node) -> bool:
    page = project(document.described)
    return matches(entry_of(replace(page, texts=page.texts | field_tokens(TEXT, texts))), node)


def _file(document: UnreadDocument) -> UnreadFile:
    one = document.record.document
    return UnreadFile(one.id, one.name, one.title, one.reason or one.outcome, document.record.releases)


def _cached(labels: Labels) -> Callable[[str], str]:
    @cache
    def named(institution: str) -> str:
        return labels("institution", (institution,))[0]

    return named
