"""Move a ticket from status to status, together with its conversation, and write down who did it and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.conversations.live import STAFF, announce
from bot.conversations.models import Conversation
from bot.handoff.models import Ticket, TicketEvent
from bot.handoff.plain_text import tidy_line, tidy_lines
from bot.handoff.transitions import STATUS_NAMES, TRANSITIONS, conversation_after


class UnknownTicket(LookupError):
    """There is no such ticket."""


class IllegalTransition(ValueError):
    """A ticket cannot go from its status to the wanted one; the message is a German sentence."""


def hold_ticket(session: Session, ticket_id: int) -> None:
    """Keep a ticket for this transaction, before anything that belongs to it: the same order everywhere, no deadlock.

    It keeps other writers waiting, but nobody who adds an event or a message (``FOR NO KEY UPDATE``).
    """
    session.execute(select(Ticket.id).where(Ticket.id == ticket_id).with_for_update(key_share=True))


def move_ticket(
    session: Session,
    ticket_id: int,
    event: str,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    note: str = "",
    **values: Any,
) -> None:
    """Move a ticket by one of ``TRANSITIONS`` with its conversation, and record it; the caller commits.

    ``values`` are further columns to set. Raises UnknownTicket, or IllegalTransition where the event may not happen
    in the status that the ticket has by then: of two who try at once, the second is refused.
    """
    found = session.execute(
        select(Ticket.status, Ticket.case_number, Ticket.conversation_key).where(Ticket.id == ticket_id)
    ).first()
    if found is None:
        raise UnknownTicket("Diesen Vorgang gibt es nicht.")
    transition = TRANSITIONS[event]
    if found.status not in transition.sources:
        raise _illegal(found.case_number, found.status, event)
    if transition.target == "claimed" and _is_claimed_elsewhere(session, ticket_id, found.conversation_key):
        raise IllegalTransition(
            f"Der Vorgang {found.case_number} kann jetzt nicht übernommen werden: "
            "Zu einem anderen Vorgang spricht mit dieser Person schon jemand."
        )
    moved = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.status == found.status)
        .values(status=transition.target, updated_at=now, **values)
        .execution_options(synchronize_session="fetch")
    )
    if moved.rowcount == 0:  # somebody else moved it between the two statements
        raise _illegal(found.case_number, _status_of(session, ticket_id), event)
    add_event(
        session,
        ticket_id,
        event,
        now=now,
        from_status=found.status,
        to_status=transition.target,
        actor=actor,
        reason=reason,
        note=note,
    )
    set_conversation(session, found.conversation_key, event)
    announce(session, STAFF, "cases", {"case": found.case_number})


def add_event(session: Session, ticket_id: int, kind: str, *, now: datetime, actor: str = "bot", **values: str) -> None:
    """Record something that happened to a ticket; ``values`` are from_status, to_status, reason and note."""
    values = {name: tidy_lines(value) for name, value in values.items()}
    event = TicketEvent(ticket_id=ticket_id, at=now, kind=kind, actor=tidy_line(actor)[:200], **values)
    session.add(event)
    session.flush()


def set_conversation(session: Session, conversation_key: str, event: str) -> None:
    """Set the state of a conversation after an event of one of its tickets; one that was deleted stays so."""
    statuses = set(session.scalars(select(Ticket.status).where(Ticket.conversation_key == conversation_key)))
    state = conversation_after(event, statuses)
    changed = session.execute(
        update(Conversation)
        .where(Conversation.key == conversation_key, Conversation.state != state)
        .values(state=state)
        .execution_options(synchronize_session="fetch")
    )
    if changed.rowcount:
        announce(session, conversation_key, "state")


def _is_claimed_elsewhere(session: Session, ticket_id: int, conversation_key: str) -> bool:
    """Tell whether another ticket of a conversation is claimed; until the transaction ends none can be."""
    session.execute(
        update(Conversation)
        .where(Conversation.key == conversation_key)
        .values(state=Conversation.state)
        .execution_options(synchronize_session=False)
    )
    others = (Ticket.conversation_key == conversation_key, Ticket.status == "claimed", Ticket.id != ticket_id)
    return session.scalar(select(Ticket.id).where(*others)) is not None


def _status_of(session: Session, ticket_id: int) -> str:
    return str(session.scalar(select(Ticket.status).where(Ticket.id == ticket_id)) or "expired")


def _illegal(case_number: str, status: str, event: str) -> IllegalTransition:
    verb = TRANSITIONS[event].verb
    return IllegalTransition(f"Der Vorgang {case_number} ist „{STATUS_NAMES[status]}“ und kann nicht {verb}.")
