"""Contacts: people and organisations of the network and around it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Integer, String, UniqueConstraint, false
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import relationship

from bot.db import Base, Content, UtcDateTime, utc_now


class Contact(Content, Base):
    """A person or an organisation; only a contactable one is ever named as the one to turn to."""

    __tablename__ = "contacts"

    id = Column(Integer, primary_key=True)
    slug = Column(String(80), nullable=False, unique=True)
    name = Column(String(200), nullable=False)
    role = Column(String(300), nullable=False, default="")
    organisation = Column(String(300), nullable=False, default="")
    phone = Column(String(40), nullable=False, default="")
    email = Column(String(200), nullable=False, default="")
    website = Column(String(500), nullable=False, default="")
    is_contactable = Column(Boolean, nullable=False, default=True)
    is_archived = Column(Boolean, nullable=False, default=False)
    source_title = Column(String(300), nullable=False)
    source_date = Column(String(10), nullable=False)
    review_on = Column(Date, index=True)
    responsible = Column(String(254), nullable=False, default="")
    takes_handoffs = Column(Boolean, nullable=False, default=False, server_default=false())
    deputy_slug = Column(String(80), nullable=False, default="")
    updated_at = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now)

    areas: Any = relationship(
        "ContactArea",
        cascade="all, delete-orphan",
        order_by="ContactArea.position",
        collection_class=ordering_list("position"),
    )

    variants: Any = relationship("ContactVariant", cascade="all, delete-orphan", order_by="ContactVariant.id")

    def __repr__(self) -> str:
        return f"Contact({self.slug!r})"


class ContactArea(Content, Base):
    """What a contact is responsible for: a topic's slug or a group of the FAQ."""

    __tablename__ = "contact_areas"

    contact_id = Column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    area = Column(String(80), primary_key=True, index=True)
    position = Column(Integer, nullable=False)


class ContactVariant(Content, Base):
    """A way in which people ask for a contact without giving the name."""

    __tablename__ = "contact_variants"
    __table_args__ = (UniqueConstraint("contact_id", "text"),)

    id = Column(Integer, primary_key=True)
    contact_id = Column(ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True)
    text = Column(String(500), nullable=False)


class Route(Base):
    """Who receives the hand-offs of an area: a topic's slug, a group of the FAQ or an organisation's slug."""

    __tablename__ = "routes"

    area = Column(String(80), primary_key=True)
    contact_slug = Column(String(80), nullable=False, index=True)


class OfficeHours(Base):
    """A span of one weekday in which a contact can be reached; minutes of the day on the clocks of Kassel."""

    __tablename__ = "office_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440", name="span"),
    )

    contact_slug = Column(String(80), primary_key=True)
    weekday = Column(Integer, primary_key=True)  # 0 is Monday
    opens = Column(Integer, primary_key=True)
    closes = Column(Integer, nullable=False)


class Absence(Base):
    """Days on which a contact is away, both included; without a contact the whole office is closed."""

    __tablename__ = "absences"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="days"),)

    id = Column(Integer, primary_key=True)
    contact_slug = Column(String(80), nullable=False, default="", index=True)
    first_day = Column(Date, nullable=False)
    last_day = Column(Date, nullable=False)
    note = Column(String(200), nullable=False, default="")
