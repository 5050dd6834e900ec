"""The index that the settings name."""

from __future__ import annotations

from indexer.errors import ConfigError
from indexer.search.ports import IndexStore
from indexer.settings import Settings


def open_index(settings: Settings) -> IndexStore:
    """The store of this archive; nothing is opened or made until it is asked for an engine or a writer.

    Raises:
        ConfigError: `search.engine` names no engine.
    """
    if settings.search.engine == "tantivy":
        from indexer.search.engines.tantivy import TantivyStore

        return TantivyStore(settings.index, settings.search.writer_memory_mb)
    if settings.search.engine == "elasticsearch":
        from indexer.search.engines.elastic import ElasticStore

        return ElasticStore(settings.elasticsearch)
    raise ConfigError(f'search.engine = "{settings.search.engine}" names no engine: "tantivy" or "elasticsearch"')
