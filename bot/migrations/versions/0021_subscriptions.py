"""Subscriptions to new offers, and the address in a mail by which its recipient unsubscribes.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_subscriptions_conversation_key": ("subscriptions", ["conversation_key"]),
    "ix_subscriptions_due": ("subscriptions", ["state", "checked_on"]),
    "ix_subscriptions_wish_key": ("subscriptions", ["wish_key", "state"]),
    "ix_subscription_links_subscription_id": ("subscription_links", ["subscription_id"]),
    "ix_subscription_links_expires_at": ("subscription_links", ["expires_at"]),
}


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("wish_key", sa.String(length=64), nullable=False),
        sa.Column("conditions", sa.String(length=500), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("conversation_key", sa.String(length=64), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'confirmed', 'declined')", name=op.f("ck_subscriptions_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("email", "wish_key", name=op.f("uq_subscriptions_email_wish_key")),
    )
    op.create_table(
        "subscription_links",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("purpose IN ('confirm', 'unsubscribe')", name=op.f("ck_subscription_links_purpose")),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name=op.f("fk_subscription_links_subscription_id_subscriptions"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_subscription_links")),
    )
    op.create_table(
        "subscription_offers",
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name=op.f("fk_subscription_offers_subscription_id_subscriptions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription_id", "reference", "day", name=op.f("pk_subscription_offers")),
    )
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    with op.batch_alter_table("outbox_mails") as batch:
        batch.add_column(sa.Column("unsubscribe_url", sa.String(length=500), nullable=False, server_default=""))
    with op.batch_alter_table("outbox_mails") as batch:
        batch.alter_column("unsubscribe_url", server_default=None)


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("outbox_mails") as batch:
        batch.drop_column("unsubscribe_url")
    for name in ("subscription_offers", "subscription_links", "subscriptions"):
        op.drop_table(name)
