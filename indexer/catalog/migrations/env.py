"""Alembic runs this for every migration; the connection comes from `run.upgrade`."""

from alembic import context

from indexer.catalog.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,  # our transaction, not Alembic's: a migration is kept whole or not at all
)
context.run_migrations()
