"""When an answer is late: the timers of a ticket, by the working days of whoever has it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.contacts.models import Absence as AbsenceRow
from bot.contacts.models import OfficeHours as HoursRow
from bot.handoff.hours import Absence, OfficeHours
from bot.handoff.models import Ticket, TicketTimer
from bot.handoff.timers import cancel_timers, set_timer
from bot.handoff.working_days import add_working_days
from bot.settings import Settings

WAITING_FOR_STAFF = ("live_wait", "reminder", "escalation", "expiry")
# A person who is there is expected to take over within minutes; the mail has gone out in any case.
LIVE_WAIT = timedelta(minutes=3)
# A person who has taken over and says nothing more.
IDLE = timedelta(minutes=20)
# A visitor who has not looked at a reply by then gets it by mail.
UNSEEN = timedelta(minutes=2)
# After an answer without another word the concern is taken as settled.
SETTLE = timedelta(days=14)


def read_hours(session: Session, contact_slug: str, *, since: date) -> OfficeHours:
    """Return the hours of a contact with absences that end on ``since`` or later; those of the office count for all."""
    rows = session.execute(
        select(HoursRow.weekday, HoursRow.opens, HoursRow.closes).where(HoursRow.contact_slug == contact_slug)
    )
    absences = session.execute(
        select(AbsenceRow.first_day, AbsenceRow.last_day)
        .where(
            or_(AbsenceRow.contact_slug == contact_slug, AbsenceRow.contact_slug == ""), AbsenceRow.last_day >= since
        )
        .order_by(AbsenceRow.first_day)
    )
    return OfficeHours.from_rows(map(tuple, rows), [Absence(*row) for row in absences])


def set_deadlines(session: Session, ticket: Ticket, settings: Settings, *, now: datetime) -> None:
    """Set the timers of a ticket that waits for its first or its next answer. The caller commits."""
    hours = read_hours(session, ticket.contact_slug, since=now.date() - timedelta(days=1))
    set_timer(session, ticket.id, "reminder", add_working_days(now, settings.handoff_remind_days, hours))
    set_timer(session, ticket.id, "escalation", add_working_days(now, settings.handoff_escalate_days, hours))
    set_timer(session, ticket.id, "expiry", now + timedelta(days=settings.handoff_expire_days))
    cancel_timers(session, ticket.id, "settle", now=now)


def keep_deadlines(session: Session, ticket: Ticket, settings: Settings, *, now: datetime) -> None:
    """Set the timers of a ticket that waits again, unless they still run. The caller commits.

    After an answer they were lifted: without them nobody would ever be reminded of it.
    """
    running = (TicketTimer.ticket_id == ticket.id, TicketTimer.kind == "expiry", TicketTimer.done_at.is_(None))
    if session.scalar(select(TicketTimer.id).where(*running)) is None:
        set_deadlines(session, ticket, settings, now=now)


def lift_deadlines(session: Session, ticket_id: int, *, now: datetime) -> None:
    """Stop what waits for staff. The caller commits."""
    cancel_timers(session, ticket_id, *WAITING_FOR_STAFF, now=now)
