"""What open pages about cases hear of at once, and that somebody at a desk is writing."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import READERS_OF_CASES
from bot.conversations.live import STAFF, News, announce
from bot.handoff.takeover import is_held_by
from bot.staff.cases_page import find
from bot.staff.pages import post, stream
from bot.staff.visit import Visit


def follow_cases(visit: Visit) -> Response:
    """``GET /faelle/ereignisse``: whatever happens to any case."""
    assert visit.login is not None
    return visit.office.streams.follow(visit.login, STAFF, concerns=lambda news: news.kind == "cases")


def follow_case(visit: Visit) -> Response:
    """``GET /faelle/{case}/ereignisse``: what happens to this case, and that the visitor is writing."""
    assert visit.login is not None
    ticket = find(visit)
    key, case = str(ticket.conversation_key), str(ticket.case_number)

    def concerns(news: News) -> bool:
        return news.channel == key or news.data.get("case") == case

    return visit.office.streams.follow(visit.login, STAFF, key, concerns=concerns)


def tell_typing(visit: Visit) -> Response:
    """``POST /faelle/{case}/tippt``: the visitor sees it as long as the conversation is live."""
    ticket = find(visit)
    if is_held_by(ticket, visit.account):
        announce(visit.session, ticket.conversation_key, "typing", {"from": "person", "name": visit.account.name})
    return Response(status_code=204)


PAGES = (
    stream("/faelle/ereignisse", follow_cases, READERS_OF_CASES),
    stream("/faelle/{case}/ereignisse", follow_case, READERS_OF_CASES),
    post("/faelle/{case}/tippt", tell_typing, READERS_OF_CASES),
)
