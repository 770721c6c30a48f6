"""What is written to whom about a ticket: every mail of a hand-off is queued here, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.accounts.find import find_emails_of_role
from bot.accounts.roles import ADMINISTRATOR
from bot.addresses import public_url
from bot.handoff.hours_words import say_slot
from bot.handoff.links import make_link
from bot.handoff.models import Callback, Ticket, TicketMessage
from bot.handoff.outbox import queue_mail
from bot.handoff.ticket_mail import write_body, write_subject
from bot.settings import Settings


def queue_ticket_mail(
    session: Session, settings: Settings, ticket: Ticket, *, key: str, is_new: bool, now: datetime
) -> None:
    """Tell the person in charge about a ticket, with a link to answer it."""
    link = _reply_link(session, settings, ticket, ticket.recipient, now)
    queue_mail(
        session,
        dedup_key=key,
        recipient=ticket.recipient,
        reply_to=ticket.email,
        subject=write_subject(ticket.case_number, ticket.concern, is_new=is_new),
        body=write_body(ticket, link),
        ticket_id=ticket.id,
    )


def queue_addition(
    session: Session, settings: Settings, ticket: Ticket, message: TicketMessage, *, now: datetime
) -> None:
    """Tell the person in charge what the visitor has added."""
    queue_ticket_mail(session, settings, ticket, key=f"zusatz-{message.id}", is_new=False, now=now)


def queue_reminder_mail(
    session: Session,
    settings: Settings,
    ticket: Ticket,
    *,
    kind: str,
    recipients: Sequence[str],
    key: str,
    now: datetime,
) -> None:
    """Remind of a ticket without an answer; ``kind`` is reminder, escalation or expiry."""
    words = {"reminder": "Erinnerung", "escalation": "Noch ohne Antwort", "expiry": "Verfallen ohne Antwort"}
    for number, recipient in enumerate(recipients):
        link = _reply_link(session, settings, ticket, recipient, now)
        queue_mail(
            session,
            dedup_key=f"{key}-{number}",
            recipient=recipient,
            reply_to=ticket.email,
            subject=f"{words[kind]}: {write_subject(ticket.case_number, ticket.concern)}",
            body=write_body(ticket, link),
            ticket_id=ticket.id,
        )


def queue_confirmation(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> None:
    """Send the visitor the case number, if there is an address; nothing typed goes to an address nobody has proven."""
    if not ticket.email:
        return
    queue_mail(
        session,
        dedup_key=f"eingang-{ticket.case_number}",
        audience="visitor",
        recipient=ticket.email,
        subject=f"Ihr Anliegen {ticket.case_number} ist angekommen",
        body=f"Guten Tag,\n\nIhr Anliegen ist angekommen. Ihre Vorgangsnummer ist {ticket.case_number}.\n\n"
        f"Den Stand sehen Sie hier: {public_url(settings)}/fall\n",
        ticket_id=ticket.id,
    )


def queue_replies(
    session: Session, settings: Settings, ticket: Ticket, messages: Sequence[TicketMessage], *, now: datetime
) -> None:
    """Send the visitor what a person wrote and the chat has not shown, if there is an address."""
    if not ticket.email or not messages:
        return
    text = "\n\n".join(f"{message.sender_name} schreibt:\n\n{message.text}" for message in messages)
    token = make_link(session, ticket.id, "case", recipient=ticket.email, now=now)
    queue_mail(
        session,
        dedup_key=f"antwort-{ticket.id}-{messages[-1].position}",
        audience="visitor",
        recipient=ticket.email,
        subject=f"Antwort zu Ihrem Anliegen {ticket.case_number}",
        body=f"Guten Tag,\n\n{text}\n\nNachfragen oder ergänzen: {public_url(settings)}/fall/{token}\n",
        ticket_id=ticket.id,
    )


def queue_callback(
    session: Session,
    settings: Settings,
    ticket: Ticket,
    callback: Callback,
    *,
    now: datetime,
    is_cancelled: bool = False,
) -> None:
    """Send a promised call, or that it is taken back, to both sides as an entry for their calendars."""
    word = "Abgesagt" if is_cancelled else "Rückruf"
    when = say_slot(callback.starts_at, now)
    subject = f"{word}: {when} ({ticket.case_number})"
    body = f"Guten Tag,\n\n{word}: {when}, Telefon {ticket.phone}, Vorgang {ticket.case_number}.\n"
    for audience, recipient in (("staff", ticket.recipient), ("visitor", ticket.email)):
        if recipient:
            queue_mail(
                session,
                dedup_key=f"rueckruf-{callback.id}-{'ab' if is_cancelled else 'an'}-{audience}",
                audience=audience,
                recipient=recipient,
                subject=subject,
                body=body,
                ticket_id=ticket.id,
            )


def queue_alarm(session: Session, settings: Settings, *, key: str, subject: str, body: str) -> None:
    """Alarm the administrators: something that concerns visitors does not get through."""
    recipients = [settings.admin_email] if settings.admin_email else find_emails_of_role(session, ADMINISTRATOR)
    for recipient in recipients:
        queue_mail(session, dedup_key=f"alarm-{key}-{recipient}"[:100], recipient=recipient, subject=subject, body=body)


def _reply_link(session: Session, settings: Settings, ticket: Ticket, recipient: str, now: datetime) -> str:
    token = make_link(session, ticket.id, "reply", recipient=recipient, now=now)
    return f"{public_url(settings)}/antwort/{token}"
