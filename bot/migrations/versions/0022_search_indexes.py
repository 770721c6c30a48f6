"""Indexes that hold all that a search asks of a training or a topic.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SEARCHED = ["format", "place", "education_voucher", "azav", "schedule"]
TRAININGS, TOPICS = "training_offers", "offer_topics"
NEW = {
    "ix_training_offers_starts_on": (TRAININGS, ["starts_on", "id", *SEARCHED, "price_eur"]),
    "ix_training_offers_price": (TRAININGS, ["price_eur", "starts_on", "id", *SEARCHED]),
    "ix_offer_topics_topic": (TOPICS, ["topic", "position", "offer_id"]),
}
OLD = {
    "ix_training_offers_starts_on": (TRAININGS, ["starts_on"]),
    "ix_training_offers_format": (TRAININGS, ["format", "starts_on"]),
    "ix_training_offers_place": (TRAININGS, ["place", "starts_on"]),
    "ix_training_offers_price": (TRAININGS, ["price_eur", "starts_on"]),
    "ix_offer_topics_topic": (TOPICS, ["topic"]),
}


def upgrade() -> None:
    """Exchange the indexes."""
    _exchange(OLD, NEW)


def downgrade() -> None:
    """Change them back."""
    _exchange(NEW, OLD)


def _exchange(gone: dict[str, tuple[str, list[str]]], come: dict[str, tuple[str, list[str]]]) -> None:
    for name, (table, _columns) in gone.items():
        op.drop_index(name, table_name=table)
    for name, (table, columns) in come.items():
        op.create_index(name, table, columns, unique=False)
