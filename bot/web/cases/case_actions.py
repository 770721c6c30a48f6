"""What a visitor can do about the own case: add, be called, rate, settle, take up again, have it all by mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.handoff.callbacks import SlotTaken, book, cancel_callbacks
from bot.handoff.case_mails import queue_case_link, queue_transcript
from bot.handoff.links import OpenLink
from bot.handoff.models import Ticket
from bot.handoff.plain_text import tidy_lines
from bot.handoff.rating import LONGEST_COMMENT, may_rate, rate
from bot.handoff.settling import reopen, settle
from bot.handoff.thread import add_from_visitor
from bot.web.cases.page import WHOLE, Visit
from bot.web.public.sending import make_dedup_key

LONGEST_TEXT = 4000  # characters
RATINGS = {"gut": 1, "schlecht": -1}

NOTICES = {
    "ergaenzt": "Danke, das ist angekommen. Unser Team liest es.",
    "gebucht": "Der Rückruf ist vorgemerkt.",
    "abgesagt": "Der Rückruf ist abgesagt.",
    "bewertet": "Danke für Ihre Bewertung.",
    "erledigt": "Gut, Ihr Anliegen ist erledigt.",
    "offen": "In Ordnung, Ihr Anliegen ist wieder offen.",
    "zugang": "Wir haben Ihnen einen Link gemailt. Öffnen Sie ihn, und fordern Sie den Verlauf dort an.",
    "verschickt": "Der Verlauf ist auf dem Weg zu Ihnen. Sehen Sie auch im Spam-Ordner nach, wenn er ausbleibt.",
    "schon_verschickt": "Diesen Verlauf haben wir Ihnen schon geschickt. Sehen Sie bitte auch im Spam-Ordner nach.",
}


class NotDone(Exception):
    """Something cannot be done; the message is a German sentence about one field of the page."""

    def __init__(self, field: str, text: str, *, status: int = 422) -> None:
        super().__init__(text)
        self.field = field
        self.status = status


Action = Callable[[Visit, OpenLink, Ticket], str]  # returns the name of a notice


def _add(visit: Visit, _link: OpenLink, ticket: Ticket) -> str:
    text = visit.field("text")
    if not tidy_lines(text):
        raise NotDone("text", "Bitte schreiben Sie, was Sie ergänzen möchten.")
    if len(text) > LONGEST_TEXT:
        raise NotDone("text", f"Ihr Text hat {len(text)} Zeichen. Bitte kürzen Sie ihn auf höchstens {LONGEST_TEXT}.")
    key = make_dedup_key(ticket.id, visit.field("sendung"), text)
    if not key:
        raise NotDone("text", "Bitte senden Sie Ihren Text noch einmal.")
    add_from_visitor(visit.session, visit.settings, ticket.id, text, channel="page", dedup_key=key, now=visit.now)
    return "ergaenzt"


def _book(visit: Visit, _link: OpenLink, ticket: Ticket) -> str:
    try:
        start = datetime.fromisoformat(visit.field("termin"))
    except ValueError:
        raise NotDone("termin", "Bitte wählen Sie eine Zeit.") from None
    try:
        if start.tzinfo is None:
            raise SlotTaken
        book(visit.session, visit.settings, ticket, start, now=visit.now)
    except SlotTaken:
        raise NotDone("termin", "Diese Zeit ist nicht mehr frei. Bitte wählen Sie eine andere.", status=409) from None
    return "gebucht"


def _cancel(visit: Visit, _link: OpenLink, ticket: Ticket) -> str:
    cancel_callbacks(visit.session, visit.settings, ticket, now=visit.now)
    return "abgesagt"


def _rate(visit: Visit, _link: OpenLink, ticket: Ticket) -> str:
    rating, comment = RATINGS.get(visit.field("note")), visit.field("kommentar")
    if not may_rate(ticket):
        raise NotDone("note", "Bewerten können Sie, sobald es eine Antwort gibt.", status=409)
    if rating is None:
        raise NotDone("note", "Bitte wählen Sie eine der beiden Bewertungen.")
    if len(comment) > LONGEST_COMMENT:
        raise NotDone("kommentar", f"Bitte kürzen Sie Ihre Anmerkung auf höchstens {LONGEST_COMMENT} Zeichen.")
    rate(visit.session, ticket, rating, comment, now=visit.now)
    return "bewertet"


def _settle(visit: Visit, _link: OpenLink, ticket: Ticket) -> str:
    if ticket.status != "resolved":  # sent twice, it is done once
        settle(visit.session, visit.settings, ticket, actor="visitor", reason="by_visitor", now=visit.now)
    return "erledigt"


def _reopen(visit: Visit, _link: OpenLink, ticket: Ticket) -> str:
    if ticket.status != "reopened":
        reopen(visit.session, visit.settings, ticket, actor="visitor", reason="by_visitor", now=visit.now)
    return "offen"


def _send_transcript(visit: Visit, link: OpenLink, ticket: Ticket) -> str:
    """Send what was said only to who came by a mail: an address that was merely typed may be somebody else's."""
    if not ticket.email:
        raise NotDone(WHOLE, "Zu diesem Anliegen haben Sie keine E-Mail-Adresse angegeben.", status=409)
    if not link.recipient:
        queue_case_link(visit.session, visit.settings, ticket, now=visit.now)
        return "zugang"
    is_new = queue_transcript(visit.session, visit.settings, ticket, now=visit.now)
    return "verschickt" if is_new else "schon_verschickt"


ACTIONS: dict[str, Action] = {
    "ergaenzen": _add,
    "rueckruf": _book,
    "absagen": _cancel,
    "bewerten": _rate,
    "erledigt": _settle,
    "offen": _reopen,
    "verlauf": _send_transcript,
}
