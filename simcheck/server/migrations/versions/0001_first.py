"""The first form of the database."""

from __future__ import annotations

from alembic import op

from simcheck.server.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables; later steps change them one by one."""
    metadata.create_all(op.get_bind())
