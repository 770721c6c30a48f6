"""What the fate of a mail means: somebody knows of a ticket, or somebody else has to be told."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.contacts.routing import WFG_ADDRESS, find_lead
from bot.handoff.check_mail import is_result
from bot.handoff.mail_models import OutboxMail
from bot.handoff.mails import is_alarm, queue_alarm, queue_ticket_mail, queue_undelivered
from bot.handoff.models import Ticket
from bot.handoff.moves import add_event, move_ticket
from bot.handoff.transitions import OPEN, TRANSITIONS
from bot.local_time import local_day
from bot.settings import Settings


def note_sent(session: Session, ticket_id: int, audience: str, *, now: datetime) -> None:
    """Record that a mail has left; with one to staff somebody knows of the ticket. The caller commits."""
    add_event(session, ticket_id, "mail_sent", now=now, note="" if audience == "staff" else "An die anfragende Person.")
    status = session.scalar(select(Ticket.status).where(Ticket.id == ticket_id))
    if audience == "staff" and status in TRANSITIONS["notified"].sources:
        move_ticket(session, ticket_id, "notified", actor="bot", now=now)


def note_failed(session: Session, settings: Settings, mail: OutboxMail, *, now: datetime) -> None:
    """Raise the alarm about a mail that was given up or came back, and tell somebody else; the caller commits.

    A ticket that did not reach the person in charge goes to the deputy, then to the project lead, then to the office;
    of a mail that did not reach the visitor, the person in charge is told. An alarm that fails raises no alarm;
    nor does a mail that anybody may ask for at any address.
    """
    if is_alarm(mail) or is_result(mail):
        return
    ticket = session.get(Ticket, mail.ticket_id) if mail.ticket_id is not None else None
    _alarm(session, settings, mail, ticket, now)
    if ticket is None:
        return
    note = f"An {mail.recipient} nicht zugestellt (Versuche: {mail.attempts}). {mail.last_error}"
    add_event(session, ticket.id, "mail_failed", now=now, note=note)
    add_event(session, ticket.id, "alarm", now=now, reason="mail_failed")
    if mail.audience == "visitor":
        queue_undelivered(session, settings, ticket, mail, now=now)
    elif ticket.status in OPEN:
        _send_to_substitute(session, settings, ticket, mail, now)


def _alarm(session: Session, settings: Settings, mail: OutboxMail, ticket: Ticket | None, now: datetime) -> None:
    """Tell the administrators, once a day for each address that fails."""
    about = f" zum Vorgang {ticket.case_number}" if ticket else ""
    address = sha256(mail.recipient.encode()).hexdigest()[:16]
    queue_alarm(
        session,
        settings,
        key=f"mail-{local_day(now)}-{address}",
        subject="Eine Mail ist nicht zustellbar",
        body=f"Guten Tag,\n\neine Mail{about} an {mail.recipient} ließ sich nicht zustellen:\n{mail.last_error}\n\n"
        "Bitte prüfen Sie die Adresse (bei Ansprechpersonen unter „Kontakte“) und den Mailserver. Aufgegebene Mails "
        "stehen in der Redaktion und lassen sich dort noch einmal senden. Zu dieser Adresse meldet sich der Lotse "
        "heute nicht noch einmal.",
    )


def _send_to_substitute(session: Session, settings: Settings, ticket: Ticket, mail: OutboxMail, now: datetime) -> None:
    """Give a ticket to the first of those who stand in to whom no mail has failed yet."""
    failed = set(
        session.scalars(
            select(OutboxMail.recipient).where(OutboxMail.ticket_id == ticket.id, OutboxMail.status == "failed")
        )
    ) | {mail.recipient}
    candidates = (ticket.recipient, ticket.deputy_recipient, find_lead(session, settings).email, WFG_ADDRESS)
    recipient = next((one for one in candidates if one and one not in failed), "")
    if not recipient or recipient == ticket.recipient:  # nobody is left, or the mail was not to the one in charge
        return
    ticket.recipient = recipient
    note = f"Mails an {mail.recipient} kommen nicht an; der Vorgang geht an {recipient}."
    add_event(session, ticket.id, "routed", now=now, reason="mail_failed", note=note)
    queue_ticket_mail(session, settings, ticket, key=f"ersatz-{mail.id}-{recipient}"[:100], is_new=True, now=now)
