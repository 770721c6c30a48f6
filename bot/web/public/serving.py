"""What stands in front of every page for visitors: its form, its limit, one transaction, and the page of a refusal."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from bot.web.public.form import read_form
from bot.web.public.visit import PublicPages, PublicVisit, Refused

logger = logging.getLogger(__name__)

# A view of the room whose visits are of a class of their own.
View = Callable[[Any], Response]


def serve(pages: PublicPages, visit_class: type[PublicVisit], view: View) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a view, which runs in a worker thread and in one transaction."""

    async def endpoint(request: Request) -> Response:
        is_form = request.method == "POST"
        try:
            form = await read_form(request) if is_form else {}
        except Refused as refusal:
            return _show_refusal(pages, visit_class, request, refusal)
        answer = await to_thread.run_sync(_visit, pages, visit_class, view, request, form)
        if is_form:
            pages.after_change()
        return answer

    return endpoint


def _visit(
    pages: PublicPages, visit_class: type[PublicVisit], view: View, request: Request, form: dict[str, str]
) -> Response:
    try:
        with pages.factory.begin() as session:
            visit = visit_class(pages, request, session, form)
            visit.admit()
            return view(visit)
    except Refused as refusal:
        return _show_refusal(pages, visit_class, request, refusal, form)
    except Exception:  # nothing of the visit is kept, and the details stand only in the log
        logger.exception("the page %s failed", view.__name__)
        return _show_refusal(pages, visit_class, request, Refused(503, pages.failed), form)


def _show_refusal(
    pages: PublicPages,
    visit_class: type[PublicVisit],
    request: Request,
    refusal: Refused,
    form: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    with pages.factory() as session:  # reads nothing
        visit = visit_class(pages, request, session, form)
        answer = visit.show("refused.html", status=refusal.status, refusal=refusal)
    if refusal.retry_after:
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer
