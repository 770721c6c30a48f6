"""``/fall``: look up a case by its number and the address that was left with it."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from bot.handoff.contact_details import InvalidContact, read_contact
from bot.handoff.links import make_link
from bot.handoff.lookup import find_own_ticket, read_case_number
from bot.search.sentences import sentence
from bot.web.cases.page import WHOLE, Visit
from bot.web.public.visit import say_too_many_tries

LIFETIME = timedelta(minutes=30)
WRONG_NUMBER = "Eine Vorgangsnummer sieht so aus: TK-2026-7F3KQ9. Sie steht in unserer Bestätigung."
WRONG_REACH = (
    "Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer mit Vorwahl ein, zum Beispiel petra.vogt@example.org"
    " oder 0561 123456."
)


def show_lookup(visit: Visit) -> Response:
    """Show the empty form."""
    return _show(visit, {})


def look_up(visit: Visit) -> Response:
    """Go on to the case, by a link of its own that soon ends; unknown number and wrong address look the same."""
    case_number = read_case_number(visit.field("nummer"))
    problems = {} if case_number else {"nummer": WRONG_NUMBER}
    try:
        reach = read_contact(visit.field("adresse"))
    except InvalidContact:
        problems["adresse"] = WRONG_REACH
    if problems:
        return _show(visit, problems, status=422)
    seconds = visit.pages.limits.seconds_until_lookup(address=visit.address, case_number=case_number)
    if seconds:
        answer = _show(visit, {WHOLE: say_too_many_tries(seconds)}, status=429)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    ticket = find_own_ticket(visit.session, case_number, reach)
    if ticket is None:
        return _show(visit, {WHOLE: sentence("stand.nichts_gefunden")}, status=404)
    token = make_link(visit.session, ticket.id, "case", recipient="", now=visit.now, lifetime=LIFETIME)
    return visit.redirect(f"/fall/{token}")


def _show(visit: Visit, problems: dict[str, str], *, status: int = 200) -> Response:
    typed = {name: visit.field(name) for name in ("nummer", "adresse")}
    return visit.show("lookup.html", status=status, problems=problems, typed=typed)
