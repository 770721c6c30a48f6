"""What the visitor is told when a concern has been handed over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.addresses import public_url
from bot.handoff.callbacks import offer_slots
from bot.handoff.deadlines import LIVE_WAIT, read_hours
from bot.handoff.hours import OfficeHours
from bot.handoff.hours_words import say_slot
from bot.handoff.models import Ticket
from bot.handoff.moves import add_event
from bot.handoff.presence import count_present
from bot.handoff.promise import promise
from bot.handoff.timers import set_timer
from bot.local_time import local_day
from bot.search.reply import Button, Reply
from bot.search.sentences import sentence
from bot.settings import Settings

CALLBACK = "/fall/rueckruf/{case}/{start}"
ADD = "/fall/ergaenzen/{case}"


def confirm(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> Reply:
    """Return the case number with what is true about waiting, and times to be called at; the caller commits.

    What was said about waiting is written down with the ticket. Where somebody is there to take over live, a timer
    makes sure that the visitor is not left waiting.
    """
    is_somebody_there = count_present(session, now=now) > 0
    if is_somebody_there and ticket.status != "claimed":
        set_timer(session, ticket.id, "live_wait", now + LIVE_WAIT)
    hours = read_hours(session, ticket.contact_slug, since=local_day(now))
    text = _write(session, settings, ticket, hours, is_somebody_there=is_somebody_there, now=now)
    slots = () if is_somebody_there or hours.is_open(now) else make_slot_buttons(session, ticket, now=now)
    if slots:
        text = f"{text}\n\n{sentence('warten.rueckruf')}"
    add = Button(sentence("fall.ergaenzen_knopf"), ADD.format(case=ticket.case_number))
    return Reply("handoff", text, buttons=(*slots, add), state="waiting")


def confirm_on_page(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> str:
    """Return the same where a concern was handed over on a page: nobody takes over there. The caller commits."""
    hours = read_hours(session, ticket.contact_slug, since=local_day(now))
    return _write(session, settings, ticket, hours, is_somebody_there=False, now=now)


def make_slot_buttons(session: Session, ticket: Ticket, *, now: datetime) -> tuple[Button, ...]:
    """Return a button for each time at which the visitor can be called."""
    return tuple(
        Button(say_slot(start, now), CALLBACK.format(case=ticket.case_number, start=start.isoformat()))
        for start in offer_slots(session, ticket, now=now)
    )


def _write(
    session: Session, settings: Settings, ticket: Ticket, hours: OfficeHours, *, is_somebody_there: bool, now: datetime
) -> str:
    """Return the case number with what is true about waiting, and write down what was said."""
    waiting = promise(hours, is_somebody_there=is_somebody_there, now=now)
    is_closed = hours.is_known and not hours.is_open(now)
    add_event(session, ticket.id, "promised", now=now, reason="out_of_hours" if is_closed else "", note=waiting)
    reach = ", ".join(way for way in (ticket.email, ticket.phone) if way)
    text = sentence("uebergabe.fertig", nummer=ticket.case_number, weg=reach, warten=waiting)
    return f"{text} {sentence('fall.stand', adresse=f'{public_url(settings)}/fall')}"
