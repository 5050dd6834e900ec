"""Documents with pages that a search cannot see, by themselves: every search counts these pages."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_UNSEEN = sa.text("index_state <> 'indexed' OR pages_readable = 0 OR pages_readable <> coalesce(pages_total, 0)")
_COLUMNS = (
    "outcome", "index_state", "pages_total", "pages_readable", "date_from", "date_to", "language", "taken_down",
)  # fmt: skip


def upgrade() -> None:
    op.create_index(
        "ix_document_unseen", "document", ["number", *_COLUMNS], sqlite_where=_UNSEEN, postgresql_where=_UNSEEN
    )
