"""Texts of misses expire: what was asked is deleted after a while, that it was asked stays for the figures."""

from __future__ import annotations

from datetime import datetime, timedelta

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
    """Empty the texts from before a moment and return how many; groups are named by what is left of them.

    The caller commits.
    """
    old = (Miss.at < before, Miss.text != "")
    touched = set(session.scalars(select(Miss.group_id).where(*old, Miss.group_id.is_not(None)).distinct()))
    count = session.execute(
        update(Miss).where(*old).values(text="", answer="", choices=[]),
        execution_options={"synchronize_session": False},
    ).rowcount
    for group in session.scalars(select(MissGroup).where(MissGroup.id.in_(touched))):
        name_anew(session, group)
    return int(count)
