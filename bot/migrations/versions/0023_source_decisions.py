"""Files of sources that somebody looks at, which offers an import concerned, and decisions that can be undone.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the columns."""
    op.create_table(
        "offer_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_offer_uploads_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_uploads")),
    )
    op.create_index(op.f("ix_offer_uploads_account_id"), "offer_uploads", ["account_id"], unique=False)
    op.create_index(op.f("ix_offer_uploads_created_at"), "offer_uploads", ["created_at"], unique=False)
    with op.batch_alter_table("offer_imports") as batch:
        batch.add_column(sa.Column("lists", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("offer_conflicts") as batch:
        batch.add_column(sa.Column("decision", sa.String(length=10), nullable=False, server_default=""))
        batch.add_column(sa.Column("decided_by", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("before", sa.JSON(), nullable=True))
    # The defaults are for the present rows only.
    with op.batch_alter_table("offer_imports") as batch:
        batch.alter_column("lists", existing_type=sa.JSON(), server_default=None)
    with op.batch_alter_table("offer_conflicts") as batch:
        batch.alter_column("decision", existing_type=sa.String(length=10), server_default=None)
        batch.alter_column("decided_by", existing_type=sa.String(length=200), server_default=None)
    op.create_index(op.f("ix_offer_conflicts_decision"), "offer_conflicts", ["decision"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_offer_conflicts_decision"), table_name="offer_conflicts")
    with op.batch_alter_table("offer_conflicts") as batch:
        for name in ("before", "decided_at", "decided_by", "decision"):
            batch.drop_column(name)
    with op.batch_alter_table("offer_imports") as batch:
        batch.drop_column("lists")
    op.drop_table("offer_uploads")
