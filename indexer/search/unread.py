"""Files that cannot be read, found by what is known of them (design.md, rule 2).

They have no page in the index. So the query is matched here, by the engine in plain Python, to a page made of the
file's name, title, request numbers, institution and releases: the whole grammar means what it means on pages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, islice

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


_BETWEEN = " | "
_FILES_A_SHELF, _KEPT_SHELVES = 200, 100
"""Kept in memory between searches: 20,000 files, some 20 MB. Of more each search reads all again."""
_KEPT_SELECTIONS = 8


@dataclass(frozen=True, slots=True)
class _Worded:
    """A file, what is known of it, and all of that in one line."""

    document: UnreadDocument
    texts: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Some files, their lines as one text, and where each line starts in it: most files hold none of the words, and to
    see that in one text takes a twentieth of the time of matching line after line."""

    files: tuple[_Worded, ...]
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, files: Sequence[_Worded]) -> _Shelf:
        lines = [one.line + _BETWEEN for one in files]
        return cls(tuple(files), "".join(lines), (0, *accumulate(map(len, lines)))[:-1])

    def holding(self, words: Matcher) -> list[_Worded]:
        """The files that hold one of the words, in order."""
        places = {bisect_right(self.starts, match.start) - 1 for match in words.matches(self.text)}
        return [self.files[place] for place in sorted(places)]


class UnreadFinder:
    """Finds them for every search; what the catalog lists is kept while its state stays. Safe for many threads."""

    def __init__(self, catalog: CatalogReader, labels: Labels) -> None:
        self._catalog = catalog
        self._labels = labels
        self._kept: tuple[str, dict[Filters, tuple[_Shelf, ...]]] = ("", {})

    def find(self, filters: Filters, node: Node, limit: int) -> UnreadFiles:
        """The files that match, by number: the first `limit` of them, all of them counted.

        Nothing for a query without a word, phrase, title or request number: such a file is then no more found than
        any other. Of the filters those count that say something of a whole document.
        """
        leaves = tuple(_leaves(node))
        if not leaves:
            return UnreadFiles()
        words, line = Matcher(any_of(_each_word(leaves))), Matcher(any_of(leaves))
        found: list[UnreadFile] = []
        total = 0
        for shelf in self._shelves(filters):
            for one in shelf.holding(words):
                if line.matches(one.line) and _matches(one.document, one.texts, node):
                    total += 1
                    if len(found) < limit:
                        found.append(_file(one.document))
        return UnreadFiles(tuple(found), total)

    def _shelves(self, filters: Filters) -> Iterator[_Shelf]:
        state = self._catalog.state()
        kept = self._kept[1].get(filters) if state and state == self._kept[0] else None
        if kept is not None:
            yield from kept
            return
        read: list[_Shelf] = []
        worded = self._worded(filters)
        while files := tuple(islice(worded, _FILES_A_SHELF)):
            shelf = _Shelf.of(files)
            if len(read) <= _KEPT_SHELVES:
                read.append(shelf)
            yield shelf
        if state and len(read) <= _KEPT_SHELVES:
            self._keep(state, filters, tuple(read))

    def _worded(self, filters: Filters) -> Iterator[_Worded]:
        named = _cached(self._labels)
        for document in self._catalog.unread_documents(filters):
            texts = _texts(document, named)
            yield _Worded(document, texts, _BETWEEN.join(texts))

    def _keep(self, state: str, filters: Filters, read: tuple[_Shelf, ...]) -> None:
        if state != self._kept[0] or len(self._kept[1]) >= _KEPT_SELECTIONS:
            self._kept = (state, {})
        self._kept[1][filters] = read


def _each_word(leaves: Iterable[Node]) -> Iterator[Node]:
    """Phrases as their words: over many lines a phrase could be found from one line into the next."""
    for leaf in leaves:
        if isinstance(leaf, Phrase):
            yield from (Pattern(token, token) for token in leaf.tokens)
        else:
            yield leaf


def _leaves(node: Node) -> Iterator[Node]:
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
