"""Questions that were not settled, the groups they fall into, and what staff did about them.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "miss_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("count_when_dismissed", sa.Integer(), nullable=False),
        sa.Column("checked_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'gap', 'scope', 'dismissed', 'merged')", name=op.f("ck_miss_groups_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_miss_groups")),
    )
    with op.batch_alter_table("miss_groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_miss_groups_state"), ["state"], unique=False)

    op.create_table(
        "miss_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('draft', 'variants', 'gap', 'scope', 'dismiss', 'merge', 'move', 'answered', 'returned')",
            name=op.f("ck_miss_actions_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["miss_groups.id"], name=op.f("fk_miss_actions_group_id_miss_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_miss_actions")),
    )
    with op.batch_alter_table("miss_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_miss_actions_group_id"), ["group_id"], unique=False)

    op.create_table(
        "misses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("best", sa.String(length=120), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("conditions", sa.String(length=500), nullable=False),
        sa.Column("conversation_key", sa.String(length=64), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("has_ended_there", sa.Boolean(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("former_group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('unsure', 'choices', 'out_of_scope', 'no_hits', 'thumbs_down', 'handoff')",
            name=op.f("ck_misses_reason"),
        ),
        sa.CheckConstraint("state IN ('new', 'taken', 'grouped', 'chosen', 'worthless')", name=op.f("ck_misses_state")),
        sa.ForeignKeyConstraint(
            ["conversation_key"],
            ["conversations.key"],
            name=op.f("fk_misses_conversation_key_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["miss_groups.id"], name=op.f("fk_misses_group_id_miss_groups"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misses")),
        sa.UniqueConstraint("conversation_key", "position", name=op.f("uq_misses_conversation_key_position")),
    )
    with op.batch_alter_table("misses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_misses_at"), ["at"], unique=False)
        batch_op.create_index("ix_misses_group_id", ["group_id", "at", "reason", "has_ended_there"], unique=False)
        batch_op.create_index("ix_misses_state_id", ["state", "id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("misses", schema=None) as batch_op:
        batch_op.drop_index("ix_misses_state_id")
        batch_op.drop_index("ix_misses_group_id")
        batch_op.drop_index(batch_op.f("ix_misses_at"))

    op.drop_table("misses")
    with op.batch_alter_table("miss_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_miss_actions_group_id"))

    op.drop_table("miss_actions")
    with op.batch_alter_table("miss_groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_miss_groups_state"))

    op.drop_table("miss_groups")
