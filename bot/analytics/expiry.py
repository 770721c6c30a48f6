"""Texts of misses expire: what was asked is deleted after a while, that it was asked stays for the figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.analytics.miss_models import Miss, MissGroup
from bot.analytics.naming import name_anew
from bot.db import utc_now


def run_expiry(factory: sessionmaker, days: int) -> int:
    """Empty the texts that are older than so many days and return how many."""
    with factory.begin() as session:
        return expire_texts(session, before=utc_now() - timedelta(days=days))


def expire_texts(session: Session, *, before: datetime) -> int:
    """Empty the texts from before a moment and return how many; the caller commits."""
    return _empty_texts(session, Miss.at < before)


def forget_texts(session: Session, key: str) -> int:
    """Empty the texts of a conversation that its visitor deletes and return how many; the caller commits."""
    return _empty_texts(session, Miss.conversation_key == key)


def _empty_texts(session: Session, which: Any) -> int:
    """Empty texts; the groups that they are or were in are named by what is left."""
    filled = (which, Miss.text != "")
    places = session.execute(select(Miss.group_id, Miss.former_group_id).where(*filled).distinct())
    touched = {key for pair in places for key in pair if key is not None}
    count = session.execute(
        update(Miss).where(*filled).values(text="", answer="", choices=[]),
        execution_options={"synchronize_session": False},
    ).rowcount
    for group in session.scalars(select(MissGroup).where(MissGroup.id.in_(touched))):
        name_anew(session, group)
    return int(count)
