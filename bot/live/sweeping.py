"""Clear away what every open page has long heard of."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import sessionmaker

from bot.conversations.live import sweep

KEPT = timedelta(hours=1)


def sweep_old(factory: sessionmaker, *, now: datetime) -> int:
    """Delete the announcements of more than an hour ago and return how many that were."""
    with factory.begin() as session:
        return sweep(session, before=now - KEPT)
