"""Imports from sources: what each brought, where each field of an offer comes from, and what staff have to decide."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint

from bot.db import Base, Content, UtcDateTime, utc_now


class OfferImport(Base):
    """One file of a source that was taken, with its report."""

    __tablename__ = "offer_imports"

    id = Column(Integer, primary_key=True)
    source = Column(String(20), nullable=False)
    scope = Column(String(80), nullable=False, default="")
    filename = Column(String(300), nullable=False)
    author = Column(String(200), nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    counts = Column(JSON, nullable=False)  # by the names of ``planning.COUNTS``
    notes = Column(JSON, nullable=False, default=list)  # German sentences
    problems = Column(JSON, nullable=False, default=list)  # German sentences, the first ones
    lists = Column(JSON, nullable=False, default=dict)  # ``report.list_changes``: which offers, the first ones

    def __repr__(self) -> str:
        return f"OfferImport({self.id}, {self.source!r})"


class OfferOrigin(Base):
    """Where an offer comes from: its key in the source, and for each field the value that was last taken.

    ``fields`` holds pairs of value and ISO time by field. A field whose live value differs was edited by staff.
    """

    __tablename__ = "offer_origins"
    __table_args__: Any = (
        UniqueConstraint("source", "source_key"),
        Index("ix_offer_origins_gone", "source", "gone_at"),
    )

    offer_id = Column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    source = Column(String(20), nullable=False)
    scope = Column(String(80), nullable=False, default="")
    source_key = Column(String(500), nullable=False)
    fingerprint = Column(String(40), nullable=False)  # of the record as last read
    fields = Column(JSON, nullable=False)
    import_id = Column(ForeignKey("offer_imports.id", ondelete="CASCADE"), nullable=False, index=True)  # that made it
    gone_at = Column(UtcDateTime)  # since when the source no longer has it

    def __repr__(self) -> str:
        return f"OfferOrigin({self.source!r}, {self.source_key!r})"


class OfferOriginal(Content, Base):
    """Texts of an offer that stay word for word as their owner published them, shown with their attribution.

    What we write about it ourselves is the description of the offer, and no text of these ever gets there.
    """

    __tablename__ = "offer_originals"

    offer_id = Column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    licence = Column(String(100), nullable=False)
    attribution = Column(Text, nullable=False)
    short_text = Column(Text, nullable=False, default="")
    sections = Column(JSON, nullable=False, default=list)  # pairs of heading and text
    keywords = Column(JSON, nullable=False, default=list)

    def __repr__(self) -> str:
        return f"OfferOriginal({self.offer_id}, {self.licence!r})"


class OfferConflict(Base):
    """A field that both staff and the source have changed; until somebody decides, the words of staff stay.

    A decision keeps what it needs to be undone, until the source brings the offer anew.
    """

    __tablename__ = "offer_conflicts"

    offer_id = Column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    field = Column(String(40), primary_key=True)
    incoming = Column(JSON, nullable=False)  # the value of the source, in a list of one: it may be null
    import_id = Column(ForeignKey("offer_imports.id", ondelete="CASCADE"), nullable=False, index=True)
    decision = Column(String(10), nullable=False, default="", index=True)  # "", "kept" or "taken"
    decided_by = Column(String(200), nullable=False, default="")
    decided_at = Column(UtcDateTime)
    before = Column(JSON)  # the value that staff had, and the entry of the field in the origin

    def __repr__(self) -> str:
        return f"OfferConflict({self.offer_id}, {self.field!r})"


class OfferUpload(Base):
    """A file that somebody has uploaded and looks at; it goes when it is taken over or dropped."""

    __tablename__ = "offer_uploads"

    id = Column(Integer, primary_key=True)
    source = Column(String(20), nullable=False)  # as on the command line
    provider = Column(String(200), nullable=False, default="")
    filename = Column(String(300), nullable=False)
    content = Column(LargeBinary, nullable=False)
    account_id = Column(ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    preview = Column(JSON, nullable=False)  # ``report.describe_preview``

    def __repr__(self) -> str:
        return f"OfferUpload({self.id}, {self.source!r})"
