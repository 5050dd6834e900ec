"""Which engine an archive's settings name."""

from __future__ import annotations

from indexer.errors import ConfigError
from indexer.search.ports import IndexStore
from indexer.settings import Settings


def open_index(settings: Settings) -> IndexStore:
    """The index of an archive. Nothing is made until something is written.

    Raises:
        ConfigError: `search.engine` names an engine that is not there.
    """
    if settings.search.engine != "tantivy":
        raise ConfigError(f"search.engine is {settings.search.engine!r}; this version knows: tantivy")
    from indexer.search.engines.tantivy import TantivyIndex

    return TantivyIndex(settings.index, settings.search.writer_memory_mb)
