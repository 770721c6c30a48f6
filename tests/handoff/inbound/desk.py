"""A ticket that mails come in about: how its mails are written, and what is read back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.handoff.inbound.incoming_mail import read_mail
from bot.handoff.inbound.reply_address import make_reply_address
from bot.handoff.inbound.taking import take_mail
from bot.handoff.links import make_link
from bot.handoff.mail_models import InboundMail, OutboxMail
from bot.handoff.models import Ticket, TicketEvent, TicketMessage
from tests.handoff.samples import NOW, RECIPIENT, SETTINGS, read_tickets

MAILBOX = "lotse@example.org"
INBOUND = replace(SETTINGS, reply_address=MAILBOX)
VISITOR = "j.gross@example.org"


def write_mail(body: str = "Das geht.", **headers: str) -> bytes:
    """Return a mail; headers are written in snake case and replace the usual ones."""
    usual = {"from": f"Kim Berger <{RECIPIENT}>", "to": MAILBOX, "subject": "AW: Anfrage", "message_id": "<1@wfg.test>"}
    kind = {"content_type": "text/plain; charset=utf-8"}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in {**usual, **kind, **headers}.items()]
    return "\n".join([*lines, "", body]).encode()


def make_address(factory: sessionmaker, recipient: str = RECIPIENT, *, ticket_id: int | None = None) -> str:
    """Return the address that somebody is given to reply to: about the first ticket, or about another one."""
    with factory.begin() as session:
        token = make_link(session, ticket_id or read_tickets(session)[0].id, "mailbox", recipient=recipient, now=NOW)
    return make_reply_address(MAILBOX, token)


def answered_id(factory: sessionmaker, recipient: str) -> str:
    """Return the Message-ID of the first mail about a ticket to this address."""
    with factory() as session:
        key = session.scalars(select(OutboxMail.message_key).where(OutboxMail.recipient == recipient)).first()
    return f"<{key}@example.org>"


def take(factory: sessionmaker, raw: bytes, **settings: Any) -> str:
    """Take a mail in a transaction of its own and return its outcome."""
    with factory.begin() as session:
        return take_mail(session, replace(INBOUND, **settings), read_mail(raw), now=NOW)


def read_said(session: Session) -> list[tuple[str, str, str]]:
    """Return author, name and text of what was written about the ticket."""
    rows = session.scalars(select(TicketMessage).order_by(TicketMessage.id))
    return [(row.author, row.sender_name, row.text) for row in rows]


def read_status(session: Session) -> str:
    return str(session.scalar(select(Ticket.status)))


def read_kinds(session: Session) -> list[str]:
    return list(session.scalars(select(TicketEvent.kind).order_by(TicketEvent.id)))


def read_subjects(session: Session, recipient: str) -> list[str]:
    """Return the subjects of the mails that were written to somebody."""
    return list(session.scalars(select(OutboxMail.subject).where(OutboxMail.recipient == recipient)))


def read_outcomes(session: Session) -> list[tuple[str, str]]:
    """Return outcome and note of the mails taken."""
    rows = session.execute(select(InboundMail.outcome, InboundMail.note).order_by(InboundMail.key))
    return [(row.outcome, row.note) for row in rows]
