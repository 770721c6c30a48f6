"""What a visitor presses about a ticket: settled or not, something to add, a time to be called at.

These buttons work without Rasa: whatever is out of order, a visitor can answer the question whether all is settled.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.record import expect_addition
from bot.handoff.callbacks import SlotTaken, book
from bot.handoff.confirmation import make_slot_buttons
from bot.handoff.hours_words import say_slot
from bot.handoff.models import Ticket
from bot.handoff.settling import reopen, settle
from bot.handoff.transitions import DONE
from bot.search.reply import Reply
from bot.search.sentences import sentence
from bot.settings import Settings

PREFIX = "/fall/"

Press = Callable[[Session, Settings, Ticket, str, datetime], Reply]


def is_case_button(payload: str) -> bool:
    """Tell whether a payload belongs to a ticket rather than to Rasa."""
    return payload.startswith(PREFIX)


def press_button(session: Session, settings: Settings, conversation_key: str, payload: str, *, now: datetime) -> Reply:
    """Do what a button of this conversation stands for and return what the visitor is told; the caller commits."""
    action, _, rest = payload[len(PREFIX) :].partition("/")
    case_number, _, detail = rest.partition("/")
    mine = (Ticket.case_number == case_number, Ticket.conversation_key == conversation_key)
    ticket = session.scalar(select(Ticket).where(*mine))
    if ticket is None or action not in PRESSES:
        return Reply("notice", sentence("fall.unbekannt"))
    return PRESSES[action](session, settings, ticket, detail, now)


def _settle(session: Session, settings: Settings, ticket: Ticket, _detail: str, now: datetime) -> Reply:
    if ticket.status == "resolved":
        return Reply("notice", sentence("fall.schon_erledigt", nummer=ticket.case_number))
    settle(session, settings, ticket, actor="visitor", reason="by_visitor", now=now)
    return Reply("notice", sentence("fall.geklaert", nummer=ticket.case_number))


def _reopen(session: Session, settings: Settings, ticket: Ticket, _detail: str, now: datetime) -> Reply:
    if ticket.status in DONE:
        reopen(session, settings, ticket, actor="visitor", reason="by_visitor", now=now)
    expect_addition(session, ticket.conversation_key, ticket.id)
    return Reply("notice", sentence("fall.wieder_offen", nummer=ticket.case_number))


def _add(session: Session, _settings: Settings, ticket: Ticket, _detail: str, _now: datetime) -> Reply:
    expect_addition(session, ticket.conversation_key, ticket.id)
    return Reply("notice", sentence("fall.ergaenzen", nummer=ticket.case_number))


def _book(session: Session, settings: Settings, ticket: Ticket, detail: str, now: datetime) -> Reply:
    start = datetime.fromisoformat(detail)
    try:
        book(session, settings, ticket, start, now=now)
    except SlotTaken:
        buttons = make_slot_buttons(session, ticket, now=now)
        key = "warten.rueckruf_vergeben" if buttons else "warten.rueckruf_keine"
        return Reply("notice", sentence(key, nummer=ticket.case_number), buttons=buttons)
    values = {"wann": say_slot(start, now), "telefon": ticket.phone, "nummer": ticket.case_number}
    return Reply("notice", sentence("warten.rueckruf_gebucht", **values))


PRESSES: dict[str, Press] = {"geklaert": _settle, "offen": _reopen, "ergaenzen": _add, "rueckruf": _book}
