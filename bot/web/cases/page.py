"""One visit of a page about a case: what was sent, the database, and the ways to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session, sessionmaker
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.contacts.queries import WAY_OUT
from bot.db import utc_now
from bot.handoff.links import UnknownLink, UnusableLink
from bot.settings import Settings, split_list
from bot.web.cases.templates import Templates
from bot.web.limits import CaseLimits, client_address
from bot.web.look.environment import PAGE_POLICY

HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}

UNCLEAR = "Es ist nicht zu erkennen, was Sie tun wollten. Bitte versuchen Sie es noch einmal."
WHOLE = "seite"  # the name of a problem that concerns no single field

View = Callable[["Visit"], Response]


class Refused(Exception):
    """A visit ends with a sentence, and nothing of it is kept; ``way_on`` names what may be done about it."""

    def __init__(self, status: int, text: str, *, way_on: str = "", kept: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.way_on = way_on
        self.kept = kept  # what was typed and has not gone out


@dataclass(frozen=True)
class CasePages:
    """What all these pages share; ``after_change`` tells the outbox that there may be something to send."""

    settings: Settings
    factory: sessionmaker
    after_change: Callable[[], None]
    templates: Templates = field(default_factory=Templates)
    limits: CaseLimits = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "limits", CaseLimits(self.settings))


@dataclass
class Visit:
    """A request inside its own transaction: it commits when the view returns, and rolls back when it raises."""

    pages: CasePages
    request: Request
    session: Session
    form: Mapping[str, str]
    now: datetime = field(default_factory=utc_now)

    @property
    def settings(self) -> Settings:
        """The settings of the process."""
        return self.pages.settings

    @property
    def token(self) -> str:
        """The token in the path."""
        return str(self.request.path_params["token"])

    @property
    def address(self) -> str:
        """The network address of whoever asks."""
        return client_address(self.request, split_list(self.settings.trusted_proxies))

    def field(self, name: str) -> str:
        """Return what was sent in a field, with the line breaks of this house."""
        return self.form.get(name, "").replace("\r\n", "\n")

    def url(self, path: str) -> str:
        """Return the address of a page of the gateway on this server."""
        return str(self.request.scope.get("root_path", "")) + path

    def show(self, template: str, *, status: int = 200, **context: object) -> Response:
        """Show a template."""
        html = self.pages.templates.render(template, visit=self, settings=self.settings, way_out=WAY_OUT, **context)
        return HTMLResponse(html, status, HEADERS)

    def redirect(self, path: str, **query: str) -> Response:
        """Go on to a page after something was done."""
        address = self.url(path) + (f"?{urlencode(query)}" if query else "")
        return RedirectResponse(address, 303, HEADERS)


def refuse_link(visit: Visit, problem: UnusableLink, way_on: str) -> Refused:
    """Return the refusal of a link, with what was typed on the page that it once opened."""
    status = 404 if isinstance(problem, UnknownLink) else 410
    typed = [visit.field(name) for name in ("text", "kommentar", "notiz")]
    return Refused(status, str(problem), way_on=way_on, kept="\n\n".join(filter(None, typed)))
