"""One case as a member of staff opens it: whether they may, that they did, and what belongs to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.contacts.models import Contact
from bot.contacts.organisations import find_spelling, organisation_key
from bot.handoff.case_queries import in_scope
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket, TicketEvent
from bot.handoff.moves import UnknownTicket
from bot.handoff.reading import note_read
from bot.settings import Settings


def find_scope(session: Session, settings: Settings, account: AccountView) -> str | None:
    """Return the organisation whose cases an account may see, None where it may see all: without one, or the lead's."""
    lead = session.scalar(select(Contact.organisation).where(Contact.slug == settings.handoff_contact)) or ""
    if not account.organisation or organisation_key(account.organisation) == (organisation_key(lead) or None):
        return None
    return find_spelling(session, account.organisation)


def find_case(session: Session, case_number: str, scope: str | None, *, is_locked: bool = False) -> Ticket:
    """Return the ticket behind a case number, for this transaction alone if ``is_locked``.

    Raises UnknownTicket, for one out of scope as well.
    """
    statement = select(Ticket).where(Ticket.case_number == case_number.upper(), *in_scope(scope))
    if is_locked:
        statement = statement.with_for_update()
    ticket = session.scalars(statement.execution_options(populate_existing=True)).first()
    if ticket is None:
        raise UnknownTicket("Diesen Vorgang gibt es nicht.")
    return ticket


def note_reading(session: Session, ticket: Ticket, *, actor: AccountView, now: datetime) -> None:
    """Write down who opened a case, at most once an hour; what the visitor wrote is no longer new."""
    note_read(session, ticket, reader=actor.name, now=now, account=actor)
    is_theirs = ticket.status != "claimed" or ticket.claimed_by == actor.id
    if ticket.unread_count and is_theirs:  # reading is no change of the case
        read = update(Ticket).where(Ticket.id == ticket.id).values(unread_count=0, updated_at=Ticket.updated_at)
        session.execute(read.execution_options(synchronize_session="fetch"))


def read_events(session: Session, ticket_id: int) -> list[TicketEvent]:
    """Return what happened to a ticket, latest first."""
    statement = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id.desc())
    return list(session.scalars(statement))


def read_mails(session: Session, ticket_id: int) -> list[OutboxMail]:
    """Return the mails about a ticket, latest first."""
    return list(
        session.scalars(select(OutboxMail).where(OutboxMail.ticket_id == ticket_id).order_by(OutboxMail.id.desc()))
    )
