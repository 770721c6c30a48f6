"""Misses: questions that were not settled, the groups they fall into by meaning, and what staff did about them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)

from bot.db import Base, UtcDateTime, utc_now

REASONS = ("unsure", "choices", "out_of_scope", "no_hits", "thumbs_down", "handoff")
# new: not looked at yet; taken: by the intake that is running; chosen: one of the choices was it after all;
# worthless: nothing in it that could be answered.
MISS_STATES = ("new", "taken", "grouped", "chosen", "worthless")
GROUP_STATES = ("open", "answered", "gap", "scope", "dismissed", "merged")
ACTIONS = ("draft", "variants", "gap", "scope", "dismiss", "merge", "move", "answered", "returned")


class MissGroup(Base):
    """Misses that ask for the same; ``words`` are what they are recognised by, each with its count."""

    __tablename__ = "miss_groups"
    __table_args__ = (CheckConstraint(f"state IN {GROUP_STATES!r}", name="state"),)

    id = Column(Integer, primary_key=True)
    title = Column(String(500), nullable=False, default="")
    words = Column(JSON, nullable=False, default=dict)
    state = Column(String(10), nullable=False, default="open", index=True)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    # What answers it, the partner who lacks an offer, or the office it belongs to.
    subject = Column(String(200), nullable=False, default="")
    count_when_dismissed = Column(Integer, nullable=False, default=0)
    checked_version = Column(Integer, nullable=False, default=-1)  # of the content when the assistant was asked again

    def __repr__(self) -> str:
        return f"MissGroup({self.id}, {self.state!r})"


class Miss(Base):
    """One question that was not settled, redacted; its texts expire, the row stays for the figures.

    ``position`` is that of the question in its conversation, ``choices`` what was offered to choose from,
    ``has_ended_there`` whether the visitor left after it. A search for offers that found none (an offer gap) has its
    ``conditions`` in German, as data in ``filters`` and as a digest in ``wish_key`` (``bot.search.wishes``), and in
    ``emptied_by`` those without which it would have found something.
    """

    __tablename__ = "misses"
    __table_args__ = (
        CheckConstraint(f"reason IN {REASONS!r}", name="reason"),
        CheckConstraint(f"state IN {MISS_STATES!r}", name="state"),
        UniqueConstraint("conversation_key", "position"),
        Index("ix_misses_state_id", "state", "id"),
        Index("ix_misses_group_id", "group_id", "at", "reason", "has_ended_there"),
        # Offer gaps: the few that searched for an offer, those that searched for the same together.
        Index(
            "ix_misses_wish_key",
            "wish_key",
            "at",
            sqlite_where=Column("wish_key") != "",
            postgresql_where=Column("wish_key") != "",
        ),
    )

    id = Column(Integer, primary_key=True)
    at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    reason = Column(String(12), nullable=False)
    text = Column(Text, nullable=False)
    answer = Column(Text, nullable=False, default="")
    choices = Column(JSON, nullable=False, default=list)
    best = Column(String(120), nullable=False, default="")
    score = Column(Float)
    conditions = Column(String(500), nullable=False, default="")
    filters = Column(JSON, nullable=False, default=dict)
    wish_key = Column(String(64), nullable=False, default="")
    emptied_by = Column(String(500), nullable=False, default="")
    conversation_key = Column(ForeignKey("conversations.key", ondelete="SET NULL"))
    position = Column(Integer, nullable=False)
    state = Column(String(10), nullable=False, default="new")
    has_ended_there = Column(Boolean, nullable=False, default=False)
    group_id = Column(ForeignKey("miss_groups.id", ondelete="SET NULL"))
    former_group_id = Column(Integer)  # from which it was moved or merged last


class MissAction(Base):
    """One thing that was done about a group; ``data`` is what is needed to undo it."""

    __tablename__ = "miss_actions"
    __table_args__ = (CheckConstraint(f"kind IN {ACTIONS!r}", name="kind"),)

    id = Column(Integer, primary_key=True)
    group_id = Column(ForeignKey("miss_groups.id", ondelete="CASCADE"), nullable=False, index=True)
    at = Column(UtcDateTime, nullable=False, default=utc_now)
    actor = Column(String(200), nullable=False)
    kind = Column(String(10), nullable=False)
    note = Column(Text, nullable=False, default="")
    data = Column(JSON, nullable=False, default=dict)
    undone_at = Column(UtcDateTime)
