"""The second step of a log-in: a code of the app, or a recovery code."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from bot.accounts.login import LoginRefused
from bot.accounts.second_factor import complete_login
from bot.staff.guard import check_token
from bot.staff.login import give_cookie, read_target
from bot.staff.pages import get, post
from bot.staff.visit import Visit


def show_second_factor(visit: Visit) -> Response:
    """``GET /zweiter-schritt``."""
    if visit.login is None:
        return visit.redirect("show_login")
    if visit.login.is_complete:
        return visit.redirect("show_overview")
    return visit.page("second_factor.html", problem="", target=read_target(visit))


def submit_second_factor(visit: Visit) -> Response:
    """``POST /zweiter-schritt``: the log-in is complete, and its cookie a new one."""
    if visit.login is None:  # it took too long, or there were too many wrong codes
        return visit.redirect("show_login")
    if visit.login.is_complete:
        return visit.redirect("show_overview")
    check_token(visit.login, visit.form)
    code = str(visit.form.get("code", ""))
    result = complete_login(visit.session, visit.login, code=code, address=visit.address, now=visit.now)
    if isinstance(result, LoginRefused):
        return visit.page("second_factor.html", status=401, problem=str(result), target=read_target(visit))
    return give_cookie(visit, RedirectResponse(read_target(visit), 303), result)


PAGES = (
    get("/zweiter-schritt", show_second_factor, None),
    post("/zweiter-schritt", submit_second_factor, None),
)
