"""Tantivy, the embedded engine: the only importer of its package.

Fields hold ready tokens (`search.projection`) behind a whitespace tokenizer, and queries are built from query
objects: Tantivy's own analysers and parser see neither pages nor what users type.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

import tantivy
from tantivy import Document, FieldType, Occur, Query

from indexer.errors import Unavailable
from indexer.model.query import (
    And,
    DateRange,
    Documents,
    Everything,
    FieldText,
    FieldValue,
    Node,
    Not,
    Nothing,
    Or,
    Order,
    Pattern,
    Phrase,
    Words,
)
from indexer.model.record import FACET_NAMES, PageRecord
from indexer.search.analyser import fold
from indexer.search.days import OPEN_END, days_since_zero
from indexer.search.engines.buckets import Buckets
from indexer.search.engines.folder import IndexFolder
from indexer.search.fields import FACET_WORDS, NAMED_TEXTS, TEXT, TextField, facet_key, text_field, word_lead
from indexer.search.nodes import all_of, ranks
from indexer.search.ports import SCHEMA_VERSION, Count, DocumentTotal, ScoredPage, Survey
from indexer.search.projection import Projection, project
from indexer.search.wildcards import wildcard

_TOKENIZER = "tokens"
_KEYS = "facet_keys"
_KEYS_A_BATCH = 5_000
_KEY_BITS = 42
_KEY_MASK = (1 << _KEY_BITS) - 1
_STEM_WEIGHT = 0.5
_MEGABYTE = 1_000_000
_LEAST_MEMORY_MB = 32
"""With 15, the least that Tantivy takes, 8,000 pages took 7.4 s in ever new small segments; with 32 0.9 s."""

_OPEN_ATTEMPTS = 5
_TIES = 32
"""Hits fetched beyond those wanted, to see where the ties of the last one end."""

_REGEX_PARTS = {"*": ".*", "?": "."}
"""Tokens are letters and digits: nothing else in a pattern needs escaping."""

_DATE_FIELDS = {"document_date": "by_document_date", "release_date": "by_release_date"}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in (TEXT, *NAMED_TEXTS.values(), TextField(FACET_WORDS)):
        builder.add_text_field(field.exact, tokenizer_name=_TOKENIZER, index_option="position")
        for stems in (field.english, field.french):
            if stems:
                builder.add_text_field(stems, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field(_KEYS, tokenizer_name="raw", index_option="basic")
    for name in FACET_NAMES:
        builder.add_text_field(_facet_field(name), fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document_name", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("key", "document"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("date_from", "date_to", *_DATE_FIELDS.values()):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def _facet_field(name: str) -> str:
    return f"facet_{name}"


_SCHEMA = _schema()


def _open(folder: Path) -> tantivy.Index:
    """A fresh handle. Tokenizers are not kept in the index, so they are registered after every opening."""
    index = tantivy.Index(_SCHEMA, path=str(folder))
    index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.config_reader(reload_policy="manual")
    return index


class TantivyStore:
    """The index of one archive folder (`ports.IndexStore`)."""

    def __init__(self, path: Path, writer_memory_mb: int, schema_version: int = SCHEMA_VERSION) -> None:
        self._folder = IndexFolder(path, schema_version)
        self._memory_mb = max(_LEAST_MEMORY_MB, writer_memory_mb)

    def needs_rebuild(self) -> bool:
        """True when there is no index, one of another schema version, or one this Tantivy cannot read."""
        current = self._folder.current()
        return current is None or not self._folder.is_current_schema(current) or not _readable(current)

    def engine(self) -> TantivyEngine:
        """For reading; empty answers while there is no index of this schema."""
        return TantivyEngine(self._folder)

    def writer(self) -> TantivyWriter:
        """For writing; makes the index when there is none of this schema. Raises Unavailable."""
        lock = self._folder.take_lock()
        try:
            current = self._folder.current()
            if current is None or self.needs_rebuild():
                current = self._folder.new()
                _open(current)
                self._folder.publish(current)
            return TantivyWriter(current, self._memory_mb, lambda: os.close(lock))
        except BaseException:
            os.close(lock)
            raise

    def rebuild(self, records: Iterable[PageRecord]) -> int:
        """A new version from all records, published when it is whole; an interrupted one leaves the old in place."""
        with self._folder.lock():
            folder = self._folder.new()
            writer = TantivyWriter(folder, self._memory_mb)
            try:
                count = writer.write(records, ())
            finally:
                writer.close()
            self._folder.publish(folder)
        return count


def _readable(folder: Path) -> bool:
    try:
        _open(folder).reload()
    except (ValueError, OSError):
        return False
    return True


class TantivyWriter:
    """Writes into one version of the index. Close it: the lock is held until then."""

    def __init__(self, folder: Path, memory_mb: int, release: Callable[[], None] | None = None) -> None:
        self._release = release
        # One thread: a second would double the memory and halve the size of the segments (this is the only writer
        # of the machine, and pages come slower than it can take them).
        self._writer = _mapped(lambda: _open(folder).writer(memory_mb * _MEGABYTE, 1))

    def write(self, records: Iterable[PageRecord], replace_documents: Sequence[int]) -> int:
        """Takes all pages of the documents out, adds the records, commits once; nothing is changed on an error."""
        count = 0
        try:
            if replace_documents:
                # Not delete_documents_by_term: on an unsigned field it removes nothing and says nothing (0.27).
                replaced = Query.term_set_query(_SCHEMA, "document", list(replace_documents))
                self._writer.delete_documents_by_query(replaced)
            for record in records:
                self._writer.add_document(_document(project(record)))
                count += 1
            self._writer.commit()
        except BaseException:
            self._writer.rollback()
            raise
        # Tantivy forgets files that an earlier process left to be deleted; this asks it to look again.
        self._writer.garbage_collect_files()
        return count

    def close(self) -> None:
        """Waits for merges and gives the lock back."""
        try:
            self._writer.wait_merging_threads()
        finally:
            if self._release:
                self._release()


def _mapped(call: Callable[[], Any]) -> Any:
    """The result of a call, with Tantivy's busy lock as Unavailable."""
    try:
        return call()
    except ValueError as error:
        if "LockBusy" in str(error):
            raise Unavailable("The index is being written by another process; try again when it is done.") from error
        raise


