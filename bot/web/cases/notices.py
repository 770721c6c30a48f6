"""``/benachrichtigung/…``: confirm notices of new offers, or end them, by the links of their mails.

Nothing changes where an address is only opened: programs that look through mails open every link in them.
"""

from __future__ import annotations

from starlette.responses import Response

from bot.handoff.links import UnknownLink, UnusableLink
from bot.subscriptions.ending import confirm, unsubscribe
from bot.subscriptions.links import GoneSubscription, open_link
from bot.subscriptions.models import Subscription
from bot.subscriptions.posting import CONFIRM, UNSUBSCRIBE
from bot.web.cases.page import Visit
from bot.web.public.visit import Refused


def show_confirmation(visit: Visit) -> Response:
    """``GET …/bestaetigen/{token}``: ask whether notices shall begin."""
    subscription = _open(visit, "confirm")
    return _show(visit, subscription, "confirmed" if subscription.state == "confirmed" else "asked")


def confirm_notices(visit: Visit) -> Response:
    """``POST …/bestaetigen/{token}``: let them begin; a second time changes nothing."""
    subscription = _open(visit, "confirm")
    confirm(visit.session, subscription, now=visit.now)
    return _show(visit, subscription, "confirmed")


def show_unsubscribing(visit: Visit) -> Response:
    """``GET …/abbestellen/{token}``: ask whether notices shall end."""
    return _show(visit, _open(visit, "unsubscribe"), "leaving")


def end_notices(visit: Visit) -> Response:
    """``POST …/abbestellen/{token}``: end them; mail programs post here by themselves (RFC 8058)."""
    try:
        subscription = _open(visit, "unsubscribe")
    except Refused as refusal:
        if isinstance(refusal.__cause__, GoneSubscription):  # ended before: just what is wanted
            return visit.show("notice.html", subscription=None, step="ended", action="")
        raise
    unsubscribe(visit.session, subscription)
    return _show(visit, subscription, "ended")


def _open(visit: Visit, purpose: str) -> Subscription:
    try:
        return open_link(visit.session, visit.token, purpose, now=visit.now)
    except UnusableLink as problem:
        raise Refused(404 if isinstance(problem, UnknownLink) else 410, str(problem)) from problem


def _show(visit: Visit, subscription: Subscription, step: str) -> Response:
    action = UNSUBSCRIBE if step == "leaving" else CONFIRM
    return visit.show(
        "notice.html",
        subscription=subscription,
        step=step,
        action=visit.url(f"{action}/{visit.token}"),
    )
