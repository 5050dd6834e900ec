"""Events. What was read so far has none: its entities are due again, which find them with the mentions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BigKey = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("page", BigKey, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("edtf", sa.Text(), nullable=False),
        sa.Column("lower", sa.Integer(), nullable=False),
        sa.Column("upper", sa.Integer(), nullable=False),
        sa.Column("precision", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("ambiguous", sa.Boolean(), nullable=False),
        sa.Column("hedge", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["page"], ["page.key"], name="fk_event_page", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page", "position", name="pk_event"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_mention",
        sa.Column("page", BigKey, autoincrement=False, nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("mention", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["page"], ["page.key"], name="fk_event_mention_page", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page", "event", "mention", name="pk_event_mention"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_mention_page_mention", "event_mention", ["page", "mention"], unique=False)
    step = sa.table("step", *(sa.column(name) for name in ("step", "state", "attempt", "due_at")))
    done = sa.and_(step.c.step == "entities", step.c.state == "done")
    op.execute(step.update().where(done).values(state="due", attempt=0, due_at=0.0))
