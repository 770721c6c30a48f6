"""A gateway with a little of everything that visitors can see, and the addresses of all their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session
from starlette.routing import BaseRoute, Route

from bot.db import make_engine, make_session_factory, utc_now
from bot.handoff.links import make_link
from bot.handoff.tickets import open_ticket
from bot.offers.filters import TRAINING, OfferFilters
from bot.settings import Settings
from bot.subscriptions.links import make_link as make_notice_link
from bot.subscriptions.models import Subscription
from bot.subscriptions.subscribing import subscribe
from bot.topics.models import Topic
from tests.handoff.samples import RECIPIENT, make_request
from tests.staff.server import RunningGateway, make_settings, run_gateway
from tests.subscriptions.conftest import order
from tests.web.faq_pages import make_entry
from tests.web.offer_pages import TODAY, make_contact, make_course, make_programme

CHECK = "/foerdercheck?beschaeftigte=60&umsatz=8+Mio&gruppe=nein&ort=Kassel&vorhaben=energie"
# Each route of a page with the addresses under which it is looked at; {names} are those of Tokens.
PAGES: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/chat": ("/chat", "/chat?frage=Was+ist+TRegKS%3F"),
    "/einbinden": ("/einbinden",),
    "/einbinden/probe": ("/einbinden/probe?stile=aus",),  # with its styles it is ugly on purpose
    "/faq": ("/faq", "/faq?q=geld", "/faq?q=xyzzy", "/faq?thema=foerderung"),
    "/faq/{slug}": ("/faq/geld", "/faq/gibt-es-nicht"),
    "/kontakt": ("/kontakt",),
    "/angebote": ("/angebote", "/angebote?art=weiterbildung", "/angebote?art=weiterbildung&ort=Kassel&preis=1"),
    "/angebote/{slug}": ("/angebote/zim", "/angebote/kurs-0", "/angebote/gibt-es-nicht"),
    "/foerdercheck": ("/foerdercheck", CHECK),
    "/fall": ("/fall",),
    "/fall/{token}": ("/fall/{case}", "/fall/erfunden"),
    "/antwort/{token}": ("/antwort/{reply}",),
    "/benachrichtigung/bestaetigen/{token}": ("/benachrichtigung/bestaetigen/{confirm}",),
    "/benachrichtigung/abbestellen/{token}": ("/benachrichtigung/abbestellen/{unsubscribe}",),
}
# Forms that are sent empty: their page with what is wrong.
REFUSED = {"/fall": "Stand ansehen", "/kontakt": "Anliegen senden"}
NO_PAGE = re.compile(r"^/(api|widget|healthz|readyz|metrics)\b|\.\w+$")


@dataclass(frozen=True)
class Tokens:
    """What stands in the links of mails."""

    case: str
    reply: str
    confirm: str
    unsubscribe: str


@contextmanager
def open_public_site(folder: Path) -> Iterator[tuple[RunningGateway, Tokens]]:
    """Fill the empty database in a folder with some rows, and serve it until the block ends."""
    settings = replace(make_settings(folder, TODAY), handoff_to=RECIPIENT, show_samples=True)
    engine = make_engine(settings.database_url)
    with make_session_factory(engine).begin() as session:
        tokens = _fill(session, settings)
    engine.dispose()
    with run_gateway(settings) as gateway:
        yield gateway, tokens


def list_pages(routes: list[BaseRoute]) -> set[str]:
    """Return the routes under which visitors read pages."""
    readable = [route for route in routes if isinstance(route, Route) and "GET" in (route.methods or ())]
    return {route.path for route in readable if not NO_PAGE.search(route.path)}


def _fill(session: Session, settings: Settings) -> Tokens:
    session.add(Topic(slug="energie", name="Energie"))
    session.flush()
    session.add_all([make_entry("geld", related=("frist",), variants=("Woher kommt Geld?",)), make_entry("frist")])
    session.add_all([make_contact(), make_programme(topics=("energie",), apply_before_start="ja")])
    session.add_all(make_course(f"kurs-{number}", is_sample=True, topics=("energie",)) for number in range(30))
    now = utc_now()
    ticket = open_ticket(session, make_request(), settings, now=now)
    subscribe(session, settings, order(filters=OfferFilters(TRAINING, ("energie",))), now=now)
    notice = session.query(Subscription).one()
    return Tokens(
        make_link(session, ticket.id, "case", recipient="j.gross@example.org", now=now),
        make_link(session, ticket.id, "reply", recipient=RECIPIENT, now=now),
        make_notice_link(session, notice, "confirm", now=now),
        make_notice_link(session, notice, "unsubscribe", now=now),
    )
