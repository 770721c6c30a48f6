"""Log in and out."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from starlette.responses import RedirectResponse, Response

from bot.accounts.login import Login, LoginRefused, log_in
from bot.accounts.roles import EVERYBODY
from bot.accounts.sessions import LONGEST, close_session
from bot.addresses import public_url
from bot.staff.pages import get, post
from bot.staff.visit import COOKIE, TARGET, Visit


def show_login(visit: Visit) -> Response:
    """``GET /anmelden``."""
    if visit.login and visit.login.is_complete:
        return visit.redirect("show_overview")
    return visit.page("login.html", email="", problem="", target=read_target(visit))


def submit_login(visit: Visit) -> Response:
    """``POST /anmelden``: to the overview, or back with one sentence."""
    email, password = str(visit.form.get("email", "")), str(visit.form.get("password", ""))
    result = log_in(visit.session, email=email, password=password, address=visit.address, now=visit.now)
    if isinstance(result, LoginRefused):
        return visit.page("login.html", status=401, email=email, problem=str(result), target=read_target(visit))
    return enter(visit, result)


def enter(visit: Visit, login: Login) -> Response:
    """Go on after the first factor; an earlier log-in of the browser ends."""
    if visit.login is not None:
        close_session(visit.session, visit.login.key)
    target = read_target(visit)
    if login.needs_second_factor:
        target = f"{visit.url('show_second_factor')}?{urlencode({TARGET: target})}"
    return give_cookie(visit, RedirectResponse(target, 303), login.token)


def read_target(visit: Visit) -> str:
    """Return the path of the page that was asked for before the log-in; the overview for one that is not ours."""
    overview = visit.url("show_overview")
    wanted = str(visit.form.get(TARGET) or visit.query.get(TARGET, ""))
    return wanted if wanted.startswith(overview) else overview


def log_out(visit: Visit) -> Response:
    """``POST /abmelden``."""
    assert visit.login is not None
    close_session(visit.session, visit.login.key)
    response = visit.redirect("show_login")
    response.delete_cookie(COOKIE, path=cookie_path(visit))
    return response


def give_cookie(visit: Visit, response: Response, token: str) -> Response:
    """Put the token of a session into the browser; scripts cannot read it, other sites cannot use it for forms."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        path=cookie_path(visit),
        # Behind a proxy that ends TLS, only the public address tells.
        secure="https" in (visit.request.url.scheme, urlsplit(public_url(visit.settings)).scheme),
        httponly=True,
        samesite="lax",
    )
    return response


def cookie_path(visit: Visit) -> str:
    """Return the part of the site that gets the cookie: the back office alone."""
    return str(visit.request.scope.get("root_path") or "/")


PAGES = (
    get("/anmelden", show_login, None),
    post("/anmelden", submit_login, None),
    post("/abmelden", log_out, EVERYBODY),
)
