"""Elasticsearch, the engine of a cluster: its modules are the only importers of its client.

Fields hold ready tokens (`search.projection`) that the `whitespace` analyzer of any server splits; queries are built
from terms: no analyser, script or module of the server beyond its core is used.
"""

from indexer.search.engines.elastic.store import ElasticStore

__all__ = ["ElasticStore"]
