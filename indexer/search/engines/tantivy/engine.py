"""Reading: the newest commit of any process, and every question of `ports.SearchEngine`."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from tantivy import FieldType, Occur, Query

from indexer.errors import IndexMissing
from indexer.model.query import Node, Order
from indexer.model.record import FACET_NAMES
from indexer.search.analyser import fold
from indexer.search.engines.buckets import FEW_PAGES, empty_survey
from indexer.search.engines.folder import IndexFolder
from indexer.search.engines.tantivy.schema import DATE_FIELDS, SCHEMA, open_files, sorted_key
from indexer.search.engines.tantivy.snapshot import Snapshot
from indexer.search.fields import TEXT
from indexer.search.nearness import nearest
from indexer.search.nodes import in_documents, ranks
from indexer.search.ports import Count, DocumentTotal, IndexState, ScoredPage, Survey

_KEYS_A_BATCH = 5_000
_OPEN_ATTEMPTS = 5
_WORDS_LOOKED_AT = 50_000
"""Of the words with one first letter, the most frequent: comparing so many takes some 10 ms."""


class TantivyEngine:
    """Reads the newest commit of any process (`ports.SearchEngine`). Safe to share between threads."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._suggestions: dict[str, tuple[Snapshot, tuple[tuple[str, str], ...]]] = {}

    def state(self) -> IndexState:
        """Two looks at small files, when it is ready."""
        if self._newest() is not None:
            return "ready"
        return "being_made" if self._folder.is_locked() else "missing"

    def version(self) -> str:
        snapshot = self._newest()
        return f"{snapshot.folder.name} {snapshot.stamp}" if snapshot else ""

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
            hits = snapshot.searcher.search(query, limit, False, DATE_FIELDS[order], offset).hits
            return tuple(ScoredPage(sorted_key(value), 0.0) for value, _ in hits)
        if not ranks(node):
            return tuple(ScoredPage(key, 0.0) for key in snapshot.keys(query, limit, offset))
        return snapshot.by_score(query, limit, offset)

    def count(self, node: Node) -> int:
        snapshot = self._newest()
        return snapshot.count(snapshot.query(node)) if snapshot else 0

    def count_documents(self, node: Node) -> DocumentTotal:
        return self.survey(node, {}).total

    def documents(self, node: Node) -> tuple[int, ...] | None:
        snapshot = self._newest()
        return snapshot.buckets(snapshot.query(node)).documents() if snapshot else ()

    def facets(self, node: Node, names: Sequence[str], size: int) -> tuple[tuple[Count, ...], ...]:
        snapshot = self._newest()
        if snapshot is None:
            return ((),) * len(names)
        sheet = snapshot.buckets(snapshot.query(node)).sheet(dict.fromkeys(names, size), with_total=False)
        return tuple(sheet.facets[name] for name in names)

    def survey(self, node: Node, sizes: Mapping[str, int]) -> Survey:
        snapshot = self._newest()
        if snapshot is None:
            return empty_survey(sizes)
        pages = snapshot.count(snapshot.query(node))
        few_pages = pages <= FEW_PAGES
        try:
            return snapshot.survey(node, sizes, pages=pages, few_pages=few_pages)
        except ValueError:
            if not few_pages:
                raise
            # More buckets than Tantivy gives in one answer: pages full of names.
            return snapshot.survey(node, sizes, pages=pages, few_pages=False)

    def pages_per_document(self, node: Node, documents: Sequence[int]) -> tuple[int, ...]:
        snapshot = self._newest()
        if snapshot is None or not documents:
            return (0,) * len(documents)
        return snapshot.buckets(snapshot.query(in_documents(node, documents))).pages_in(documents)

    def keys(self, node: Node) -> Iterator[int]:
        """One commit throughout; one batch at a time is in memory."""
        snapshot = self._newest()
        if snapshot is None:
            return
        query, after = snapshot.query(node), -1
        while True:
            rest = Query.range_query(SCHEMA, "key", FieldType.Unsigned, lower_bound=after + 1)
            batch = snapshot.keys(Query.boolean_query([(Occur.Must, query), (Occur.Must, rest)]), _KEYS_A_BATCH, 0)
            yield from batch
            if len(batch) < _KEYS_A_BATCH:
                return
            after = batch[-1]

    def similar_words(self, token: str, limit: int) -> tuple[str, ...]:
        snapshot = self._newest()
        if snapshot is None or not token:
            return ()
        alike = snapshot.searcher.terms_with_prefix(TEXT.exact, token[0], limit=_WORDS_LOOKED_AT)
        return nearest(token, alike, limit)

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

    def _newest(self) -> Snapshot | None:
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
        raise IndexMissing("The search index cannot be opened and must be rebuilt: ati reindex")

    def _opened(self, folder: Path) -> Snapshot:
        kept = self._snapshot
        stamp = self._stamp(folder)
        if kept and kept.folder == folder and kept.stamp == stamp:
            return kept
        index = kept.index if kept and kept.folder == folder else open_files(folder)
        index.reload()
        return Snapshot(folder, stamp, index, index.searcher())

    def _stamp(self, folder: Path) -> tuple[int, ...]:
        """Changes with every commit and every swap, of whatever process."""
        try:
            states = (os.stat(self._folder.marker), os.stat(folder / "meta.json"))
        except FileNotFoundError:
            return ()
        return tuple(number for state in states for number in (state.st_mtime_ns, state.st_ino, state.st_size))
