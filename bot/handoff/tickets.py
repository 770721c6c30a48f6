"""Open a ticket: first it is written, then its route is decided, then it is delivered, all in one transaction."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.contacts.routing import find_route
from bot.conversations.live import STAFF, announce
from bot.handoff.deadlines import set_deadlines
from bot.handoff.dossier import summarise
from bot.handoff.forwarding import set_route
from bot.handoff.mails import queue_confirmation, queue_ticket_mail
from bot.handoff.models import Ticket, TicketEvent, digest_concern
from bot.handoff.moves import add_event, move_ticket, set_conversation
from bot.handoff.request import HandoffRequest, name_consent, tidy_request
from bot.handoff.transcript import write_transcript
from bot.handoff.transitions import DONE
from bot.handoff.unique_rows import insert_if_new
from bot.local_time import local_day
from bot.settings import Settings

# Without vowels, so that no words come out, and without characters that are taken for one another.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
MOST_TRIES = 20

DETAILS = ("name", "email", "phone", "company")


class NoFreeCaseNumber(RuntimeError):
    """No unused case number was found."""


def open_ticket(session: Session, request: HandoffRequest, settings: Settings, *, now: datetime) -> Ticket:
    """Write ticket, events, route, timers and mails into the session's transaction and return the ticket.

    The caller commits. The same concern of the same conversation keeps its case number: sent again unchanged it
    does nothing, with other contact details it corrects the ticket, after an answer it opens the ticket again;
    the last two send a mail of their own.
    """
    request = tidy_request(request)
    is_new = _insert_ticket(session, request, now)
    ticket = _find_ticket(session, request)
    if is_new:
        add_event(session, ticket.id, "opened", now=now, to_status="new", reason=request.reason)
    elif not _take_changes(session, ticket, request, now):
        return ticket
    _decide_route(session, ticket, request, settings, now)
    set_deadlines(session, ticket, settings, now=now)
    event_count = session.scalar(select(func.count()).where(TicketEvent.ticket_id == ticket.id))
    queue_ticket_mail(
        session, settings, ticket, key=f"ticket-{ticket.case_number}-{event_count}", is_new=is_new, now=now
    )
    if is_new:
        queue_confirmation(session, settings, ticket, now=now)
    set_conversation(session, request.conversation_key, "notified")
    announce(session, STAFF, "cases", {"case": ticket.case_number})
    return ticket


def make_case_number(year: int) -> str:
    """Return a random case number such as ``TK-2026-7F3KQ9``."""
    return f"TK-{year}-" + "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _insert_ticket(session: Session, request: HandoffRequest, now: datetime) -> bool:
    names = (*DETAILS, "conversation_key", "reason", "concern", "consent_at", "consent_text")
    values = {
        **{name: getattr(request, name) for name in names},
        "consent_version": name_consent(request.consent_text),
        "created_at": now,
        **_what_is_known(request),
    }
    for _ in range(MOST_TRIES):
        case_number = make_case_number(local_day(request.consent_at).year)
        if insert_if_new(session, Ticket, {**values, "case_number": case_number}):
            return True
        if session.execute(_ticket_of(request)).first() is not None:
            return False
    raise NoFreeCaseNumber(f"No free case number in {MOST_TRIES} tries.")


def _what_is_known(request: HandoffRequest) -> dict[str, Any]:
    return {
        "transcript": write_transcript(request.transcript),
        "dossier": request.dossier.to_dict(),
        "summary": summarise(request.concern, request.dossier),
        "page": request.dossier.page,
    }


def _find_ticket(session: Session, request: HandoffRequest) -> Ticket:
    statement = _ticket_of(request).with_for_update().execution_options(populate_existing=True)
    return session.execute(statement).scalar_one()


def _ticket_of(request: HandoffRequest) -> Any:
    digest = digest_concern(request.concern)
    return select(Ticket).where(Ticket.conversation_key == request.conversation_key, Ticket.concern_digest == digest)


def _take_changes(session: Session, ticket: Ticket, request: HandoffRequest, now: datetime) -> bool:
    """Bring an earlier ticket up to date; False where the request only repeats it."""
    changed = [name for name in DETAILS if getattr(ticket, name) != getattr(request, name)]
    if not changed and ticket.status not in DONE:
        return False
    for name in (*DETAILS, "consent_at"):
        setattr(ticket, name, getattr(request, name))
    for name, value in _what_is_known(request).items():
        setattr(ticket, name, value)
    session.flush()
    if changed:
        add_event(session, ticket.id, "corrected", now=now, note=", ".join(changed))
    if ticket.status in DONE:
        move_ticket(
            session, ticket.id, "reopened", actor="bot", now=now, reason=request.reason, note="Erneut angefragt."
        )
    return True


def _decide_route(session: Session, ticket: Ticket, request: HandoffRequest, settings: Settings, now: datetime) -> None:
    if ticket.status == "claimed":  # somebody has it in hand
        return
    route = find_route(session, request.areas, settings, today=local_day(now))
    set_route(session, ticket, route, now=now, areas=request.areas)
