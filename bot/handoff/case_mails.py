"""Mails that visitors ask for on the page of their case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.addresses import public_url
from bot.handoff.links import make_link
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.outbox import queue_mail
from bot.handoff.thread import read_thread
from bot.handoff.ticket_mail import write_time
from bot.settings import Settings


def queue_case_link(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> bool:
    """Send the visitor a way to the case, at most once an hour; who follows it has proven to read these mails.

    Nothing that was typed goes along. False where one is on its way already. The caller commits.
    """
    token = make_link(session, ticket.id, "case", recipient=ticket.email, now=now)
    return queue_mail(
        session,
        dedup_key=f"zugang-{ticket.id}-{now:%Y%m%d%H}",
        audience="visitor",
        recipient=ticket.email,
        subject=f"Ihr Anliegen {ticket.case_number}",
        body=f"Guten Tag,\n\nSie möchten den Verlauf zu Ihrem Anliegen {ticket.case_number} per Mail bekommen. Öffnen "
        "Sie dazu diese Seite, und wählen Sie dort „Verlauf per Mail schicken“:\n"
        f"{public_url(settings)}/fall/{token}\n\n"
        "Haben Sie das nicht angefordert, brauchen Sie nichts zu tun.\n",
        ticket_id=ticket.id,
    )


def queue_transcript(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> bool:
    """Send the visitor everything that was said, to an address that is proven; the same only once a day.

    False where it was sent already. The caller commits.
    """
    return queue_mail(
        session,
        dedup_key=f"verlauf-{ticket.id}-{ticket.message_count}-{now:%Y%m%d}",
        audience="visitor",
        recipient=ticket.email,
        subject=f"Verlauf zu Ihrem Anliegen {ticket.case_number}",
        body=_write_transcript(ticket, read_thread(session, ticket.id)),
        ticket_id=ticket.id,
    )


def _write_transcript(ticket: Ticket, thread: list[TicketMessage]) -> str:
    said = [f"{one.sender_name}, {write_time(one.created_at)}:\n{one.text}" for one in thread]
    parts = [
        f"Verlauf zu Ihrem Anliegen {ticket.case_number}",
        f"ANLIEGEN\n{ticket.concern}",
        "NACHRICHTEN\n" + ("\n\n".join(said) or "Bisher wurde dazu nichts geschrieben."),
        "GESPRÄCH MIT DEM LOTSEN\n" + (ticket.transcript or "Es liegt kein Gesprächsverlauf vor."),
    ]
    return "\n\n".join(parts) + "\n"
