"""Writing pages in bulk: prepared whole, sent in pieces, each piece's items looked at one by one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, cast

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan, streaming_bulk

from indexer.errors import ConfigError, Unavailable
from indexer.model.record import PageRecord
from indexer.search.engines.elastic.client import understood
from indexer.search.engines.elastic.mapping import TOMBSTONE, source_of
from indexer.search.engines.elastic.names import Names
from indexer.search.projection import project

Action = tuple[dict[str, Any], bytes | None]
"""A bulk action and its page as JSON; None for a deletion."""

_PIECE_PAGES = 1_000
_PIECE_BYTES = 8 * 1024 * 1024
_MEMORY_BYTES = 32 * 1024 * 1024
"""Prepared pages beyond this lie in a temporary file until they are sent."""
_RETRIES = 5
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 20.0
_BUSY = frozenset((429, 502, 503))
_NOT_THERE, CONFLICT = 404, 409


class ElasticWriter:
    """Bulk writes into the index in use, and into the one that a rebuild is making. Many may write at once: the
    ledger gives each document to one of them."""

    def __init__(self, client: Elasticsearch, names: Names) -> None:
        self._client = client
        self._names = names

    def write(
        self, records: Iterable[PageRecord], replace_documents: Sequence[int], replace_pages: Sequence[int] = ()
    ) -> int:
        """Takes all pages of the documents, and these pages, out that are not among the records, writes the records,
        makes them visible; gives the pages written. Nothing is sent before all records are read.

        Raises:
            Unavailable: the cluster is down, full or busy for long; doing it again completes it.
            ConfigError: the cluster refuses a page; the message holds its reason.
        """
        with tempfile.SpooledTemporaryFile(max_size=_MEMORY_BYTES) as kept:
            keys = set()
            for key, page in prepared(self._client, records):
                keys.add(key)
                kept.write(b"%d\n%s\n" % (key, page))
            indices = self._indices()
            present = [self._present(index, replace_documents) for index, _ in indices]
            gone = sorted(set(replace_pages).union(*present) - keys)
            for index, in_use in indices:
                kept.seek(0)
                send(self._client, _removals(index, gone, tombstones=not in_use))
                send(self._client, _kept(index, kept))
                with understood():
                    self._client.indices.refresh(index=index)
        return len(keys)

    def close(self) -> None:
        """Nothing to close: the connection is the store's."""

    def _indices(self) -> list[tuple[str, bool]]:
        """The indices to write, each with whether it is read already; the other is being rebuilt."""
        with understood():
            found = self._client.indices.get_alias(name=f"{self._names.reading},{self._names.writing}")
        return [(index, self._names.reading in one["aliases"]) for index, one in sorted(found.items())]

    def _present(self, index: str, numbers: Sequence[int]) -> set[int]:
        """Keys of these documents' pages in the index."""
        if not numbers:
            return set()
        query = {"query": {"terms": {"document": list(numbers)}}, "_source": False}
        with understood():
            self._client.indices.refresh(index=index)
            return {int(hit["_id"]) for hit in scan(self._client, index=index, query=query, size=5_000)}


def prepared(client: Elasticsearch, records: Iterable[PageRecord]) -> Iterator[tuple[int, bytes]]:
    """Each record's key and its JSON, on one line."""
    dump = client.transport.serializers.get_serializer("application/json").dumps
    for record in records:
        page = project(record)
        yield page.key, dump(source_of(page))


def send(client: Elasticsearch, actions: Iterable[Action], ignored: int = _NOT_THERE) -> None:
    """Sends actions in pieces. Items that a busy node refused are sent again, ever later; an item answered with the
    status `ignored` is as it should be.

    Raises:
        Unavailable: some were refused to the last.
        ConfigError: some can never be taken.
    """
    sent = streaming_bulk(
        client, cast(Any, actions), expand_action_callback=lambda action: cast(Any, action), chunk_size=_PIECE_PAGES,
        max_chunk_bytes=_PIECE_BYTES, max_retries=_RETRIES, initial_backoff=_FIRST_PAUSE_S,
        max_backoff=_LONGEST_PAUSE_S, raise_on_error=False,
    )  # fmt: skip
    with understood():
        for done, answer in sent:
            item = next(iter(answer.values()))
            if not done and item.get("status") != ignored:
                raise _meant(item)


def _meant(item: dict[str, Any]) -> Exception:
    error = item.get("error") or {}
    said = str(error.get("type", "") if isinstance(error, dict) else error)[:200]
    if item.get("status") in _BUSY or "block" in said:
        return Unavailable(f"Elasticsearch does not take pages now: {said}. Is it busy, or its disk full?")
    return ConfigError(f"Elasticsearch refuses a page: {said}. Was its index made by another version? ati reindex")


def _removals(index: str, keys: Iterable[int], *, tombstones: bool) -> Iterator[Action]:
    """During a rebuild a page that is gone leaves a tombstone, lest the rebuild add what it read before."""
    for key in keys:
        if tombstones:
            yield {"index": {"_index": index, "_id": str(key)}}, TOMBSTONE
        else:
            yield {"delete": {"_index": index, "_id": str(key)}}, None


def _kept(index: str, kept: IO[bytes]) -> Iterator[Action]:
    while key := kept.readline():
        yield {"index": {"_index": index, "_id": key.decode().strip()}}, kept.readline().rstrip(b"\n")
