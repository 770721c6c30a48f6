"""Outcomes and ratings for the tests, each on its own row."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from bot.analytics.daily import count_outcomes
from bot.conversations.models import Conversation, Feedback, Message, Outcome

LATER = datetime(2027, 6, 1, tzinfo=timezone.utc)  # when everything of the tests is settled


def utc(text: str) -> datetime:
    """Return the moment written as 2026-11-22 12:00, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def outcome(at: str, kind: str = "answer", reference: str = "", **changes: Any) -> Outcome:
    """Return the outcome of one question, at a time in UTC."""
    return Outcome(at=utc(at), kind=kind, reference=reference, **changes)


def add(factory: sessionmaker, *rows: Any) -> None:
    """Write rows in this order."""
    with factory.begin() as session:
        for row in rows:
            session.add(row)
            session.flush()


def count(factory: sessionmaker, **options: Any) -> bool:
    """Count what has come."""
    with factory.begin() as session:
        return count_outcomes(session, **{"now": LATER, **options})


def add_rating(session: Session, number: int, rating: int, reference: str, at: str) -> None:
    """Write a conversation of one message that is rated."""
    key = f"k{number}"
    session.add(Conversation(key=key))
    session.flush()
    message = Message(conversation_key=key, position=1, public_id=f"m_{number}", author="bot", body={})
    session.add(message)
    session.flush()
    session.add(Feedback(id=number, message_id=message.id, rating=rating, reference=reference, created_at=utc(at)))
