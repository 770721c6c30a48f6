"""A simulation that never ran: a handful of rows for the checks to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from bot.conversations.models import Message
from bot.conversations.queries import make_key
from bot.evaluation.handoff.evidence import Evidence
from bot.evaluation.handoff.fleet import Fleet
from bot.evaluation.handoff.journal import Journal, Visit
from bot.evaluation.handoff.mail_server import MailServer, ReceivedMail
from bot.evaluation.handoff.plan import SimulationPlan, draw_character
from bot.evaluation.handoff.run import Played
from bot.handoff.models import Ticket, TicketEvent, TicketMessage

CASE = "TK-2027-ABCDEF"
CONVERSATION = "c_1"
KEY = make_key(CONVERSATION)
NOON = datetime(2027, 3, 23, 12, 30, tzinfo=timezone.utc)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def make_mail(message_id: str = "<1@x>", recipient: str = "leitung@example.org", seconds: float = 0.0) -> ReceivedMail:
    return ReceivedMail(seconds, message_id, recipient, f"Neue Anfrage {CASE}", f"Text {message_id}")


def make_visit(**values: Any) -> Visit:
    return Visit(draw_character(SimulationPlan(), 1), CONVERSATION, **values)


def make_event(number: int, kind: str, from_status: str = "", to_status: str = "") -> TicketEvent:
    return TicketEvent(id=number, ticket_id=1, kind=kind, from_status=from_status, to_status=to_status, at=at(number))


def make_evidence(
    *,
    visits: Sequence[Visit] = (),
    events: Sequence[TicketEvent] = (),
    thread: Sequence[tuple[str, str]] = (),
    messages: Sequence[tuple[str, str, float]] = (),
    mails: Sequence[ReceivedMail] = (),
    status: str = "resolved",
    state: str = "bot",
    senders_killed_at: Sequence[float] = (),
    sent: int = 0,
) -> Evidence:
    """One ticket (id 1) of one conversation with what is said to have happened; times are minutes after ``NOON``."""
    ticket = Ticket(id=1, case_number=CASE, conversation_key=KEY, status=status, email="", contact_slug="")
    server = MailServer()
    server.received = list(mails)
    fleet = Fleet([], [], None, senders_killed_at=list(senders_killed_at))
    played = Played(SimulationPlan(), Journal(list(visits)), server, fleet, 0, 0.0, [], True)
    return Evidence(
        played,
        {CASE: ticket},
        {1: list(events)},
        {1: [TicketMessage(author=author, text=text) for author, text in thread]},
        {1: []},
        {},
        {KEY: [Message(author=author, text=text, body={}, created_at=at(when)) for author, text, when in messages]},
        {KEY: state},
        {1: sent},
    )
