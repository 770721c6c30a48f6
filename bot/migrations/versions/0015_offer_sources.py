"""Imports of offers from sources: their reports, origins of fields, original texts, and what is to be decided.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "offer_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_imports")),
    )
    op.create_index(op.f("ix_offer_imports_created_at"), "offer_imports", ["created_at"], unique=False)
    op.create_table(
        "offer_origins",
        sa.Column("offer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("source_key", sa.String(length=500), nullable=False),
        sa.Column("fingerprint", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        _owner("offer_origins", "offer_id", "offers"),
        _owner("offer_origins", "import_id", "offer_imports"),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offer_origins")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_offer_origins_source_source_key")),
    )
    op.create_index(op.f("ix_offer_origins_import_id"), "offer_origins", ["import_id"], unique=False)
    op.create_index("ix_offer_origins_gone", "offer_origins", ["source", "gone_at"], unique=False)
    op.create_table(
        "offer_originals",
        sa.Column("offer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("licence", sa.String(length=100), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("short_text", sa.Text(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        _owner("offer_originals", "offer_id", "offers"),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offer_originals")),
    )
    op.create_table(
        "offer_conflicts",
        sa.Column("offer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("incoming", sa.JSON(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        _owner("offer_conflicts", "offer_id", "offers"),
        _owner("offer_conflicts", "import_id", "offer_imports"),
        sa.PrimaryKeyConstraint("offer_id", "field", name=op.f("pk_offer_conflicts")),
    )
    op.create_index(op.f("ix_offer_conflicts_import_id"), "offer_conflicts", ["import_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    for table in ("offer_conflicts", "offer_originals", "offer_origins", "offer_imports"):
        op.drop_table(table)


def _owner(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{owner}")
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=name, ondelete="CASCADE")
