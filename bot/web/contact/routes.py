"""The address of the page on which a concern is handed over."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from bot.web.contact.page import PATH, ContactPages, Visit
from bot.web.contact.views import hand_over, show_form
from bot.web.public.serving import serve


def make_contact_routes(pages: ContactPages) -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route(PATH, serve(pages, Visit, show_form)),
        Route(PATH, serve(pages, Visit, hand_over), methods=["POST"]),
    ]
