"""How a ticket stands, in the words of its visitor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.contacts.queries import WAY_OUT
from bot.handoff.deadlines import read_hours
from bot.handoff.models import Ticket, TicketEvent, TicketMessage
from bot.handoff.promise import promise
from bot.handoff.transitions import OPEN
from bot.local_time import local_day
from bot.search.sentences import sentence

SENTENCES = {
    "new": "stand.neu",
    "notified": "stand.zugestellt",
    "claimed": "stand.im_gespraech",
    "answered": "stand.beantwortet",
    "resolved": "stand.erledigt",
    "reopened": "stand.wieder_offen",
    "expired": "fall.verfallen",
}
SOMEBODY = "Jemand aus unserem Team"


@dataclass(frozen=True)
class CaseStatus:
    """Where a ticket stands and since when; ``waiting`` says when an answer can be expected, if one is due."""

    text: str
    since: datetime
    waiting: str = ""


def read_case_status(session: Session, ticket: Ticket, *, now: datetime) -> CaseStatus:
    """Return how a ticket stands; a person is named once that person has answered or has taken over."""
    is_waiting = ticket.status in OPEN and ticket.status != "claimed"
    return CaseStatus(
        text=_write(session, ticket),
        since=_read_since(session, ticket),
        waiting=_write_promise(session, ticket, now) if is_waiting else "",
    )


def _write(session: Session, ticket: Ticket) -> str:
    name = (ticket.claimed_name or SOMEBODY) if ticket.status == "claimed" else _read_last_sender(session, ticket.id)
    key = "stand.bearbeitet" if ticket.status == "answered" and not name else SENTENCES[ticket.status]
    return sentence(key, name=name, nummer=ticket.case_number, kontakt=WAY_OUT)


def _read_last_sender(session: Session, ticket_id: int) -> str:
    said = (TicketMessage.ticket_id == ticket_id, TicketMessage.author == "person")
    last = select(TicketMessage.sender_name).where(*said).order_by(TicketMessage.position.desc()).limit(1)
    return str(session.scalar(last) or "")


def _read_since(session: Session, ticket: Ticket) -> datetime:
    reached = (TicketEvent.ticket_id == ticket.id, TicketEvent.to_status == ticket.status)
    return session.scalar(select(func.max(TicketEvent.at)).where(*reached)) or ticket.created_at


def _write_promise(session: Session, ticket: Ticket, now: datetime) -> str:
    """Who is present takes over in the chat: whoever reads a page is told the hours."""
    hours = read_hours(session, ticket.contact_slug, since=local_day(now))
    return promise(hours, is_somebody_there=False, now=now)
