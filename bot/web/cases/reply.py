"""``/antwort/{token}``: whoever got the mail about a ticket answers it, once and without an account."""

from __future__ import annotations

import re

from starlette.responses import Response

from bot.handoff.dossier import Dossier
from bot.handoff.link_replies import (
    LONGEST_REPLY,
    Outdated,
    find_next_route,
    find_sender_name,
    find_sent,
    forward_by_link,
    reply_by_link,
    settle_by_link,
)
from bot.handoff.links import OpenLink, UnusableLink, UsedLink, open_link
from bot.handoff.models import Ticket
from bot.handoff.moves import IllegalTransition
from bot.handoff.plain_text import tidy_line, tidy_lines
from bot.handoff.reading import note_read
from bot.handoff.thread import read_thread
from bot.handoff.transitions import OPEN, STATUS_NAMES
from bot.web.cases.page import UNCLEAR, WHOLE, Visit, refuse_link
from bot.web.public.visit import Refused

LONGEST_NAME = 100
LONGEST_NOTE = 1000
CHANGED = (
    "Inzwischen ist zu diesem Anliegen etwas hinzugekommen; es steht jetzt unter „Bisherige Nachrichten“. Bitte prüfen "
    "Sie, ob Ihre Antwort noch passt, und senden Sie sie dann noch einmal."
)


def show_reply(visit: Visit) -> Response:
    """Show everything about a ticket with a form to answer; nothing of the ticket changes by it."""
    link = _open(visit)
    ticket = visit.session.get(Ticket, link.ticket_id)
    if visit.request.method != "HEAD":
        note_read(visit.session, ticket, reader=link.recipient, now=visit.now)
    return _show(visit, link, ticket, {})


def send_reply(visit: Visit) -> Response:
    """Answer, settle or forward; the link works once, and a text that did not go out comes back."""
    try:
        link = open_link(visit.session, visit.token, "reply", now=visit.now)
        ticket = visit.session.get(Ticket, link.ticket_id)
        if visit.field("tun") not in ACTIONS:
            raise Refused(400, UNCLEAR, kept=visit.field("text"))
        problems = _find_problems(visit)
        if problems:
            return _show(visit, link, ticket, problems, status=422)
        with visit.session.begin_nested():
            return ACTIONS[visit.field("tun")](visit, link, ticket)
    except UsedLink as problem:
        return _show_used(visit, problem)
    except UnusableLink as problem:
        raise refuse_link(visit, problem, "staff") from None
    except Outdated:
        return _show(visit, link, ticket, {WHOLE: CHANGED}, status=409)
    except IllegalTransition as problem:
        return _show(visit, link, ticket, {WHOLE: str(problem)}, status=409)


def _find_problems(visit: Visit) -> dict[str, str]:
    """Return what is wrong with what was sent, by field."""
    if visit.field("tun") != "antworten":
        too_long = len(visit.field("notiz")) > LONGEST_NOTE
        return {"notiz": f"Bitte kürzen Sie die Notiz auf höchstens {LONGEST_NOTE} Zeichen."} if too_long else {}
    problems = {}
    name, text = tidy_line(visit.field("name")), visit.field("text")
    if not tidy_lines(text):
        problems["text"] = "Bitte schreiben Sie Ihre Antwort."
    elif len(text) > LONGEST_REPLY:
        problems["text"] = f"Ihre Antwort hat {len(text)} Zeichen. Bitte kürzen Sie sie auf höchstens {LONGEST_REPLY}."
    if not name or len(name) > LONGEST_NAME:
        problems["name"] = f"Bitte nennen Sie Ihren Namen, mit höchstens {LONGEST_NAME} Zeichen."
    return problems


def _reply(visit: Visit, link: OpenLink, ticket: Ticket) -> Response:
    name, text, seen = (visit.field(field) for field in ("name", "text", "bis"))
    count = int(seen) if re.fullmatch(r"[0-9]{1,9}", seen) else -1
    sent = reply_by_link(visit.session, visit.settings, link, text, sender_name=name, seen=count, now=visit.now)
    return visit.show("sent.html", sent=sent)


def _settle(visit: Visit, link: OpenLink, ticket: Ticket) -> Response:
    settle_by_link(visit.session, visit.settings, link, note=visit.field("notiz"), now=visit.now)
    return visit.show("done.html", ticket=ticket, forwarded_to="")


def _forward(visit: Visit, link: OpenLink, ticket: Ticket) -> Response:
    route = find_next_route(visit.session, visit.settings, link, now=visit.now)
    if route is None:
        return _show(visit, link, ticket, {WHOLE: "Dieses Anliegen liegt schon bei der Projektleitung."}, status=409)
    forward_by_link(visit.session, visit.settings, link, route, note=visit.field("notiz"), now=visit.now)
    return visit.show("done.html", ticket=ticket, forwarded_to=route.to.name)


ACTIONS = {"antworten": _reply, "erledigt": _settle, "weiterleiten": _forward}


def _open(visit: Visit) -> OpenLink:
    try:
        return open_link(visit.session, visit.token, "reply", now=visit.now)
    except UnusableLink as problem:
        raise refuse_link(visit, problem, "staff") from None


def _show_used(visit: Visit, problem: UsedLink) -> Response:
    """Show what was sent to whoever pressed twice; somebody else's text comes back unsent."""
    sent = find_sent(visit.session, problem.key)
    if sent is None or sent.text != tidy_lines(visit.field("text")):
        raise refuse_link(visit, problem, "staff")
    return visit.show("sent.html", sent=sent)


def _show(visit: Visit, link: OpenLink, ticket: Ticket, problems: dict[str, str], *, status: int = 200) -> Response:
    name = visit.form.get("name", find_sender_name(visit.session, ticket, link.recipient))
    route = find_next_route(visit.session, visit.settings, link, now=visit.now)
    return visit.show(
        "reply.html",
        status=status,
        ticket=ticket,
        dossier=Dossier.from_dict(ticket.dossier),
        status_name=STATUS_NAMES[ticket.status],
        is_open=ticket.status in OPEN,
        thread=read_thread(visit.session, ticket.id),
        next_name=route.to.name if route else "",
        typed={"name": name, "text": visit.field("text"), "notiz": visit.field("notiz")},
        problems=problems,
    )
