"""Revisions: every state a record ever had or is meant to get, and who answers for which category."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)

from bot.db import Base, UtcDateTime, utc_now

# Open ones wait to be published; a published one stays in the history when the next one follows.
OPEN = ("draft", "review", "scheduled")
STATUSES = (*OPEN, "published", "discarded")


class Revision(Base):
    """One state of a record with all its fields; number 1 is what was there before the first edit."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("kind", "key", "number"),
        CheckConstraint(f"status IN {STATUSES!r}", name="status"),
        Index("ix_revisions_status_publish_at", "status", "publish_at"),
        Index("ix_revisions_status_kind", "status", "kind"),
    )

    id = Column(Integer, primary_key=True)
    kind = Column(String(20), nullable=False)
    key = Column(String(500), nullable=False)
    number = Column(Integer, nullable=False)
    status = Column(String(10), nullable=False)
    title = Column(String(500), nullable=False, default="")
    data = Column(JSON, nullable=False)
    # Raised with every save: two editors who write over each other are told.
    edit_count = Column(Integer, nullable=False, default=0)
    author_id = Column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    author = Column(String(200), nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    note = Column(Text, nullable=False, default="")  # from author to reviewer, or back
    publish_at = Column(UtcDateTime)
    decided_by = Column(String(200), nullable=False, default="")
    published_at = Column(UtcDateTime, index=True)
    batch = Column(String(40), nullable=False, default="", index=True)  # an import or a roll-back that it belongs to

    def __repr__(self) -> str:
        return f"Revision({self.kind}:{self.key}, {self.number}, {self.status!r})"


class Category(Base):
    """Rules for one category of content; without a row everybody who writes may publish."""

    __tablename__ = "content_categories"

    key = Column(String(40), primary_key=True)  # faq:netzwerk, foerderung, kontakt …
    organisation = Column(String(200), nullable=False, default="")  # only its members write here; empty: all
    needs_approval = Column(Boolean, nullable=False, default=False)  # four eyes