def _document(page: Projection) -> Document:
    document = Document()
    for name, streams in page.texts.items():
        for stream in streams:
            document.add_text(name, stream)
    document.add_text("document_name", str(page.document))
    for key in page.keys:
        document.add_text(_KEYS, key)
    for name, values in page.facets.items():
        for value in dict.fromkeys(values):
            document.add_text(_facet_field(name), value)
    numbers = {
        "key": page.key,
        "document": page.document,
        "date_from": page.date_from,
        "date_to": page.date_to,
        "by_document_date": _sort_value(page.date_from, page.key),
        "by_release_date": _sort_value(page.release_date, page.key),
    }
    for name, number in numbers.items():
        document.add_unsigned(name, number)
    return document


def _sort_value(day: int, key: int) -> int:
    """Newest first, unknown last, then by key, in one unique number: Tantivy sorts by one field only, and its own
    order of ties changes with every merge. Holds for archives of up to four million documents."""
    return days_since_zero(day) << _KEY_BITS | (_KEY_MASK - min(key, _KEY_MASK))


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One commit, and the state of the files it was read from."""

    folder: Path
    stamp: tuple[int, ...]
    index: tantivy.Index
    searcher: tantivy.Searcher

    def query(self, node: Node) -> Query:
        return _query(node, self.searcher)

    def count(self, query: Query) -> int:
        return int(cast(Any, self.searcher.search(query, 1, count=True)).count)

    def buckets(self, query: Query) -> Buckets:
        def ask(wanted: dict[str, Any]) -> dict[str, Any]:
            return cast(dict[str, Any], self.searcher.aggregate(query, wanted))

        return Buckets(ask, _facet_field, "document", "document_name")


class TantivyEngine:
    """Reads the newest commit of any process (`ports.SearchEngine`). Safe to share between threads."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._snapshot: _Snapshot | None = None
        self._suggestions: dict[str, tuple[_Snapshot, tuple[tuple[str, str], ...]]] = {}

    def top(self, node: Node, order: Order, limit: int, offset: int = 0) -> tuple[ScoredPage, ...]:
        """Best first; equal scores by key."""
        snapshot = self._newest()
        if snapshot is None or limit < 1:
            return ()
        query, pages = snapshot.query(node), int(snapshot.searcher.num_docs)
        limit = min(limit, pages - offset)
        if limit < 1:
            return ()
        if order != "relevance":
            hits = snapshot.searcher.search(query, limit, False, _DATE_FIELDS[order], offset).hits
            return tuple(ScoredPage(_KEY_MASK - (value & _KEY_MASK), 0.0) for value, _ in hits)
        if not ranks(node):
            return tuple(ScoredPage(key, 0.0) for key in _keys(snapshot, query, limit, offset))
        return _by_score(snapshot, query, limit, offset)

    def count(self, node: Node) -> int:
        snapshot = self._newest()
        return snapshot.count(snapshot.query(node)) if snapshot else 0

    def count_documents(self, node: Node) -> DocumentTotal:
        return self.survey(node, {}).total

    def facets(self, node: Node, names: Sequence[str], size: int) -> tuple[tuple[Count, ...], ...]:
        snapshot = self._newest()
        if snapshot is None:
            return ((),) * len(names)
        sheet = snapshot.buckets(snapshot.query(node)).sheet(dict.fromkeys(names, size), with_total=False)
        return tuple(sheet.facets[name] for name in names)

    def survey(self, node: Node, sizes: Mapping[str, int], documents: Sequence[int] = ()) -> Survey:
        snapshot = self._newest()
        if snapshot is None:
            nothing: tuple[Count, ...] = ()
            return Survey(0, DocumentTotal(0, False), dict.fromkeys(sizes, nothing), (0,) * len(documents))
        query = snapshot.query(node)
        sheet = snapshot.buckets(query).sheet(sizes)
        pages_of = sheet.pages_of
        if sheet.total.approximate and documents:
            within = snapshot.query(all_of((node, Documents(tuple(documents)))))
            pages_of = snapshot.buckets(within).sheet({}).pages_of
        return Survey(
            pages=snapshot.count(query) if sheet.pages is None else sheet.pages,
            total=sheet.total,
            facets=sheet.facets,
            pages_per_document=tuple(pages_of.get(number, 0) for number in documents),
        )

    def pages_per_document(self, node: Node, documents: Sequence[int]) -> tuple[int, ...]:
        return self.survey(all_of((node, Documents(tuple(documents)))), {}, documents).pages_per_document

    def keys(self, node: Node) -> Iterator[int]:
        """One commit throughout; one batch at a time is in memory."""
        snapshot = self._newest()
        if snapshot is None:
            return
        query, after = snapshot.query(node), -1
        while True:
            rest = Query.range_query(_SCHEMA, "key", FieldType.Unsigned, lower_bound=after + 1)
            batch = _keys(snapshot, Query.boolean_query([(Occur.Must, query), (Occur.Must, rest)]), _KEYS_A_BATCH, 0)
            yield from batch
            if len(batch) < _KEYS_A_BATCH:
                return
            after = batch[-1]

    def suggest(self, field: str, prefix: str, limit: int) -> tuple[str, ...]:
        snapshot = self._newest()
        if snapshot is None or field not in FACET_NAMES:
            return ()
        kept = self._suggestions.get(field)
        if kept is None or kept[0] is not snapshot:
            values = snapshot.buckets(Query.all_query()).values(field)
            kept = self._suggestions[field] = (snapshot, tuple((fold(value), value) for value in values))
        start = fold(prefix)
        return tuple(islice((value for folded, value in kept[1] if folded.startswith(start)), limit))

    def _newest(self) -> _Snapshot | None:
        """The newest commit. The times of two small files tell whether it is the one at hand (some µs)."""
        kept = self._snapshot
        if kept and kept.stamp == self._stamp(kept.folder):
            return kept
        with self._guard:
            for _ in range(_OPEN_ATTEMPTS):
                folder = self._folder.current()
                if folder is None or not self._folder.is_current_schema(folder):
                    return None
                try:
                    self._snapshot = self._opened(folder)
                    return self._snapshot
                except (ValueError, OSError):
                    continue  # a rebuild swapped the version between two looks: look again
        raise Unavailable("The index cannot be opened; rebuild it: ati reindex")

    def _opened(self, folder: Path) -> _Snapshot:
        kept = self._snapshot
        stamp = self._stamp(folder)
        if kept and kept.folder == folder and kept.stamp == stamp:
            return kept
        index = kept.index if kept and kept.folder == folder else _open(folder)
        index.reload()
        return _Snapshot(folder, stamp, index, index.searcher())

    def _stamp(self, folder: Path) -> tuple[int, ...]:
        """Changes with every commit and every swap, of whatever process."""
        try:
            states = (os.stat(self._folder.marker), os.stat(folder / "meta.json"))
        except FileNotFoundError:
            return ()
        return tuple(number for state in states for number in (state.st_mtime_ns, state.st_ino, state.st_size))


