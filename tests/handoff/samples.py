"""A hand-off as it comes out of the form, and what is read back from the database about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.conversations.transcript import TranscriptLine
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket, TicketEvent
from bot.handoff.request import HandoffRequest
from bot.handoff.tickets import open_ticket
from bot.settings import Settings

RECIPIENT = "projekt@example.org"
SETTINGS = Settings(handoff_to=RECIPIENT)
NOW = datetime(2026, 7, 1, 22, 31, tzinfo=timezone.utc)  # a Thursday in Kassel, half past midnight
CONSENT_AT = datetime(2026, 7, 1, 22, 30, tzinfo=timezone.utc)
REQUEST = HandoffRequest(
    conversation_key="a" * 64,
    reason="asked",
    concern="Wir suchen Förderung für eine neue Presse.",
    name="Jürgen Groß",
    email="j.gross@example.org",
    phone="+49 561 123456",
    company="Groß & Söhne GmbH",
    consent_at=CONSENT_AT,
    transcript=(
        TranscriptLine("visitor", "Gibt es Geld für Maschinen?", datetime(2026, 7, 1, 22, 15, tzinfo=timezone.utc)),
        TranscriptLine("bot", "Ja, zum Beispiel:\ndas Programm A.", datetime(2026, 7, 1, 22, 16, tzinfo=timezone.utc)),
    ),
)


def make_request(**changes: Any) -> HandoffRequest:
    """Return the sample with some fields changed."""
    return replace(REQUEST, **changes)


def hand_over(factory: sessionmaker, **changes: Any) -> str:
    """Open a ticket in a transaction of its own, as the action does, and return the case number."""
    with factory.begin() as session:
        return str(open_ticket(session, make_request(**changes), SETTINGS, now=NOW).case_number)


def hand_over_by_phone(factory: sessionmaker, **changes: Any) -> str:
    """Open a ticket of a visitor without an address: there is one mail, to the person in charge."""
    return hand_over(factory, email="", **changes)


def find_ticket_id(session: Session, case_number: str) -> int:
    return int(session.scalars(select(Ticket.id).where(Ticket.case_number == case_number)).one())


def read_tickets(session: Session) -> list[Ticket]:
    return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def read_mails(session: Session, audience: str = "staff") -> list[OutboxMail]:
    return list(session.scalars(select(OutboxMail).where(OutboxMail.audience == audience).order_by(OutboxMail.id)))


def read_events(session: Session) -> list[tuple[str, str, str]]:
    """Return kind, status before and status after of all events, in their order."""
    rows = session.scalars(select(TicketEvent).order_by(TicketEvent.id))
    return [(row.kind, row.from_status, row.to_status) for row in rows]
