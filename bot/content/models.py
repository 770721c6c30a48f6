"""What the seed wrote last, and the sentences of the assistant that staff have changed."""

from __future__ import annotations

from sqlalchemy import Column, String, Text

from bot.db import Base, Content


class SeedRecord(Base):
    """The fingerprint of one record at its last seeding: tells a staff change from a change of the seed."""

    __tablename__ = "seed_records"

    reference = Column(String(120), primary_key=True)
    fingerprint = Column(String(64), nullable=False)


class SentenceText(Content, Base):
    """A sentence as staff worded it, under the key of ``sentences.yml`` or the name of a Rasa response."""

    __tablename__ = "sentences"

    key = Column(String(120), primary_key=True)
    text = Column(Text, nullable=False)
