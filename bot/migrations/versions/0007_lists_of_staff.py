"""Indexes for the lists of the back office, which stay quick with 100,000 offers.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_offers_list": ("offers", ["type", "is_archived", "title", "id", "slug", "provider"]),
    "ix_offers_review": ("offers", ["type", "is_archived", "review_on"]),
    "ix_revisions_status_kind": ("revisions", ["status", "kind"]),
}


def upgrade() -> None:
    """Add the indexes."""
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    """Drop them."""
    for name, (table, _columns) in INDEXES.items():
        op.drop_index(name, table_name=table)
