"""Give a ticket to whoever is to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.contacts.routing import HandoffRoute, find_route
from bot.conversations.live import STAFF, announce
from bot.handoff.deadlines import set_deadlines
from bot.handoff.mails import queue_ticket_mail
from bot.handoff.models import Ticket, TicketEvent
from bot.handoff.moves import IllegalTransition, add_event
from bot.handoff.transitions import OPEN, STATUS_NAMES
from bot.local_time import local_day
from bot.settings import Settings


def set_route(
    session: Session,
    ticket: Ticket,
    route: HandoffRoute,
    *,
    now: datetime,
    areas: Sequence[str] = (),
    actor: str = "bot",
    note: str = "",
) -> None:
    """Write down who receives a ticket and why. The caller commits."""
    session.execute(
        update(Ticket)
        .where(Ticket.id == ticket.id)
        .values(
            contact_slug=route.to.slug,
            recipient=route.to.email,
            deputy_recipient=route.deputy.email if route.deputy else "",
            organisation=route.to.organisation,
            route={"areas": list(areas), "why": route.why, "to": route.to.name},
        )
        .execution_options(synchronize_session="fetch")
    )
    session.refresh(ticket)
    said = f"{route.to.name}. {route.why}" + (f" {note}" if note else "")
    add_event(session, ticket.id, "routed", now=now, actor=actor, note=said)


def forward(
    session: Session,
    settings: Settings,
    ticket: Ticket,
    route: HandoffRoute,
    *,
    actor: str,
    now: datetime,
    note: str = "",
) -> None:
    """Hand a ticket on to somebody else, who gets a mail and the time for an answer anew. The caller commits.

    Raises IllegalTransition for a ticket that nobody has to act on.
    """
    if ticket.status not in OPEN:
        status = STATUS_NAMES[ticket.status]
        raise IllegalTransition(
            f"Der Vorgang {ticket.case_number} ist „{status}“ und kann nicht weitergeleitet werden."
        )
    set_route(session, ticket, route, now=now, areas=ticket.route.get("areas", ()), actor=actor, note=note)
    set_deadlines(session, ticket, settings, now=now)
    event_count = session.scalar(select(func.count()).where(TicketEvent.ticket_id == ticket.id))
    key = f"weiter-{ticket.id}-{event_count}"
    queue_ticket_mail(session, settings, ticket, key=key, is_new=True, now=now)
    announce(session, STAFF, "cases", {"case": ticket.case_number})


def find_lead_route(session: Session, settings: Settings, *, now: datetime) -> HandoffRoute:
    """Return the route of what nobody else can answer: to the project lead, or whoever stands in today."""
    return find_route(session, (), settings, today=local_day(now))
