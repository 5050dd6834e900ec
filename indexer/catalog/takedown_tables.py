"""The tables of what people took down, and of what is kept of it to be shown again."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, LargeBinary, PrimaryKeyConstraint, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from indexer.catalog.base import SHA256_LENGTH, Base


class TakedownRow(Base):
    """`model.takedown.Takedown`, which `uid` names. Never changed but by being undone."""

    __tablename__ = "takedown"
    __table_args__ = (Index(None, "document"), Index(None, "release"))

    number: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    document: Mapped[str | None] = mapped_column(String(SHA256_LENGTH))
    page: Mapped[int | None]
    release: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)
    removed: Mapped[bool] = mapped_column(default=False, server_default=false())
    undone_by: Mapped[str | None] = mapped_column(Text)
    undone_at: Mapped[str | None] = mapped_column(Text)
    undone_why: Mapped[str | None] = mapped_column(Text)


class HeldRow(Base):
    """What was taken out of the other tables when something was hidden (`held`): packed JSON, "" once removed.

    kind, key: "page" and its key, or "document" and its number. whole: False when the page was read anew since, so that
    what later steps make of it is missing.
    """

    __tablename__ = "held"
    __table_args__ = (PrimaryKeyConstraint("kind", "key"),)

    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[int] = mapped_column(BigInteger, autoincrement=False)
    whole: Mapped[bool]
    content: Mapped[bytes] = mapped_column(LargeBinary)


TAKEDOWN, HELD = TakedownRow.table(), HeldRow.table()
