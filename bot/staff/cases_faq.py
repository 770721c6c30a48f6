"""What others may ask too: a person's reply becomes part of the FAQ."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import READERS_OF_CASES, WRITERS
from bot.content.kinds import FAQ
from bot.content.queries import ListFilter, find_listed
from bot.content.texts import Unreadable, tidy
from bot.handoff.harvest import add_as_variant, draft_entry
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.thread import read_thread
from bot.revisions.drafts import NotAllowed, NotOpen, StaleDraft
from bot.staff.cases import LONGEST_SEARCH
from bot.staff.cases_page import find, show
from bot.staff.errors import no_right
from bot.staff.inbox_actions import DONE
from bot.staff.pages import post
from bot.staff.visit import Visit

HITS = 8


def draft_from_reply(visit: Visit) -> Response:
    """``POST …/faq``: a draft with the concern as question and a reply as answer, both redacted; its form opens."""
    ticket = _find_for_writing(visit)
    reply = _find_reply(visit, ticket)
    if reply is None:
        return show(visit, ticket, problem="Bitte wählen Sie die Antwort, aus der ein Eintrag werden soll.", status=422)
    try:
        with visit.session.begin_nested():
            key = draft_entry(visit.session, ticket, reply, actor=visit.account, now=visit.now)
    except NotAllowed as refusal:
        return show(visit, ticket, problem=str(refusal), status=409)
    notice = (
        "Der Entwurf ist angelegt. Name, Firma und Adressen sind entfernt; bitte lesen Sie noch einmal nach und "
        "ergänzen Sie die Quelle."
    )
    return visit.redirect("edit_record", kind=FAQ.name, key=key, notice=notice)


def add_concern_to_entry(visit: Visit) -> Response:
    """``POST …/variante``: search for entries, or add the redacted concern to the chosen one."""
    ticket, key = _find_for_writing(visit), str(visit.form.get("ziel", ""))
    search = tidy(str(visit.form.get("eintrag", "")))[:LONGEST_SEARCH]
    if not key or "suchen" in visit.form:
        entries = find_listed(visit.session, FAQ, ListFilter(search))[:HITS] if search else []
        problem = "" if search else "Bitte suchen Sie erst den Eintrag, zu dem das Anliegen gehört."
        return show(visit, ticket, entries=entries, entry_search=search, problem=problem, status=200 if search else 422)
    try:
        with visit.session.begin_nested():
            status = add_as_variant(visit.session, ticket, key, actor=visit.account, now=visit.now)
    except KeyError:
        return show(visit, ticket, problem="Diesen Eintrag gibt es nicht mehr.", status=409)
    except (NotAllowed, NotOpen, StaleDraft, Unreadable) as refusal:
        return show(visit, ticket, problem=str(refusal), status=409)
    return visit.redirect("show_case", case=ticket.case_number, notice=DONE[status])


def _find_for_writing(visit: Visit) -> Ticket:
    """Return the ticket of the address for an account that writes content too. Raises Refused."""
    if not visit.account.may(*WRITERS):
        raise no_right()
    return find(visit)


def _find_reply(visit: Visit, ticket: Ticket) -> TicketMessage | None:
    position = str(visit.form.get("antwort", ""))
    replies = [one for one in read_thread(visit.session, ticket.id) if one.author == "person"]
    return next((one for one in replies if str(one.position) == position), None)


PAGES = (
    post("/faelle/{case}/faq", draft_from_reply, READERS_OF_CASES),
    post("/faelle/{case}/variante", add_concern_to_entry, READERS_OF_CASES),
)
