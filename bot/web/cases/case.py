"""``/fall/{token}``: how a case stands, what was written about it, and what its visitor can do about it."""

from __future__ import annotations

from starlette.responses import Response

from bot.handoff.callbacks import offer_slots, read_callbacks
from bot.handoff.case_status import read_case_status
from bot.handoff.hours_words import say_slot
from bot.handoff.links import OpenLink, UnusableLink, open_link
from bot.handoff.models import Ticket
from bot.handoff.moves import IllegalTransition
from bot.handoff.rating import may_rate
from bot.handoff.thread import read_thread
from bot.handoff.transitions import DONE
from bot.web.cases.case_actions import ACTIONS, NOTICES, NotDone
from bot.web.cases.page import UNCLEAR, WHOLE, Visit, refuse_link
from bot.web.public.sending import make_sending
from bot.web.public.visit import say_too_many_tries


def show_case(visit: Visit) -> Response:
    """Show the case that a link leads to; nothing changes by it."""
    _link, ticket = _open(visit)
    notice = NOTICES.get(visit.request.query_params.get("meldung", ""), "")
    return _show(visit, ticket, {}, notice=notice)


def change_case(visit: Visit) -> Response:
    """Do what one of the page's buttons stands for; what was typed stays where it could not be done."""
    link, ticket = _open(visit)
    name = visit.field("tun")
    try:
        seconds = visit.pages.limits.seconds_until_change(link.key)
        if seconds:
            raise NotDone(WHOLE, say_too_many_tries(seconds), status=429)
        if name not in ACTIONS:
            raise NotDone(WHOLE, UNCLEAR, status=400)
        with visit.session.begin_nested():
            notice = ACTIONS[name](visit, link, ticket)
    except NotDone as problem:
        return _show(visit, ticket, {problem.field: str(problem)}, status=problem.status)
    except IllegalTransition as problem:
        return _show(visit, ticket, {WHOLE: str(problem)}, status=409)
    return visit.redirect(f"/fall/{visit.token}", meldung=notice)


def _open(visit: Visit) -> tuple[OpenLink, Ticket]:
    try:
        link = open_link(visit.session, visit.token, "case", now=visit.now)
    except UnusableLink as problem:
        raise refuse_link(visit, problem, "lookup") from None
    return link, visit.session.get(Ticket, link.ticket_id)


def _show(visit: Visit, ticket: Ticket, problems: dict[str, str], *, notice: str = "", status: int = 200) -> Response:
    session, now = visit.session, visit.now
    slots = offer_slots(session, ticket, now=now) if ticket.status != "resolved" else []
    return visit.show(
        "case.html",
        status=status,
        ticket=ticket,
        standing=read_case_status(session, ticket, now=now),
        thread=read_thread(session, ticket.id),
        calls=[say_slot(call.starts_at, now) for call in read_callbacks(session, ticket.id) if call.starts_at > now],
        slots=[(start.isoformat(), say_slot(start, now)) for start in slots],
        may_rate=may_rate(ticket),
        is_done=ticket.status in DONE,
        sending=make_sending(),
        typed={name: visit.field(name) for name in ("text", "kommentar", "note", "termin")},
        problems=problems,
        notice=notice,
    )
