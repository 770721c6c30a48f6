"""Imports: a sheet as it was read and compared, row by row, until an editor has chosen, and what became of it."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Text

from bot.db import Base, UtcDateTime, utc_now

OPEN, DONE, UNDONE, DROPPED = STATES = ("open", "done", "undone", "dropped")
NEW, CHANGED, CONFLICT, UNCHANGED, REJECTED = ROW_STATES = ("new", "changed", "conflict", "unchanged", "rejected")
PUBLISHED, HANDED_IN, REFUSED, TAKEN_BACK, KEPT = OUTCOMES = ("published", "handed_in", "refused", "undone", "kept")


class Import(Base):
    """One file of one kind of content."""

    __tablename__ = "imports"
    __table_args__ = (CheckConstraint(f"state IN {STATES!r}", name="state"),)

    id = Column(Integer, primary_key=True)
    kind = Column(String(20), nullable=False)
    filename = Column(String(200), nullable=False)
    account_id = Column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    author = Column(String(200), nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    state = Column(String(10), nullable=False, default=OPEN)
    notes = Column(JSON, nullable=False, default=list)  # German sentences about the file
    finished_at = Column(UtcDateTime)
    undone_at = Column(UtcDateTime)
    undone_by = Column(String(200), nullable=False, default="")

    @property
    def batch(self) -> str:
        """Return what the revisions of this import carry."""
        return f"import:{self.id}"

    def __repr__(self) -> str:
        return f"Import({self.id}, {self.kind!r}, {self.state!r})"


class ImportRow(Base):
    """One row: what it would make of its record, and what became of that."""

    __tablename__ = "import_rows"
    __table_args__ = (
        CheckConstraint(f"state IN {ROW_STATES!r}", name="state"),
        CheckConstraint(f"outcome = '' OR outcome IN {OUTCOMES!r}", name="outcome"),
        Index("ix_import_rows_state", "import_id", "state", "number"),
        Index("ix_import_rows_key", "import_id", "key"),
    )

    id = Column(Integer, primary_key=True)
    import_id = Column(ForeignKey("imports.id", ondelete="CASCADE"), nullable=False)
    number = Column(Integer, nullable=False)  # in the sheet
    key = Column(String(500), nullable=False)
    title = Column(String(500), nullable=False, default="")
    state = Column(String(10), nullable=False)
    data = Column(JSON)  # the whole record, of rows that can be taken
    seen = Column(String(8), nullable=False, default="")  # digest of the live record it was compared with
    problems = Column(JSON, nullable=False, default=list)  # German sentences
    note = Column(Text, nullable=False, default="")
    is_chosen = Column(Boolean, nullable=False, default=False)
    outcome = Column(String(10), nullable=False, default="")
    message = Column(Text, nullable=False, default="")

    def __repr__(self) -> str:
        return f"ImportRow({self.key!r}, {self.state!r}, {self.outcome!r})"
