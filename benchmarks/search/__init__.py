"""Search measured beside bare Tantivy and SQLite FTS5."""
