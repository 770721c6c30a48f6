"""The page behind a one-time link: choose a password, then be logged in."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.invitations import OpenLink, UnusableLink, accept_link, find_link
from bot.accounts.passwords import SHORTEST, WeakPassword
from bot.handoff.account_mail import forget_links
from bot.staff.errors import Refused
from bot.staff.login import enter
from bot.staff.pages import get, post
from bot.staff.visit import Visit

DIFFERENT = "Die beiden Passwörter sind nicht gleich. Bitte geben Sie das neue Passwort zweimal ein."


def show_link(visit: Visit) -> Response:
    """``GET /einladung/{token}``: looking at it uses nothing up, as mail scanners do so."""
    return _show_form(visit, _find_link(visit))


def accept_invitation(visit: Visit) -> Response:
    """``POST /einladung/{token}``: set the password and log in."""
    link = _find_link(visit)
    try:
        password = read_new_password(visit)
        result = accept_link(visit.session, link, password=password, now=visit.now)
    except WeakPassword as problem:
        return _show_form(visit, link, problem=str(problem))
    except UnusableLink as refusal:
        raise Refused(410, str(refusal)) from None
    forget_links(visit.session, link.account_id)
    return enter(visit, result)


def read_new_password(visit: Visit) -> str:
    """Return the password that was entered twice. Raises WeakPassword."""
    password, again = str(visit.form.get("password", "")), str(visit.form.get("again", ""))
    if password != again:
        raise WeakPassword(DIFFERENT)
    return password


def _find_link(visit: Visit) -> OpenLink:
    try:
        return find_link(visit.session, visit.params["token"], now=visit.now)
    except UnusableLink as refusal:
        raise Refused(410, str(refusal)) from None


def _show_form(visit: Visit, link: OpenLink, *, problem: str = "") -> Response:
    status = 422 if problem else 200
    return visit.page("choose_password.html", status=status, link=link, problem=problem, shortest=SHORTEST)


PAGES = (
    get("/einladung/{token}", show_link, None),
    post("/einladung/{token}", accept_invitation, None),
)
