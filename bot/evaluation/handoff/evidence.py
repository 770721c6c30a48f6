"""What the database says after a simulation, read once for all checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.conversations.models import Conversation, Message
from bot.conversations.queries import make_key
from bot.evaluation.handoff.run import Played
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Callback, Ticket, TicketEvent, TicketMessage, TicketTimer

SENT_MAILS = (
    select(OutboxMail.ticket_id, func.count())
    .where(OutboxMail.status == "sent", OutboxMail.ticket_id.is_not(None))
    .group_by(OutboxMail.ticket_id)
)


@dataclass(frozen=True)
class Evidence:
    """Rows by what they belong to; they are detached from any session."""

    played: Played
    tickets: Mapping[str, Ticket]  # by case number
    events: Mapping[int, list[TicketEvent]]  # by ticket id, in order
    thread: Mapping[int, list[TicketMessage]]
    timers: Mapping[int, list[TicketTimer]]
    callbacks: Mapping[int, list[Callback]]
    messages: Mapping[str, list[Message]]  # by key of the conversation, in order
    states: Mapping[str, str]
    sent: Mapping[int, int]  # how many mails were marked as sent, by ticket id

    def tickets_of(self, conversation: str) -> list[Ticket]:
        """Return the tickets of a visitor's conversation."""
        key = make_key(conversation)
        return [ticket for ticket in self.tickets.values() if ticket.conversation_key == key]

    def texts_of(self, ticket: Ticket, author: str) -> list[str]:
        """Return what one side wrote about a ticket."""
        return [message.text for message in self.thread.get(ticket.id, []) if message.author == author]


def read_evidence(played: Played, factory: sessionmaker) -> Evidence:
    """Read everything."""
    with factory() as session:
        return Evidence(
            played,
            {ticket.case_number: ticket for ticket in session.scalars(select(Ticket).order_by(Ticket.id))},
            _group(session, TicketEvent, TicketEvent.id, "ticket_id"),
            _group(session, TicketMessage, TicketMessage.position, "ticket_id"),
            _group(session, TicketTimer, TicketTimer.id, "ticket_id"),
            _group(session, Callback, Callback.id, "ticket_id"),
            _group(session, Message, Message.position, "conversation_key"),
            dict(session.execute(select(Conversation.key, Conversation.state)).all()),
            dict(session.execute(SENT_MAILS).all()),
        )


def _group(session: Session, model: type, order: object, owner: str) -> dict:
    grouped = defaultdict(list)
    for row in session.scalars(select(model).order_by(order)):
        grouped[getattr(row, owner)].append(row)
    return grouped
