"""What a member of staff does with a case: take it over, answer, give it back, settle it, pass it on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.conversations.live import STAFF, announce
from bot.handoff.deadlines import IDLE, keep_deadlines
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.moves import IllegalTransition, add_event, move_ticket
from bot.handoff.settling import settle
from bot.handoff.thread import ask_what_was_put_off, deliver_reply, say, settle_later
from bot.handoff.timers import cancel_timers, set_timer
from bot.search.reply import Reply
from bot.search.sentences import sentence
from bot.settings import Settings

NOT_HELD: dict[str, Any] = {"claimed_by": None, "claimed_name": ""}


class AlreadyTaken(ValueError):
    """Somebody else speaks with the visitor; the message is a German sentence."""


def claim(session: Session, ticket: Ticket, *, actor: AccountView, now: datetime) -> None:
    """Take a case over live; whoever has it already keeps it. Raises AlreadyTaken, IllegalTransition."""
    if is_held_by(ticket, actor):
        return
    values: dict[str, Any] = {"claimed_by": actor.id, "claimed_name": actor.name, "claimed_at": now}
    try:
        with session.begin_nested():
            move_ticket(session, ticket.id, "claimed", actor=actor.name, now=now, reason="by_staff", **values)
    except IllegalTransition:
        session.refresh(ticket)
        if ticket.status != "claimed":
            raise
        raise _taken(ticket) from None
    session.refresh(ticket)
    cancel_timers(session, ticket.id, "live_wait", now=now)
    set_timer(session, ticket.id, "idle", now + IDLE)
    say(session, ticket, Reply("notice", sentence("fall.person_da", name=actor.name)))


def send_live(
    session: Session, settings: Settings, ticket: Ticket, text: str, *, actor: AccountView, key: str, now: datetime
) -> bool:
    """Write into a live conversation of one's own; ``key`` names the message, False where it was taken before.

    Raises AlreadyTaken where the conversation is no longer one's own.
    """
    if is_known(session, key):
        return False
    if not is_held_by(ticket, actor):
        if ticket.status == "claimed":
            raise _taken(ticket)
        raise AlreadyTaken("Das Gespräch ist inzwischen zu Ende. Ihr Text steht noch da.")
    return deliver_reply(
        session, settings, ticket.id, text, sender_name=actor.name, channel="chat", dedup_key=key, now=now
    )


def answer(
    session: Session, settings: Settings, ticket: Ticket, text: str, *, actor: AccountView, key: str, now: datetime
) -> bool:
    """Answer a case for good; a live conversation of one's own ends with it. False where ``key`` was taken before.

    Raises AlreadyTaken, IllegalTransition.
    """
    if is_held_by(ticket, actor):
        is_new = send_live(session, settings, ticket, text, actor=actor, key=key, now=now)
        if is_new:
            hand_back(session, settings, ticket, actor=actor, now=now)
        return is_new
    if is_known(session, key):
        return False
    if ticket.status == "claimed":
        raise _taken(ticket)
    deliver_reply(session, settings, ticket.id, text, sender_name=actor.name, channel="page", dedup_key=key, now=now)
    ticket.claimed_by, ticket.claimed_name = actor.id, actor.name
    session.flush()
    return True


def release(session: Session, settings: Settings, ticket: Ticket, *, actor: AccountView, now: datetime) -> None:
    """Leave a live conversation without an answer, so that others can take it over. Raises IllegalTransition."""
    name = ticket.claimed_name
    move_ticket(session, ticket.id, "released", actor=actor.name, now=now, reason="by_staff", **NOT_HELD)
    cancel_timers(session, ticket.id, "idle", now=now)
    keep_deadlines(session, ticket, settings, now=now)
    _say_gone(session, ticket, name)
    ask_what_was_put_off(session, ticket)


def hand_back(
    session: Session, settings: Settings, ticket: Ticket, *, actor: AccountView, now: datetime, note: str = ""
) -> None:
    """Give the conversation back to the assistant, which asks whether it is settled. Raises IllegalTransition."""
    if ticket.status == "claimed":
        _say_gone(session, ticket, ticket.claimed_name)
    settle_later(session, settings, ticket, actor=actor.name, reason="by_staff", note=note, now=now)


def end(
    session: Session,
    settings: Settings,
    ticket: Ticket,
    event: str,
    *,
    actor: AccountView,
    now: datetime,
    note: str = "",
) -> None:
    """Settle a case: ``event`` is resolved, or closed, by which its conversation ends too. Raises IllegalTransition."""
    was_live, name = ticket.status == "claimed", ticket.claimed_name
    settle(session, settings, ticket, actor=actor.name, reason="by_staff", now=now, note=note, event=event)
    if was_live:
        _say_gone(session, ticket, name)
        ask_what_was_put_off(session, ticket)


def add_note(session: Session, ticket: Ticket, text: str, *, actor: AccountView, now: datetime) -> None:
    """Write something down that the visitor never sees."""
    add_event(session, ticket.id, "note", now=now, actor=actor.name, note=text)
    announce(session, STAFF, "cases", {"case": ticket.case_number})


def is_held_by(ticket: Ticket, actor: AccountView) -> bool:
    """Tell whether somebody speaks with the visitor of a case right now."""
    return bool(ticket.status == "claimed" and ticket.claimed_by == actor.id)


def is_known(session: Session, key: str) -> bool:
    """Tell whether a message was taken before."""
    return session.scalar(select(TicketMessage.id).where(TicketMessage.dedup_key == key)) is not None


def _say_gone(session: Session, ticket: Ticket, name: str) -> None:
    say(session, ticket, Reply("notice", sentence("fall.person_fort", name=name)))


def _taken(ticket: Ticket) -> AlreadyTaken:
    who = ticket.claimed_name or "Jemand anderes"
    return AlreadyTaken(f"{who} war schneller und spricht schon mit dieser Person.")
