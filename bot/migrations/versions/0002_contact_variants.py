"""Ways to ask for a contact without giving the name.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "contact_variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_contact_variants_contact_id_contacts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_variants")),
        sa.UniqueConstraint("contact_id", "text", name=op.f("uq_contact_variants_contact_id_text")),
    )
    op.create_index(op.f("ix_contact_variants_contact_id"), "contact_variants", ["contact_id"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_index(op.f("ix_contact_variants_contact_id"), table_name="contact_variants")
    op.drop_table("contact_variants")
