"""Who of the staff takes live conversations right now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.handoff.models import Presence

# Without a sign of life from a page of the back office the presence lapses.
LAPSES = timedelta(minutes=3)
# A page that is fetched again and again writes no more often than this.
TOUCHED_EVERY = timedelta(seconds=20)
# After a pause as long as this, somebody who comes back has to say so.
FORGOTTEN = timedelta(minutes=30)


def set_presence(session: Session, account_id: int, *, is_on: bool, now: datetime) -> None:
    """Switch the presence of an account on or off. The caller commits."""
    row = session.get(Presence, account_id)
    if row is None:
        session.add(Presence(account_id=account_id, is_on=is_on, seen_at=now))
    else:
        row.is_on, row.seen_at = is_on, now
    session.flush()


def touch_presence(session: Session, account_id: int, *, now: datetime) -> None:
    """Note that a page of this account is open, where that was not noted just now. The caller commits."""
    seen_at = session.scalar(select(Presence.seen_at).where(Presence.account_id == account_id))
    if seen_at is None or not now - FORGOTTEN < seen_at < now - TOUCHED_EVERY:
        return
    session.execute(
        update(Presence)
        .where(Presence.account_id == account_id)
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def is_present(session: Session, account_id: int, *, now: datetime) -> bool:
    """Tell whether an account takes live conversations now."""
    mine = (Presence.account_id == account_id, *_present(now))
    return session.scalar(select(Presence.account_id).where(*mine)) is not None


def count_present(session: Session, *, now: datetime) -> int:
    """Return how many members of staff take live conversations now."""
    return int(session.scalar(select(func.count()).select_from(Presence).where(*_present(now))) or 0)


def _present(now: datetime) -> tuple[Any, ...]:
    return (Presence.is_on.is_(True), Presence.seen_at > now - LAPSES)
