"""The tables of entities and of people's rules."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from indexer.catalog.base import ENTITY_LENGTH, Base


class EntityRow(Base):
    """A (kind, value) that was read or that a rule names; `id` is `model.registry.entity_id` of the two.

    name, hidden, confirmed, merged_into: what the rules in force make of it; `merged_into` is the last of a chain.
    label: read most often; `sort_name`: of name, else label, else value, folded.
    mentions, pages, documents: counted anew, or moved by what a document adds and takes, in every transaction that
        changes mentions: a list of entities must not count them.
    """

    __tablename__ = "entity"
    __table_args__ = (Index(None, "kind", "pages"), Index(None, "merged_into"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(String(ENTITY_LENGTH), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    label: Mapped[str | None] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(Text)
    hidden: Mapped[bool] = mapped_column(default=False)
    confirmed: Mapped[bool] = mapped_column(default=False)
    merged_into: Mapped[str | None] = mapped_column(String(ENTITY_LENGTH))
    mentions: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    documents: Mapped[int] = mapped_column(default=0)


class EntityNameRow(Base):
    """How often a name stands for an entity: as a mention's label, and as its text. Rows may count nothing.

    `folded`: without case and accents, to be found by a part of it.
    """

    __tablename__ = "entity_name"
    __table_args__ = (PrimaryKeyConstraint("entity", "name"), {"sqlite_with_rowid": False})

    entity: Mapped[str] = mapped_column(String(ENTITY_LENGTH))
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    labels: Mapped[int] = mapped_column(default=0)
    texts: Mapped[int] = mapped_column(default=0)


class RuleRow(Base):
    """A decision of a person (`model.registry.Rule`, which `uid` names). Never changed but by being undone.

    `number`: the order in which this archive took the rules; the newest wins.
    """

    __tablename__ = "rule"
    __table_args__ = (Index(None, "kind", "value"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    action: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str | None] = mapped_column(Text)
    into_value: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    documents_json: Mapped[str] = mapped_column(Text)
    texts_json: Mapped[str] = mapped_column(Text)
    place_json: Mapped[str | None] = mapped_column(Text)
    field: Mapped[str | None] = mapped_column(String(20))
    said: Mapped[str | None] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    undone_by: Mapped[str | None] = mapped_column(Text)
    undone_at: Mapped[str | None] = mapped_column(Text)
    undone_why: Mapped[str | None] = mapped_column(Text)
