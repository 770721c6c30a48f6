"""Offers: funding programmes and training, one table for what they share and one for each kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import relationship

from bot.db import Base, Content, UtcDateTime, utc_now

TYPES = ("foerderung", "weiterbildung")
STATUSES = ("laufend", "ausgelaufen", "unsicher")
LEVELS = ("bund", "land", "eu")
FUNDING_KINDS = ("zuschuss", "darlehen", "buergschaft", "beteiligung", "steuergutschrift", "beratung")
FORMATS = ("praesenz", "online", "blended", "inhouse", "beratung")
SCHEDULES = ("vollzeit", "teilzeit", "berufsbegleitend")
ANSWERS = ("ja", "nein", "unbekannt")
UNDATED = date(9999, 12, 31)  # the day by which what has no date is listed
SEARCHED = ("format", "place", "education_voucher", "azav", "schedule")


def _where(condition: str) -> dict[str, Any]:
    """Return what makes an index one over some rows only."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Offer(Content, Base):
    """What funding and training have in common."""

    __tablename__ = "offers"
    __table_args__: Any = (
        UniqueConstraint("type", "slug"),
        CheckConstraint(f"type IN {TYPES!r}", name="type"),
        CheckConstraint(f"status IN {STATUSES!r}", name="status"),
        # Lists of staff: a page in the order of the titles, and a search, without reading whole rows.
        Index("ix_offers_list", "type", "is_archived", "title", "id", "slug", "provider", "status"),
        Index("ix_offers_review", "type", "is_archived", "review_on"),
        # Lists of what is missing: the few that lack something.
        Index("ix_offers_without_source", "type", "is_archived", "title", "source_url", **_where("source_url = ''")),
        Index(
            "ix_offers_without_responsible", "type", "is_archived", "title", "responsible", **_where("responsible = ''")
        ),
    )

    id = Column(Integer, primary_key=True)
    type = Column(String(20), nullable=False)
    slug = Column(String(80), nullable=False)
    title = Column(String(300), nullable=False)
    provider = Column(String(300), nullable=False)
    audience = Column(Text, nullable=False, default="")
    description = Column(Text, nullable=False, default="")
    status = Column(String(20), nullable=False, default="laufend")
    is_sample = Column(Boolean, nullable=False, default=False)
    is_archived = Column(Boolean, nullable=False, default=False)
    source_url = Column(String(500), nullable=False, default="")
    source_date = Column(String(10), nullable=False)
    review_on = Column(Date, index=True)
    responsible = Column(String(254), nullable=False, default="")
    updated_at = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now)

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

    id = Column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True)
    level = Column(String(10), nullable=False, index=True)
    conditions = Column(Text, nullable=False, default="")
    area = Column(String(20), nullable=False)
    max_employees = Column(Integer)
    max_quota_percent = Column(Integer)
    max_amount_eur = Column(Integer)
    apply_before_start = Column(String(10), nullable=False, default="unbekannt")
    application = Column(Text, nullable=False, default="")
    valid_until = Column(Date)
    certainty = Column(String(10), nullable=False)
    successor = Column(String(80), nullable=False, default="")
    is_information_only = Column(Boolean, nullable=False, default=False)

    kinds: Any = relationship(
        "FundingKind",
        cascade="all, delete-orphan",
        order_by="FundingKind.position",
        collection_class=ordering_list("position"),
    )
    rules: Any = relationship("FundingRule", cascade="all, delete-orphan", order_by="FundingRule.id")

    __mapper_args__ = {"polymorphic_identity": "foerderung", "polymorphic_load": "inline"}


class FundingKind(Content, Base):
    """One kind of support a programme gives, the main one first."""

    __tablename__ = "funding_kinds"
    __table_args__ = (CheckConstraint(f"kind IN {FUNDING_KINDS!r}", name="kind"),)

    offer_id = Column(ForeignKey("funding_programmes.id", ondelete="CASCADE"), primary_key=True)
    kind = Column(String(20), primary_key=True, index=True)
    position = Column(Integer, nullable=False)


class FundingRule(Content, Base):
    """One line of who and what a programme is for, in the language of ``eligibility.rules``."""

    __tablename__ = "funding_rules"
    __table_args__ = (UniqueConstraint("offer_id", "text"),)

    id = Column(Integer, primary_key=True)
    offer_id = Column(ForeignKey("funding_programmes.id", ondelete="CASCADE"), nullable=False, index=True)
    text = Column(String(400), nullable=False)


class TrainingOffer(Offer):
    """A course, or a provider's general entry (then without dates and price)."""

    __tablename__ = "training_offers"
    __table_args__ = (
        CheckConstraint(f"format = '' OR format IN {FORMATS!r}", name="format"),
        CheckConstraint(f"schedule = '' OR schedule IN {SCHEDULES!r}", name="schedule"),
        CheckConstraint(f"azav IN {ANSWERS!r}", name="azav"),
        CheckConstraint(f"education_voucher IN {ANSWERS!r}", name="education_voucher"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("price_eur IS NULL OR price_eur >= 0", name="price_eur"),
        # Searches: all that is asked of a training, in the order of the dates or prices, without reading whole rows.
        Index("ix_training_offers_listed_on", "listed_on", "id", *SEARCHED, "price_eur"),
        Index("ix_training_offers_price", "price_eur", "listed_on", "id", *SEARCHED),
    )

    id = Column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True)
    format = Column(String(20), nullable=False, default="")
    place = Column(String(100), nullable=False, default="")
    postcode = Column(String(10), nullable=False, default="")
    starts_on = Column(Date)
    # Where it stands in lists: what has no date comes last, in one span of an index with all that has one.
    listed_on = Column(Date, Computed(f"coalesce(starts_on, '{UNDATED}')"))
    ends_on = Column(Date)
    hours = Column(Integer)
    price_eur = Column(Numeric(10, 2, asdecimal=False))
    azav = Column(String(10), nullable=False, default="unbekannt")
    education_voucher = Column(String(10), nullable=False, default="unbekannt")
    schedule = Column(String(20), nullable=False, default="")

    __mapper_args__ = {"polymorphic_identity": "weiterbildung", "polymorphic_load": "inline"}


class OfferTopic(Content, Base):
    """A topic of an offer, the main one first."""

    __tablename__ = "offer_topics"
    __table_args__ = (Index("ix_offer_topics_topic", "topic", "position", "offer_id"),)

    offer_id = Column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True)
    topic = Column(String(80), ForeignKey("topics.slug"), primary_key=True)
    position = Column(Integer, nullable=False)


class OfferVariant(Content, Base):
    """A way in which people ask for an offer."""

    __tablename__ = "offer_variants"
    __table_args__ = (UniqueConstraint("offer_id", "text"),)

    id = Column(Integer, primary_key=True)
    offer_id = Column(ForeignKey("offers.id", ondelete="CASCADE"), nullable=False, index=True)
    text = Column(String(500), nullable=False)
