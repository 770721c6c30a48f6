"""The addresses of the pages behind the links of mails, which need no log-in."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute, Route

from bot.subscriptions.posting import CONFIRM, UNSUBSCRIBE
from bot.web.cases.case import change_case, show_case
from bot.web.cases.lookup import look_up, show_lookup
from bot.web.cases.notices import confirm_notices, end_notices, show_confirmation, show_unsubscribing
from bot.web.cases.page import CasePages, Visit
from bot.web.cases.reply import send_reply, show_reply
from bot.web.public.serving import serve


def make_case_routes(pages: CasePages) -> list[BaseRoute]:
    """Return the routes."""
    page = partial(serve, pages, Visit)
    return [
        Route("/fall", page(show_lookup)),
        Route("/fall", page(look_up), methods=["POST"]),
        Route("/fall/{token}", page(show_case)),
        Route("/fall/{token}", page(change_case), methods=["POST"]),
        Route("/antwort/{token}", page(show_reply)),
        Route("/antwort/{token}", page(send_reply), methods=["POST"]),
        Route(f"{CONFIRM}/{{token}}", page(show_confirmation)),
        Route(f"{CONFIRM}/{{token}}", page(confirm_notices), methods=["POST"]),
        Route(f"{UNSUBSCRIBE}/{{token}}", page(show_unsubscribing)),
        Route(f"{UNSUBSCRIBE}/{{token}}", page(end_notices), methods=["POST"]),
    ]
