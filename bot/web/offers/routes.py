"""The public pages about offers: addresses, and what stands in front of all of them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.contacts.queries import WAY_OUT
from bot.offers.addresses import LIST
from bot.web.offers.listing import show_list
from bot.web.offers.offer import download_date, show_offer
from bot.web.offers.page import OfferPages, Refused, View, Visit

logger = logging.getLogger(__name__)

TOO_OFTEN = "Von Ihrem Anschluss kamen gerade sehr viele Anfragen. Bitte warten Sie kurz und laden Sie dann neu."
FAILED = f"Die Seite lässt sich wegen einer Störung gerade nicht zeigen. Sie erreichen uns so: {WAY_OUT}."


def make_offer_routes(pages: OfferPages) -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route(LIST, _serve(pages, show_list)),
        Route(f"{LIST}/{{slug}}/termin.ics", _serve(pages, download_date)),
        Route(f"{LIST}/{{slug}}", _serve(pages, show_offer)),
    ]


def _serve(pages: OfferPages, view: View) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a view, which runs in a worker thread and writes nothing."""

    async def endpoint(request: Request) -> Response:
        return await to_thread.run_sync(_visit, pages, view, request)

    return endpoint


def _visit(pages: OfferPages, view: View, request: Request) -> Response:
    with pages.factory() as session:
        visit = Visit(pages, request, session)
        try:
            seconds = pages.limits.seconds_until_page(address=visit.address)
            if seconds:
                raise Refused(429, TOO_OFTEN, retry_after=seconds)
            return view(visit)
        except Refused as refusal:
            return _show_refusal(visit, refusal)
        except SQLAlchemyError:
            logger.exception("a page about offers failed")
            return _show_refusal(visit, Refused(503, FAILED))


def _show_refusal(visit: Visit, refusal: Refused) -> Response:
    answer = visit.show("refused.html", status=refusal.status, refusal=refusal)
    if refusal.retry_after:
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer
