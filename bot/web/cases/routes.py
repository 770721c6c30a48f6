"""The pages behind the links of mails, without a log-in: addresses, and what stands in front of all of them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.contacts.queries import WAY_OUT
from bot.subscriptions.posting import CONFIRM, UNSUBSCRIBE
from bot.web.cases.case import change_case, show_case
from bot.web.cases.form import read_form
from bot.web.cases.lookup import look_up, show_lookup
from bot.web.cases.notices import confirm_notices, end_notices, show_confirmation, show_unsubscribing
from bot.web.cases.page import CasePages, Refused, View, Visit
from bot.web.cases.reply import send_reply, show_reply

logger = logging.getLogger(__name__)

FAILED = (
    f"Das hat wegen einer Störung nicht geklappt, und es wurde nichts geändert. Gehen Sie zurück: Was Sie geschrieben "
    f"haben, steht noch da. Bleibt es dabei, erreichen Sie uns so: {WAY_OUT}."
)


def make_case_routes(pages: CasePages) -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route("/fall", _serve(pages, show_lookup)),
        Route("/fall", _serve(pages, look_up), methods=["POST"]),
        Route("/fall/{token}", _serve(pages, show_case)),
        Route("/fall/{token}", _serve(pages, change_case), methods=["POST"]),
        Route("/antwort/{token}", _serve(pages, show_reply)),
        Route("/antwort/{token}", _serve(pages, send_reply), methods=["POST"]),
        Route(f"{CONFIRM}/{{token}}", _serve(pages, show_confirmation)),
        Route(f"{CONFIRM}/{{token}}", _serve(pages, confirm_notices), methods=["POST"]),
        Route(f"{UNSUBSCRIBE}/{{token}}", _serve(pages, show_unsubscribing)),
        Route(f"{UNSUBSCRIBE}/{{token}}", _serve(pages, end_notices), methods=["POST"]),
    ]


def _serve(pages: CasePages, view: View) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a view, which runs in a worker thread and in one transaction."""

    async def endpoint(request: Request) -> Response:
        try:
            form = await read_form(request) if request.method == "POST" else {}
        except Refused as refusal:
            return _show_refusal(pages, request, refusal)
        answer = await to_thread.run_sync(_visit, pages, view, request, form)
        if request.method == "POST":
            pages.after_change()
        return answer

    return endpoint


def _visit(pages: CasePages, view: View, request: Request, form: dict[str, str]) -> Response:
    try:
        with pages.factory.begin() as session:
            return view(Visit(pages, request, session, form))
    except Refused as refusal:
        return _show_refusal(pages, request, refusal)
    except Exception:  # nothing of the visit is kept, and the details stand only in the log
        logger.exception("a page about a case failed")
        return _show_refusal(pages, request, Refused(503, FAILED))


def _show_refusal(pages: CasePages, request: Request, refusal: Refused) -> Response:
    with pages.factory() as session:  # reads nothing
        visit = Visit(pages, request, session, {})
        return visit.show("refused.html", status=refusal.status, refusal=refusal)
