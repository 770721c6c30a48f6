"""Pass a case on to another contact, as a member of staff decides."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.contacts.routing import HandoffRoute, Recipient, find_deputy, read_recipients
from bot.handoff.forwarding import forward
from bot.handoff.models import Ticket
from bot.handoff.takeover import release
from bot.settings import Settings


class UnknownRecipient(ValueError):
    """The contact takes no cases; the message is a German sentence."""


def find_others(session: Session, ticket: Ticket) -> list[Recipient]:
    """Return whom a case can be passed on to."""
    return [one for one in read_recipients(session) if one.slug != ticket.contact_slug]


def pass_on(
    session: Session,
    settings: Settings,
    ticket: Ticket,
    slug: str,
    *,
    actor: AccountView,
    now: datetime,
    note: str = "",
) -> None:
    """Give a case to another contact, who gets the mail about it; a live conversation ends.

    Raises UnknownRecipient, and IllegalTransition for a case that nobody has to act on.
    """
    to = next((one for one in find_others(session, ticket) if one.slug == slug), None)
    if to is None:
        raise UnknownRecipient("Bitte wählen Sie, an wen das Anliegen gehen soll.")
    if ticket.status == "claimed":
        release(session, settings, ticket, actor=actor, now=now)
    route = HandoffRoute(to, find_deputy(session, to.slug), f"Weitergeleitet von {actor.name}.")
    forward(session, settings, ticket, route, actor=actor.name, now=now, note=note)
