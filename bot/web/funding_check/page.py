"""One visit of the page of the funding check: the answers in its address, the database, and the ways to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment
from sqlalchemy.orm import Session, sessionmaker
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.addresses import public_url
from bot.contacts.queries import WAY_OUT
from bot.db import utc_now
from bot.german.dates import german_date
from bot.offers.addresses import page_of
from bot.offers.eligibility.address import to_query
from bot.offers.eligibility.answers import Answers
from bot.search.offer_notes import doubt_notes, ending_notes
from bot.settings import Settings, split_list
from bot.web.limits import CheckLimits, client_address
from bot.web.look.environment import PAGE_POLICY, make_page_environment
from bot.web.offers.marked_text import write_marked

PATH = "/foerdercheck"
FOLDER = Path(__file__).parent / "templates"
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}

View = Callable[["Visit"], Response]


@dataclass(frozen=True)
class CheckPages:
    """What the visits share; ``after_change`` tells the outbox that there may be something to send."""

    settings: Settings
    factory: sessionmaker
    after_change: Callable[[], None]
    templates: Environment = field(init=False)
    limits: CheckLimits = field(init=False)

    def __post_init__(self) -> None:
        templates = make_page_environment(FOLDER)
        templates.filters["marked"] = write_marked
        today = self.settings.current_day
        templates.globals.update(
            page_of=page_of,
            notes_of=lambda offer: [*doubt_notes(offer), *ending_notes(offer, today())],
            stand_of=lambda offer: german_date(offer.source_date),
        )
        object.__setattr__(self, "templates", templates)
        object.__setattr__(self, "limits", CheckLimits(self.settings))


@dataclass
class Visit:
    """A request inside its own transaction: it commits when the view returns, and rolls back when it raises."""

    pages: CheckPages
    request: Request
    session: Session
    form: Mapping[str, str]
    now: datetime = field(default_factory=utc_now)

    @property
    def settings(self) -> Settings:
        """The settings of the process."""
        return self.pages.settings

    @property
    def address(self) -> str:
        """The network address of whoever asks."""
        return client_address(self.request, split_list(self.settings.trusted_proxies))

    @property
    def query(self) -> dict[str, str]:
        """What stands in the address; of ticks with one name all."""
        given = self.request.query_params
        return {name: ",".join(given.getlist(name)) for name in given}

    def url(self, path: str) -> str:
        """Return the address of a page of the gateway on this server."""
        return str(self.request.scope.get("root_path", "")) + path

    def path_of(self, answers: Answers, **more: str) -> str:
        """Return the path of the page with some answers."""
        return f"{PATH}?{urlencode(to_query(answers) | more)}"

    def public_page(self, answers: Answers) -> str:
        """Return the whole address of the page with some answers, for a mail."""
        return public_url(self.settings) + self.path_of(answers)

    def show(self, template: str, *, status: int = 200, **context: object) -> Response:
        """Show a template."""
        page = self.pages.templates.get_template(template)
        html = page.render(visit=self, settings=self.settings, way_out=WAY_OUT, path=PATH, **context)
        return HTMLResponse(html, status, HEADERS)

    def redirect(self, path: str) -> Response:
        """Go on to a page after something was done."""
        return RedirectResponse(self.url(path), 303, HEADERS)
