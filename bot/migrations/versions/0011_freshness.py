"""Indexes for the lists of what has to be looked at again.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LISTED = ["type", "is_archived", "title", "id", "slug", "provider"]
LACKING = {"ix_offers_without_source": "source_url", "ix_offers_without_responsible": "responsible"}


def upgrade() -> None:
    """Add the indexes; the one of the lists gets the status."""
    op.drop_index("ix_offers_list", table_name="offers")
    op.create_index("ix_offers_list", "offers", [*LISTED, "status"], unique=False)
    for name, column in LACKING.items():
        empty, columns = sa.text(f"{column} = ''"), [*LISTED[:3], column]
        op.create_index(name, "offers", columns, unique=False, sqlite_where=empty, postgresql_where=empty)


def downgrade() -> None:
    """Drop them."""
    for name in LACKING:
        op.drop_index(name, table_name="offers")
    op.drop_index("ix_offers_list", table_name="offers")
    op.create_index("ix_offers_list", "offers", LISTED, unique=False)
