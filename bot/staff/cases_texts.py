"""Texts to paste into a reply: searched and inserted on the page of a case, with everything typed so far kept."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import READERS_OF_CASES
from bot.content.texts import tidy
from bot.handoff.snippets import find_snippet, find_snippets
from bot.staff.cases import LONGEST_SEARCH
from bot.staff.cases_page import find, show
from bot.staff.pages import post
from bot.staff.visit import Visit

PLAIN = "einfach:"  # before the key of a text that is wanted without Markdown


def search_texts(visit: Visit) -> Response:
    """``POST …/bausteine``: search, or insert what was found; as a part of the page where a script asks for it."""
    ticket = find(visit)
    search = tidy(str(visit.form.get("suche", "")))[:LONGEST_SEARCH]
    found = find_snippets(visit.session, search, today=visit.today)
    if visit.is_fragment:
        return visit.page("cases/texts.html", found=found, search=search, case=ticket.case_number)
    wanted, text = str(visit.form.get("einfuegen", "")), tidy(str(visit.form.get("text", "")))
    snippet = find_snippet(visit.session, wanted.removeprefix(PLAIN), today=visit.today)
    if snippet is not None:
        pasted = snippet.plain if wanted.startswith(PLAIN) else snippet.text
        text = f"{text}\n\n{pasted}".strip()
    return show(visit, ticket, found=found, search=search, text=text)


PAGES = (post("/faelle/{case}/bausteine", search_texts, READERS_OF_CASES),)
