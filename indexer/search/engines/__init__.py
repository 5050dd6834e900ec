"""Engines behind the Protocols of `indexer.search.ports`: one module for each, the only importer of its package."""
