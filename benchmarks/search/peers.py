"""The peers: Tantivy as its documentation shows it, and SQLite FTS5."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy

from indexer.model.query import SearchRequest
from indexer.model.record import FACET_NAMES, PageRecord
from webapp.facets import OPEN_FACETS


class BareTantivy:
    """One English field with Tantivy's own stemmer, the same facets, one thread."""

    def __init__(self, path: Path) -> None:
        path.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="en_stem")
        for name in FACET_NAMES:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        for name in ("key", "document", "date"):
            builder.add_unsigned_field(name, indexed=True, fast=True)
        self._index = tantivy.Index(builder.build(), path=str(path))
        terms = {"aggs": {"documents": {"cardinality": {"field": "document"}}}}
        self._facets: dict[str, Any] = {
            name: {"terms": {"field": name, "size": 400 if name == "year" else 20}, **terms} for name in OPEN_FACETS
        }

    def index(self, records: Iterable[PageRecord]) -> int:
        writer = self._index.writer(64_000_000, 1)
        count = 0
        for record in records:
            document = tantivy.Document()
            document.add_text("text", record.text)
            for name, values in record.facets.items():
                for value in values:
                    document.add_text(name, value)
            document.add_unsigned("key", record.key)
            document.add_unsigned("document", record.document_number)
            document.add_unsigned("date", record.date_from)
            writer.add_document(document)
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        return count

    def page(self, request: SearchRequest) -> int:
        """The twenty best pages, and the open facets with documents per value."""
        searcher = self._index.searcher()
        text = request.query
        for name, values in request.filters.include:
            text = f'({text}) AND {name}:"{values[0]}"'
        query = self._index.parse_query(text, ["text"], conjunction_by_default=True)
        if request.query.endswith("*"):
            query = tantivy.Query.regex_query(self._index.schema, "text", request.query[:-1] + ".*")
        order = {"order_by_field": "date"} if request.order == "document_date" else {}
        found = searcher.search(query, 20, **order)
        searcher.fast_field_values("key", [address for _, address in found.hits])
        searcher.aggregate(query, self._facets)
        return len(found.hits)


class Fts5:
    """The porter tokenizer, no facets."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("CREATE VIRTUAL TABLE page USING fts5(text, tokenize='porter unicode61')")

    def index(self, records: Iterable[PageRecord]) -> int:
        rows = ((one.key, one.text) for one in records)
        count = self._database.executemany("INSERT INTO page(rowid, text) VALUES (?, ?)", rows).rowcount
        self._database.commit()
        return count

    def page(self, query: str) -> int:
        sql = (
            "SELECT rowid, snippet(page, 0, '<b>', '</b>', '…', 30) FROM page WHERE page MATCH ? ORDER BY rank LIMIT 20"
        )
        return len(self._database.execute(sql, (f'"{query}"',)).fetchall())
