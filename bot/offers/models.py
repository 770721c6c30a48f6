"""Offers: funding programmes and training, one table for what they share and one for each kind."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import relationship

from bot.db import Base, Content, UtcDateTime, utc_now

TYPES = ("foerderung", "weiterbildung")
STATUSES = ("laufend", "ausgelaufen", "unsicher")
LEVELS = ("bund", "land", "eu")
FUNDING_KINDS = ("zuschuss", "darlehen", "buergschaft", "beteiligung", "steuergutschrift", "beratung")
FORMATS = ("praesenz", "online", "blended", "inhouse", "beratung")
ANSWERS = ("ja", "nein", "unbekannt")


class Offer(Content, Base):
    """What funding and training have in common."""

    __tablename__ = "offers"
    __table_args__: Any = (
        UniqueConstraint("type", "slug"),
        CheckConstraint(f"type IN {TYPES!r}", name="type"),
        CheckConstraint(f"status IN {STATUSES!r}", name="status"),
    )

    id: int = Column(Integer, primary_key=True)
    type: str = Column(String(20), nullable=False)
    slug: str = Column(String(80), nullable=False)
    title: str = Column(String(300), nullable=False)
    provider: str = Column(String(300), nullable=False)
    audience: str = Column(Text, nullable=False, default="")
    description: str = Column(Text, nullable=False, default="")
    status: str = Column(String(20), nullable=False, default="laufend")
    is_sample: bool = Column(Boolean, nullable=False, default=False)
    is_archived: bool = Column(Boolean, nullable=False, default=False)
    source_url: str = Column(String(500), nullable=False, default="")
    source_date: str = Column(String(10), nullable=False)
    updated_at: datetime = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now)

    topics: Any = relationship(
        "OfferTopic",
        cascade="all, delete-orphan",
        order_by="OfferTopic.position",
        collection_class=ordering_list("position"),
    )
    variants: Any = relationship("OfferVariant", cascade="all, delete-orphan", order_by="OfferVariant.id")

    __mapper_args__ = {"polymorphic_on": type}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.slug!r})"


class FundingProgramme(Offer):
    """A funding programme; an empty number means unknown or unlimited, never zero."""

    __tablename__ = "funding_programmes"
    __table_args__ = (
        CheckConstraint(f"level IN {LEVELS!r}", name="level"),
        CheckConstraint(f"apply_before_start IN {ANSWERS!r}", name="apply_before_start"),
        CheckConstraint("max_quota_percent BETWEEN 0 AND 100", name="max_quota_percent"),
    )

    id: int = Column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True)
    level: str = Column(String(10), nullable=False, index=True)
    conditions: str = Column(Text, nullable=False, default="")
    area: str = Column(String(20), nullable=False)
    max_employees: int | None = Column(Integer)
    max_quota_percent: int | None = Column(Integer)
    max_amount_eur: int | None = Column(Integer)
    apply_before_start: str = Column(String(10), nullable=False, default="unbekannt")
    application: str = Column(Text, nullable=False, default="")
    valid_until: date | None = Column(Date)
    certainty: str = Column(String(10), nullable=False)
    successor: str = Column(String(80), nullable=False, default="")
    is_information_only: bool = Column(Boolean, nullable=False, default=False)

    kinds: Any = relationship(
        "FundingKind",
        cascade="all, delete-orphan",
        order_by="FundingKind.position",
        collection_class=ordering_list("position"),
    )

    __mapper_args__ = {"polymorphic_identity": "foerderung", "polymorphic_load": "inline"}


class FundingKind(Content, Base):
    """One kind of support a programme gives, the main one first."""

    __tablename__ = "funding_kinds"
    __table_args__ = (CheckConstraint(f"kind IN {FUNDING_KINDS!r}", name="kind"),)

    offer_id: int = Column(ForeignKey("funding_programmes.id", ondelete="CASCADE"), primary_key=True)
    kind: str = Column(String(20), primary_key=True, index=True)
    position: int = Column(Integer, nullable=False)


class TrainingOffer(Offer):
    """A course, or a provider's general entry (then without dates and price)."""

    __tablename__ = "training_offers"
    __table_args__ = (
        CheckConstraint(f"format = '' OR format IN {FORMATS!r}", name="format"),
        CheckConstraint(f"azav IN {ANSWERS!r}", name="azav"),
        CheckConstraint(f"education_voucher IN {ANSWERS!r}", name="education_voucher"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("price_eur IS NULL OR price_eur >= 0", name="price_eur"),
        Index("ix_training_offers_starts_on", "starts_on"),
    )

    id: int = Column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True)
    format: str = Column(String(20), nullable=False, default="")
    place: str = Column(String(100), nullable=False, default="", index=True)
    postcode: str = Column(String(10), nullable=False, default="")
    starts_on: date | None = Column(Date)
    ends_on: date | None = Column(Date)
    hours: int | None = Column(Integer)
    price_eur: float | None = Column(Numeric(10, 2, asdecimal=False))
    azav: str = Column(String(10), nullable=False, default="unbekannt")
    education_voucher: str = Column(String(10), nullable=False, default="unbekannt")

    __mapper_args__ = {"polymorphic_identity": "weiterbildung", "polymorphic_load": "inline"}


class OfferTopic(Content, Base):
    """A topic of an offer, the main one first."""

    __tablename__ = "offer_topics"

    offer_id: int = Column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True)
    topic: str = Column(String(80), ForeignKey("topics.slug"), primary_key=True, index=True)
    position: int = Column(Integer, nullable=False)


class OfferVariant(Content, Base):
    """A way in which people ask for an offer."""

    __tablename__ = "offer_variants"
    __table_args__ = (UniqueConstraint("offer_id", "text"),)

    id: int = Column(Integer, primary_key=True)
    offer_id: int = Column(ForeignKey("offers.id", ondelete="CASCADE"), nullable=False, index=True)
    text: str = Column(String(500), nullable=False)
