"""The first page after logging in: what waits for this person."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from bot.accounts.roles import ADMINISTRATORS, EVERYBODY, READERS_OF_CASES, READERS_OF_MISSES, WRITERS
from bot.staff import tiles
from bot.staff.pages import get
from bot.staff.tiles import Tile
from bot.staff.visit import Visit

# Each part of the page, and who gets it.
TILES: tuple[tuple[frozenset[str], Callable[[Visit], Tile]], ...] = (
    (READERS_OF_CASES, tiles.count_cases),
    (ADMINISTRATORS, tiles.count_failed_mails),
    (ADMINISTRATORS, tiles.count_received_mails),
    (WRITERS, tiles.count_waiting),
    (WRITERS, tiles.count_drafts),
    (WRITERS, tiles.count_planned),
    (WRITERS, tiles.count_overdue),
    (WRITERS, tiles.count_expiring),
    (READERS_OF_MISSES, tiles.count_unanswered),
)


def show_overview(visit: Visit) -> Response:
    """``GET /``."""
    mine = [make(visit) for roles, make in TILES if visit.account.may(*roles)]
    return visit.page("overview.html", tiles=mine, may_write=visit.account.may(*WRITERS))


PAGES = (get("/", show_overview, EVERYBODY),)
