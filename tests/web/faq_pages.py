"""The public pages of the FAQ over a database with a handful of rows, and a browser at them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

import httpx
from sqlalchemy.orm import Session, sessionmaker
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.faq.models import FaqEntry, FaqRelation, FaqVariant
from bot.search.knowledge import Knowledge, KnowledgeReader
from bot.settings import Settings
from bot.web.faq.page import FaqPages
from bot.web.faq.routes import make_faq_routes
from bot.web.security import SecurityHeaders
from bot.web.sitemap.views import SitemapPages, make_sitemap_routes
from tests.web.gateway import know_nothing
from tests.words import compiled_words

TODAY = date(2026, 11, 22)
PUBLIC = "https://lotse.example"
UPDATED = datetime(2026, 11, 1, 12, 30, tzinfo=timezone.utc)


def make_entry(slug: str = "zim", *, related: tuple[str, ...] = (), **changes: Any) -> FaqEntry:
    variants = changes.pop("variants", ())
    values = {"topic_group": "foerderung", "question": f"Was ist {slug}?", "answer": f"Das ist **{slug}**."}
    values |= {"source_title": "Bund", "source_date": "2026-01-31", "certainty": "belegt", "updated_at": UPDATED}
    row = FaqEntry(slug=slug, **(values | changes))
    row.related = [FaqRelation(slug=other) for other in related]
    row.variants = [FaqVariant(text=text) for text in variants]
    return row


def read_anew() -> Callable[[Session], Knowledge]:
    """Return what reads the content with the word tables, as a running gateway does."""
    reader = KnowledgeReader(compiled_words())
    return lambda session: reader.read(session, 1, TODAY)


def make_browser(
    factory: sessionmaker,
    *rows: Any,
    read_knowledge: Callable[[Session], Knowledge] = know_nothing,
    **settings: Any,
) -> httpx.AsyncClient:
    """Return a browser at the pages of a database with these rows, and at the map of them."""
    with factory.begin() as session:
        session.add_all(rows)
    values = Settings(**{"today": TODAY, "public_url": PUBLIC, "rate_limit": False, **settings})
    pages = FaqPages(values, factory, read_knowledge=read_knowledge)
    routes = [*make_faq_routes(pages), *make_sitemap_routes(SitemapPages(values, factory))]
    app = Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 50000))
    return httpx.AsyncClient(transport=transport, base_url="http://lotse.test")
