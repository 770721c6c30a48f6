"""The addresses of the public pages about offers."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute, Route

from bot.offers.addresses import LIST
from bot.web.offers.listing import show_list
from bot.web.offers.offer import download_date, show_offer
from bot.web.offers.page import OfferPages, Visit
from bot.web.public.serving import serve


def make_offer_routes(pages: OfferPages) -> list[BaseRoute]:
    """Return the routes."""
    page = partial(serve, pages, Visit)
    return [
        Route(LIST, page(show_list)),
        Route(f"{LIST}/{{slug}}/termin.ics", page(download_date)),
        Route(f"{LIST}/{{slug}}", page(show_offer)),
    ]
