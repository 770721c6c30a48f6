"""``/sitemap.xml`` and ``/robots.txt``: what search engines may look at, and what not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, ClassVar

from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.contacts.queries import WAY_OUT
from bot.db import read_content_version
from bot.faq import addresses as faq
from bot.faq.public import list_changes as list_entries
from bot.offers import addresses as offers
from bot.offers.changes import list_changes as list_offers
from bot.offers.eligibility.address import PATH as CHECK
from bot.web.contact.page import PATH as CONTACT
from bot.web.faq.versions import ENGLISH
from bot.web.limits import PageLimits
from bot.web.public.environment import ROOM
from bot.web.public.serving import serve
from bot.web.public.visit import HEADERS, PublicPages, PublicVisit
from bot.web.sitemap.writing import MOST_PAGES, PublicPage, write_sitemap

MAP = "/sitemap.xml"
PAGES = ("/", "/chat", faq.LIST, offers.LIST, CHECK, CONTACT)
PRIVATE = ("/redaktion", "/fall", "/antwort", "/benachrichtigung", "/api")


class SitemapPages(PublicPages):
    """What the visits share: the map is written anew where the content or the day has changed."""

    folder = ROOM / "templates"
    failed = f"Das Verzeichnis der Seiten lässt sich gerade nicht zeigen. Sie erreichen uns so: {WAY_OUT}."
    headers: ClassVar[Mapping[str, str]] = {**HEADERS, "Cache-Control": "no-cache"}

    def __init__(self, *common: Any, **options: Any) -> None:
        super().__init__(*common, **options)
        self.limits = PageLimits(self.settings)
        self._known: tuple[tuple[int, date] | None, str] = (None, "")

    def read_map(self, visit: Visit) -> str:
        """Return the map of the content as it is now."""
        now = (read_content_version(visit.session), self.settings.current_day())
        of, text = self._known
        if of != now:
            text = write_sitemap(islice(list_pages(visit), MOST_PAGES))
            self._known = (now, text)
        return text


@dataclass
class Visit(PublicVisit):
    """A visit of a search engine."""

    pages: SitemapPages

    def admit(self) -> None:
        """Refuse what comes too often. Raises Refused."""
        self.admit_by(self.pages.limits)


def show_map(visit: Visit) -> Response:
    """Show the map."""
    return Response(visit.pages.read_map(visit), media_type="application/xml", headers=visit.pages.headers)


def show_rules(visit: Visit) -> Response:
    """Tell which pages are nobody's business but of those who have their address."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "", f"Sitemap: {visit.public_address(MAP)}"]
    return PlainTextResponse("\n".join(lines) + "\n", headers=visit.pages.headers)


def list_pages(visit: Visit) -> Iterator[PublicPage]:
    """Yield every public page: entries of the FAQ with their languages, then offers that can be had (three queries)."""
    today = visit.settings.current_day()
    yield from (PublicPage(visit.public_address(path)) for path in PAGES)
    for entry in list_entries(visit.session, today):
        languages = {"de": visit.public_address(faq.page_of(entry.slug))}
        if entry.has_english:
            languages["en"] = visit.public_address(faq.page_of(entry.slug, ENGLISH))
        alternates = languages if entry.has_english else {}
        yield from (PublicPage(address, entry.updated_at, alternates) for address in languages.values())
    for slug, changed_at in list_offers(visit.session, today, limit=MOST_PAGES).items():
        yield PublicPage(visit.public_address(offers.page_of(slug)), changed_at)


def make_sitemap_routes(pages: SitemapPages) -> list[BaseRoute]:
    """Return the routes."""
    return [Route(MAP, serve(pages, Visit, show_map)), Route("/robots.txt", serve(pages, Visit, show_rules))]
