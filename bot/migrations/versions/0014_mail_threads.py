"""Mails know their Message-ID and the person whose words they carry.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = {"message_key": 32, "sender_name": 200}


def upgrade() -> None:
    """Add the columns; the mails that are there get the key that their Message-ID was made of."""
    for name, length in COLUMNS.items():
        with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
            batch_op.add_column(sa.Column(name, sa.String(length=length), server_default="", nullable=False))
        with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
            batch_op.alter_column(name, server_default=None)
    _fill_keys()
    op.create_index("ix_outbox_mails_message_key", "outbox_mails", ["message_key"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_outbox_mails_message_key", table_name="outbox_mails")
    for name in COLUMNS:
        op.drop_column("outbox_mails", name)


def _fill_keys() -> None:
    mails = sa.table("outbox_mails", sa.column("id"), sa.column("dedup_key"), sa.column("message_key"))
    connection = op.get_bind()
    for mail_id, dedup_key in connection.execute(sa.select(mails.c.id, mails.c.dedup_key)).all():
        key = sha256(dedup_key.encode()).hexdigest()[:32]
        connection.execute(sa.update(mails).where(mails.c.id == mail_id).values(message_key=key))
