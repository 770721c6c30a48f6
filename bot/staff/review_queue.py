"""What waits for approval: by this person, and of this person."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.revisions.queries import find_own, find_scheduled, find_waiting
from bot.staff.pages import get
from bot.staff.visit import Visit


def show_reviews(visit: Visit) -> Response:
    """``GET /freigaben``."""
    return visit.page(
        "records/reviews.html",
        waiting=find_waiting(visit.session, visit.account),
        handed_in=find_own(visit.session, visit.account, "review"),
        drafts=find_own(visit.session, visit.account, "draft"),
        scheduled=find_scheduled(visit.session),
    )


PAGES = (get("/freigaben", show_reviews, WRITERS),)
