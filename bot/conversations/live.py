"""Tell open pages, in whatever process they hang, that there is something new."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from bot.conversations.models import LiveEvent

STAFF = "staff"  # the channel of the back office

_ADD = insert(LiveEvent.__table__)


def announce(session: Session, channel: str, kind: str, data: dict[str, Any] | None = None) -> None:
    """Write an event for a conversation's key or for ``STAFF`` into the session's transaction.

    ``kind`` is message, state, typing or cases; pages hear of it once the caller has committed.
    """
    session.execute(_ADD.values(channel=channel, kind=kind, data=data or {}))


def sweep(session: Session, *, before: datetime) -> int:
    """Delete events older than a moment, which every open page has heard of; return how many. The caller commits."""
    return int(session.execute(delete(LiveEvent).where(LiveEvent.at < before)).rowcount)
