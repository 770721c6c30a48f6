"""The first page after logging in: what waits for this person."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import EVERYBODY
from bot.staff.pages import get
from bot.staff.visit import Visit


def show_overview(visit: Visit) -> Response:
    """``GET /``."""
    return visit.page("overview.html")


PAGES = (get("/", show_overview, EVERYBODY),)
