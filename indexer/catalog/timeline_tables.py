"""Tables of the timelines that researchers save: their entries, and every change that they made."""

from __future__ import annotations

from sqlalchemy import Double, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from indexer.catalog.base import SHA256_LENGTH, Base

UID_LENGTH = 32


class TimelineRow(Base):
    """`source`: address of the timeline that it was picked from; "" for none. `published`: a public site shows it."""

    __tablename__ = "timeline"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(UID_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    published: Mapped[bool] = mapped_column(default=False)
    removed: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)


class TimelineEntryRow(Base):
    """A picked point: where it stands (document by SHA-256, sheet, span of the date), what the page said then, and
    the researcher's own words. No foreign key to the document: the entry outlives it, and says that it is gone.

    position: the entries are in its order; one that is moved gets a place between its new neighbours.
    """

    __tablename__ = "timeline_entry"
    __table_args__ = (Index(None, "timeline", "position"), {"sqlite_autoincrement": True})

    number: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(UID_LENGTH), unique=True)
    timeline: Mapped[int] = mapped_column(ForeignKey("timeline.number", ondelete="CASCADE"))
    position: Mapped[float] = mapped_column(Double())
    hidden: Mapped[bool] = mapped_column(default=False)
    removed: Mapped[bool] = mapped_column(default=False)
    headline: Mapped[str] = mapped_column(Text, default="")
    own: Mapped[str] = mapped_column(Text, default="")
    own_by: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[str] = mapped_column(String(20))
    document: Mapped[str] = mapped_column(String(SHA256_LENGTH))
    page: Mapped[int]
    label: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    date_start: Mapped[int]
    date_text: Mapped[str] = mapped_column(Text)
    edtf: Mapped[str] = mapped_column(Text)
    lower: Mapped[int]
    upper: Mapped[int]
    precision: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(Text)
    ambiguous: Mapped[bool]
    hedge: Mapped[str | None] = mapped_column(Text)
    release: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)


class TimelineChangeRow(Base):
    """One change; it is never changed itself but by being undone. `fields_json`: of each entry (by uid; "" is the
    timeline) the fields with their values before and after."""

    __tablename__ = "timeline_change"
    __table_args__ = (Index(None, "timeline"), {"sqlite_autoincrement": True})

    number: Mapped[int] = mapped_column(primary_key=True)
    timeline: Mapped[int] = mapped_column(ForeignKey("timeline.number", ondelete="CASCADE"))
    action: Mapped[str] = mapped_column(String(20))
    fields_json: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)
    undone_by: Mapped[str | None] = mapped_column(Text)
    undone_at: Mapped[str | None] = mapped_column(Text)


TIMELINE, TIMELINE_ENTRY = TimelineRow.table(), TimelineEntryRow.table()
TIMELINE_CHANGE = TimelineChangeRow.table()
