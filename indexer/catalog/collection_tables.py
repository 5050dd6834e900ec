"""The tables of what people collect and which searches they follow."""

from __future__ import annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from indexer.catalog.base import SHA256_LENGTH, Base

ID_LENGTH = 12


class CollectionRow(Base):
    """`model.collection.Collection`; kept when removed, so that it can be put back."""

    __tablename__ = "collection"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)
    removed_at: Mapped[str | None] = mapped_column(Text)


class CollectionItemRow(Base):
    """`model.collection.Item`. `place` orders the items of a collection; those taken out keep theirs.

    The document is named by its SHA-256 and not by its row: an item outlives what it names, and says so.
    """

    __tablename__ = "collection_item"
    __table_args__ = (Index(None, "collection", "place"), Index(None, "document", "page"))

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    collection: Mapped[str] = mapped_column(String(ID_LENGTH))
    place: Mapped[int]
    document: Mapped[str] = mapped_column(String(SHA256_LENGTH))
    page: Mapped[int | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    quote: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    tags_json: Mapped[str] = mapped_column(Text)
    added_by: Mapped[str] = mapped_column(Text)
    added_at: Mapped[str] = mapped_column(Text)
    taken_out_at: Mapped[str | None] = mapped_column(Text)


class SavedSearchRow(Base):
    """`model.collection.SavedSearch`."""

    __tablename__ = "saved_search"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    query_string: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)
    seen_to: Mapped[int]


COLLECTION, COLLECTION_ITEM = CollectionRow.table(), CollectionItemRow.table()
SAVED_SEARCH = SavedSearchRow.table()
