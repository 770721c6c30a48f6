"""What a search for offers that found none was for: its conditions as data, and those that emptied it.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty for what was searched for before."""
    with op.batch_alter_table("misses") as batch:
        batch.add_column(sa.Column("filters", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("wish_key", sa.String(length=64), nullable=False, server_default=""))
        batch.add_column(sa.Column("emptied_by", sa.String(length=500), nullable=False, server_default=""))
    with op.batch_alter_table("misses") as batch:
        for name in ("filters", "wish_key", "emptied_by"):
            batch.alter_column(name, server_default=None)
    known = sa.text("wish_key != ''")
    op.create_index("ix_misses_wish_key", "misses", ["wish_key", "at"], sqlite_where=known, postgresql_where=known)


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_misses_wish_key", table_name="misses")
    with op.batch_alter_table("misses") as batch:
        for name in ("filters", "wish_key", "emptied_by"):
            batch.drop_column(name)
