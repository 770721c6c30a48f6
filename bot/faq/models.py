"""FAQ entries: a question, its curated answer, and everything needed to find and to trust it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import relationship

from bot.db import Base, Content, UtcDateTime, utc_now

GROUPS = ("netzwerk", "kontakt", "foerderung", "weiterbildung", "transformation", "assistent")
STATUSES = ("draft", "review", "published", "archived")
CERTAINTIES = ("belegt", "teilweise", "allgemein")


class FaqEntry(Content, Base):
    """One curated answer. Only ``published`` entries are shown, from ``valid_from`` to ``valid_until``."""

    __tablename__ = "faq_entries"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES!r}", name="status"),
        CheckConstraint(f"topic_group IN {GROUPS!r}", name="topic_group"),
        CheckConstraint(f"certainty IN {CERTAINTIES!r}", name="certainty"),
        CheckConstraint("length(answer) > 0", name="answer_not_empty"),
    )

    id = Column(Integer, primary_key=True)
    slug = Column(String(80), nullable=False, unique=True)
    topic_group = Column(String(20), nullable=False, index=True)
    question = Column(String(300), nullable=False)
    answer = Column(Text, nullable=False)
    plain_answer = Column(Text, nullable=False, default="")
    question_en = Column(String(300), nullable=False, default="")
    answer_en = Column(Text, nullable=False, default="")
    source_title = Column(String(300), nullable=False)
    source_url = Column(String(500))
    source_date = Column(String(10), nullable=False)  # ISO date or a year, as the source gives it
    valid_from = Column(Date)
    valid_until = Column(Date)
    review_on = Column(Date, index=True)
    responsible = Column(String(254), nullable=False, default="")
    certainty = Column(String(10), nullable=False)
    status = Column(String(10), nullable=False, default="published", index=True)
    updated_at = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now)

    variants: Any = relationship(
        "FaqVariant", back_populates="entry", cascade="all, delete-orphan", order_by="FaqVariant.id"
    )
    keywords: Any = relationship(
        "FaqKeyword",
        cascade="all, delete-orphan",
        order_by="FaqKeyword.position",
        collection_class=ordering_list("position"),
    )
    related: Any = relationship(
        "FaqRelation",
        cascade="all, delete-orphan",
        order_by="FaqRelation.position",
        collection_class=ordering_list("position"),
    )

    def __repr__(self) -> str:
        return f"FaqEntry({self.slug!r})"


class FaqVariant(Content, Base):
    """Another way to ask an entry's question."""

    __tablename__ = "faq_variants"
    __table_args__ = (UniqueConstraint("entry_id", "text"),)

    id = Column(Integer, primary_key=True)
    entry_id = Column(ForeignKey("faq_entries.id", ondelete="CASCADE"), nullable=False, index=True)
    text = Column(String(500), nullable=False)

    entry: Any = relationship("FaqEntry", back_populates="variants")

    def __repr__(self) -> str:
        return f"FaqVariant({self.text!r})"


class FaqKeyword(Content, Base):
    """A search word of an entry."""

    __tablename__ = "faq_keywords"

    entry_id = Column(ForeignKey("faq_entries.id", ondelete="CASCADE"), primary_key=True)
    position = Column(Integer, primary_key=True)
    text = Column(String(120), nullable=False)


class FaqRelation(Content, Base):
    """A pointer to a related entry, by slug: the other entry may come later or be archived."""

    __tablename__ = "faq_relations"

    entry_id = Column(ForeignKey("faq_entries.id", ondelete="CASCADE"), primary_key=True)
    position = Column(Integer, primary_key=True)
    slug = Column(String(80), nullable=False)


class Referral(Content, Base):
    """A question that is not ours, with the place it belongs to (empty: nobody in particular)."""

    __tablename__ = "referrals"

    id = Column(Integer, primary_key=True)
    text = Column(String(500), nullable=False, unique=True)
    office = Column(String(200), nullable=False, default="")
    is_archived = Column(Boolean, nullable=False, default=False, server_default=false())

    def __repr__(self) -> str:
        return f"Referral({self.text!r})"
