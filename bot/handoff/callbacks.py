"""Calls that visitors book: offered from the hours of whoever has the ticket, promised to one visitor only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.handoff.deadlines import read_hours
from bot.handoff.mails import queue_callback
from bot.handoff.models import Callback, Ticket
from bot.handoff.moves import add_event
from bot.handoff.slots import SLOT_MINUTES, find_slots, is_bookable
from bot.handoff.unique_rows import insert_if_new
from bot.local_time import local_day
from bot.settings import Settings


class SlotTaken(ValueError):
    """A time cannot be booked (any more)."""


def offer_slots(session: Session, ticket: Ticket, *, now: datetime) -> list[datetime]:
    """Return the times at which the visitor can be called; none without a number or without known hours."""
    if not ticket.phone:
        return []
    hours = read_hours(session, ticket.contact_slug, since=local_day(now))
    return find_slots(hours, now, _read_taken(session, ticket.contact_slug, now))


def book(session: Session, settings: Settings, ticket: Ticket, start: datetime, *, now: datetime) -> None:
    """Promise a call, in place of an earlier one, and mail it to both sides. Raises SlotTaken; the caller commits."""
    mine = (Callback.ticket_id == ticket.id, Callback.cancelled_at.is_(None))
    earlier = session.scalars(select(Callback).where(*mine, Callback.starts_at > now)).all()
    if any(one.starts_at == start for one in earlier):  # pressed twice
        return
    hours = read_hours(session, ticket.contact_slug, since=local_day(now))
    if not ticket.phone or not is_bookable(hours, start, now, _read_taken(session, ticket.contact_slug, now)):
        raise SlotTaken
    values = {"ticket_id": ticket.id, "contact_slug": ticket.contact_slug, "starts_at": start, "minutes": SLOT_MINUTES}
    if not insert_if_new(session, Callback, {**values, "created_at": now}):
        raise SlotTaken
    for one in earlier:
        _cancel(session, settings, ticket, one, now)
    callback = session.scalars(select(Callback).where(*mine, Callback.starts_at == start)).one()
    add_event(session, ticket.id, "callback_booked", now=now, actor="visitor", note=start.isoformat())
    queue_callback(session, settings, ticket, callback, now=now)


def cancel_callbacks(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> int:
    """Take the promised calls of a ticket back and tell both sides; return how many. The caller commits."""
    ahead = (Callback.ticket_id == ticket.id, Callback.cancelled_at.is_(None), Callback.starts_at > now)
    found = session.scalars(select(Callback).where(*ahead)).all()
    for callback in found:
        _cancel(session, settings, ticket, callback, now)
    return len(found)


def read_callbacks(session: Session, ticket_id: int) -> list[Callback]:
    """Return the calls that are promised for a ticket, the next one first."""
    promised = (Callback.ticket_id == ticket_id, Callback.cancelled_at.is_(None))
    return list(session.scalars(select(Callback).where(*promised).order_by(Callback.starts_at)))


def _cancel(session: Session, settings: Settings, ticket: Ticket, callback: Callback, now: datetime) -> None:
    session.execute(
        update(Callback)
        .where(Callback.id == callback.id)
        .values(cancelled_at=now)
        .execution_options(synchronize_session="fetch")
    )
    add_event(session, ticket.id, "callback_cancelled", now=now, note=callback.starts_at.isoformat())
    queue_callback(session, settings, ticket, callback, now=now, is_cancelled=True)


def _read_taken(session: Session, contact_slug: str, now: datetime) -> list[datetime]:
    ahead = (Callback.contact_slug == contact_slug, Callback.cancelled_at.is_(None), Callback.starts_at > now)
    return list(session.scalars(select(Callback.starts_at).where(*ahead)))
