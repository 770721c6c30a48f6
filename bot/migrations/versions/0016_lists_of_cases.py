"""Indexes for lists of cases: by status and organisation with the latest first, and for a search by number and name.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_tickets_status": ["status", "updated_at"],
    "ix_tickets_organisation": ["organisation", "status", "updated_at"],
    "ix_tickets_search": ["updated_at", "organisation", "case_number", "name"],
}


def upgrade() -> None:
    """Add the indexes; the one on the status alone goes with them."""
    op.drop_index("ix_tickets_status", "tickets")
    for name, columns in INDEXES.items():
        op.create_index(name, "tickets", columns)


def downgrade() -> None:
    """Take them away again."""
    for name in INDEXES:
        op.drop_index(name, "tickets")
    op.create_index("ix_tickets_status", "tickets", ["status"])
