"""``/kontakt``: hand a concern over without the chat; ticket, route, mails and promises are those of the chat.

It needs nothing but the database: neither a script in the browser nor Rasa nor the action server.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from bot.conversations.queries import make_key
from bot.german.tables import MissingTables
from bot.handoff.confirmation import confirm_on_page
from bot.handoff.dossier import Dossier
from bot.handoff.request import HandoffRequest, name_consent
from bot.handoff.tickets import open_ticket
from bot.search.handed_over import find_areas
from bot.search.memory import Memory
from bot.search.reply import Reference
from bot.search.sentences import sentence
from bot.web.contact.entries import CONSENT, Entries, read_entries
from bot.web.contact.page import PATH, Visit
from bot.web.public.sending import is_sending, make_sending
from bot.web.public.visit import say_too_many_tries

FIELDS = ("anliegen", "name", "erreichbar", "firma", "einwilligung", "zu")
WHOLE = "seite"  # the name of a problem that concerns no single field


def show_form(visit: Visit) -> Response:
    """Show the form; an address may bring the concern along, which is sent by nobody but the visitor."""
    answer = _show(visit, visit.request.query_params, {})
    answer.headers["Cache-Control"] = "no-cache"  # not no-store: going back has to bring back what was typed
    return answer


def hand_over(visit: Visit) -> Response:
    """Hand a concern over and name its number; what was typed stays where that could not be done.

    A form that is sent twice opens one ticket: each page has a name of its own for what is sent from it.
    """
    entries, problems = read_entries(visit.form)
    if entries is None:
        return _show(visit, visit.form, problems, status=422)
    recipient = entries.contact.email or entries.contact.phone
    seconds = visit.pages.limits.seconds_until_mail(address=visit.address, recipient=recipient)
    if seconds:
        answer = _show(visit, visit.form, {WHOLE: say_too_many_tries(seconds)}, status=429)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    request = _make_request(visit, entries)
    ticket = open_ticket(visit.session, request, visit.settings, now=visit.now)
    text = confirm_on_page(visit.session, visit.settings, ticket, now=visit.now)
    return visit.show("done.html", ticket=ticket, text=text)


def _show(visit: Visit, typed: Mapping[str, str], problems: dict[str, str], *, status: int = 200) -> Response:
    sending = typed.get("sendung", "")
    consent_text = sentence(CONSENT)
    return visit.show(
        "form.html",
        status=status,
        typed={name: typed.get(name, "") for name in FIELDS},
        problems=problems,
        sending=sending if is_sending(sending) else make_sending(),
        consent_text=consent_text,
        consent=name_consent(consent_text),
    )


def _make_request(visit: Visit, entries: Entries) -> HandoffRequest:
    sending = visit.form.get("sendung", "")
    areas, titles = _find_subject(visit, entries.concern)
    return HandoffRequest(
        conversation_key=make_key(f"{PATH} {sending if is_sending(sending) else make_sending()}"),
        reason="asked",
        concern=entries.concern,
        name=entries.name,
        email=entries.contact.email,
        phone=entries.contact.phone,
        company=entries.company,
        consent_at=visit.now,
        consent_text=entries.consent_text,
        areas=areas,
        dossier=Dossier(answers=titles, page=visit.public_address(PATH)),
    )


def _find_subject(visit: Visit, concern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a concern is about, and the title of the FAQ entry that it was written below, if any.

    Without its word tables the assistant knows neither: then the concern goes to the project lead.
    """
    try:
        knowledge = visit.pages.read_knowledge(visit.session)
    except MissingTables:
        return (), ()
    entry = knowledge.snapshot.entries.get(visit.form.get("zu", ""))
    focus = (Reference("faq", entry.slug),) if entry else ()
    return find_areas(knowledge, Memory(focus=focus), concern), (entry.question,) if entry else ()
