"""Pages that are due for the index alone, when a person's rule concerns some of a document's pages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "due_page",
        sa.Column("key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["key"], ["page.key"], name="fk_due_page_key", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_due_page"),
    )
