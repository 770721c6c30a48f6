"""Hand-off: tickets with their events, their own thread of messages, their timers and the links into them."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

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
from sqlalchemy.orm import relationship

from bot.db import Base, UtcDateTime, utc_now

TICKET_STATUSES = ("new", "notified", "claimed", "answered", "resolved", "reopened", "expired")
# Why a hand-off began.
REASONS = ("asked", "misses", "low_rating", "topic_rule", "form_error", "out_of_hours", "technical_fault")
TIMERS = ("live_wait", "idle", "unseen", "reminder", "escalation", "expiry", "settle")
LINK_PURPOSES = ("reply", "case", "mailbox")
AUTHORS = ("visitor", "person", "system")
CHANNELS = ("chat", "mail", "link", "page")


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
        CheckConstraint("rating IN (-1, 1)", name="rating"),
        UniqueConstraint("conversation_key", "concern_digest"),
        # Lists of cases: by status, by organisation and status, and for a search without opening every row.
        Index("ix_tickets_status", "status", "updated_at"),
        Index("ix_tickets_organisation", "organisation", "status", "updated_at"),
        Index("ix_tickets_search", "updated_at", "organisation", "case_number", "name"),
        # In a conversation one person speaks at a time.
        Index(
            "ix_tickets_claimed",
            "conversation_key",
            unique=True,
            sqlite_where=Column("status") == "claimed",
            postgresql_where=Column("status") == "claimed",
        ),
    )

    id = Column(Integer, primary_key=True)
    case_number = Column(String(20), nullable=False, unique=True)
    conversation_key = Column(String(64), nullable=False)
    status = Column(String(20), nullable=False, default="new")
    reason = Column(String(20), nullable=False, default="asked")
    concern = Column(Text, nullable=False)
    concern_digest = Column(String(64), nullable=False, default=_digest_of_row)
    name = Column(String(200), nullable=False, default="")
    email = Column(String(254), nullable=False, default="", index=True)
    phone = Column(String(40), nullable=False, default="")
    company = Column(String(200), nullable=False, default="")
    transcript = Column(Text, nullable=False, default="")
    page = Column(String(500), nullable=False, default="")  # where on the website the visitor was
    summary = Column(String(300), nullable=False, default="")  # the dossier in one line
    dossier = Column(JSON, nullable=False, default=dict)
    consent_at = Column(UtcDateTime, nullable=False)
    consent_text = Column(Text, nullable=False, default="")  # what was agreed to, word for word
    consent_version = Column(String(12), nullable=False, default="")  # digest of that text

    # Who receives it; as decided when the route was, so that it can be explained later.
    contact_slug = Column(String(80), nullable=False, default="", index=True)
    recipient = Column(String(254), nullable=False, default="")
    deputy_recipient = Column(String(254), nullable=False, default="")
    organisation = Column(String(200), nullable=False, default="")
    route = Column(JSON, nullable=False, default=dict)

    claimed_by = Column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    claimed_name = Column(String(200), nullable=False, default="")
    claimed_at = Column(UtcDateTime)
    answered_at = Column(UtcDateTime)
    rating = Column(Integer)
    rating_comment = Column(String(1000), nullable=False, default="")
    message_count = Column(Integer, nullable=False, default=0)
    unread_count = Column(Integer, nullable=False, default=0)  # what the visitor wrote since staff looked last
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
    actor = Column(String(200), nullable=False, default="bot")
    reason = Column(String(20), nullable=False, default="")
    note = Column(Text, nullable=False, default="")

    ticket: Any = relationship("Ticket", back_populates="events")


class TicketMessage(Base):
    """What visitor and person wrote to each other about a ticket, by whatever channel; kept with the ticket."""

    __tablename__ = "ticket_messages"
    __table_args__ = (
        CheckConstraint(f"author IN {AUTHORS!r}", name="author"),
        CheckConstraint(f"channel IN {CHANNELS!r}", name="channel"),
        UniqueConstraint("ticket_id", "position"),
    )

    id = Column(Integer, primary_key=True)
    ticket_id = Column(ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False)
    position = Column(Integer, nullable=False)  # from 1
    author = Column(String(10), nullable=False)
    sender_name = Column(String(200), nullable=False, default="")
    channel = Column(String(10), nullable=False)
    text = Column(Text, nullable=False)
    dedup_key = Column(String(100), nullable=False, unique=True)  # the same message is taken once
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)


class TicketTimer(Base):
    """Something to be done about a ticket at a time; whoever sets ``done_at`` first does it, in that transaction."""

    __tablename__ = "ticket_timers"
    __table_args__ = (
        CheckConstraint(f"kind IN {TIMERS!r}", name="kind"),
        Index("ix_ticket_timers_due", "done_at", "due_at"),
    )

    id = Column(Integer, primary_key=True)
    ticket_id = Column(ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False, index=True)
    kind = Column(String(12), nullable=False)
    due_at = Column(UtcDateTime, nullable=False)
    done_at = Column(UtcDateTime)


class TicketLink(Base):
    """A way into one ticket without logging in. The key is a digest: the database alone opens no ticket."""

    __tablename__ = "ticket_links"
    __table_args__ = (CheckConstraint(f"purpose IN {LINK_PURPOSES!r}", name="purpose"),)

    key = Column(String(64), primary_key=True)
    ticket_id = Column(ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False, index=True)
    purpose = Column(String(10), nullable=False)
    recipient = Column(String(254), nullable=False, default="")  # whom it was sent to
    expires_at = Column(UtcDateTime, nullable=False)
    used_at = Column(UtcDateTime)


class Callback(Base):
    """A call that was promised; nobody is promised to two visitors at the same time."""

    __tablename__ = "callbacks"
    __table_args__ = (
        Index(
            "ix_callbacks_taken",
            "contact_slug",
            "starts_at",
            unique=True,
            sqlite_where=Column("cancelled_at").is_(None),
            postgresql_where=Column("cancelled_at").is_(None),
        ),
    )

    id = Column(Integer, primary_key=True)
    ticket_id = Column(ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False, index=True)
    contact_slug = Column(String(80), nullable=False)
    starts_at = Column(UtcDateTime, nullable=False)
    minutes = Column(Integer, nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    cancelled_at = Column(UtcDateTime)


class Presence(Base):
    """Whether a member of staff takes live conversations; it lapses with the last sign of life."""

    __tablename__ = "presences"

    account_id = Column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    is_on = Column(Boolean, nullable=False, default=False)
    seen_at = Column(UtcDateTime, nullable=False)


class CannedText(Base):
    """A text that staff paste into replies."""

    __tablename__ = "canned_texts"

    id = Column(Integer, primary_key=True)
    title = Column(String(200), nullable=False, unique=True)
    text = Column(Text, nullable=False)
    is_archived = Column(Boolean, nullable=False, default=False)
    updated_at = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now)
