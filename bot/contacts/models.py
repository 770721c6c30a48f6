"""Contacts: people and organisations of the network and around it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import relationship

from bot.db import Base, Content, UtcDateTime, utc_now


class Contact(Content, Base):
    """A person or an organisation; only a contactable one is ever named as the one to turn to."""

    __tablename__ = "contacts"

    id: int = Column(Integer, primary_key=True)
    slug: str = Column(String(80), nullable=False, unique=True)
    name: str = Column(String(200), nullable=False)
    role: str = Column(String(300), nullable=False, default="")
    organisation: str = Column(String(300), nullable=False, default="")
    phone: str = Column(String(40), nullable=False, default="")
    email: str = Column(String(200), nullable=False, default="")
    website: str = Column(String(500), nullable=False, default="")
    is_contactable: bool = Column(Boolean, nullable=False, default=True)
    is_archived: bool = Column(Boolean, nullable=False, default=False)
    source_title: str = Column(String(300), nullable=False)
    source_date: str = Column(String(10), nullable=False)
    updated_at: datetime = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now)

    areas: Any = relationship(
        "ContactArea",
        cascade="all, delete-orphan",
        order_by="ContactArea.position",
        collection_class=ordering_list("position"),
    )

    def __repr__(self) -> str:
        return f"Contact({self.slug!r})"


class ContactArea(Content, Base):
    """What a contact is responsible for: a topic's slug or a group of the FAQ."""

    __tablename__ = "contact_areas"

    contact_id: int = Column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    area: str = Column(String(80), primary_key=True, index=True)
    position: int = Column(Integer, nullable=False)