def _by_score(snapshot: _Snapshot, query: Query, limit: int, offset: int) -> tuple[ScoredPage, ...]:
    """Best first. Tantivy orders equal scores by where a page lies, which merges change: so all pages that tie
    with the last one wanted are fetched too, and ties are put in order of key here."""
    wanted = offset + limit
    fetched = wanted + _TIES
    while True:
        hits = snapshot.searcher.search(query, fetched, False).hits
        if len(hits) < fetched or hits[-1][0] < hits[wanted - 1][0]:
            break
        fetched *= 4
    last = hits[wanted - 1][0] if wanted <= len(hits) else 0.0
    hits = [hit for hit in hits if hit[0] >= last]
    keys = cast(list[int], snapshot.searcher.fast_field_values("key", [address for _, address in hits]))
    best = sorted(zip((-score for score, _ in hits), keys, strict=True))
    return tuple(ScoredPage(key, -score) for score, key in best[offset:wanted])


def _keys(snapshot: _Snapshot, query: Query, limit: int, offset: int) -> list[int]:
    hits = snapshot.searcher.search(query, limit, False, "key", offset, tantivy.Order.Asc).hits
    return [int(key) for key, _ in hits]


def _query(node: Node, searcher: tantivy.Searcher) -> Query:  # noqa: PLR0911 - one for each kind of node
    """A node as query objects. Only words of the page's text count for the score."""
    match node:
        case And(nodes):
            return Query.boolean_query([(Occur.Must, _query(inner, searcher)) for inner in nodes])
        case Or(nodes):
            return Query.boolean_query([(Occur.Should, _query(inner, searcher)) for inner in nodes])
        case Not(inner):
            every = (Occur.Must, _unscored(Query.all_query()))
            return Query.boolean_query([every, (Occur.MustNot, _query(inner, searcher))])
        case Everything():
            return _unscored(Query.all_query())
        case Nothing():
            return Query.empty_query()
        case FieldValue(name, value):
            return _unscored(Query.term_query(_SCHEMA, _KEYS, facet_key(name, value), "basic"))
        case DateRange(lower, upper):
            return _unscored(_dated(lower, upper))
        case Documents(numbers):
            return _unscored(Query.term_set_query(_SCHEMA, "document", list(numbers)))
        case FieldText(name, inner):
            return _text(text_field(name), inner, word_lead(name), searcher)
        case Words() | Phrase() | Pattern():
            return _text(TEXT, node, "", searcher)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _dated(lower: int | None, upper: int | None) -> Query:
    """`date_to` is at least `lower` and `date_from` known and at most `upper`."""
    ends = Query.range_query(_SCHEMA, "date_to", FieldType.Unsigned, lower_bound=lower or 1)
    begins = Query.range_query(_SCHEMA, "date_from", FieldType.Unsigned, lower_bound=1, upper_bound=upper or OPEN_END)
    return Query.boolean_query([(Occur.Must, ends), (Occur.Must, begins)])


