"""One case with everything that belongs to it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from bot.accounts.roles import READERS_OF_CASES, WRITERS
from bot.handoff.callbacks import read_callbacks
from bot.handoff.case_queries import SHELVES, WAITING, find_lateness, find_present
from bot.handoff.case_reading import find_case, note_reading, read_events, read_mails
from bot.handoff.dossier import Dossier
from bot.handoff.models import Ticket
from bot.handoff.moves import UnknownTicket
from bot.handoff.passing_on import find_others
from bot.handoff.presence import touch_presence
from bot.handoff.takeover import is_held_by
from bot.handoff.thread import read_thread
from bot.handoff.ticket_mail import REASON_TEXTS
from bot.handoff.transitions import STATUS_NAMES, TRANSITIONS
from bot.staff.cases import read_presence
from bot.staff.cases_words import ACTOR_NAMES, CHANNEL_NAMES, EVENT_NAMES, MAIL_NAMES, say_age, write_note
from bot.staff.errors import not_found
from bot.staff.pages import get
from bot.staff.visit import Visit

LONGEST_TEXT = 10_000


def show_case(visit: Visit) -> Response:
    """``GET /faelle/{case}``: opening it is written down."""
    return show(visit, find(visit))


def find(visit: Visit, *, is_locked: bool = False) -> Ticket:
    """Return the ticket of the address. Raises Refused for one that this account may not see."""
    try:
        return find_case(visit.session, visit.params["case"], visit.scope, is_locked=is_locked)
    except UnknownTicket as unknown:
        raise not_found(str(unknown)) from None


def show(visit: Visit, ticket: Ticket, *, problem: str = "", status: int = 200, **more: Any) -> Response:
    """Show a case; ``problem`` is why an action was refused, what was typed stands in the form of the visit."""
    session = visit.session
    events = read_events(session, ticket.id)
    since = next((event.at for event in events if event.kind in ("reopened", "opened")), ticket.created_at)
    context = {
        "found": None,  # texts to paste, and entries to add to: None as long as nobody has looked for them
        "search": "",
        "entries": None,
        "entry_search": "",
        "text": str(visit.form.get("text", "")),
        "note": str(visit.form.get("notiz", "")),
        "chosen": str(visit.form.get("an", "")),
        **more,
    }
    response = visit.page(
        "cases/show.html",
        status=status,
        problem=problem,
        ticket=ticket,
        case=ticket.case_number,
        since=since,
        is_waiting=ticket.status in SHELVES[WAITING],
        lateness=find_lateness(ticket.status, since, visit.settings, now=visit.now),
        is_mine=is_held_by(ticket, visit.account),
        has_come=bool(find_present(session, [ticket.conversation_key], now=visit.now)),
        steps=find_steps(ticket),
        thread=read_thread(session, ticket.id),
        events=events,
        mails=read_mails(session, ticket.id),
        callbacks=[one for one in read_callbacks(session, ticket.id) if one.starts_at > visit.now],
        dossier=Dossier.from_dict(ticket.dossier or {}),
        others=find_others(session, ticket),
        presence=read_presence(visit),
        message_key=secrets.token_urlsafe(12),
        stamp=stamp_of(ticket),
        longest=LONGEST_TEXT,
        may_write=visit.account.may(*WRITERS),
        statuses=STATUS_NAMES,
        reasons=REASON_TEXTS,
        event_names=EVENT_NAMES,
        actor_names=ACTOR_NAMES,
        mail_names=MAIL_NAMES,
        channel_names=CHANNEL_NAMES,
        say_age=say_age,
        write_note=write_note,
        **context,
    )
    # Written last: on SQLite whoever has written keeps all others from it until the end of the visit.
    touch_presence(session, visit.account.id, now=visit.now)
    note_reading(session, ticket, actor=visit.account, now=visit.now)
    return response


def find_steps(ticket: Ticket) -> Sequence[str]:
    """Return the events by which a case can go on from where it stands."""
    return [event for event, transition in TRANSITIONS.items() if ticket.status in transition.sources]


def stamp_of(ticket: Ticket) -> str:
    """Return what a form carries so that a later answer knows which state of the case was on the screen."""
    return f"{ticket.status}.{ticket.message_count}"


PAGES = (get("/faelle/{case}", show_case, READERS_OF_CASES),)
