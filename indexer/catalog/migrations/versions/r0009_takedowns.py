"""What people took down: hidden pages, documents and releases, and what is kept of them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "takedown",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("release", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.Column("undone_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_takedown"),
        sa.UniqueConstraint("uid", name="uq_takedown_uid"),
    )
    op.create_index("ix_takedown_document", "takedown", ["document"], unique=False)
    op.create_index("ix_takedown_release", "takedown", ["release"], unique=False)
    op.create_table(
        "held",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_held"),
    )
    for table in ("document", "release"):
        op.add_column(table, sa.Column("taken_down", sa.Boolean(), nullable=False, server_default=sa.false()))
