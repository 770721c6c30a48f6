"""Hand-off: tickets with their events, and the outbox from which mails are sent."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import relationship

from bot.db import Base, UtcDateTime, utc_now

TICKET_STATUSES = ("open", "in_progress", "answered", "closed")
REASONS = ("asked", "not_understood", "feedback")
MAIL_STATUSES = ("pending", "sending", "sent", "failed")


def digest_concern(concern: str) -> str:
    """Return what two spellings of the same concern have in common, short enough for an index."""
    return sha256(" ".join(concern.casefold().split()).encode()).hexdigest()


def _digest_of_row(context: Any) -> str:
    return digest_concern(context.get_current_parameters()["concern"])


class Ticket(Base):
    """A concern handed to a person, with everything the person needs in one place."""

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint(f"status IN {TICKET_STATUSES!r}", name="status"),
        CheckConstraint(f"reason IN {REASONS!r}", name="reason"),
        CheckConstraint("email <> '' OR phone <> ''", name="reachable"),
        UniqueConstraint("conversation_key", "concern_digest"),
    )

    id = Column(Integer, primary_key=True)
    case_number = Column(String(20), nullable=False, unique=True)
    conversation_key = Column(String(64), nullable=False)
    status = Column(String(20), nullable=False, default="open", index=True)
    reason = Column(String(20), nullable=False, default="asked")
    concern = Column(Text, nullable=False)
    concern_digest = Column(String(64), nullable=False, default=_digest_of_row)
    name = Column(String(200), nullable=False, default="")
    email = Column(String(254), nullable=False, default="")
    phone = Column(String(40), nullable=False, default="")
    company = Column(String(200), nullable=False, default="")
    transcript = Column(Text, nullable=False, default="")
    consent_at = Column(UtcDateTime, nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    updated_at = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now)

    events: Any = relationship(
        "TicketEvent", back_populates="ticket", cascade="all, delete-orphan", order_by="TicketEvent.id"
    )

    def __repr__(self) -> str:
        return f"Ticket({self.case_number!r}, {self.status!r})"


class TicketEvent(Base):
    """One thing that happened to a ticket: a change of status, a mail, a note."""

    __tablename__ = "ticket_events"

    id = Column(Integer, primary_key=True)
    ticket_id = Column(ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False, index=True)
    at = Column(UtcDateTime, nullable=False, default=utc_now)
    kind = Column(String(30), nullable=False)
    from_status = Column(String(20), nullable=False, default="")
    to_status = Column(String(20), nullable=False, default="")
    actor = Column(String(100), nullable=False, default="bot")
    note = Column(Text, nullable=False, default="")

    ticket: Any = relationship("Ticket", back_populates="events")


class OutboxMail(Base):
    """A mail to be sent: written together with its cause, sent later, retried until it is through."""

    __tablename__ = "outbox_mails"
    __table_args__ = (
        CheckConstraint(f"status IN {MAIL_STATUSES!r}", name="status"),
        Index("ix_outbox_mails_due", "status", "next_attempt_at"),
    )

    id = Column(Integer, primary_key=True)
    dedup_key = Column(String(100), nullable=False, unique=True)
    ticket_id = Column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    recipient = Column(String(254), nullable=False)
    reply_to = Column(String(254), nullable=False, default="")
    subject = Column(String(300), nullable=False)
    body = Column(Text, nullable=False)
    status = Column(String(10), nullable=False, default="pending")
    attempts = Column(Integer, nullable=False, default=0)
    next_attempt_at = Column(UtcDateTime, nullable=False, default=utc_now)
    last_error = Column(String(500), nullable=False, default="")
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    sent_at = Column(UtcDateTime)

    def __repr__(self) -> str:
        return f"OutboxMail({self.dedup_key!r}, {self.status!r})"
