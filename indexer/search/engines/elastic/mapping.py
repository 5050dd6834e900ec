"""The mapping, and a page as what is sent."""

from __future__ import annotations

from typing import Any

from indexer.model.record import FACET_NAMES
from indexer.search.analyser import STREAM_GAP, fold
from indexer.search.fields import FACET_WORDS, NAMED_TEXTS, TEXT, TextField
from indexer.search.pairs import PAIRS
from indexer.search.projection import Projection

KEYS = "facet_keys"
SUGGESTIONS = "suggestions"
DATE_FIELDS = {"document_date": "date_from", "release_date": "release_date"}
SEPARATOR = "\x1f"
GONE = "gone"
TOMBSTONE = b'{"gone":true}'
"""A page that was taken out while a rebuild runs: it has no key, so no search finds it."""

_WORDS = {"type": "text", "analyzer": "whitespace"}
_VALUES = {"type": "keyword", "index": False}


def facet_field(name: str) -> str:
    return f"facet_{name}"


def mapping(schema_version: int) -> dict[str, Any]:
    """Every field is named: anything else in a page is an error, not a new field."""
    fields: dict[str, Any] = {}
    for field in (TEXT, *NAMED_TEXTS.values(), TextField(FACET_WORDS)):
        fields[field.exact] = {**_WORDS, "position_increment_gap": STREAM_GAP - 1}
        for stems in (field.english, field.french):
            if stems:
                fields[stems] = {**_WORDS, "index_options": "freqs"}
    fields[PAIRS] = {**_WORDS, "index_options": "freqs"}
    fields[KEYS] = {"type": "keyword", "doc_values": False}
    fields[SUGGESTIONS] = dict(_VALUES)
    for name in FACET_NAMES:
        fields[facet_field(name)] = dict(_VALUES)
    fields[GONE] = {"type": "boolean"}
    for name in ("key", "document"):
        fields[name] = {"type": "long"}
    for name in ("date_from", "date_to", "release_date"):
        fields[name] = {"type": "integer"}
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},  # the catalog is the truth; a page is never read back from the index
        "_meta": {"schema_version": schema_version},
        "properties": fields,
    }


def source_of(page: Projection) -> dict[str, Any]:
    """A page as JSON for the bulk request; fields without a value are left out."""
    source: dict[str, Any] = {name: list(streams) for name, streams in page.texts.items() if streams}
    source |= {facet_field(name): list(dict.fromkeys(values)) for name, values in page.facets.items()}
    source[KEYS] = list(page.keys)
    source[SUGGESTIONS] = [suggestion(name, value) for name, values in page.facets.items() for value in values]
    return source | {
        "key": page.key,
        "document": page.document,
        "date_from": page.date_from,
        "date_to": page.date_to,
        "release_date": page.release_date,
    }


def suggestion(name: str, value: str) -> str:
    """A facet value as it is completed: its facet, its folded form, the value itself."""
    return SEPARATOR.join((name, fold(value), value))


def is_ours(found: dict[str, Any], schema_version: int) -> bool:
    """Whether an index has our fields. The server adds defaults to what it was given, so only that is compared."""
    wanted: dict[str, dict[str, Any]] = mapping(schema_version)["properties"]
    has = found.get("properties", {})
    return has.keys() == wanted.keys() and all(
        str(has[name].get(option)).lower() == str(value).lower()
        for name, options in wanted.items()
        for option, value in options.items()
    )
