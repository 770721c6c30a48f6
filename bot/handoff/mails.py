"""What is written to whom about a ticket: every mail of a hand-off is queued here, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.find import find_emails_of_role
from bot.accounts.roles import ADMINISTRATOR
from bot.addresses import public_url
from bot.contacts.routing import find_lead
from bot.handoff.alarm_mail import write_alarm
from bot.handoff.callback_mail import make_call, say_call, write_calendar, write_call_for_staff, write_call_for_visitor
from bot.handoff.deadlines import read_hours
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Callback, Ticket, TicketMessage
from bot.handoff.moves import hold_ticket
from bot.handoff.outbox import queue_mail
from bot.handoff.posting import case_page, lookup_page, post_to_staff, post_to_visitor, reply_link
from bot.handoff.promise import promise
from bot.handoff.ticket_mail import (
    ADDED,
    CHANGED,
    NEW,
    OVERDUE,
    Occasion,
    Ways,
    write_ticket_letter,
    write_undelivered,
)
from bot.handoff.transcript import write_time
from bot.handoff.visitor_mail import write_confirmation, write_replies
from bot.local_time import local_day
from bot.search.sentences import sentence
from bot.settings import Settings

ALARM = "alarm-"  # how the key of an alarm begins


def queue_ticket_mail(
    session: Session, settings: Settings, ticket: Ticket, *, key: str, is_new: bool, now: datetime
) -> None:
    """Tell the person in charge about a ticket, with a link to answer it."""
    occasion = NEW if is_new else CHANGED
    _queue_about(session, settings, ticket, occasion, recipient=ticket.recipient, key=key, now=now)


def queue_addition(
    session: Session, settings: Settings, ticket: Ticket, message: TicketMessage, *, now: datetime
) -> None:
    """Tell the person in charge what the visitor has added."""
    _queue_about(
        session,
        settings,
        ticket,
        ADDED,
        recipient=ticket.recipient,
        key=f"zusatz-{message.id}",
        now=now,
        added=message,
    )


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
    for number, recipient in enumerate(recipients):
        _queue_about(session, settings, ticket, OVERDUE[kind], recipient=recipient, key=f"{key}-{number}", now=now)


def queue_undelivered(session: Session, settings: Settings, ticket: Ticket, mail: OutboxMail, *, now: datetime) -> None:
    """Tell the person in charge that a mail has not reached the visitor, with the reply if it was one."""
    said = (TicketMessage.ticket_id == ticket.id, TicketMessage.author == "person")
    latest = select(TicketMessage.text).where(*said).order_by(TicketMessage.position.desc()).limit(1)
    letter = write_undelivered(ticket, (session.scalar(latest) or "") if mail.sender_name else "")
    post_to_staff(session, settings, ticket, letter, recipient=ticket.recipient, key=f"zurueck-{mail.id}", now=now)


def queue_confirmation(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> None:
    """Send the visitor the case number, if there is an address; nothing typed goes to an address nobody has proven."""
    hours = read_hours(session, ticket.contact_slug, since=local_day(now))
    waiting = promise(hours, is_somebody_there=False, now=now)
    said = sentence("mail.eingang_warten", zeit=write_time(now), warten=waiting)
    letter = write_confirmation(ticket.case_number, said, lookup_page(settings))
    post_to_visitor(session, settings, ticket, letter, key=f"eingang-{ticket.case_number}", now=now)


def queue_replies(
    session: Session, settings: Settings, ticket: Ticket, messages: Sequence[TicketMessage], *, now: datetime
) -> None:
    """Send the visitor what a person wrote and the chat has not shown, if there is an address; each message once."""
    if not ticket.email:
        return
    mailed = _find_mailed_position(session, ticket.id)
    new = [message for message in messages if message.position > mailed]
    if not new:
        return
    asked = _find_asked(session, ticket, new[0].position)
    letter = write_replies(ticket, new, asked, case_page(session, settings, ticket, now))
    key = f"{_reply_key(ticket.id)}{new[-1].position}"
    post_to_visitor(session, settings, ticket, letter, key=key, now=now, sender_name=new[-1].sender_name)


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
    call = make_call(ticket, callback, now=now, is_cancelled=is_cancelled)
    key = f"rueckruf-{callback.id}-{'ab' if is_cancelled else 'an'}"

    def entry(recipient: str, *, is_staff: bool) -> dict[str, str]:
        return write_calendar(call, recipient=recipient, is_staff=is_staff, mail_from=settings.mail_from, now=now)

    if ticket.recipient:
        letter = write_call_for_staff(call, reply_link(session, settings, ticket, ticket.recipient, now))
        post_to_staff(
            session,
            settings,
            ticket,
            letter,
            recipient=ticket.recipient,
            key=f"{key}-staff",
            now=now,
            attachments=(entry(ticket.recipient, is_staff=True),),
        )
    letter = write_call_for_visitor(call, lookup_page(settings).url)
    post_to_visitor(
        session,
        settings,
        ticket,
        letter,
        key=f"{key}-visitor",
        now=now,
        attachments=(entry(ticket.email, is_staff=False),),
    )


def queue_alarm(session: Session, settings: Settings, *, key: str, subject: str, body: str) -> None:
    """Alarm the administrators: something that concerns visitors does not get through.

    Somebody always gets it: the address of the setting, else all administrators, else the project lead.
    """
    letter = write_alarm(subject, body, office=f"{public_url(settings)}/redaktion/mails")
    recipients = [settings.admin_email] if settings.admin_email else find_emails_of_role(session, ADMINISTRATOR)
    for recipient in recipients or [find_lead(session, settings).email]:
        queue_mail(
            session,
            dedup_key=f"{ALARM}{key}"[:60] + f"-{sha256(recipient.encode()).hexdigest()[:32]}",
            recipient=recipient,
            subject=letter.subject,
            body=letter.write_text(),
            html=letter.write_html(),
        )


def is_alarm(mail: OutboxMail) -> bool:
    """Tell whether a mail is an alarm; one that fails must not raise another."""
    return str(mail.dedup_key).startswith(ALARM)


def _queue_about(
    session: Session,
    settings: Settings,
    ticket: Ticket,
    occasion: Occasion,
    *,
    recipient: str,
    key: str,
    now: datetime,
    added: TicketMessage | None = None,
) -> None:
    """Write a mail with all there is to know about a ticket; ``added`` stands at its top."""
    ways = Ways(
        link=reply_link(session, settings, ticket, recipient, now),
        case_url=f"{public_url(settings)}/redaktion/faelle/{ticket.case_number}",
        has_mailbox=bool(settings.reply_address),
    )
    before = added.position if added else ticket.message_count + 1
    letter = write_ticket_letter(
        ticket,
        occasion,
        ways,
        added=added.text if added else "",
        thread=_read_thread(session, ticket.id, before=before),
        calls=_read_calls(session, ticket.id, now),
    )
    post_to_staff(session, settings, ticket, letter, recipient=recipient, key=key, now=now)


def _reply_key(ticket_id: int) -> str:
    return f"antwort-{ticket_id}-"


def _find_mailed_position(session: Session, ticket_id: int) -> int:
    """Return up to which message of a ticket the visitor has got mails; no other comes in between."""
    hold_ticket(session, ticket_id)
    prefix = _reply_key(ticket_id)
    keys = session.scalars(
        select(OutboxMail.dedup_key).where(
            OutboxMail.ticket_id == ticket_id, OutboxMail.dedup_key.startswith(prefix), OutboxMail.status != "failed"
        )
    )
    return max((int(key.removeprefix(prefix)) for key in keys), default=0)


def _find_asked(session: Session, ticket: Ticket, before: int) -> str:
    """Return what the visitor had written last before a message of the ticket, at first the concern."""
    earlier = (TicketMessage.ticket_id == ticket.id, TicketMessage.author == "visitor", TicketMessage.position < before)
    latest = select(TicketMessage.text).where(*earlier).order_by(TicketMessage.position.desc()).limit(1)
    return str(session.scalar(latest) or ticket.concern)


def _read_thread(session: Session, ticket_id: int, *, before: int) -> list[TicketMessage]:
    earlier = (TicketMessage.ticket_id == ticket_id, TicketMessage.position < before)
    return list(session.scalars(select(TicketMessage).where(*earlier).order_by(TicketMessage.position)))


def _read_calls(session: Session, ticket_id: int, now: datetime) -> list[str]:
    ahead = (Callback.ticket_id == ticket_id, Callback.cancelled_at.is_(None), Callback.starts_at > now)
    return [say_call(at, now) for at in session.scalars(select(Callback.starts_at).where(*ahead))]
