"""One visit of a page: who comes, what was sent, the database, and the ways to answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session, sessionmaker
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.accounts.sessions import AccountView, OpenSession, leave_notice
from bot.addresses import find_caller
from bot.db import utc_now
from bot.handoff.case_reading import find_scope
from bot.search.reduced import ReducedBrain
from bot.search.trial import Trials
from bot.settings import Settings, split_list
from bot.staff.navigation import count_news, visible_sections
from bot.staff.streams import DeskStreams
from bot.staff.templates import Templates

COOKIE = "lotse_redaktion"
TARGET = "weiter"  # carries the page that was asked for through the log-in


@dataclass(frozen=True)
class Office:
    """What all pages share.

    ``brain`` answers as the assistant would, ``trials`` as it would after a change, ``streams`` keep pages up to date.
    """

    settings: Settings
    factory: sessionmaker
    templates: Templates
    brain: ReducedBrain
    trials: Trials
    streams: DeskStreams


@dataclass
class Visit:
    """A request inside its own transaction: it commits when the view returns, and rolls back when it raises."""

    office: Office
    request: Request
    session: Session
    login: OpenSession | None = None
    form: FormData = field(default_factory=FormData)
    now: datetime = field(default_factory=utc_now)
    notice: str = ""  # what the last action left to say
    _scopes: list[str | None] = field(default_factory=list)  # read once

    @property
    def account(self) -> AccountView:
        """Who is at the desk; pages without a log-in must not ask."""
        assert self.login is not None
        return self.login.account

    @property
    def scope(self) -> str | None:
        """The organisation whose cases the account may see, None for those of all."""
        # Not functools.cached_property: before Python 3.12 all visits share its lock, and one that waits for the
        # database inside it would hold up the very visit that has the database.
        if not self._scopes:
            self._scopes.append(find_scope(self.session, self.settings, self.account))
        return self._scopes[0]

    @property
    def settings(self) -> Settings:
        """The settings of the process."""
        return self.office.settings

    @property
    def today(self) -> date:
        """The day, as everywhere in the house."""
        return self.office.settings.current_day()

    @property
    def address(self) -> str:
        """The network address of whoever asks."""
        return find_caller(
            self.request.client.host if self.request.client else "",
            forwarded=self.request.headers.getlist("x-forwarded-for"),
            trusted_proxies=split_list(self.settings.trusted_proxies),
        )

    @property
    def query(self) -> dict[str, str]:
        """What stands behind the question mark of the address."""
        return dict(self.request.query_params)

    @property
    def params(self) -> dict[str, Any]:
        """What stands in the path."""
        return self.request.path_params

    def url(self, name: str, **params: Any) -> str:
        """Return the path of a page by the name of its view."""
        scope = self.request.scope
        # Keys may be whole questions: what stands in a path is quoted.
        path = scope["app"].state.routes[name].url_path_for(name, **params)
        return str(scope.get("root_path", "")) + quote(str(path))

    @property
    def is_fragment(self) -> bool:
        """Whether a script of a page asks, for a part of it: such a visit takes no notice that a person is to read."""
        return "x-fragment" in self.request.headers

    def page(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """Show a template."""
        account = self.login.account if self.login and self.login.is_complete else None
        sections = visible_sections(account) if account else []
        # A page about a failure reads nothing: the database may be what has failed.
        news = count_news(self) if account and status < 500 else {}
        html = self.office.templates.render(template, visit=self, sections=sections, news=news, **context)
        return HTMLResponse(html, status)

    def redirect(self, name: str, *, notice: str = "", query: str = "", fragment: str = "", **params: Any) -> Response:
        """Go on to a page after an action; ``notice`` is what it says first, ``query`` and ``fragment`` are encoded."""
        if notice and self.login:
            leave_notice(self.session, self.login.key, notice)
        address = self.url(name, **params) + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
        return RedirectResponse(address, 303)
