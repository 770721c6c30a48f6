"""The end of a ticket and its way back, whoever asks for it and wherever."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.handoff.callbacks import cancel_callbacks
from bot.handoff.deadlines import set_deadlines
from bot.handoff.mails import queue_ticket_mail
from bot.handoff.models import Ticket
from bot.handoff.moves import move_ticket
from bot.handoff.timers import cancel_timers
from bot.settings import Settings


def settle(
    session: Session, settings: Settings, ticket: Ticket, *, actor: str, reason: str, now: datetime, note: str = ""
) -> None:
    """Mark a ticket as settled: nothing is due any more. Raises IllegalTransition; the caller commits."""
    move_ticket(session, ticket.id, "resolved", actor=actor, now=now, reason=reason, note=note)
    cancel_timers(session, ticket.id, now=now)
    cancel_callbacks(session, settings, ticket, now=now)


def reopen(session: Session, settings: Settings, ticket: Ticket, *, actor: str, reason: str, now: datetime) -> None:
    """Take a ticket up again and tell whoever is in charge. Raises IllegalTransition; the caller commits."""
    move_ticket(session, ticket.id, "reopened", actor=actor, now=now, reason=reason)
    set_deadlines(session, ticket, settings, now=now)
    key = f"wieder-{ticket.id}-{int(now.timestamp())}"
    queue_ticket_mail(session, settings, ticket, key=key, is_new=False, now=now)
