"""Mail that goes out and mail that came in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Integer, String, Text

from bot.db import Base, UtcDateTime, utc_now
from bot.handoff.message import make_message_key

MAIL_STATUSES = ("pending", "sending", "sent", "failed")
AUDIENCES = ("staff", "visitor")
INBOUND_OUTCOMES = ("delivered", "added", "auto_reply", "bounce", "unmatched", "duplicate", "empty", "refused")


def _message_key_of_row(context: Any) -> str:
    return make_message_key(context.get_current_parameters()["dedup_key"])


class OutboxMail(Base):
    """A mail to be sent: written together with its cause, sent later, retried until it is through."""

    __tablename__ = "outbox_mails"
    __table_args__ = (
        CheckConstraint(f"status IN {MAIL_STATUSES!r}", name="status"),
        CheckConstraint(f"audience IN {AUDIENCES!r}", name="audience"),
        Index("ix_outbox_mails_due", "status", "next_attempt_at"),
    )

    id = Column(Integer, primary_key=True)
    dedup_key = Column(String(100), nullable=False, unique=True)
    message_key = Column(String(32), nullable=False, default=_message_key_of_row, index=True)
    ticket_id = Column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    audience = Column(String(10), nullable=False, default="staff")  # staff | visitor
    recipient = Column(String(254), nullable=False)
    sender_name = Column(String(200), nullable=False, default="")  # the person whose words these are
    reply_to = Column(String(254), nullable=False, default="")
    unsubscribe_url = Column(String(500), nullable=False, default="")
    subject = Column(String(300), nullable=False)
    body = Column(Text, nullable=False)
    html = Column(Text, nullable=False, default="")
    attachments = Column(JSON, nullable=False, default=list)  # of {"filename", "content_type", "text"}
    status = Column(String(10), nullable=False, default="pending")
    attempts = Column(Integer, nullable=False, default=0)
    next_attempt_at = Column(UtcDateTime, nullable=False, default=utc_now)  # given up: when that was
    last_error = Column(String(500), nullable=False, default="")
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    sent_at = Column(UtcDateTime)

    def __repr__(self) -> str:
        return f"OutboxMail({self.dedup_key!r}, {self.status!r})"


class InboundMail(Base):
    """A mail from the mailbox that was dealt with. The key is a digest of its Message-ID: none is taken twice."""

    __tablename__ = "inbound_mails"
    __table_args__ = (CheckConstraint(f"outcome IN {INBOUND_OUTCOMES!r}", name="outcome"),)

    key = Column(String(64), primary_key=True)
    ticket_id = Column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    outcome = Column(String(12), nullable=False, index=True)
    sender = Column(String(254), nullable=False, default="")
    subject = Column(String(300), nullable=False, default="")
    note = Column(String(500), nullable=False, default="")
    received_at = Column(UtcDateTime, nullable=False, default=utc_now)
    settled_at = Column(UtcDateTime)  # when a person has looked at one that could not be taken
