"""The address of the page of the funding check."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from bot.offers.eligibility.address import PATH
from bot.web.funding_check.page import CheckPages, Visit
from bot.web.funding_check.views import mail_check, show_check
from bot.web.public.serving import serve


def make_check_routes(pages: CheckPages) -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route(PATH, serve(pages, Visit, show_check)),
        Route(PATH, serve(pages, Visit, mail_check), methods=["POST"]),
    ]
