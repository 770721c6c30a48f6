"""One visit of a public page about offers: what was asked for, the database, and the ways to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment
from sqlalchemy.orm import Session, sessionmaker
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.addresses import public_url
from bot.contacts.queries import WAY_OUT
from bot.offers.addresses import page_of
from bot.offers.filters import FUNDING, TRAINING
from bot.settings import Settings, split_list
from bot.web.limits import PageLimits, client_address
from bot.web.look.environment import PAGE_POLICY, make_page_environment
from bot.web.offers.choices import KnownChoices
from bot.web.offers.marked_text import write_marked

FOLDER = Path(__file__).parent / "templates"
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-cache",  # what staff publish is to be seen at once
    "Cross-Origin-Resource-Policy": "same-origin",
}
TYPE_TITLES = {FUNDING: "Förderung", TRAINING: "Weiterbildung"}

View = Callable[["Visit"], Response]


class Refused(Exception):
    """A page cannot be shown; the message is a German sentence."""

    def __init__(self, status: int, text: str, *, retry_after: int = 0) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.retry_after = retry_after  # seconds


@dataclass(frozen=True)
class OfferPages:
    """What all these pages share."""

    settings: Settings
    factory: sessionmaker
    templates: Environment = field(init=False)
    limits: PageLimits = field(init=False)
    choices: KnownChoices = field(default_factory=KnownChoices)

    def __post_init__(self) -> None:
        templates = make_page_environment(FOLDER)
        templates.filters["marked"] = write_marked
        templates.globals.update(type_titles=TYPE_TITLES, page_of=page_of)
        object.__setattr__(self, "templates", templates)
        object.__setattr__(self, "limits", PageLimits(self.settings))


@dataclass
class Visit:
    """A request with a session that only reads."""

    pages: OfferPages
    request: Request
    session: Session

    @property
    def settings(self) -> Settings:
        """The settings of the process."""
        return self.pages.settings

    @property
    def today(self) -> date:
        """The day that decides what can be had."""
        return self.settings.current_day()

    @property
    def scope(self) -> dict[str, Any]:
        """When is searched, and whether among invented offers too: what every query of offers asks."""
        return {"today": self.today, "show_samples": self.settings.show_samples}

    @property
    def address(self) -> str:
        """The network address of whoever asks."""
        return client_address(self.request, split_list(self.settings.trusted_proxies))

    def url(self, path: str) -> str:
        """Return the address of a page of the gateway on this server."""
        return str(self.request.scope.get("root_path", "")) + path

    def public_address(self, path: str) -> str:
        """Return the whole address of a page, under which it stands in search engines and calendars."""
        return public_url(self.settings) + path

    def show(self, template: str, *, status: int = 200, **context: object) -> Response:
        """Show a template."""
        page = self.pages.templates.get_template(template)
        html = page.render(visit=self, settings=self.settings, way_out=WAY_OUT, **context)
        return HTMLResponse(html, status, HEADERS)
