"""Entities, the rules of people about them, and what each mention counts for; filled from the mentions read so far."""

import hashlib
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEYS_A_CHUNK = 1000
NAME_CHARS = 200
_PAGE_BITS = 20

mention = sa.table(
    "mention",
    *(sa.column(name) for name in ("page", "facet", "value", "label", "text", "entity")),
)
entity = sa.table(
    "entity",
    *(sa.column(name) for name in ("id", "kind", "value", "label", "sort_name", "mentions", "pages", "documents")),
    sa.column("hidden", sa.Boolean()),
    sa.column("confirmed", sa.Boolean()),
)
entity_name = sa.table("entity_name", *(sa.column(name) for name in ("entity", "name", "folded", "labels", "texts")))


def upgrade() -> None:
    op.drop_table("facet_label")
    op.add_column("mention", sa.Column("entity", sa.String(length=16), nullable=True))
    op.add_column("mention", sa.Column("rejected", sa.Boolean(), nullable=False, server_default=sa.false()))
    _make_tables()
    _fill(op.get_bind())
    op.create_index("ix_mention_entity_page", "mention", ["entity", "page"], unique=False)


def _make_tables() -> None:
    op.create_table(
        "entity",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.String(length=16), nullable=True),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entity"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entity_kind_pages", "entity", ["kind", "pages"], unique=False)
    op.create_index("ix_entity_merged_into", "entity", ["merged_into"], unique=False)
    op.create_table(
        "entity_name",
        sa.Column("entity", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "name", name="pk_entity_name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rule",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("into_value", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("documents_json", sa.Text(), nullable=False),
        sa.Column("texts_json", sa.Text(), nullable=False),
        sa.Column("place_json", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.Column("undone_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_rule"),
        sa.UniqueConstraint("uid", name="uq_rule_uid"),
    )


def _fill(connection: sa.Connection) -> None:
    """There are no rules yet, so an entity is what the machine read."""
    counted = connection.execute(
        sa.select(
            mention.c.facet,
            mention.c.value,
            sa.func.count(),
            sa.func.count(mention.c.page.distinct()),
            sa.func.count(mention.c.page.op(">>")(sa.literal_column(str(_PAGE_BITS))).distinct()),
        )
        .where(mention.c.facet.is_not(None), mention.c.value.is_not(None))
        .group_by(mention.c.facet, mention.c.value)
    ).all()
    for start in range(0, len(counted), KEYS_A_CHUNK):
        _fill_some(connection, {_id(row[0], row[1]): row for row in counted[start : start + KEYS_A_CHUNK]})


def _fill_some(connection: sa.Connection, rows: dict[str, Any]) -> None:
    found: dict[tuple[str, str], list[int]] = {}
    for key, row in rows.items():
        same = sa.and_(mention.c.facet == row[0], mention.c.value == row[1])
        connection.execute(mention.update().where(same).values(entity=key))
        for at, column in enumerate((mention.c.label, mention.c.text)):
            named = sa.select(column, sa.func.count()).where(same, column.is_not(None)).group_by(column)
            for name, count in connection.execute(named):
                found.setdefault((key, " ".join(name.split())[:NAME_CHARS]), [0, 0])[at] += count
    names: list[dict[str, Any]] = [
        {"entity": key, "name": name, "folded": _folded(name), "labels": counts[0], "texts": counts[1]}
        for (key, name), counts in found.items()
    ]
    labels: dict[str, str] = {}
    for one in sorted(names, key=lambda one: (one["labels"], one["name"])):
        if one["labels"]:
            labels[one["entity"]] = one["name"]  # the most used one comes last
    connection.execute(sa.insert(entity_name), names)
    connection.execute(
        sa.insert(entity),
        [
            {
                "id": key, "kind": row[0], "value": row[1], "label": labels.get(key),
                "sort_name": _folded(labels.get(key) or row[1])[:NAME_CHARS], "hidden": False, "confirmed": False,
                "mentions": row[2], "pages": row[3], "documents": row[4],
            }
            for key, row in rows.items()
        ],
    )  # fmt: skip


def _id(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}\n{value}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())
