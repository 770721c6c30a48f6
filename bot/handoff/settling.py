"""The end of a ticket and its way back, whoever asks for it and wherever."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.handoff.callbacks import cancel_callbacks
from bot.handoff.deadlines import set_deadlines
from bot.handoff.mails import queue_ticket_mail
from bot.handoff.models import TIMERS, Ticket
from bot.handoff.moves import move_ticket
from bot.handoff.timers import cancel_timers
from bot.settings import Settings

# All but the mail with what the visitor has not seen in the chat.
ENDED = tuple(kind for kind in TIMERS if kind != "unseen")


def settle(
    session: Session,
    settings: Settings,
    ticket: Ticket,
    *,
    actor: str,
    reason: str,
    now: datetime,
    note: str = "",
    event: str = "resolved",
) -> None:
    """Mark a ticket as settled: nobody has to act any more. ``event`` closed ends its conversation as well.

    Raises IllegalTransition; the caller commits.
    """
    move_ticket(session, ticket.id, event, actor=actor, now=now, reason=reason, note=note)
    cancel_timers(session, ticket.id, *ENDED, now=now)
    cancel_callbacks(session, settings, ticket, now=now)


def reopen(session: Session, settings: Settings, ticket: Ticket, *, actor: str, reason: str, now: datetime) -> None:
    """Take a ticket up again and tell whoever is in charge. Raises IllegalTransition; the caller commits."""
    move_ticket(session, ticket.id, "reopened", actor=actor, now=now, reason=reason)
    set_deadlines(session, ticket, settings, now=now)
    key = f"wieder-{ticket.id}-{int(now.timestamp())}"
    queue_ticket_mail(session, settings, ticket, key=key, is_new=False, now=now)
