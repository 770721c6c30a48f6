"""Recovery codes of the second factor, and the secret that a log-in is about to confirm.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the column."""
    op.create_table(
        "recovery_codes",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_recovery_codes")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_account_id"), ["account_id"], unique=False)
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("new_totp_secret", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.alter_column("new_totp_secret", server_default=None)


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.drop_column("new_totp_secret")
    op.drop_table("recovery_codes")
