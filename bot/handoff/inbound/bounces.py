"""A mail of ours came back as undeliverable: it has failed after all, and somebody else has to hear of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.handoff.delivery import note_failed
from bot.handoff.inbound.automatic import Bounce
from bot.handoff.inbound.matching import find_sent
from bot.handoff.mail_models import OutboxMail
from bot.handoff.mails import queue_alarm
from bot.handoff.models import Ticket
from bot.handoff.outbox import queue_mail
from bot.handoff.timers import set_timer
from bot.handoff.transitions import OPEN
from bot.settings import Settings


def take_bounce(session: Session, settings: Settings, bounce: Bounce, *, now: datetime) -> tuple[int | None, str]:
    """Record a bounce and tell whoever can do something; return the ticket and a note. The caller commits."""
    note = f"Unzustellbar: {bounce.address or 'unbekannte Adresse'}"
    mail = find_sent(session, bounce.address, [bounce.message_id])
    if mail is None:
        return None, note
    if mail.status != "failed":
        mail.status, mail.last_error, mail.next_attempt_at = "failed", note[:500], now
        note_failed(session, settings, mail, now=now)
        ticket = session.get(Ticket, mail.ticket_id)
        tell = _tell_person if mail.audience == "visitor" else _tell_others
        tell(session, settings, ticket, mail, now)
    return int(mail.ticket_id), note


def _tell_person(session: Session, _settings: Settings, ticket: Ticket, mail: OutboxMail, _now: datetime) -> None:
    """Tell whoever is in charge that the visitor cannot be reached by mail."""
    phone = f" Telefonisch ist die Person unter {ticket.phone} erreichbar." if ticket.phone else ""
    queue_mail(
        session,
        dedup_key=f"unzustellbar-{mail.id}",
        recipient=ticket.recipient,
        subject=f"Mail zu {ticket.case_number} kam nicht an",
        body=f"Guten Tag,\n\neine Mail zum Vorgang {ticket.case_number} an {mail.recipient} kam als unzustellbar"
        f" zurück.{phone}\n",
        ticket_id=ticket.id,
    )


def _tell_others(session: Session, settings: Settings, ticket: Ticket, mail: OutboxMail, now: datetime) -> None:
    """Hand an open ticket on at once, as if nobody had answered for days, and alarm the administrators."""
    if ticket.status in OPEN - {"claimed"}:
        set_timer(session, ticket.id, "escalation", now)
    queue_alarm(
        session,
        settings,
        key=f"unzustellbar-{mail.id}",
        subject=f"Mail zu {ticket.case_number} kam nicht an",
        body=f"Die Mail an {mail.recipient} zum Vorgang {ticket.case_number} kam als unzustellbar zurück."
        " Bitte prüfen Sie die Adresse in den Kontakten.\n",
    )
