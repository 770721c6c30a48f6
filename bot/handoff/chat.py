"""What a visitor writes in the chat while a person is in charge: it belongs to the ticket as well."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.record import expect_addition
from bot.handoff.models import Ticket
from bot.handoff.thread import add_from_visitor
from bot.settings import Settings


def pass_to_person(
    session: Session, settings: Settings, conversation_key: str, text: str, *, position: int, now: datetime
) -> bool:
    """Add what was said live to the ticket that a person has claimed; False where nobody has. The caller commits.

    ``position`` is that of the message in the conversation: passed on again, it is not taken twice.
    """
    claimed = (Ticket.conversation_key == conversation_key, Ticket.status == "claimed")
    ticket_id = session.scalar(select(Ticket.id).where(*claimed))
    if ticket_id is None:
        return False
    key = f"chat-{conversation_key}-{position}"
    return add_from_visitor(session, settings, ticket_id, text, channel="chat", dedup_key=key, now=now)


def pass_addition(
    session: Session,
    settings: Settings,
    conversation_key: str,
    ticket_id: int,
    text: str,
    *,
    position: int,
    now: datetime,
) -> None:
    """Add what was said to the ticket it was announced for; the next message is for the bot again."""
    expect_addition(session, conversation_key, None)
    key = f"chat-{conversation_key}-{position}"
    add_from_visitor(session, settings, ticket_id, text, channel="chat", dedup_key=key, now=now)


def read_case_number(session: Session, ticket_id: int) -> str:
    """Return the case number of a ticket, "" for one that is gone."""
    return str(session.scalar(select(Ticket.case_number).where(Ticket.id == ticket_id)) or "")
