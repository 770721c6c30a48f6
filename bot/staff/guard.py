"""The guard in front of every page: log-in, role, token of the form, size of what is sent; one transaction a view."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from anyio import to_thread
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from starlette.datastructures import FormData, Headers
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.accounts.sessions import OpenSession, find_session, take_notice
from bot.addresses import public_url
from bot.db import utc_now
from bot.staff.errors import Refused, no_right
from bot.staff.pages import Page
from bot.staff.visit import COOKIE, TARGET, Office, Visit

logger = logging.getLogger(__name__)

TOKEN_FIELD = "csrf"
MOST_FIELDS = 2000
EXPIRED = "Die Seite war zu lange offen. Bitte laden Sie sie neu und senden Sie noch einmal; nichts wurde geändert."
TOO_LARGE = "Das ist zu groß. Erlaubt sind hier höchstens {size} KB."
INCOMPLETE = "Die Eingabe ist unvollständig angekommen. Bitte senden Sie sie noch einmal."
OUT_OF_ORDER = (
    "Die Datenbank antwortet gerade nicht. Gehen Sie zurück, Ihre Eingaben stehen noch da, und senden Sie neu."
)
OVERLAPPED = (
    "Jemand anderes hat im selben Augenblick dasselbe geändert. Gehen Sie zurück, Ihre Eingaben stehen noch da, und "
    "senden Sie neu."
)
FAILED = (
    "Hier ist uns ein Fehler unterlaufen, und es wurde nichts geändert. Gehen Sie zurück, Ihre Eingaben stehen "
    "noch da. Geschieht es wieder, dann sagen Sie bitte Ihrer Verwaltung Bescheid."
)


def guarded(office: Office, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a page; the view itself runs in a worker thread."""

    async def endpoint(request: Request) -> Response:
        try:
            form = await _read_form(request, page) if page.method == "POST" else FormData()
            _check_characters(request, form)
        except Refused as refusal:
            return show_refusal(office, request, refusal)
        return await to_thread.run_sync(_visit, office, page, request, form)

    return endpoint


def _visit(office: Office, page: Page, request: Request, form: FormData) -> Response:
    login: OpenSession | None = None
    try:
        now = utc_now()
        # A transaction of its own: that a log-in is in use is noted, which on SQLite would lock everybody else out for
        # as long as the visit lasts.
        with office.factory.begin() as session:
            login = find_session(session, request.cookies.get(COOKIE, ""), now=now)
        with office.factory.begin() as session:
            visit = Visit(office, request, session, login, form, now)
            answer = _turn_away(page, visit)
            if answer is None:
                if page.method == "GET" and login is not None and not visit.is_fragment:
                    visit.notice, visit.login = login.notice, take_notice(session, login)
                answer = page.view(visit)
        return answer
    except Refused as refusal:
        return show_refusal(office, request, refusal, login)
    except IntegrityError:
        logger.warning("two visits of the page %r met", page.name)
        return show_refusal(office, request, Refused(409, OVERLAPPED), login)
    except SQLAlchemyError:
        logger.exception("the back office could not use the database")
        return show_refusal(office, request, Refused(503, OUT_OF_ORDER), login)
    except Exception:  # a bug: nothing of the visit is kept, and its details stand only in the log
        logger.exception("the page %r failed", page.name)
        return show_refusal(office, request, Refused(500, FAILED), login)


def _turn_away(page: Page, visit: Visit) -> Response | None:
    """Return where a visitor is sent instead, None for those who may come in. Raises Refused."""
    if page.method == "POST":
        _check_origin(visit)
    if page.roles is None:
        return None
    if visit.login is None or not visit.login.is_complete:
        if page.method == "POST":
            raise Refused(403, EXPIRED)
        return _ask_to_log_in(visit)
    if not visit.account.may(*page.roles):
        raise no_right()
    if page.method == "POST":
        check_token(visit.login, visit.form)
    return None


def _ask_to_log_in(visit: Visit) -> Response:
    """Send to the log-in, and from there to the page that was asked for."""
    address, url = visit.url("show_login"), visit.request.url
    wanted = f"{url.path}?{url.query}" if url.query else url.path
    if wanted != visit.url("show_overview"):
        address += f"?{urlencode({TARGET: wanted})}"
    return RedirectResponse(address, 303)


def _check_origin(visit: Visit) -> None:
    """Refuse forms that another site sends. A proxy may hand on another host than the one that people see."""
    headers = visit.request.headers
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
    ours = {headers.get("host"), urlsplit(public_url(visit.settings)).netloc}
    if site not in ("same-origin", "none") or (origin and urlsplit(origin).netloc not in ours):
        raise Refused(403, "Diese Eingabe kam von einer fremden Seite und wurde nicht angenommen.")


def check_token(login: OpenSession, form: FormData) -> None:
    """Refuse a form that does not carry the token of its log-in. Raises Refused."""
    sent = form.get(TOKEN_FIELD)
    if not isinstance(sent, str) or not secrets.compare_digest(sent.encode(), login.csrf_token.encode()):
        raise Refused(403, EXPIRED)


def _check_characters(request: Request, form: FormData) -> None:
    """Refuse the character that no PostgreSQL column can hold."""
    pairs = [*form.multi_items(), *request.query_params.multi_items(), *request.path_params.items()]
    if any(isinstance(text, str) and "\0" in text for _name, text in pairs):
        raise Refused(400, INCOMPLETE)


async def _read_form(request: Request, page: Page) -> FormData:
    """Read a form of at most the page's size, whatever its headers say. Raises Refused."""
    size = 0

    async def limited() -> AsyncGenerator[bytes, None]:
        nonlocal size
        async for chunk in request.stream():
            size += len(chunk)
            if size > page.largest_form:
                raise Refused(413, TOO_LARGE.format(size=page.largest_form // 1024))
            yield chunk

    headers = Headers(scope=request.scope)
    try:
        if headers.get("content-type", "").startswith("multipart/form-data"):
            parser = MultiPartParser(
                headers, limited(), max_files=1, max_fields=MOST_FIELDS, max_part_size=page.largest_form
            )
            return await parser.parse()
        return await FormParser(headers, limited()).parse()
    except (MultiPartException, UnicodeDecodeError):
        raise Refused(400, INCOMPLETE) from None


def show_refusal(office: Office, request: Request, refusal: Refused, login: OpenSession | None = None) -> Response:
    """Show a refusal as a page; it reads nothing from the database."""
    with office.factory() as session:
        return Visit(office, request, session, login).page("error.html", status=refusal.status, refusal=refusal)
