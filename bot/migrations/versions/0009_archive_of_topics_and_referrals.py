"""Topics and referrals can be put aside as well, instead of being deleted.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("topics", "referrals")


def upgrade() -> None:
    """Add the mark of the archive."""
    for table in TABLES:
        op.add_column(table, sa.Column("is_archived", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop it."""
    for table in TABLES:
        op.drop_column(table, "is_archived")
