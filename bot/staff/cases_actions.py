"""What is done about a case from its page. What was typed comes back with every refusal."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from starlette.responses import Response

from bot.accounts.roles import READERS_OF_CASES
from bot.content.texts import tidy
from bot.handoff.callbacks import cancel_callbacks
from bot.handoff.models import Ticket
from bot.handoff.moves import IllegalTransition
from bot.handoff.passing_on import UnknownRecipient, pass_on
from bot.handoff.settling import reopen
from bot.handoff.takeover import (
    AlreadyTaken,
    add_note,
    answer,
    claim,
    end,
    hand_back,
    is_known,
    release,
    send_live,
)
from bot.staff.cases_page import LONGEST_TEXT, find, show, stamp_of
from bot.staff.pages import post
from bot.staff.visit import Visit

REFUSALS = (AlreadyTaken, IllegalTransition, UnknownRecipient)
LONGEST_NOTE = 2000
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
PASSED_ON = "Weitergeleitet. Die neue Ansprechperson bekommt eine Mail."
NO_TEXT = "Bitte schreiben Sie erst einen Text."
TOO_LONG = "Das sind {count} Zeichen; höchstens {longest} sind möglich. Ihr Text steht noch da."
STALE = (
    "Inzwischen hat sich an diesem Anliegen etwas geändert. Ihr Text steht noch da: Bitte sehen Sie sich den Verlauf "
    "an und senden Sie noch einmal, wenn er noch passt."
)


class Stale(ValueError):
    """The case has changed since its page was shown; the message is a German sentence."""


def claim_case(visit: Visit) -> Response:
    """``POST …/uebernehmen``: of two who press at once, the first has it."""
    return _act(
        visit,
        lambda ticket: claim(visit.session, ticket, actor=visit.account, now=visit.now),
        "Sie haben übernommen. Die Person weiß, dass sie jetzt mit Ihnen schreibt.",
    )


def send_message(visit: Visit) -> Response:
    """``POST …/nachricht``: write into one's own live conversation."""
    text, key = _read_text(visit), _read_key(visit)

    def send(ticket: Ticket) -> None:
        send_live(visit.session, visit.settings, ticket, text, actor=visit.account, key=key, now=visit.now)

    return _refuse_text(visit, text) or _act(visit, send)


def answer_case(visit: Visit) -> Response:
    """``POST …/antwort``: answer for good, into the chat or by mail."""
    text, key = _read_text(visit), _read_key(visit)

    def send(ticket: Ticket) -> None:
        is_settled = ticket.status == "claimed" or is_known(visit.session, key)  # who may write is another question
        if not is_settled and visit.form.get("stand", stamp_of(ticket)) != stamp_of(ticket):
            raise Stale(STALE)
        answer(visit.session, visit.settings, ticket, text, actor=visit.account, key=key, now=visit.now)

    return _refuse_text(visit, text) or _act(visit, send, "Ihre Antwort ist unterwegs.")


def release_case(visit: Visit) -> Response:
    """``POST …/freigeben``: leave a live conversation to others."""
    return _act(
        visit,
        lambda ticket: release(visit.session, visit.settings, ticket, actor=visit.account, now=visit.now),
        "Das Anliegen wartet wieder und kann von allen übernommen werden.",
    )


def hand_case_back(visit: Visit) -> Response:
    """``POST …/lotse``: give the conversation back to the assistant."""
    note = _read_note(visit)
    return _act(
        visit,
        lambda ticket: hand_back(visit.session, visit.settings, ticket, actor=visit.account, note=note, now=visit.now),
        "Der Lotse antwortet wieder und fragt nach, ob das Anliegen geklärt ist.",
    )


def close_case(visit: Visit) -> Response:
    """``POST …/abschliessen``: settle it and end the conversation."""
    return _end(visit, "closed", "Das Anliegen ist erledigt, das Gespräch ist abgeschlossen.")


def resolve_case(visit: Visit) -> Response:
    """``POST …/erledigt``: settled in whatever way, on the telephone for example."""
    return _end(visit, "resolved", "Das Anliegen ist erledigt.")


def _end(visit: Visit, event: str, notice: str) -> Response:
    note = _read_note(visit)
    return _act(
        visit,
        lambda ticket: end(visit.session, visit.settings, ticket, event, actor=visit.account, note=note, now=visit.now),
        notice,
    )


