"""Who waits for new offers: by what they wait for, as numbers; on request an administrator finds and deletes some."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.audit import record_audit
from bot.accounts.roles import ADMINISTRATORS
from bot.accounts.roles import READERS_OF_MISSES as READERS
from bot.staff.accounts import LARGEST_ID
from bot.staff.errors import Refused
from bot.staff.pages import get, post
from bot.staff.record_lists import read_page
from bot.staff.visit import Visit
from bot.subscriptions.ending import forget
from bot.subscriptions.models import Subscription
from bot.subscriptions.queries import PAGE_SIZE, find_of_address, list_wishes

STATES = {"confirmed": "bestätigt", "pending": "noch nicht bestätigt", "declined": "abgelehnt, wird vergessen"}
LONGEST_ADDRESS = 254


def show_subscriptions(visit: Visit) -> Response:
    """``GET /benachrichtigungen``; nobody sees an address here that was not typed."""
    return _show(visit)


def find_subscriptions(visit: Visit) -> Response:
    """``POST /benachrichtigungen/suchen``: what an address has asked for; posted, so that it stands in no log."""
    email = str(visit.form.get("email", "")).strip()[:LONGEST_ADDRESS]
    record_audit(visit.session, visit.account, "Benachrichtigungen einer Adresse gesucht")
    return _show(visit, email=email)


def delete_subscription(visit: Visit) -> Response:
    """``POST /benachrichtigungen/{subscription}/loeschen``."""
    number = int(visit.params["subscription"])
    found = visit.session.get(Subscription, number) if number <= LARGEST_ID else None
    if found is None:
        raise Refused(409, "Diese Benachrichtigung gibt es nicht mehr.")
    forget(visit.session, number)
    record_audit(
        visit.session, visit.account, "Benachrichtigung gelöscht", f"benachrichtigung:{number}", found.conditions
    )
    return visit.redirect("show_subscriptions", notice="Die Benachrichtigung und die Adresse dazu sind gelöscht.")


def _show(visit: Visit, *, email: str = "") -> Response:
    page = read_page(visit)
    wishes, total = list_wishes(visit.session, page=page)
    return visit.page(
        "subscriptions.html",
        wishes=wishes,
        total=total,
        number=page,
        last=max(1, -(-total // PAGE_SIZE)),
        may_search=visit.account.may(*ADMINISTRATORS),
        email=email,
        found=find_of_address(visit.session, email) if email else [],
        states=STATES,
    )


PAGES = (
    get("/benachrichtigungen", show_subscriptions, READERS | ADMINISTRATORS),
    post("/benachrichtigungen/suchen", find_subscriptions, ADMINISTRATORS),
    post("/benachrichtigungen/{subscription:int}/loeschen", delete_subscription, ADMINISTRATORS),
)
