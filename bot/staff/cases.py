"""Cases that visitors handed to a person: the list, and who takes live conversations."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import READERS_OF_CASES
from bot.content.texts import tidy
from bot.handoff.case_queries import (
    ALL,
    PAGE_SIZE,
    WAITING,
    CaseFilter,
    count_shelves,
    list_cases,
    list_contacts,
)
from bot.handoff.presence import count_present, is_present, set_presence, touch_presence
from bot.handoff.transitions import STATUS_NAMES
from bot.staff.cases_words import SHELF_NAMES, say_age
from bot.staff.pages import get, post
from bot.staff.record_lists import read_page
from bot.staff.visit import Visit

LONGEST_SEARCH = 100


def show_cases(visit: Visit) -> Response:
    """``GET /faelle``: the cases of a shelf, the most urgent first."""
    touch_presence(visit.session, visit.account.id, now=visit.now)
    wanted, page = read_filter(visit), read_page(visit)
    lines, total = list_cases(visit.session, visit.settings, wanted, page=page, now=visit.now)
    return visit.page(
        "cases/list.html",
        lines=lines,
        total=total,
        number=page,
        last=max(1, -(-total // PAGE_SIZE)),
        wanted=wanted,
        query={name: value for name, value in visit.query.items() if name != "seite" and value},
        counts=count_shelves(visit.session, visit.account.id, visit.scope),
        contacts=list_contacts(visit.session, visit.scope),
        shelves=SHELF_NAMES,
        statuses=STATUS_NAMES,
        say_age=say_age,
        presence=read_presence(visit),
    )


def switch_presence(visit: Visit) -> Response:
    """``POST /faelle/anwesenheit``: take live conversations from now on, or no more."""
    is_on = visit.form.get("da") == "ja"
    set_presence(visit.session, visit.account.id, is_on=is_on, now=visit.now)
    notice = (
        "Sie sind jetzt da: Wer mit einem Menschen sprechen möchte, erfährt, dass jemand gleich übernehmen kann. Das "
        "gilt, solange eine Seite mit Anliegen offen ist."
        if is_on
        else "Sie sind nicht mehr da. Neue Anliegen kommen weiter per E-Mail."
    )
    return visit.redirect("show_cases", notice=notice)


def read_presence(visit: Visit) -> tuple[bool, int]:
    """Return whether this account takes live conversations, and how many accounts do."""
    is_on = is_present(visit.session, visit.account.id, now=visit.now)
    return is_on, count_present(visit.session, now=visit.now)


def read_filter(visit: Visit) -> CaseFilter:
    """Return what the address asks for; a search without a shelf goes through all."""
    text, contact, shelf = (tidy(visit.query.get(name, ""))[:LONGEST_SEARCH] for name in ("suche", "kontakt", "stand"))
    if shelf not in SHELF_NAMES:
        shelf = ALL if text else WAITING
    return CaseFilter(visit.account.id, visit.scope, shelf, text, contact)


PAGES = (
    get("/faelle", show_cases, READERS_OF_CASES),
    post("/faelle/anwesenheit", switch_presence, READERS_OF_CASES),
)
