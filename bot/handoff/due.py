"""Do what is due about tickets: remind, escalate, end; each timer once, whatever dies in between."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.contacts.queries import WAY_OUT
from bot.contacts.routing import find_lead
from bot.handoff.deadlines import IDLE, keep_deadlines
from bot.handoff.mails import queue_alarm, queue_reminder_mail
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.moves import add_event, hold_ticket, move_ticket
from bot.handoff.thread import ask_what_was_put_off, is_with_person, mail_unseen, say, settle_later
from bot.handoff.timers import DueTimer, claim_timer, find_due, set_timer
from bot.handoff.transitions import OPEN
from bot.search.reply import Reply
from bot.search.sentences import sentence
from bot.settings import Settings

logger = logging.getLogger(__name__)

Effect = Callable[[Session, Settings, Ticket, DueTimer, datetime], None]


def run_due(factory: sessionmaker, settings: Settings, *, now: datetime) -> int:
    """Do what is due and return how much it was; several workers may do so at once."""
    with factory() as session:
        due = find_due(session, now)
    return sum(_run(factory, settings, timer, now) for timer in due)


def _run(factory: sessionmaker, settings: Settings, timer: DueTimer, now: datetime) -> bool:
    """Do one thing in a transaction of its own; one that fails is tried again and holds up no other."""
    try:
        with factory.begin() as session:
            hold_ticket(session, timer.ticket_id)
            if not claim_timer(session, timer.id, now=now):
                return False
            ticket = session.get(Ticket, timer.ticket_id)
            EFFECTS[timer.kind](session, settings, ticket, timer, now)
            return True
    except Exception:
        logger.exception("the timer %s of ticket %s failed", timer.kind, timer.ticket_id)
        return False


def _live_wait(session: Session, _settings: Settings, ticket: Ticket, _timer: DueTimer, _now: datetime) -> None:
    """Nobody has taken over live: the visitor is told so instead of being left waiting."""
    if ticket.status in OPEN - {"claimed"} and not is_with_person(session, ticket):
        say(session, ticket, Reply("notice", sentence("fall.niemand_frei", nummer=ticket.case_number)))


def _idle(session: Session, settings: Settings, ticket: Ticket, _timer: DueTimer, now: datetime) -> None:
    """A person has gone silent: what was said counts as the answer, otherwise others get the ticket back."""
    if ticket.status != "claimed":
        return
    has_answered = session.scalar(
        select(TicketMessage.id).where(
            TicketMessage.ticket_id == ticket.id,
            TicketMessage.author == "person",
            TicketMessage.created_at >= ticket.claimed_at,
        )
    )
    if has_answered is not None:
        settle_later(session, settings, ticket, actor="bot", reason="timer", now=now)
        return
    move_ticket(session, ticket.id, "released", actor="bot", now=now, reason="timer", claimed_by=None)
    keep_deadlines(session, ticket, settings, now=now)
    say(session, ticket, Reply("notice", sentence("fall.niemand_frei", nummer=ticket.case_number)))
    ask_what_was_put_off(session, ticket)


def _unseen(session: Session, settings: Settings, ticket: Ticket, _timer: DueTimer, now: datetime) -> None:
    mail_unseen(session, settings, ticket, now=now)


def _remind(session: Session, settings: Settings, ticket: Ticket, timer: DueTimer, now: datetime) -> None:
    """Ask whoever has it, later also the deputy and the project lead."""
    if ticket.status not in OPEN:
        return
    recipients = [ticket.recipient]
    if timer.kind == "escalation":
        recipients += [find_lead(session, settings).email, ticket.deputy_recipient]
    recipients = list(dict.fromkeys(recipient for recipient in recipients if recipient))
    key = f"{timer.kind}-{timer.id}"
    queue_reminder_mail(session, settings, ticket, kind=timer.kind, recipients=recipients, key=key, now=now)
    kind = {"reminder": "reminded", "escalation": "escalated"}[timer.kind]
    add_event(session, ticket.id, kind, now=now, reason="timer", note=", ".join(recipients))


def _expire(session: Session, settings: Settings, ticket: Ticket, timer: DueTimer, now: datetime) -> None:
    """Nobody has answered for weeks: that is said aloud, to staff and to the visitor."""
    if ticket.status not in OPEN - {"claimed"}:
        return
    if is_with_person(session, ticket):  # about another of the visitor's tickets: this is no moment to say so
        set_timer(session, ticket.id, "expiry", now + IDLE)
        return
    move_ticket(session, ticket.id, "expired", actor="bot", now=now, reason="timer")
    say(session, ticket, Reply("notice", sentence("fall.verfallen", nummer=ticket.case_number, kontakt=WAY_OUT)))
    recipients = list(dict.fromkeys(one for one in (ticket.recipient, ticket.deputy_recipient) if one))
    key = f"expiry-{timer.id}"
    queue_reminder_mail(session, settings, ticket, kind="expiry", recipients=recipients, key=key, now=now)
    queue_alarm(
        session,
        settings,
        key=key,
        subject=f"Anliegen {ticket.case_number} ist ohne Antwort verfallen",
        body=f"Auf {ticket.case_number} hat {settings.handoff_expire_days} Tage lang niemand geantwortet.\n",
    )


def _settle(session: Session, _settings: Settings, ticket: Ticket, _timer: DueTimer, now: datetime) -> None:
    """Nobody has come back to an answer: it is taken as settled."""
    if ticket.status == "answered":
        move_ticket(session, ticket.id, "resolved", actor="bot", now=now, reason="no_reply")


EFFECTS: dict[str, Effect] = {
    "live_wait": _live_wait,
    "idle": _idle,
    "unseen": _unseen,
    "reminder": _remind,
    "escalation": _remind,
    "expiry": _expire,
    "settle": _settle,
}
