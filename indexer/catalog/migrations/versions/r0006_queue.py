"""Since when a step is in its state, for the queue page; and what was sent through the site."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("step", sa.Column("since", sa.Double(), nullable=False, server_default=sa.text("0")))
    op.create_index("ix_step_since", "step", ["since"])
    op.create_table(
        "upload",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_upload"),
        sa.UniqueConstraint("id", name="uq_upload_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "upload_file",
        sa.Column("upload", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=True),
        sa.Column("document", sa.String(64), nullable=True),
        sa.Column("new", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["upload"], ["upload.number"], name="fk_upload_file_upload", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("upload", "position", name="pk_upload_file"),
    )
    op.create_index("ix_upload_file_document", "upload_file", ["document"])
