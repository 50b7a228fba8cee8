"""How Alembic reaches the database: through the connection that ``simcheck.server.database`` gives it."""

from __future__ import annotations

from alembic import context

from simcheck.server.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
