"""Words of removed documents go from collections too."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, update

from indexer.catalog.collection_tables import COLLECTION_ITEM


def forget(connection: Connection, documents: Sequence[str]) -> None:
    """Items of these documents (SHA-256) stay where they are, without the words of the passage and without the note,
    which may quote them."""
    theirs = COLLECTION_ITEM.c.document.in_(documents)
    connection.execute(update(COLLECTION_ITEM).where(theirs).values(quote="", note="", tags_json="[]"))
