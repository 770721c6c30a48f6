"""What is to be done about a ticket later: written down, so that it outlives every process and is done once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.handoff.models import TicketTimer

BATCH = 100


@dataclass(frozen=True)
class DueTimer:
    """A timer whose time has come; ``kind`` is one of ``TIMERS``."""

    id: int
    ticket_id: int
    kind: str
    due_at: datetime


def set_timer(session: Session, ticket_id: int, kind: str, due_at: datetime) -> None:
    """Set a timer of a ticket, in place of an earlier one of this kind. The caller commits."""
    cancel_timers(session, ticket_id, kind, now=due_at)
    session.add(TicketTimer(ticket_id=ticket_id, kind=kind, due_at=due_at))
    session.flush()


def cancel_timers(session: Session, ticket_id: int, *kinds: str, now: datetime) -> None:
    """Stop timers of a ticket, all without kinds. The caller commits."""
    condition: Any = TicketTimer.ticket_id == ticket_id
    if kinds:
        condition = condition & TicketTimer.kind.in_(kinds)
    session.execute(
        update(TicketTimer)
        .where(condition, TicketTimer.done_at.is_(None))
        .values(done_at=now)
        .execution_options(synchronize_session=False)
    )


def find_due(session: Session, now: datetime) -> list[DueTimer]:
    """Return the timers whose time has come, the longest overdue first."""
    columns = (TicketTimer.id, TicketTimer.ticket_id, TicketTimer.kind, TicketTimer.due_at)
    due = (TicketTimer.done_at.is_(None), TicketTimer.due_at <= now)
    rows = session.execute(select(*columns).where(*due).order_by(TicketTimer.due_at, TicketTimer.id).limit(BATCH))
    return [DueTimer(*row) for row in rows]


def claim_timer(session: Session, timer_id: int, *, now: datetime) -> bool:
    """Take a timer within the transaction of what it is for; False where another worker was faster."""
    taken = session.execute(
        update(TicketTimer)
        .where(TicketTimer.id == timer_id, TicketTimer.done_at.is_(None))
        .values(done_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount == 1)
