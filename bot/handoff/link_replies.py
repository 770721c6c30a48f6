"""What the person in charge does with the link of a mail, without logging in: once, and no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.contacts.models import Contact
from bot.contacts.routing import HandoffRoute
from bot.handoff.forwarding import find_lead_route, forward
from bot.handoff.links import OpenLink, use_link
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.settling import settle
from bot.handoff.thread import UNSETTLED, deliver_reply, is_there, say
from bot.search.reply import Button, Reply
from bot.search.sentences import sentence
from bot.settings import Settings

LONGEST_REPLY = 10_000  # characters


class Outdated(ValueError):
    """Something was written about a ticket since a page about it was opened."""


@dataclass(frozen=True)
class SentReply:
    """What went out; ``way`` is chat, mail, or page where the visitor has to look it up, "" where it is not known."""

    case_number: str
    text: str
    sender_name: str
    at: datetime
    way: str = ""


def reply_by_link(
    session: Session, settings: Settings, link: OpenLink, text: str, *, sender_name: str, seen: int, now: datetime
) -> SentReply:
    """Answer the visitor and use the link up, both or neither; the caller commits.

    ``seen`` is how many messages of the ticket the page showed. Raises UsedLink; Outdated where there are others by
    now; and IllegalTransition where the ticket is settled.
    """
    use_link(session, link, now=now)  # first: of several at once, the others wait here and are told that it is used
    ticket = session.get(Ticket, link.ticket_id, populate_existing=True)
    if ticket.message_count != seen:
        raise Outdated
    way = "chat" if is_there(session, ticket, now) else "mail" if ticket.email else "page"
    key = _key_of_reply(link.key)
    deliver_reply(session, settings, ticket.id, text, sender_name=sender_name, channel="link", dedup_key=key, now=now)
    sent = find_sent(session, link.key)
    assert sent is not None
    return replace(sent, way=way)


def find_sent(session: Session, link_key: str) -> SentReply | None:
    """Return the answer that a link was used for, None where it was used for something else."""
    columns = (Ticket.case_number, TicketMessage.text, TicketMessage.sender_name, TicketMessage.created_at)
    mine = (TicketMessage.dedup_key == _key_of_reply(link_key), TicketMessage.ticket_id == Ticket.id)
    row = session.execute(select(*columns).where(*mine)).first()
    return SentReply(*row) if row else None


def settle_by_link(session: Session, settings: Settings, link: OpenLink, *, note: str, now: datetime) -> None:
    """Mark a ticket as settled in another way, by telephone for example, and use the link up.

    The visitor is told, and can say that it is not. Raises UsedLink, IllegalTransition; the caller commits.
    """
    use_link(session, link, now=now)
    ticket = session.get(Ticket, link.ticket_id)
    note = f"Ohne Antwort erledigt. {note}".strip()
    settle(session, settings, ticket, actor=link.recipient, reason="by_staff", note=note, now=now)
    button = Button(sentence("fall.offen_knopf"), UNSETTLED.format(case=ticket.case_number))
    text = sentence("fall.von_person_erledigt", nummer=ticket.case_number)
    say(session, ticket, Reply("notice", text, buttons=(button,)))


def find_next_route(session: Session, settings: Settings, link: OpenLink, *, now: datetime) -> HandoffRoute | None:
    """Return to whom the holder of a link can forward: the project lead, None for the project lead."""
    route = find_lead_route(session, settings, now=now)
    return None if route.to.email.casefold() == link.recipient.casefold() else route


def forward_by_link(
    session: Session, settings: Settings, link: OpenLink, route: HandoffRoute, *, note: str, now: datetime
) -> None:
    """Hand a ticket on and use the link up. Raises UsedLink, IllegalTransition; the caller commits."""
    use_link(session, link, now=now)
    ticket = session.get(Ticket, link.ticket_id)
    note = f"Weitergeleitet per Link. {note}".strip()
    forward(session, settings, ticket, route, actor=link.recipient, note=note, now=now)


def find_sender_name(session: Session, ticket: Ticket, recipient: str) -> str:
    """Return the name of the contact to whom a link was sent, empty where the address is nobody's."""
    by_address = session.scalar(
        select(Contact.name).where(Contact.email == recipient, Contact.is_archived.is_(False)).order_by(Contact.id)
    )
    is_in_charge = recipient == ticket.recipient
    in_charge = select(Contact.name).where(Contact.slug == ticket.contact_slug)
    return str(by_address or (is_in_charge and session.scalar(in_charge)) or "")


def _key_of_reply(link_key: str) -> str:
    return f"link-{link_key}"
