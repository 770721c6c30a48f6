"""Tickets: open one together with its mail, and move it from status to status."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.db import utc_now
from bot.handoff.models import Ticket, TicketEvent, digest_concern
from bot.handoff.outbox import queue_mail
from bot.handoff.plain_text import tidy_line, tidy_lines
from bot.handoff.request import HandoffRequest, tidy_request
from bot.handoff.ticket_mail import german_time, write_body, write_subject, write_transcript
from bot.handoff.unique_rows import insert_if_new

# Without vowels, so that no words come out, and without characters that are taken for one another.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
MOST_TRIES = 20

DETAILS = ("name", "email", "phone", "company")
STATUS_NAMES = {"open": "offen", "in_progress": "in Bearbeitung", "answered": "beantwortet", "closed": "abgeschlossen"}
TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"in_progress", "answered", "closed"}),
    "in_progress": frozenset({"open", "answered", "closed"}),
    "answered": frozenset({"open", "in_progress", "closed"}),
    "closed": frozenset({"open"}),
}


class UnknownTicket(LookupError):
    """There is no ticket with this case number."""


class IllegalTransition(ValueError):
    """A ticket cannot go from its status to the wanted one."""


class NoFreeCaseNumber(RuntimeError):
    """No unused case number was found."""


def open_ticket(session: Session, request: HandoffRequest, *, recipient: str) -> str:
    """Write ticket, first event and mail into the session's transaction and return the case number.

    The caller commits. The same concern of the same conversation keeps its case number: sent again unchanged it
    does nothing, with other contact details it corrects the ticket, after an answer it opens the ticket again;
    the last two send a mail of their own.
    """
    request = tidy_request(request)
    is_new = _insert_ticket(session, request)
    ticket = _find_ticket(session, request)
    if is_new:
        _add_event(session, ticket, kind="opened", to_status="open")
    elif not _take_changes(session, ticket, request):
        return str(ticket.case_number)
    session.flush()
    _queue_ticket_mail(session, ticket, request, is_new=is_new, recipient=recipient)
    return str(ticket.case_number)


def move_ticket(session: Session, case_number: str, to_status: str, *, actor: str, note: str = "") -> None:
    """Move a ticket and record it. Raises UnknownTicket or IllegalTransition; the caller commits."""
    found = session.execute(select(Ticket.id, Ticket.status).where(Ticket.case_number == case_number)).first()
    if found is None:
        raise UnknownTicket(f"Es gibt keinen Vorgang „{case_number}“.")
    if to_status not in TRANSITIONS[found.status]:
        raise _illegal(case_number, found.status, to_status)
    moved = session.execute(
        update(Ticket)
        .where(Ticket.id == found.id, Ticket.status == found.status)
        .values(status=to_status, updated_at=utc_now())
        .execution_options(synchronize_session="fetch")
    )
    if moved.rowcount == 0:  # somebody else moved it between the two statements
        raise _illegal(case_number, found.status, to_status)
    session.add(
        TicketEvent(
            ticket_id=found.id,
            kind="moved",
            from_status=found.status,
            to_status=to_status,
            actor=tidy_line(actor)[:100],
            note=tidy_lines(note),
        )
    )
    session.flush()


def make_case_number(year: int) -> str:
    """Return a random case number such as ``TK-2026-7F3KQ9``."""
    return f"TK-{year}-" + "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _insert_ticket(session: Session, request: HandoffRequest) -> bool:
    values = {
        name: getattr(request, name) for name in (*DETAILS, "conversation_key", "reason", "concern", "consent_at")
    }
    values["transcript"] = write_transcript(request.transcript)
    for _ in range(MOST_TRIES):
        case_number = make_case_number(german_time(request.consent_at).year)
        if insert_if_new(session, Ticket, {**values, "case_number": case_number}):
            return True
        if session.execute(_ticket_of(request)).first() is not None:
            return False
    raise NoFreeCaseNumber(f"No free case number in {MOST_TRIES} tries.")


def _find_ticket(session: Session, request: HandoffRequest) -> Ticket:
    statement = _ticket_of(request).with_for_update().execution_options(populate_existing=True)
    return session.execute(statement).scalar_one()


def _ticket_of(request: HandoffRequest) -> Any:
    digest = digest_concern(request.concern)
    return select(Ticket).where(Ticket.conversation_key == request.conversation_key, Ticket.concern_digest == digest)


def _take_changes(session: Session, ticket: Ticket, request: HandoffRequest) -> bool:
    """Bring an earlier ticket up to date; False where the request only repeats it."""
    changed = [name for name in DETAILS if getattr(ticket, name) != getattr(request, name)]
    if not changed and ticket.status not in {"answered", "closed"}:
        return False
    for name in (*DETAILS, "consent_at"):
        setattr(ticket, name, getattr(request, name))
    ticket.transcript = write_transcript(request.transcript)
    if changed:
        _add_event(session, ticket, kind="corrected", note=", ".join(changed))
    session.flush()
    if ticket.status in {"answered", "closed"}:
        move_ticket(session, str(ticket.case_number), "open", actor="bot", note="Erneut angefragt.")
    return True


def _queue_ticket_mail(
    session: Session, ticket: Ticket, request: HandoffRequest, *, is_new: bool, recipient: str
) -> None:
    event_count = session.scalar(select(func.count()).where(TicketEvent.ticket_id == ticket.id))
    queue_mail(
        session,
        dedup_key=f"ticket-{ticket.case_number}-{event_count}",
        recipient=recipient,
        reply_to=request.email,
        subject=write_subject(str(ticket.case_number), request.concern, is_new=is_new),
        body=write_body(str(ticket.case_number), request),
        ticket_id=int(ticket.id),
    )


def _add_event(session: Session, ticket: Ticket, *, kind: str, to_status: str = "", note: str = "") -> None:
    session.add(TicketEvent(ticket_id=ticket.id, kind=kind, to_status=to_status, note=note))


def _illegal(case_number: str, from_status: str, to_status: str) -> IllegalTransition:
    wanted = STATUS_NAMES.get(to_status, to_status)
    return IllegalTransition(
        f"Der Vorgang {case_number} ist „{STATUS_NAMES[from_status]}“ und kann nicht auf „{wanted}“ gesetzt werden."
    )
