"""Cases at a desk: handed over as the form does it, and what becomes of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.contacts.models import Contact
from bot.conversations.models import Message
from bot.conversations.record import TurnRecord, make_message_id, record_turn
from bot.db import utc_now
from bot.handoff.models import Ticket, TicketEvent, TicketMessage
from bot.handoff.tickets import open_ticket
from bot.settings import Settings
from tests.handoff.samples import make_request

LIST = "/redaktion/faelle"
OPERATOR, PARTNER = "WFG", "IHK"


def add_contacts(factory: sessionmaker) -> None:
    """Add the project lead and a partner, who both take cases."""
    people = (("michael-wieners", "Michael Wieners", OPERATOR), ("kim", "Kim Muster", PARTNER))
    with factory.begin() as session:
        for slug, name, organisation in people:
            values = {"email": f"{slug}@example.org", "takes_handoffs": True, "source_title": "Wir"}
            session.add(Contact(slug=slug, name=name, organisation=organisation, source_date="2026", **values))


def add_case(factory: sessionmaker, *, key: str = "a", **changes: Any) -> str:
    """Hand a concern over just now, within a conversation, and return its case number."""
    conversation, now = key * 64, utc_now()
    with factory.begin() as session:
        reply = {"id": make_message_id(), "from": "bot", "kind": "handoff", "text": "Vielen Dank!"}
        record_turn(session, conversation, TurnRecord("Frage", [reply], new_state="waiting", is_in_form=False))
        request = make_request(conversation_key=conversation, consent_at=now, **changes)
        return str(open_ticket(session, request, Settings(), now=now).case_number)


def read_case(factory: sessionmaker, case: str) -> Ticket:
    with factory() as session:
        return session.scalars(select(Ticket).where(Ticket.case_number == case)).one()


def read_kinds(factory: sessionmaker) -> list[str]:
    """Return the kinds of all events, in their order."""
    with factory() as session:
        return list(session.scalars(select(TicketEvent.kind).order_by(TicketEvent.id)))


def read_written(factory: sessionmaker) -> list[tuple[str, str, str]]:
    """Return who wrote what through which channel, in order."""
    with factory() as session:
        rows = session.scalars(select(TicketMessage).order_by(TicketMessage.id))
        return [(row.sender_name, row.text, row.channel) for row in rows]


def read_said(factory: sessionmaker, key: str = "a") -> list[dict[str, Any]]:
    """Return the messages of a conversation as the visitor gets them."""
    with factory() as session:
        mine = select(Message.body).where(Message.conversation_key == key * 64)
        return list(session.scalars(mine.order_by(Message.position)))
