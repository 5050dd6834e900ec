"""Tantivy, the embedded engine: its modules are the only importers of its package.

Fields hold ready tokens (`search.projection`) behind a whitespace tokenizer, and queries are built from query
objects: Tantivy's own analysers and parser see neither pages nor what users type.
"""

from indexer.search.engines.tantivy.store import TantivyStore

__all__ = ["TantivyStore"]
