"""Rules of the funding check; the next seeding fills in those of the programmes that come with the assistant.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "funding_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["funding_programmes.id"],
            name=op.f("fk_funding_rules_offer_id_funding_programmes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_rules")),
        sa.UniqueConstraint("offer_id", "text", name=op.f("uq_funding_rules_offer_id_text")),
    )
    op.create_index("ix_funding_rules_offer_id", "funding_rules", ["offer_id"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("funding_rules")
