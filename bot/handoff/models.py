"""Hand-off: tickets with their events, and the outbox from which mails are sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import relationship

from bot.db import Base, UtcDateTime, utc_now

TICKET_STATUSES = ("open", "in_progress", "answered", "closed")
REASONS = ("asked", "not_understood", "feedback")
MAIL_STATUSES = ("pending", "sending", "sent", "failed")


class Ticket(Base):
    """A concern handed to a person, with everything the person needs in one place."""

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint(f"status IN {TICKET_STATUSES!r}", name="status"),
        CheckConstraint(f"reason IN {REASONS!r}", name="reason"),
        CheckConstraint("email <> '' OR phone <> ''", name="reachable"),
    )

    id: int = Column(Integer, primary_key=True)
    case_number: str = Column(String(20), nullable=False, unique=True)
    conversation_key: str = Column(String(64), nullable=False, index=True)
    status: str = Column(String(20), nullable=False, default="open", index=True)
    reason: str = Column(String(20), nullable=False, default="asked")
    concern: str = Column(Text, nullable=False)
    name: str = Column(String(200), nullable=False, default="")
    email: str = Column(String(254), nullable=False, default="")
    phone: str = Column(String(40), nullable=False, default="")
    company: str = Column(String(200), nullable=False, default="")
    transcript: str = Column(Text, nullable=False, default="")
    consent_at: datetime = Column(UtcDateTime, nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    updated_at: datetime = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now)

    events: Any = relationship(
        "TicketEvent", back_populates="ticket", cascade="all, delete-orphan", order_by="TicketEvent.id"
    )

    def __repr__(self) -> str:
        return f"Ticket({self.case_number!r}, {self.status!r})"


class TicketEvent(Base):
    """One thing that happened to a ticket: a change of status, a mail, a note."""

    __tablename__ = "ticket_events"

    id: int = Column(Integer, primary_key=True)
    ticket_id: int = Column(ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False, index=True)
    at: datetime = Column(UtcDateTime, nullable=False, default=utc_now)
    kind: str = Column(String(30), nullable=False)
    from_status: str = Column(String(20), nullable=False, default="")
    to_status: str = Column(String(20), nullable=False, default="")
    actor: str = Column(String(100), nullable=False, default="bot")
    note: str = Column(Text, nullable=False, default="")

    ticket: Any = relationship("Ticket", back_populates="events")


class OutboxMail(Base):
    """A mail to be sent: written together with its cause, sent later, retried until it is through."""

    __tablename__ = "outbox_mails"
    __table_args__ = (
        CheckConstraint(f"status IN {MAIL_STATUSES!r}", name="status"),
        Index("ix_outbox_mails_due", "status", "next_attempt_at"),
    )

    id: int = Column(Integer, primary_key=True)
    dedup_key: str = Column(String(100), nullable=False, unique=True)
    ticket_id: int | None = Column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    recipient: str = Column(String(254), nullable=False)
    reply_to: str = Column(String(254), nullable=False, default="")
    subject: str = Column(String(300), nullable=False)
    body: str = Column(Text, nullable=False)
    status: str = Column(String(10), nullable=False, default="pending")
    attempts: int = Column(Integer, nullable=False, default=0)
    next_attempt_at: datetime = Column(UtcDateTime, nullable=False, default=utc_now)
    last_error: str = Column(String(500), nullable=False, default="")
    created_at: datetime = Column(UtcDateTime, nullable=False, default=utc_now)
    sent_at: datetime | None = Column(UtcDateTime)

    def __repr__(self) -> str:
        return f"OutboxMail({self.dedup_key!r}, {self.status!r})"
