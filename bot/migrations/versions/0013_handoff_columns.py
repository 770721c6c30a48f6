"""States and reasons of a hand-off, its dossier and route, and what messages and contacts need for it.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


OLD_STATUSES = {"open": "notified", "in_progress": "claimed", "answered": "answered", "closed": "resolved"}
NEW_STATUSES = ("new", "notified", "claimed", "answered", "resolved", "reopened", "expired")
OLD_REASONS = {"asked": "asked", "not_understood": "misses", "feedback": "low_rating"}
NEW_REASONS = ("asked", "misses", "low_rating", "topic_rule", "form_error", "out_of_hours", "technical_fault")
BACK_STATUSES = {
    "new": "open",
    "notified": "open",
    "claimed": "in_progress",
    "resolved": "closed",
    "reopened": "open",
    "expired": "closed",
}
BACK_REASONS = {
    "misses": "not_understood",
    "low_rating": "feedback",
    "topic_rule": "asked",
    "form_error": "asked",
    "out_of_hours": "asked",
    "technical_fault": "asked",
}
CLAIMED = sa.text("status = 'claimed'")


def upgrade() -> None:
    """Add the columns; tickets take the new names of their states and reasons."""
    op.add_column("contacts", sa.Column("takes_handoffs", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("topics", sa.Column("offers_person", sa.Boolean(), server_default=sa.false(), nullable=False))
    _add("contacts", sa.Column("deputy_slug", sa.String(length=80), server_default="", nullable=False))
    op.add_column("conversations", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("conversations", sa.Column("adding_to", sa.Integer(), nullable=True))
    _add("conversations", sa.Column("page", sa.String(length=500), server_default="", nullable=False))
    _add("outbox_mails", sa.Column("html", sa.Text(), server_default="", nullable=False))
    _add("outbox_mails", sa.Column("attachments", sa.JSON(), server_default="[]", nullable=False))
    _add("outbox_mails", sa.Column("audience", sa.String(length=10), server_default="staff", nullable=False))
    with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_outbox_mails_audience"), "audience IN ('staff', 'visitor')")
    _add("ticket_events", sa.Column("reason", sa.String(length=20), server_default="", nullable=False))
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("client_id", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_messages_conversation_key_client_id"), ["conversation_key", "client_id"]
        )
    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.alter_column("actor", existing_type=sa.String(length=100), type_=sa.String(length=200))
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_tickets_status"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_tickets_reason"), type_="check")
        for column in _new_columns():
            batch_op.add_column(column)
        batch_op.create_foreign_key(
            batch_op.f("fk_tickets_claimed_by_accounts"), "accounts", ["claimed_by"], ["id"], ondelete="SET NULL"
        )
    _rename(OLD_STATUSES, OLD_REASONS)
    _release_all_but_latest()
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        for column in _new_columns():
            batch_op.alter_column(column.name, server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_tickets_status"), f"status IN {NEW_STATUSES!r}")
        batch_op.create_check_constraint(batch_op.f("ck_tickets_reason"), f"reason IN {NEW_REASONS!r}")
        batch_op.create_check_constraint(batch_op.f("ck_tickets_rating"), "rating IN (-1, 1)")
        batch_op.create_index(batch_op.f("ix_tickets_claimed_by"), ["claimed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_tickets_contact_slug"), ["contact_slug"], unique=False)
        batch_op.create_index(batch_op.f("ix_tickets_email"), ["email"], unique=False)
    op.create_index(
        "ix_tickets_claimed",
        "tickets",
        ["conversation_key"],
        unique=True,
        sqlite_where=CLAIMED,
        postgresql_where=CLAIMED,
    )


def downgrade() -> None:
    """Drop them; tickets get the former names back as far as there are any."""
    op.drop_index("ix_tickets_claimed", table_name="tickets")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tickets_email"))
        batch_op.drop_index(batch_op.f("ix_tickets_contact_slug"))
        batch_op.drop_index(batch_op.f("ix_tickets_claimed_by"))
        batch_op.drop_constraint(batch_op.f("fk_tickets_claimed_by_accounts"), type_="foreignkey")
        for name in ("status", "reason", "rating"):
            batch_op.drop_constraint(batch_op.f(f"ck_tickets_{name}"), type_="check")
        for column in _new_columns():
            batch_op.drop_column(column.name)
    _rename(BACK_STATUSES, BACK_REASONS)
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_tickets_status"), f"status IN {tuple(OLD_STATUSES)!r}")
        batch_op.create_check_constraint(batch_op.f("ck_tickets_reason"), f"reason IN {tuple(OLD_REASONS)!r}")
    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.alter_column("actor", existing_type=sa.String(length=200), type_=sa.String(length=100))
        batch_op.drop_column("reason")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_messages_conversation_key_client_id"), type_="unique")
        batch_op.drop_column("client_id")
    with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_outbox_mails_audience"), type_="check")
        batch_op.drop_column("audience")
    for table, column in (
        ("outbox_mails", "attachments"),
        ("outbox_mails", "html"),
        ("topics", "offers_person"),
        ("conversations", "adding_to"),
        ("conversations", "seen_at"),
        ("conversations", "page"),
        ("contacts", "deputy_slug"),
        ("contacts", "takes_handoffs"),
    ):
        op.drop_column(table, column)


def _add(table: str, column: sa.Column) -> None:
    """Add a column to a filled table; what its present rows get is no default of later ones."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.add_column(column)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(column.name, server_default=None)


def _new_columns() -> list[sa.Column]:
    texts = {
        "page": sa.String(length=500),
        "summary": sa.String(length=300),
        "consent_text": sa.Text(),
        "consent_version": sa.String(length=12),
        "contact_slug": sa.String(length=80),
        "recipient": sa.String(length=254),
        "deputy_recipient": sa.String(length=254),
        "organisation": sa.String(length=200),
        "claimed_name": sa.String(length=200),
        "rating_comment": sa.String(length=1000),
    }
    return [
        *(sa.Column(name, kind, server_default="", nullable=False) for name, kind in texts.items()),
        *(sa.Column(name, sa.JSON(), server_default="{}", nullable=False) for name in ("dossier", "route")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("claimed_at", "answered_at")),
        *(
            sa.Column(name, sa.Integer(), server_default="0", nullable=False)
            for name in ("message_count", "unread_count")
        ),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("claimed_by", "rating")),
    ]


def _rename(statuses: dict[str, str], reasons: dict[str, str]) -> None:
    """Give rows their new names; those of the log as well."""
    columns = (
        ("tickets", "status", statuses),
        ("tickets", "reason", reasons),
        ("ticket_events", "from_status", statuses),
        ("ticket_events", "to_status", statuses),
    )
    for table, column, names in columns:
        cases = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in names.items())
        op.execute(f"UPDATE {table} SET {column} = CASE {column} {cases} ELSE {column} END")  # noqa: S608 - names of ours


def _release_all_but_latest() -> None:
    """In a conversation one person speaks at a time: of several tickets in work the latest stays so."""
    op.execute(
        "UPDATE tickets SET status = 'notified' WHERE status = 'claimed' AND id <"
        " (SELECT max(other.id) FROM tickets AS other"
        " WHERE other.conversation_key = tickets.conversation_key AND other.status = 'claimed')"
    )
