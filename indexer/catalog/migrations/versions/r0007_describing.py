"""Descriptions that people corrected: what the pages and manifests say is kept beside what is shown."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("rule", sa.Column("field", sa.String(length=20), nullable=True))
    op.add_column("rule", sa.Column("said", sa.Text(), nullable=True))
    op.create_index("ix_rule_kind_value", "rule", ["kind", "value"], unique=False)
    op.add_column("document", sa.Column("read_json", sa.Text(), nullable=True))
    op.add_column("release", sa.Column("stated_json", sa.Text(), nullable=True))
    op.add_column("release_file", sa.Column("origin", sa.Integer(), nullable=True))
    op.add_column("release_file", sa.Column("origin_name", sa.Text(), nullable=True))
    op.create_index("ix_release_file_origin", "release_file", ["origin"], unique=False)
