"""What the seed wrote last, so that it can tell a staff change from a change of the seed."""

from __future__ import annotations

from sqlalchemy import Column, String

from bot.db import Base


class SeedRecord(Base):
    """The fingerprint of one record at its last seeding."""

    __tablename__ = "seed_records"

    reference = Column(String(120), primary_key=True)
    fingerprint = Column(String(64), nullable=False)
