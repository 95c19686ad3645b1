"""Alembic's environment: runs inside the transaction that `storage.schema` has begun."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
context.run_migrations()
