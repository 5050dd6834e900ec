"""The index of one archive on a cluster: aliases over versions, a rebuild that is swapped in whole."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from elasticsearch import BadRequestError
from elasticsearch.helpers import scan

from indexer.errors import Unavailable
from indexer.model.record import PageRecord
from indexer.search.engines.elastic.client import check_version, connect, understood
from indexer.search.engines.elastic.engine import ElasticEngine, readable
from indexer.search.engines.elastic.mapping import GONE, mapping
from indexer.search.engines.elastic.names import Names
from indexer.search.engines.elastic.writer import CONFLICT, Action, ElasticWriter, prepared, send
from indexer.search.ports import SCHEMA_VERSION
from indexer.settings import ElasticsearchSettings

_LEASE_S = 120.0
_RENEW_S = 30.0
"""A rebuild says every so often that it lives; one that has not for a lease is taken for dead."""


class ElasticStore:
    """The index of one archive (`ports.IndexStore`)."""

    def __init__(self, settings: ElasticsearchSettings, schema_version: int = SCHEMA_VERSION) -> None:
        self._settings = settings
        self._names = Names(settings.index, schema_version)
        self._client = connect(settings)
        self._checked = False

    def needs_rebuild(self) -> bool:
        """True when there is no index of this schema, or its fields are not those of this version."""
        self._check()
        return not readable(self._client, self._names)

    def engine(self) -> ElasticEngine:
        return ElasticEngine(self._client, self._names)

    def writer(self) -> ElasticWriter:
        """Makes the index when there is none of this schema, unless a rebuild is making it."""
        self._check()
        with understood():
            if not self._client.indices.exists_alias(name=self._names.writing):
                self._create(self._names.index(1), (self._names.reading, self._names.writing))
        return ElasticWriter(self._client, self._names)

    def rebuild(self, records: Iterable[PageRecord]) -> int:
        """A new index from all records, read once it is whole. Others may write meanwhile: they write into both, and
        what they wrote stands. An interrupted rebuild leaves the old index in use.

        Raises:
            Unavailable: another rebuild is under way, or the cluster is down.
        """
        self._check()
        index = self._next()
        count = 0

        def actions() -> Iterator[Action]:
            nonlocal count
            renewed = time.monotonic()
            for key, page in prepared(self._client, records):
                if time.monotonic() - renewed > _RENEW_S:
                    self._say_alive(index)
                    renewed = time.monotonic()
                count += 1
                yield {"create": {"_index": index, "_id": str(key)}}, page

        send(self._client, actions(), ignored=CONFLICT)
        self._publish(index)
        return count

    def _check(self) -> None:
        if not self._checked:
            check_version(self._client)
            self._checked = True

    def _create(self, index: str, aliases: Iterable[str], **more: Any) -> None:
        settings = {"number_of_shards": self._settings.shards, "number_of_replicas": self._settings.replicas}
        fields = mapping(self._names.schema_version)
        fields["_meta"] |= more
        try:
            self._client.indices.create(
                index=index, settings=settings, mappings=fields, aliases={alias: {} for alias in aliases}
            )
        except BadRequestError as error:
            if "resource_already_exists" not in str(error):
                raise

    def _next(self) -> str:
        """The index to build, made; remains of a rebuild that died are removed."""
        with understood():
            there = self._client.indices.get(index=self._names.of_schema)
            found = {name: one for name, one in there.items() if self._names.is_own(name)}
            for name, one in found.items():
                if self._names.reading in one["aliases"]:
                    continue
                if one["mappings"].get("_meta", {}).get("building_until", 0) > time.time():
                    raise Unavailable("Another process is rebuilding the search index; try again when it is done.")
                self._client.indices.delete(index=name)
            number = max((int(name.rsplit("-", 1)[1]) for name in found), default=0) + 1
            index = self._names.index(number)
            self._create(index, (self._names.writing,), building_until=time.time() + _LEASE_S)
        return index

    def _say_alive(self, index: str) -> None:
        meta = mapping(self._names.schema_version)["_meta"] | {"building_until": time.time() + _LEASE_S}
        with understood():
            self._client.indices.put_mapping(index=index, meta=meta)

    def _publish(self, index: str) -> None:
        """In one step the aliases move; then tombstones and the old indices go, of older versions too."""
        with understood():
            there = self._client.indices.get(index=self._names.every)
            if self._names.writing not in there.get(index, {}).get("aliases", {}):
                self._give_up(index)
            old = {name for name in there if self._names.is_own(name)} - {index}
            written = [name for name in old if name.startswith(f"{self._names.reading}-")]
            moved = [{"add": {"index": index, "alias": self._names.reading}}]
            moved += [{"remove": {"index": name, "alias": "*"}} for name in written]
        self._clear(index)
        with understood():
            self._client.indices.update_aliases(actions=moved)
        self._clear(index)
        with understood():
            for name in old:
                self._client.indices.delete(index=name)

    def _give_up(self, index: str) -> NoReturn:
        """Another rebuild took this one for dead and removed its index; what has that name now was made by the bulk
        requests that came after, without our fields."""
        self._client.indices.delete(index=index, ignore_unavailable=True)
        raise Unavailable("Another process is rebuilding the search index; try again when it is done.")

    def _clear(self, index: str) -> None:
        """Takes the tombstones out that writers left beside the rebuild."""
        query = {"query": {"term": {GONE: True}}, "_source": False}
        with understood():
            self._client.indices.refresh(index=index)
            gone = [hit["_id"] for hit in scan(self._client, index=index, query=query)]
        send(self._client, (({"delete": {"_index": index, "_id": key}}, None) for key in gone))
        with understood():
            self._client.indices.refresh(index=index)
