"""Whom a mail about a ticket goes to, and where a reply to it goes: the one way of such mails into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.addresses import public_url
from bot.handoff.inbound.reply_address import make_reply_address
from bot.handoff.letter import Letter
from bot.handoff.links import make_link
from bot.handoff.models import Ticket
from bot.handoff.outbox import queue_mail
from bot.handoff.visitor_mail import CasePage
from bot.settings import Settings


def post_to_staff(
    session: Session,
    settings: Settings,
    ticket: Ticket,
    letter: Letter,
    *,
    recipient: str,
    key: str,
    now: datetime,
    attachments: Sequence[dict[str, str]] = (),
) -> None:
    """Write a mail about a ticket to somebody of the staff; a reply to it reaches the visitor."""
    queue_mail(
        session,
        dedup_key=key,
        recipient=recipient,
        reply_to=_reply_address(session, settings, ticket, recipient, now) or ticket.email,
        subject=letter.subject,
        body=letter.write_text(),
        html=letter.write_html(),
        attachments=attachments,
        ticket_id=ticket.id,
    )


def post_to_visitor(
    session: Session,
    settings: Settings,
    ticket: Ticket,
    letter: Letter,
    *,
    key: str,
    now: datetime,
    sender_name: str = "",
    attachments: Sequence[dict[str, str]] = (),
) -> bool:
    """Write a mail to the visitor, if there is an address; a reply to it reaches the person in charge.

    False where there is none, or one with this key was written before.
    """
    if not ticket.email:
        return False
    return queue_mail(
        session,
        dedup_key=key,
        audience="visitor",
        recipient=ticket.email,
        reply_to=_reply_address(session, settings, ticket, ticket.email, now) or ticket.recipient,
        subject=letter.subject,
        body=letter.write_text(),
        html=letter.write_html(),
        attachments=attachments,
        ticket_id=ticket.id,
        sender_name=sender_name,
    )


def case_page(session: Session, settings: Settings, ticket: Ticket, now: datetime) -> CasePage:
    """Return a visitor's page about the case, with a new link."""
    token = make_link(session, ticket.id, "case", recipient=ticket.email, now=now)
    return CasePage(f"{public_url(settings)}/fall/{token}", is_lookup=False)


def reply_link(session: Session, settings: Settings, ticket: Ticket, recipient: str, now: datetime) -> str:
    """Return the address of the page on which a recipient can answer once without logging in."""
    token = make_link(session, ticket.id, "reply", recipient=recipient, now=now)
    return f"{public_url(settings)}/antwort/{token}"


def lookup_page(settings: Settings) -> CasePage:
    """Return the page on which a visitor finds a case by its number."""
    return CasePage(f"{public_url(settings)}/fall", is_lookup=True)


def _reply_address(session: Session, settings: Settings, ticket: Ticket, recipient: str, now: datetime) -> str:
    """Return the address at which the assistant reads what this recipient replies, empty without a mailbox."""
    if not settings.reply_address:
        return ""
    token = make_link(session, ticket.id, "mailbox", recipient=recipient, now=now)
    return make_reply_address(settings.reply_address, token)
