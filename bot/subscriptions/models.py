"""Subscriptions to new offers, the links into them, and what each was told of."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from bot.db import Base, UtcDateTime, utc_now

# pending: asked for, and not yet confirmed from the mailbox; declined: not meant by whoever reads that mailbox.
STATES = ("pending", "confirmed", "declined")
PURPOSES = ("confirm", "unsubscribe")


class Subscription(Base):
    """The wish of an address to be told of new offers; ``filters`` are its conditions (``bot.search.wishes``).

    ``conversation_key`` is that of the chat, until it is confirmed: nothing joins an address to what was said.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES!r}", name="state"),
        UniqueConstraint("email", "wish_key"),
        Index("ix_subscriptions_due", "state", "checked_on"),
        Index("ix_subscriptions_wish_key", "wish_key", "state"),
    )

    id = Column(Integer, primary_key=True)
    email = Column(String(254), nullable=False)  # in small letters
    filters = Column(JSON, nullable=False)
    wish_key = Column(String(64), nullable=False)
    conditions = Column(String(500), nullable=False)  # in German
    ends_on = Column(Date)  # the last day that is asked for
    state = Column(String(10), nullable=False, default="pending")
    conversation_key = Column(String(64), nullable=False, default="", index=True)
    consent_at = Column(UtcDateTime, nullable=False)
    consent_text = Column(Text, nullable=False)  # what was agreed to, word for word
    consent_version = Column(String(12), nullable=False)  # digest of that text
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    confirmed_at = Column(UtcDateTime)
    checked_on = Column(Date)  # the day on which new offers were looked for last
    notified_at = Column(UtcDateTime)

    def __repr__(self) -> str:
        return f"Subscription({self.id}, {self.state!r})"


class SubscriptionLink(Base):
    """A way into one subscription from a mail. The key is a digest: the database alone opens none.

    It outlives the subscription, so that whoever follows it later is told that there is none any more.
    """

    __tablename__ = "subscription_links"
    __table_args__ = (CheckConstraint(f"purpose IN {PURPOSES!r}", name="purpose"),)

    key = Column(String(64), primary_key=True)
    subscription_id = Column(ForeignKey("subscriptions.id", ondelete="SET NULL"), index=True)
    purpose = Column(String(12), nullable=False)
    expires_at = Column(UtcDateTime, nullable=False, index=True)


class ToldOffer(Base):
    """An offer (``type:slug``) of which a subscription needs no notice any more, as it is: another ``day`` is news."""

    __tablename__ = "subscription_offers"

    subscription_id = Column(ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True)
    reference = Column(String(120), primary_key=True)
    day = Column(String(10), primary_key=True)  # its last day (``bot.offers.availability``), empty without one
