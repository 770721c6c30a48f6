"""Topics: the shared vocabulary of funding and training, each with the words people use for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import relationship

from bot.db import Base, Content


class Topic(Content, Base):
    """A subject such as ``hochvolt``; offers and contacts carry its slug."""

    __tablename__ = "topics"

    id = Column(Integer, primary_key=True)
    slug = Column(String(80), nullable=False, unique=True)
    name = Column(String(200), nullable=False)
    is_archived = Column(Boolean, nullable=False, default=False, server_default=false())
    offers_person = Column(Boolean, nullable=False, default=False, server_default=false())

    synonyms: Any = relationship(
        "TopicSynonym", back_populates="topic", cascade="all, delete-orphan", order_by="TopicSynonym.id"
    )

    def __repr__(self) -> str:
        return f"Topic({self.slug!r})"


class TopicSynonym(Content, Base):
    """One word or phrase for a topic; it belongs to exactly one topic."""

    __tablename__ = "topic_synonyms"
    __table_args__ = (UniqueConstraint("text"),)

    id = Column(Integer, primary_key=True)
    topic_id = Column(ForeignKey("topics.id", ondelete="CASCADE"), nullable=False, index=True)
    text = Column(String(120), nullable=False)

    topic: Any = relationship("Topic", back_populates="synonyms")

    def __repr__(self) -> str:
        return f"TopicSynonym({self.text!r})"
