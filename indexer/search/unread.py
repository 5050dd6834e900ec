"""Files that cannot be read, found by what is known of them (design.md, rule 2).

They have no page in the index. So the query is matched here, by the engine in plain Python, to a page made of the
file's name, title, request numbers, institution and releases: the whole grammar means what it means on pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from indexer.model.query import FieldText, Node, Pattern, Phrase, Words
from indexer.model.result import UnreadFile, UnreadFiles
from indexer.model.stored import UnreadDocument
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


def find_unread(documents: Iterable[UnreadDocument], node: Node, labels: Labels, limit: int) -> UnreadFiles:
    """The files that match, by number: the first `limit` of them, all of them counted.

    Nothing for a query without a word, phrase, title or request number: such a file is then no more found than
    any other.
    """
    words = tuple(_words(node))
    if not words:
        return UnreadFiles()
    matcher, named = Matcher(any_of(words)), _cached(labels)
    found: list[UnreadFile] = []
    total = 0
    for document in documents:
        texts = _texts(document, named)
        # Most files hold none of the words; to see that costs a tenth of matching the whole query.
        if matcher.matches(" | ".join(texts)) and _matches(document, texts, node):
            total += 1
            if len(found) < limit:
                found.append(_file(document))
    return UnreadFiles(tuple(found), total)


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
