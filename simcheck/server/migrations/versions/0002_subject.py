"""Users may be known to an identity provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """A column for the name that the provider has for a user."""
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("subject", sa.String(length=255), nullable=True))
        table.create_unique_constraint("uq_users_subject", ["subject"])


def downgrade() -> None:
    """Forget who is known to the provider."""
    with op.batch_alter_table("users") as table:
        table.drop_constraint("uq_users_subject", type_="unique")
        table.drop_column("subject")
