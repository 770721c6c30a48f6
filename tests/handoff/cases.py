"""A ticket with its conversation, and what can happen to both: the ground of the tests about what comes after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.conversations.models import Conversation
from bot.conversations.queries import read_messages
from bot.handoff.models import Ticket, TicketTimer
from bot.handoff.moves import move_ticket
from bot.handoff.thread import add_from_visitor, deliver_reply
from tests.handoff.samples import NOW, REQUEST, SETTINGS, hand_over

KEY = REQUEST.conversation_key


def open_case(factory: sessionmaker, *, concern: str = REQUEST.concern, **changes: Any) -> int:
    """Hand a concern over in the conversation ``KEY`` and return the ticket's id."""
    with factory.begin() as session:
        if session.get(Conversation, KEY) is None:
            session.add(Conversation(key=KEY))
    case_number = hand_over(factory, concern=concern, **changes)
    with factory() as session:
        return int(session.scalar(select(Ticket.id).where(Ticket.case_number == case_number)))


def move(factory: sessionmaker, ticket_id: int, event: str, *, now: datetime = NOW, **values: Any) -> None:
    with factory.begin() as session:
        move_ticket(session, ticket_id, event, actor="Kim", now=now, **values)


def claim(factory: sessionmaker, ticket_id: int, *, now: datetime = NOW) -> None:
    """Take a ticket over live, as a person of the back office does."""
    move(factory, ticket_id, "claimed", now=now, claimed_name="Kim", claimed_at=now)


def reply(
    factory: sessionmaker,
    ticket_id: int,
    text: str = "Ja, gern.",
    *,
    key: str = "r1",
    channel: str = "mail",
    now: datetime = NOW,
) -> bool:
    with factory.begin() as session:
        return deliver_reply(
            session, SETTINGS, ticket_id, text, sender_name="Kim", channel=channel, dedup_key=key, now=now
        )


def add(
    factory: sessionmaker, ticket_id: int, text: str = "Noch etwas.", *, key: str = "a1", now: datetime = NOW
) -> bool:
    with factory.begin() as session:
        return add_from_visitor(session, SETTINGS, ticket_id, text, channel="page", dedup_key=key, now=now)


def see(factory: sessionmaker, at: datetime = NOW) -> None:
    """A page of the visitor listens."""
    with factory.begin() as session:
        session.get(Conversation, KEY).seen_at = at


def read_case(session: Session, ticket_id: int) -> tuple[str, str]:
    """Return the status of the ticket and the state of its conversation."""
    return session.get(Ticket, ticket_id).status, session.get(Conversation, KEY).state


def read_said(session: Session) -> list[tuple[str, str]]:
    """Return author and text of what stands in the conversation."""
    return [(one.body["from"], one.body["text"]) for one in read_messages(session, KEY)]


def read_timers(session: Session) -> dict[str, timedelta]:
    """Return what is still to be done, and how long after ``NOW``."""
    rows = session.scalars(select(TicketTimer).where(TicketTimer.done_at.is_(None)))
    return {row.kind: row.due_at - NOW for row in rows}
