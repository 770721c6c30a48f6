"""Daily sums of outcomes and ratings, and the marks of how far they are counted.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; nothing is counted yet."""
    marks = op.create_table(
        "count_marks",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_count_marks")),
    )
    op.bulk_insert(marks, [{"name": "outcomes", "last_id": 0, "counted_at": None}])
    op.create_table(
        "daily_outcomes",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("is_reduced", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("conversations", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "is_reduced", name=op.f("pk_daily_outcomes")),
    )
    op.create_table(
        "daily_answer_times",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("up_to", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "up_to", name=op.f("pk_daily_answer_times")),
    )
    op.create_table(
        "daily_references",
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("type", "day", "slug", name=op.f("pk_daily_references")),
    )
    op.create_table(
        "daily_topics",
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("type", "day", "slug", name=op.f("pk_daily_topics")),
    )
    op.create_table(
        "daily_ratings",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "reference", name=op.f("pk_daily_ratings")),
    )
    op.create_table(
        "counted_ratings",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_counted_ratings_feedback_id_feedback"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_counted_ratings")),
    )


def downgrade() -> None:
    """Drop them."""
    for table in (
        "counted_ratings",
        "daily_ratings",
        "daily_topics",
        "daily_references",
        "daily_answer_times",
        "daily_outcomes",
        "count_marks",
    ):
        op.drop_table(table)
