"""The page of the funding check: its address, and what stands in front of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.contacts.queries import WAY_OUT
from bot.web.cases.form import read_form
from bot.web.cases.lookup import TOO_OFTEN, say_minutes
from bot.web.cases.page import Refused
from bot.web.funding_check.page import PATH, CheckPages, View, Visit
from bot.web.funding_check.views import mail_check, show_check

logger = logging.getLogger(__name__)

FAILED = f"Das hat wegen einer Störung nicht geklappt. Gehen Sie zurück: Ihre Angaben stehen noch da. Bleibt es dabei, erreichen Sie uns so: {WAY_OUT}."  # noqa: E501


def make_check_routes(pages: CheckPages) -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route(PATH, _serve(pages, show_check)),
        Route(PATH, _serve(pages, mail_check), methods=["POST"]),
    ]


def _serve(pages: CheckPages, view: View) -> Callable[[Request], Awaitable[Response]]:
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


def _visit(pages: CheckPages, view: View, request: Request, form: dict[str, str]) -> Response:
    try:
        with pages.factory.begin() as session:
            visit = Visit(pages, request, session, form)
            seconds = pages.limits.seconds_until_page(address=visit.address)
            if seconds:
                raise Refused(429, TOO_OFTEN.format(minutes=say_minutes(seconds)))
            return view(visit)
    except Refused as refusal:
        return _show_refusal(pages, request, refusal)
    except Exception:  # nothing of the visit is kept, and the details stand only in the log
        logger.exception("the page of the funding check failed")
        return _show_refusal(pages, request, Refused(503, FAILED))


def _show_refusal(pages: CheckPages, request: Request, refusal: Refused) -> Response:
    with pages.factory() as session:  # reads nothing
        return Visit(pages, request, session, {}).show("refused.html", status=refusal.status, refusal=refusal)