def reopen_case(visit: Visit) -> Response:
    """``POST …/oeffnen``."""
    return _act(
        visit,
        lambda ticket: reopen(
            visit.session, visit.settings, ticket, actor=visit.account.name, reason="by_staff", now=visit.now
        ),
        "Das Anliegen ist wieder offen.",
    )


def note_case(visit: Visit) -> Response:
    """``POST …/notiz``: for the team alone."""
    note = _read_note(visit)
    if not note:
        return show(visit, find(visit), problem="Bitte schreiben Sie erst eine Notiz.", status=422)
    return _act(
        visit,
        lambda ticket: add_note(visit.session, ticket, note, actor=visit.account, now=visit.now),
        "Die Notiz steht im Verlauf. Besucher sehen sie nicht.",
    )


def forward_case(visit: Visit) -> Response:
    """``POST …/weiterleiten``: to another contact, whose organisation may be one that this account does not see."""
    slug, note = str(visit.form.get("an", "")), _read_note(visit)

    def give(ticket: Ticket) -> None:
        pass_on(visit.session, visit.settings, ticket, slug, actor=visit.account, note=note, now=visit.now)

    gone_on = _act(visit, give, PASSED_ON)
    if gone_on.status_code == 303 and visit.scope is not None:
        return visit.redirect("show_cases", notice=PASSED_ON)
    return gone_on


def cancel_callback(visit: Visit) -> Response:
    """``POST …/rueckruf``: take a promised call back."""
    return _act(
        visit,
        lambda ticket: cancel_callbacks(visit.session, visit.settings, ticket, now=visit.now),
        "Der Rückruf ist abgesagt. Beide Seiten bekommen eine Mail.",
    )


def _act(visit: Visit, do: Callable[[Ticket], object], notice: str = "") -> Response:
    """Do something about the ticket of the address, which belongs to this transaction alone meanwhile."""
    try:
        with visit.session.begin_nested():
            do(find(visit, is_locked=True))
    except (*REFUSALS, Stale) as refusal:
        return show(visit, find(visit), problem=str(refusal), status=409)
    return visit.redirect("show_case", case=visit.params["case"], notice=notice, fragment="" if notice else "antwort")


def _refuse_text(visit: Visit, text: str) -> Response | None:
    """Return the page that says what is wrong with a text, None where nothing is."""
    if not text:
        return show(visit, find(visit), problem=NO_TEXT, status=422)
    if len(text) > LONGEST_TEXT:
        problem = TOO_LONG.format(count=len(text), longest=LONGEST_TEXT)
        return show(visit, find(visit), problem=problem, status=422)
    return None


def _read_text(visit: Visit) -> str:
    return tidy(str(visit.form.get("text", "")))


def _read_note(visit: Visit) -> str:
    return tidy(str(visit.form.get("notiz", "")))[:LONGEST_NOTE]


def _read_key(visit: Visit) -> str:
    """Return the name of a message: that of the form it was written in, so that a second sending is noticed."""
    sent = str(visit.form.get("kennung", ""))
    return f"konto-{visit.account.id}-{sent if KEY.fullmatch(sent) else secrets.token_urlsafe(12)}"


CASE = "/faelle/{case}"
PAGES = (
    post(f"{CASE}/uebernehmen", claim_case, READERS_OF_CASES),
    post(f"{CASE}/nachricht", send_message, READERS_OF_CASES),
    post(f"{CASE}/antwort", answer_case, READERS_OF_CASES),
    post(f"{CASE}/freigeben", release_case, READERS_OF_CASES),
    post(f"{CASE}/lotse", hand_case_back, READERS_OF_CASES),
    post(f"{CASE}/abschliessen", close_case, READERS_OF_CASES),
    post(f"{CASE}/erledigt", resolve_case, READERS_OF_CASES),
    post(f"{CASE}/oeffnen", reopen_case, READERS_OF_CASES),
    post(f"{CASE}/notiz", note_case, READERS_OF_CASES),
    post(f"{CASE}/weiterleiten", forward_case, READERS_OF_CASES),
    post(f"{CASE}/rueckruf", cancel_callback, READERS_OF_CASES),
)
