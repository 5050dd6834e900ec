"""Words of removed documents go from saved timelines too."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select, update

from indexer.catalog.timeline_tables import TIMELINE_CHANGE, TIMELINE_ENTRY


def forget(connection: Connection, documents: Sequence[str]) -> None:
    """Entries picked from these documents (SHA-256) stay, without the source's words and those that people gave them,
    which may quote it; so does their history, without the changes of words."""
    theirs = TIMELINE_ENTRY.c.document.in_(documents)
    rows = connection.execute(select(TIMELINE_ENTRY.c.uid, TIMELINE_ENTRY.c.timeline).where(theirs)).all()
    connection.execute(
        update(TIMELINE_ENTRY).where(theirs).values(text="", date_text="", headline="", own="", own_by="")
    )
    for row in rows:
        worded = (
            TIMELINE_CHANGE.c.timeline == row.timeline,
            TIMELINE_CHANGE.c.action == "word",
            TIMELINE_CHANGE.c.fields_json.contains(row.uid),
        )
        connection.execute(delete(TIMELINE_CHANGE).where(*worded))
