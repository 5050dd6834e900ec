"""The schema, the fields' names, a page as a document, and an opened index."""

from __future__ import annotations

from pathlib import Path

import tantivy
from tantivy import Document

from indexer.model.record import FACET_NAMES
from indexer.search.days import days_since_zero
from indexer.search.fields import FACET_WORDS, NAMED_TEXTS, TEXT, TextField
from indexer.search.pairs import PAIRS
from indexer.search.projection import Projection

KEYS = "facet_keys"
DATE_FIELDS = {"document_date": "by_document_date", "release_date": "by_release_date"}

_TOKENIZER = "tokens"
_KEY_BITS = 42
_KEY_MASK = (1 << _KEY_BITS) - 1


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in (TEXT, *NAMED_TEXTS.values(), TextField(FACET_WORDS)):
        builder.add_text_field(field.exact, tokenizer_name=_TOKENIZER, index_option="position")
        for stems in (field.english, field.french):
            if stems:
                builder.add_text_field(stems, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field(PAIRS, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field(KEYS, tokenizer_name="raw", index_option="basic")
    for name in FACET_NAMES:
        builder.add_text_field(facet_field(name), fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document_name", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("key", "document"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("date_from", "date_to", *DATE_FIELDS.values()):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def facet_field(name: str) -> str:
    return f"facet_{name}"


SCHEMA = _schema()


def open_files(folder: Path) -> tantivy.Index:
    """A fresh handle. Tokenizers are not kept in the index, so they are registered after every opening."""
    index = tantivy.Index(SCHEMA, path=str(folder))
    index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.config_reader(reload_policy="manual")
    return index


def document_of(page: Projection) -> Document:
    document = Document()
    for name, streams in page.texts.items():
        for stream in streams:
            document.add_text(name, stream)
    document.add_text("document_name", str(page.document))
    for key in page.keys:
        document.add_text(KEYS, key)
    for name, values in page.facets.items():
        for value in dict.fromkeys(values):
            document.add_text(facet_field(name), value)
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


def sorted_key(value: int) -> int:
    """The page key in a number of `DATE_FIELDS`."""
    return _KEY_MASK - (value & _KEY_MASK)
