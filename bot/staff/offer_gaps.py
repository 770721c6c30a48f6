"""What visitors searched for and there is no offer for: the list for talks with providers."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from bot.accounts.roles import READERS_OF_MISSES as READERS
from bot.analytics.offer_gaps import PAGE_SIZE, list_offer_gaps
from bot.offers.filters import OfferFilters
from bot.offers.finding import count_offers
from bot.staff.inbox import PERIODS
from bot.staff.pages import get
from bot.staff.record_lists import read_page
from bot.staff.visit import Visit
from bot.subscriptions.queries import count_confirmed


def show_offer_gaps(visit: Visit) -> Response:
    """``GET /unbeantwortet/angebote``; of each search, how many offers meet it today, sample data left out."""
    page, days = read_page(visit), visit.query.get("tage", "")
    period = next((one for one in PERIODS if str(one) == days), None)
    since = visit.now - timedelta(days=period) if period else None
    gaps, total = list_offer_gaps(visit.session, since=since, page=page)
    found = {
        gap.wish_key: count_offers(
            visit.session, OfferFilters.from_slot(dict(gap.filters)), today=visit.today, show_samples=False
        )
        for gap in gaps
    }
    return visit.page(
        "inbox/offer_gaps.html",
        gaps=gaps,
        total=total,
        found=found,
        waiting=count_confirmed(visit.session, [gap.wish_key for gap in gaps]),
        number=page,
        last=max(1, -(-total // PAGE_SIZE)),
        period=period,
        periods=PERIODS,
    )


PAGES = (get("/unbeantwortet/angebote", show_offer_gaps, READERS),)
