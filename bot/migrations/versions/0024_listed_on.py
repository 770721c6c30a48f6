"""The day by which a training is listed, and the indexes of searches in its order.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLE = "training_offers"
SEARCHED = ["format", "place", "education_voucher", "azav", "schedule"]
LISTED_ON = "coalesce(starts_on, '9999-12-31')"
NEW = {
    "ix_training_offers_listed_on": ["listed_on", "id", *SEARCHED, "price_eur"],
    "ix_training_offers_price": ["price_eur", "listed_on", "id", *SEARCHED],
}
OLD = {
    "ix_training_offers_starts_on": ["starts_on", "id", *SEARCHED, "price_eur"],
    "ix_training_offers_price": ["price_eur", "starts_on", "id", *SEARCHED],
}


def upgrade() -> None:
    """Add the column, and exchange the indexes."""
    op.add_column(TABLE, sa.Column("listed_on", sa.Date(), sa.Computed(LISTED_ON), nullable=True))
    _exchange(OLD, NEW)


def downgrade() -> None:
    """Change the indexes back, and drop the column."""
    _exchange(NEW, OLD)
    op.drop_column(TABLE, "listed_on")


def _exchange(gone: dict[str, list[str]], come: dict[str, list[str]]) -> None:
    for name in gone:
        op.drop_index(name, table_name=TABLE)
    for name, columns in come.items():
        op.create_index(name, TABLE, columns, unique=False)
