"""What is kept of a conversation: its state, its messages, the outcome of each question."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, ForeignKey, Integer, String, Text, UniqueConstraint

from bot.db import Base, UtcDateTime, utc_now

STATES = ("bot", "waiting", "person", "closed")
OUTCOMES = ("answer", "offers", "contact", "clarify", "handoff", "form", "fallback", "smalltalk", "notice")


class Conversation(Base):
    """A visitor's conversation. The key is a hash of the id: the database alone opens no conversation."""

    __tablename__ = "conversations"
    __table_args__ = (CheckConstraint(f"state IN {STATES!r}", name="state"),)

    key = Column(String(64), primary_key=True)
    state = Column(String(10), nullable=False, default="bot")
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    last_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    message_count = Column(Integer, nullable=False, default=0)
    # What a visitor writes while a form is open is personal data and is not kept here.
    is_in_form = Column(Boolean, nullable=False, default=False)
    seen_at = Column(UtcDateTime)  # when a page of the visitor last listened to what comes
    adding_to = Column(Integer)  # the ticket that the visitor's next message is meant for
    page = Column(String(500), nullable=False, default="")  # of the website, without its query

    def __repr__(self) -> str:
        return f"Conversation({self.key[:8]!r}, {self.state!r})"


class Message(Base):
    """One message of a conversation, redacted; ``body`` is the message as the chat API gives it."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_key", "position"),
        UniqueConstraint("conversation_key", "client_id"),
    )

    id = Column(Integer, primary_key=True)
    conversation_key = Column(ForeignKey("conversations.key", ondelete="CASCADE"), nullable=False)
    position = Column(Integer, nullable=False)
    public_id = Column(String(40), nullable=False, unique=True)
    client_id = Column(String(64))  # the browser's own name for what it sent: sent again, it is taken once
    author = Column(String(10), nullable=False)  # visitor | bot | person
    text = Column(Text, nullable=False, default="")
    body = Column(JSON, nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)


class Outcome(Base):
    """What became of one question: for figures, without the question's text."""

    __tablename__ = "outcomes"
    __table_args__ = (CheckConstraint(f"kind IN {OUTCOMES!r}", name="kind"),)

    id = Column(Integer, primary_key=True)
    at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    conversation_key = Column(ForeignKey("conversations.key", ondelete="SET NULL"), index=True)
    kind = Column(String(12), nullable=False)
    reference = Column(String(120), nullable=False, default="")
    is_reduced = Column(Boolean, nullable=False, default=False)
    milliseconds = Column(Integer, nullable=False, default=0)


class Feedback(Base):
    """A visitor's rating of one answer."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("rating IN (-1, 1)", name="rating"), UniqueConstraint("message_id"))

    id = Column(Integer, primary_key=True)
    message_id = Column(ForeignKey("messages.id", ondelete="CASCADE"), nullable=False)
    rating = Column(Integer, nullable=False)
    comment = Column(String(1000), nullable=False, default="")
    reference = Column(String(120), nullable=False, default="")
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)


class LiveEvent(Base):
    """Something that open pages want to hear of at once; read by every process, kept for an hour."""

    __tablename__ = "live_events"

    id = Column(Integer, primary_key=True)
    at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    channel = Column(String(64), nullable=False)  # a conversation's key, or "staff"
    kind = Column(String(12), nullable=False)
    data = Column(JSON, nullable=False, default=dict)
