"""Case numbers that never reached their visitor: the process died between writing the ticket and answering."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.models import Message
from bot.handoff.confirmation import confirm
from bot.handoff.models import Ticket
from bot.search.reply import Reply
from bot.settings import Settings


def tell_untold(session: Session, settings: Settings, conversation_key: str, *, now: datetime) -> list[Reply]:
    """Return the confirmation of every ticket that no message of its conversation names. The caller commits."""
    tickets = session.scalars(select(Ticket).where(Ticket.conversation_key == conversation_key)).all()
    said = session.scalars(
        select(Message.text).where(Message.conversation_key == conversation_key, Message.author == "bot")
    ).all()
    untold = [ticket for ticket in tickets if not any(ticket.case_number in text for text in said)]
    return [confirm(session, settings, ticket, now=now) for ticket in untold]
