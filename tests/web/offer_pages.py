"""The public pages about offers over a database with a handful of rows, and a browser at them."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
from sqlalchemy.orm import sessionmaker
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.contacts.models import Contact, ContactArea
from bot.offers.models import FundingKind, FundingProgramme, OfferTopic, TrainingOffer
from bot.settings import Settings
from bot.topics.models import Topic
from bot.web.offers.page import OfferPages
from bot.web.offers.routes import make_offer_routes
from bot.web.security import SecurityHeaders

TODAY = date(2026, 11, 22)
PUBLIC = "https://lotse.example"


def make_programme(slug: str = "zim", *, topics: tuple[str, ...] = (), **changes: Any) -> FundingProgramme:
    values = {"title": "ZIM", "provider": "Bund", "level": "bund", "area": "bundesweit", "certainty": "belegt"}
    values |= {"source_date": "2026-01-31", "source_url": "https://zim.example", "description": "Für Entwicklung."}
    row = FundingProgramme(slug=slug, **(values | {"kinds": [FundingKind(kind="zuschuss")]} | changes))
    row.topics = [OfferTopic(topic=topic) for topic in topics]
    return row


def make_course(slug: str = "kurs", *, topics: tuple[str, ...] = (), **changes: Any) -> TrainingOffer:
    values = {"title": "Hochvolt 2S", "provider": "Akademie", "source_date": "2026", "description": "Drei Tage."}
    values |= {"starts_on": date(2027, 3, 2), "ends_on": date(2027, 3, 4), "format": "praesenz", "place": "Baunatal"}
    row = TrainingOffer(slug=slug, **(values | {"price_eur": 890, "hours": 24} | changes))
    row.topics = [OfferTopic(topic=topic) for topic in topics]
    return row


def make_contact(slug: str = "wfg-zentrale", *, areas: tuple[str, ...] = (), **changes: Any) -> Contact:
    values = {"name": "WFG Zentrale", "phone": "+49 561 70733-50", "source_title": "WFG", "source_date": "2026"}
    row = Contact(slug=slug, **(values | {"is_contactable": True} | changes))
    row.areas = [ContactArea(area=area) for area in areas]
    return row


def make_browser(factory: sessionmaker, *rows: Any, topics: tuple[str, ...] = (), **settings: Any) -> httpx.AsyncClient:
    """Return a browser at the pages of a database with these rows; topics are named like their slugs."""
    with factory.begin() as session:
        session.add_all(Topic(slug=topic, name=topic.title()) for topic in topics)
        session.flush()
        session.add_all(rows)
    values = {"today": TODAY, "public_url": PUBLIC, "rate_limit": False, **settings}
    routes = make_offer_routes(OfferPages(Settings(**values), factory))
    app = Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 50000))
    return httpx.AsyncClient(transport=transport, base_url="http://lotse.test")
