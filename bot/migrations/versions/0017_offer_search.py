"""The times of a training, and indexes for searches by format, place and price.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_training_offers_format": ["format", "starts_on"],
    "ix_training_offers_place": ["place", "starts_on"],
    "ix_training_offers_price": ["price_eur", "starts_on"],
}
KNOWN = {
    "berufsbegleitend": ("fakt-unikims-master", "bsp-industriemeister-metall"),
    "vollzeit": ("bsp-cnc-lehrgang", "bsp-tq-metall", "bsp-umschulung-mechatroniker", "bsp-ausbildereignung"),
}
TIMES = "schedule = '' OR schedule IN ('vollzeit', 'teilzeit', 'berufsbegleitend')"


def upgrade() -> None:
    """Add the column with what is known of the seeded trainings, and the indexes."""
    op.drop_index("ix_training_offers_place", table_name="training_offers")
    with op.batch_alter_table("training_offers") as batch:
        batch.add_column(sa.Column("schedule", sa.String(20), nullable=False, server_default=""))
    with op.batch_alter_table("training_offers") as batch:  # the default is for the present rows only
        batch.alter_column("schedule", existing_type=sa.String(20), server_default=None)
        batch.create_check_constraint("schedule", TIMES)
    for name, columns in INDEXES.items():
        op.create_index(name, "training_offers", columns, unique=False)
    offers = sa.table("offers", sa.column("id"), sa.column("slug"))
    trainings = sa.table("training_offers", sa.column("id"), sa.column("schedule"))
    for schedule, slugs in KNOWN.items():
        known = sa.select(offers.c.id).where(offers.c.slug.in_(slugs))
        op.execute(trainings.update().where(trainings.c.id.in_(known)).values(schedule=schedule))


def downgrade() -> None:
    """Drop them."""
    for name in INDEXES:
        op.drop_index(name, table_name="training_offers")
    with op.batch_alter_table("training_offers") as batch:
        batch.drop_constraint("schedule", type_="check")
        batch.drop_column("schedule")
    op.create_index("ix_training_offers_place", "training_offers", ["place"], unique=False)
