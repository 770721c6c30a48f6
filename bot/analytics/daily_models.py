"""Daily sums: what became of the questions of each day. They stay when conversations and outcomes are deleted."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, String

from bot.db import Base, UtcDateTime


class CountMark(Base):
    """How far something has been counted. Its row is the lock of whoever counts."""

    __tablename__ = "count_marks"

    name = Column(String(20), primary_key=True)
    last_id = Column(Integer, nullable=False, default=0)
    counted_at = Column(UtcDateTime)


class DailyOutcome(Base):
    """Outcomes of one kind on one day in Kassel, how many of them opened a conversation, and their summed time."""

    __tablename__ = "daily_outcomes"

    day = Column(Date, primary_key=True)
    kind = Column(String(12), primary_key=True)
    is_reduced = Column(Boolean, primary_key=True)
    count = Column(Integer, nullable=False)
    conversations = Column(Integer, nullable=False)
    milliseconds = Column(BigInteger, nullable=False)


class DailyAnswerTime(Base):
    """How many answers of a day took at most ``up_to`` milliseconds and more than the step below."""

    __tablename__ = "daily_answer_times"

    day = Column(Date, primary_key=True)
    up_to = Column(Integer, primary_key=True, autoincrement=False)
    count = Column(Integer, nullable=False)


class DailyReference(Base):
    """How often a day's answers gave one entry. The type stands first: figures are always read for some types."""

    __tablename__ = "daily_references"

    type = Column(String(20), primary_key=True)
    day = Column(Date, primary_key=True)
    slug = Column(String(100), primary_key=True)
    count = Column(Integer, nullable=False)


class DailyTopic(Base):
    """How often a day's answers were about one topic, as it stood that day.

    The type is ``faq`` with a group of the FAQ as slug, or ``thema`` with a topic of offers.
    """

    __tablename__ = "daily_topics"

    type = Column(String(20), primary_key=True)
    day = Column(Date, primary_key=True)
    slug = Column(String(80), primary_key=True)
    count = Column(Integer, nullable=False)


class DailyRating(Base):
    """Ratings of the answers that gave one entry ("" for none), by the day on which they were first given."""

    __tablename__ = "daily_ratings"

    day = Column(Date, primary_key=True)
    reference = Column(String(120), primary_key=True)
    good = Column(Integer, nullable=False)
    bad = Column(Integer, nullable=False)


class CountedRating(Base):
    """The rating with which a visitor's feedback stands in the sums; visitors may change it."""

    __tablename__ = "counted_ratings"

    feedback_id = Column(ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True)
    rating = Column(Integer, nullable=False)
