"""The addresses of the public pages of the FAQ."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute, Route

from bot.faq.addresses import LIST
from bot.web.faq.entry import show_entry
from bot.web.faq.listing import show_list
from bot.web.faq.page import FaqPages, Visit
from bot.web.public.serving import serve


def make_faq_routes(pages: FaqPages) -> list[BaseRoute]:
    """Return the routes."""
    page = partial(serve, pages, Visit)
    return [Route(LIST, page(show_list)), Route(f"{LIST}/{{slug}}", page(show_entry))]
