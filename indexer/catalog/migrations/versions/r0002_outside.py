"""Where a file holds words that no page shows: it is then not handed out."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("document", sa.Column("outside", sa.Text(), nullable=True))
    # Nobody has looked into these files beyond their pages: closed until they are described again.
    document = sa.table(
        "document",
        sa.column("original_withheld", sa.Boolean()),
        sa.column("redacted_share", sa.Double()),
        sa.column("pages_withheld", sa.Integer()),
    )
    removed = sa.or_(document.c.redacted_share > 0, document.c.pages_withheld > 0)
    op.execute(document.update().where(removed).values(original_withheld=sa.true()))
