"""What the fate of a mail means for its ticket."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket
from bot.handoff.moves import add_event, move_ticket
from bot.handoff.transitions import TRANSITIONS
from bot.settings import Settings


def note_sent(session: Session, ticket_id: int, audience: str, *, now: datetime) -> None:
    """Record that a mail has left; with one to staff somebody knows of the ticket. The caller commits."""
    add_event(session, ticket_id, "mail_sent", now=now, note="" if audience == "staff" else "An die anfragende Person.")
    status = session.scalar(select(Ticket.status).where(Ticket.id == ticket_id))
    if audience == "staff" and status in TRANSITIONS["notified"].sources:
        move_ticket(session, ticket_id, "notified", actor="bot", now=now)


def note_failed(session: Session, settings: Settings, mail: OutboxMail, *, now: datetime) -> None:
    """Record that a mail was given up. The caller commits."""
    if mail.ticket_id is not None:
        note = f"Nach {mail.attempts} Versuchen aufgegeben. {mail.last_error}"
        add_event(session, mail.ticket_id, "mail_failed", now=now, note=note)
