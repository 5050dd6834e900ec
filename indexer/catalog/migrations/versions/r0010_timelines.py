"""Timelines that researchers save: picked entries with their own words, and the history of every change."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "timeline",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_timeline"),
        sa.UniqueConstraint("uid", name="uq_timeline_uid"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "timeline_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("timeline", sa.Integer(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("own", sa.Text(), nullable=False),
        sa.Column("own_by", sa.Text(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("date_start", sa.Integer(), nullable=False),
        sa.Column("date_text", sa.Text(), nullable=False),
        sa.Column("edtf", sa.Text(), nullable=False),
        sa.Column("lower", sa.Integer(), nullable=False),
        sa.Column("upper", sa.Integer(), nullable=False),
        sa.Column("precision", sa.String(20), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("ambiguous", sa.Boolean(), nullable=False),
        sa.Column("hedge", sa.Text(), nullable=True),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["timeline"], ["timeline.number"], name="fk_timeline_entry_timeline", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_timeline_entry"),
        sa.UniqueConstraint("uid", name="uq_timeline_entry_uid"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_timeline_entry_timeline_position", "timeline_entry", ["timeline", "position"])
    op.create_table(
        "timeline_change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("timeline", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("fields_json", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["timeline"], ["timeline.number"], name="fk_timeline_change_timeline", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_timeline_change"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_timeline_change_timeline", "timeline_change", ["timeline"])
