"""Who has opened a ticket: it holds personal data, so every reader is written down."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.handoff.models import Ticket, TicketEvent
from bot.handoff.moves import add_event

# Within this time the same reader counts once.
ONCE_IN = timedelta(hours=1)


def note_read(
    session: Session, ticket: Ticket, *, reader: str, now: datetime, account: AccountView | None = None
) -> None:
    """Record that somebody has opened a ticket, with its events and in the audit log. The caller commits.

    ``reader`` is a name, or the address whose link was followed; without an ``account`` it stands in the detail.
    """
    recent = (TicketEvent.kind == "read", TicketEvent.actor == reader, TicketEvent.at > now - ONCE_IN)
    if session.scalar(select(TicketEvent.id).where(TicketEvent.ticket_id == ticket.id, *recent).limit(1)):
        return
    add_event(session, ticket.id, "read", now=now, actor=reader)
    record_audit(session, account, "Anliegen gelesen", f"anliegen:{ticket.case_number}", "" if account else reader)
