"""What people collect, the searches they follow, and since when a document is in the archive."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("document", sa.Column("added_at", sa.Double(), nullable=False, server_default=sa.text("0")))
    op.create_table(
        "collection",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_collection"),
    )
    op.create_table(
        "collection_item",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("collection", sa.String(12), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("tags_json", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("taken_out_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_collection_item"),
    )
    op.create_index("ix_collection_item_collection_place", "collection_item", ["collection", "place"])
    op.create_index("ix_collection_item_document_page", "collection_item", ["document", "page"])
    op.create_table(
        "saved_search",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query_string", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("seen_to", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"),
    )
