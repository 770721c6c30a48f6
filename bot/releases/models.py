"""Trainings of the classifier with their figures, and the questions that no training may spoil."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Float, ForeignKey, Integer, String, UniqueConstraint

from bot.db import Base, UtcDateTime, utc_now

STATUSES = ("promoted", "rejected")


class TrainingRun(Base):
    """One training: what it learnt from, how it did, and whether it came into use."""

    __tablename__ = "training_runs"
    __table_args__ = (CheckConstraint(f"status IN {STATUSES!r}", name="status"),)

    id = Column(Integer, primary_key=True)
    at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    version = Column(String(80), nullable=False, unique=True)  # name of the classifier's folder
    status = Column(String(10), nullable=False)
    content_version = Column(Integer, nullable=False)
    content_at = Column(UtcDateTime, nullable=False)  # what was published later was not part of it
    texts = Column(Integer, nullable=False)
    seconds = Column(Float, nullable=False)
    golden_right = Column(Integer, nullable=False, default=0)
    golden_count = Column(Integer, nullable=False, default=0)
    held_out_right = Column(Integer, nullable=False, default=0)
    held_out_before = Column(Integer, nullable=False, default=0)  # right with the classifier in use until then
    held_out_count = Column(Integer, nullable=False, default=0)
    suffering = Column(JSON, nullable=False, default=list)  # [{"text", "expected", "is_golden"}], golden ones first
    decided_by = Column(String(200), nullable=False, default="")  # who put a rejected one into use all the same

    def __repr__(self) -> str:
        return f"TrainingRun({self.version!r}, {self.status!r})"


class GoldenQuestion(Base):
    """A question that must always lead to the same entry; staff choose them, no training may spoil one."""

    __tablename__ = "golden_questions"
    __table_args__ = (UniqueConstraint("text"),)

    id = Column(Integer, primary_key=True)
    text = Column(String(300), nullable=False)
    reference = Column(String(120), nullable=False)  # faq:slug, foerderung:slug …
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    created_by = Column(String(200), nullable=False, default="")
    account_id = Column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
