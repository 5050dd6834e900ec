"""A page record as every engine stores it: ready tokens, facet keys, days. No engine analyses text itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from indexer.model.geometry import Span
from indexer.model.record import PageRecord
from indexer.search.analyser import Streams, analyse, index_text, pieces
from indexer.search.days import OPEN_END
from indexer.search.fields import (
    FACET_WORDS,
    FURNITURE,
    NAMED_TEXTS,
    TEXT,
    WORD_FACETS,
    TextField,
    facet_key,
    word_lead,
)
from indexer.search.pairs import PAIRS, pairs_in

_SHORT_CHARS = 200
_CACHED_TEXTS = 20_000
"""Names, titles and facet values come back page after page; each kept table is some 10 MB at most."""


@dataclass(frozen=True, slots=True)
class Projection:
    """What goes into an index.

    `texts`: token field → streams of tokens joined by spaces; phrases do not cross streams.
    `keys`: `fields.facet_key` of every facet value. Days are YYYYMMDD; both bounds are 0 when unknown.
    """

    key: int
    document: int
    texts: dict[str, tuple[str, ...]]
    facets: dict[str, tuple[str, ...]]
    keys: tuple[str, ...]
    date_from: int
    date_to: int
    release_date: int


def project(record: PageRecord) -> Projection:
    """Quick: it runs once for every page indexed."""
    spans = tuple(Span(start, end) for start, end in record.furniture)
    texts = field_tokens(TEXT, (record.text,), spans)
    texts |= field_tokens(NAMED_TEXTS["title"], (record.title,))
    if record.first:
        texts = _with_title(texts)
    texts[PAIRS] = tuple(filter(None, map(pairs_in, texts[TEXT.exact])))
    texts |= field_tokens(NAMED_TEXTS["account_names"], record.account_names)
    texts |= field_tokens(NAMED_TEXTS["party_names"], record.party_names)
    texts |= field_tokens(NAMED_TEXTS["stamp"], _stamps(record.stamp))
    texts |= field_tokens(NAMED_TEXTS["request"], record.requests)
    if spans:
        texts |= field_tokens(NAMED_TEXTS[FURNITURE], (pieces(record.text, spans),))
    texts[FACET_WORDS] = tuple(
        _facet_words(name, value) for name, values in record.facets.items() if name in WORD_FACETS for value in values
    )
    lower, upper = _bounds(record)
    return Projection(
        key=record.key,
        document=record.document_number,
        texts=texts,
        facets=record.facets,
        keys=tuple(_facet_key(name, value) for name, values in record.facets.items() for value in values),
        date_from=lower,
        date_to=upper,
        release_date=record.release_date,
    )


def _with_title(texts: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The title's tokens as one more stream of the main field: a word that only the title has finds the document."""
    title = NAMED_TEXTS["title"]
    pairs = ((TEXT.exact, title.exact), (TEXT.english, title.english), (TEXT.french, title.french))
    return texts | {main: texts[main] + texts[named] for main, named in pairs if main and named}


def field_tokens(
    field: TextField, values: Iterable[str], furniture: tuple[Span, ...] = ()
) -> dict[str, tuple[str, ...]]:
    """The token fields of some texts, a stream for each."""
    streams = [_streams(value, furniture) for value in values if value]
    texts = {field.exact: tuple(exact for stream in streams for exact in stream.exact if exact)}
    if field.english and field.french:
        texts[field.english] = tuple(stream.english for stream in streams if stream.english)
        texts[field.french] = tuple(stream.french for stream in streams if stream.french)
    return texts


def _streams(text: str, furniture: tuple[Span, ...]) -> Streams:
    return _short_streams(text) if len(text) <= _SHORT_CHARS and not furniture else index_text(text, furniture)


@lru_cache(maxsize=_CACHED_TEXTS)
def _short_streams(text: str) -> Streams:
    return index_text(text)


@lru_cache(maxsize=_CACHED_TEXTS)
def _facet_words(name: str, value: str) -> str:
    return " ".join(word_lead(name) + token.term.exact for token in analyse(value))


@lru_cache(maxsize=_CACHED_TEXTS)
def _facet_key(name: str, value: str) -> str:
    return facet_key(name, value)


def _stamps(stamp: str) -> tuple[str, ...]:
    """A stamp and its number without the leading zeros: people type `stamp:12` for "000012"."""
    bare = stamp.lstrip("0")
    return (stamp, bare) if bare and bare != stamp else (stamp,)


def _bounds(record: PageRecord) -> tuple[int, int]:
    if not record.date_from and not record.date_to:
        return 0, 0
    return record.date_from or 1, record.date_to or OPEN_END
