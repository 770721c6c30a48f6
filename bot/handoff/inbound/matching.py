"""Find the ticket that a mail belongs to, and who wrote it: the person in charge or the visitor.

The address with its token proves itself: it was given to one recipient. Message-IDs can be calculated and case numbers
are known to visitors, so they count only from an address that mails about this ticket went to.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.accounts.models import Account
from bot.contacts.models import Contact
from bot.handoff.inbound.incoming_mail import IncomingMail
from bot.handoff.inbound.reply_address import find_tokens
from bot.handoff.links import UnusableLink, open_link
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket
from bot.settings import Settings

NAMELESS = "Ansprechperson"
CASE_NUMBER = re.compile(r"\bTK-\d{4}-[0-9A-Z]{6}\b", re.IGNORECASE)
MOST_NUMBERS = 3


@dataclass(frozen=True)
class Match:
    """The ticket a mail belongs to, on whose side it was written, and by whom."""

    ticket: Ticket
    is_from_visitor: bool
    sender_name: str


def match_mail(session: Session, settings: Settings, mail: IncomingMail, *, now: datetime) -> Match | None:
    """Return where a mail belongs: by its address, the mail it answers or its case number; None for nowhere."""
    ticket, addressee = _find_by_token(session, settings, mail, now)
    if ticket is None:
        ticket = _find_by_answered(session, mail) or _find_by_number(session, mail)
    if ticket is None:
        return None
    if _is_from_visitor(session, ticket, mail.sender, addressee):
        return Match(ticket, True, str(ticket.name))
    return Match(ticket, False, find_name(session, mail.sender) or mail.sender_name or NAMELESS)


def find_sent(session: Session, recipient: str, message_ids: Collection[str]) -> OutboxMail | None:
    """Return the newest mail that we sent to this address under one of these Message-IDs."""
    keys = {message_id.strip("<>").partition("@")[0].lower() for message_id in message_ids}
    wanted = (OutboxMail.message_key.in_(keys), func.lower(OutboxMail.recipient) == recipient.lower())
    return session.scalars(select(OutboxMail).where(*wanted).order_by(OutboxMail.id.desc()).limit(1)).first()


def find_name(session: Session, address: str) -> str:
    """Return what a contact or a member of staff with this address is called, "" for nobody we know."""
    for model in (Contact, Account):
        name = session.scalar(select(model.name).where(func.lower(model.email) == address.lower()).limit(1))
        if name:
            return str(name)
    return ""


def _find_by_token(
    session: Session, settings: Settings, mail: IncomingMail, now: datetime
) -> tuple[Ticket | None, str]:
    """Return the ticket of the address that a mail came to, and whom that address was given to."""
    for token in find_tokens(mail.recipients, settings.reply_address):
        try:
            link = open_link(session, token, "mailbox", now=now)
        except UnusableLink:
            continue
        return session.get(Ticket, link.ticket_id), link.recipient.lower()
    return None, ""


def _find_by_answered(session: Session, mail: IncomingMail) -> Ticket | None:
    sent = find_sent(session, mail.sender, mail.answered_ids)
    return session.get(Ticket, sent.ticket_id) if sent and sent.ticket_id else None


def _find_by_number(session: Session, mail: IncomingMail) -> Ticket | None:
    for number in CASE_NUMBER.findall(mail.subject)[:MOST_NUMBERS]:
        ticket = session.scalar(select(Ticket).where(Ticket.case_number == number.upper()))
        if ticket is not None and mail.sender in _read_addresses(session, ticket, "staff", "visitor"):
            return ticket
    return None


def _is_from_visitor(session: Session, ticket: Ticket, sender: str, addressee: str) -> bool:
    """Tell whose side a mail comes from; a stranger speaks for whoever was given the address."""
    visitor = str(ticket.email).lower()
    if sender in _read_addresses(session, ticket, "staff"):
        return False
    return visitor in (sender, addressee)


def _read_addresses(session: Session, ticket: Ticket, *audiences: str) -> set[str]:
    """Return the addresses that mails about a ticket go or went to, in lower case."""
    sent = select(OutboxMail.recipient).where(OutboxMail.ticket_id == ticket.id, OutboxMail.audience.in_(audiences))
    addresses = {*session.scalars(sent)}
    if "staff" in audiences:
        addresses |= {ticket.recipient, ticket.deputy_recipient}
    return {address.lower() for address in addresses if address}