def _text(field: TextField, node: Words | Phrase | Pattern, lead: str, searcher: tantivy.Searcher) -> Query:
    if isinstance(node, Phrase):
        return _phrase(field.exact, [lead + token for token in node.tokens], node.slop)
    if isinstance(node, Pattern):
        return _pattern(field.exact, lead + node.pattern, searcher)
    exact = Query.term_query(_SCHEMA, field.exact, lead + node.term.exact)
    if field.english is None or field.french is None:
        return exact
    stems = ((field.english, node.term.english), (field.french, node.term.french))
    weak = [Query.boost_query(Query.term_query(_SCHEMA, name, stem, "freq"), _STEM_WEIGHT) for name, stem in stems]
    return Query.boolean_query([(Occur.Should, query) for query in (exact, *weak)])


def _phrase(field: str, tokens: list[str], slop: int) -> Query:
    if len(tokens) == 1:
        return Query.term_query(_SCHEMA, field, tokens[0])
    if not slop:
        return Query.phrase_query(_SCHEMA, field, list(tokens))
    if tokens[0] == tokens[1]:
        # With a slop Tantivy lets one occurrence be both words; each distance spelled out does not.
        apart = [Query.phrase_query(_SCHEMA, field, [(0, tokens[0]), (n + 1, tokens[1])]) for n in range(slop + 1)]
        return Query.boolean_query([(Occur.Should, query) for query in apart])
    orders = [Query.phrase_query(_SCHEMA, field, list(words), slop) for words in (tokens, tokens[::-1])]
    return Query.boolean_query([(Occur.Should, query) for query in orders])


def _pattern(field: str, pattern: str, searcher: tantivy.Searcher) -> Query:
    """A regex over the terms. Tantivy refuses one of more than 1,000 states ("*a????????????"): then the terms
    are looked through here, from the pattern's literal beginning."""
    source = "".join(_REGEX_PARTS.get(character, character) for character in pattern)
    try:
        return Query.regex_query(_SCHEMA, field, source)
    except ValueError:
        fits = wildcard(pattern).fullmatch
        start = re.split(r"[*?]", pattern, maxsplit=1)[0]
        terms = [term for term, _ in searcher.terms_with_prefix(field, start) if fits(term)]
        return _unscored(Query.term_set_query(_SCHEMA, field, terms)) if terms else Query.empty_query()
