"""One visit of a page for visitors: what was sent, the database, and the ways to answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode

from sqlalchemy.orm import Session, sessionmaker
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.addresses import public_url
from bot.contacts.queries import WAY_OUT
from bot.db import utc_now
from bot.settings import Settings, split_list
from bot.web.limits import PageLimits, client_address
from bot.web.public.environment import PAGE_POLICY, make_page_environment

TOO_OFTEN = "Von Ihrem Anschluss kamen gerade sehr viele Anfragen. Bitte warten Sie kurz und laden Sie dann neu."
TOO_MANY_TRIES = "Das waren sehr viele Versuche. Bitte warten Sie {time} und versuchen Sie es dann noch einmal."
HEADERS = {"Content-Security-Policy": PAGE_POLICY, "Cross-Origin-Resource-Policy": "same-origin"}
# Of pages that are meant for one person.
PRIVATE = {**HEADERS, "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


class Refused(Exception):
    """A visit ends with a German sentence, and nothing of it is kept.

    ``way_on`` names what may be done about it, ``kept`` is what was typed and has not gone out, ``retry_after`` are
    seconds.
    """

    def __init__(self, status: int, text: str, *, way_on: str = "", kept: str = "", retry_after: int = 0) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.way_on = way_on
        self.kept = kept
        self.retry_after = retry_after


class PublicPages:
    """What the visits of some pages share; ``after_change`` tells the outbox that there may be something to send.

    ``folder`` has their templates, ``headers`` go with every page, ``failed`` is what a visitor is told where something
    is out of order.
    """

    folder: ClassVar[Path]
    failed: ClassVar[str]
    headers: ClassVar[Mapping[str, str]] = PRIVATE

    def __init__(
        self, settings: Settings, factory: sessionmaker, *, after_change: Callable[[], None] = lambda: None
    ) -> None:
        self.settings = settings
        self.factory = factory
        self.after_change = after_change
        self.templates = make_page_environment(self.folder)


@dataclass
class PublicVisit:
    """A request inside its own transaction: it commits when the view returns, and rolls back when it raises."""

    pages: PublicPages
    request: Request
    session: Session
    form: Mapping[str, str] = field(default_factory=dict)
    now: datetime = field(default_factory=utc_now)

    @property
    def settings(self) -> Settings:
        """The settings of the process."""
        return self.pages.settings

    @property
    def address(self) -> str:
        """The network address of whoever asks."""
        return client_address(self.request, split_list(self.settings.trusted_proxies))

    def admit(self) -> None:
        """Refuse what comes too often, before anything is read. Raises Refused."""

    def admit_by(self, limits: PageLimits) -> None:
        """Count a page against its limit. Raises Refused."""
        seconds = limits.seconds_until_page(address=self.address)
        if seconds:
            raise Refused(429, TOO_OFTEN, retry_after=seconds)

    def url(self, path: str) -> str:
        """Return the address of a page of the gateway on this server."""
        return str(self.request.scope.get("root_path", "")) + path

    def public_address(self, path: str) -> str:
        """Return the whole address of a page, under which it stands in mails, calendars and search engines."""
        return public_url(self.settings) + path

    def show(self, template: str, *, status: int = 200, **context: object) -> Response:
        """Show a template."""
        page = self.pages.templates.get_template(template)
        html = page.render(visit=self, settings=self.settings, way_out=WAY_OUT, **context)
        return HTMLResponse(html, status, self.pages.headers)

    def redirect(self, path: str, **query: str) -> Response:
        """Go on to a page after something was done."""
        address = self.url(path) + (f"?{urlencode(query)}" if query else "")
        return RedirectResponse(address, 303, self.pages.headers)


def say_too_many_tries(seconds: int) -> str:
    """Return what is said to whoever has tried something too often and has to wait."""
    minutes = math.ceil(seconds / 60)
    return TOO_MANY_TRIES.format(time="1 Minute" if minutes == 1 else f"{minutes} Minuten")
