"""The engines: the only importers of tantivy and elasticsearch."""
