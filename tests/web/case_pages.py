"""The pages about a case over a temporary database, with a browser at them that follows no redirects by itself."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy.orm import Session, sessionmaker
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.db import utc_now
from bot.handoff.links import make_link
from bot.handoff.models import Ticket
from bot.handoff.tickets import open_ticket
from bot.settings import Settings
from bot.web.cases.page import CasePages
from bot.web.cases.routes import make_case_routes
from bot.web.security import SecurityHeaders
from tests.handoff.samples import RECIPIENT, make_request

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
TAGS = re.compile(r"<(?!/)(\w+)")


@dataclass
class Pages:
    """The pages with what stands behind them; one ticket is open."""

    factory: sessionmaker
    settings: Settings = field(default_factory=lambda: Settings(handoff_to=RECIPIENT, rate_limit=False))
    wakes: list[None] = field(default_factory=list)
    app: Starlette = field(init=False)

    def __post_init__(self) -> None:
        pages = CasePages(self.settings, self.factory, after_change=lambda: self.wakes.append(None))
        self.app = Starlette(routes=make_case_routes(pages), middleware=[Middleware(SecurityHeaders)])

    def open_ticket(self, **changes: Any) -> str:
        """Open a ticket and return its case number."""
        with self.factory.begin() as session:
            return str(open_ticket(session, make_request(**changes), self.settings, now=utc_now()).case_number)

    def make_link(
        self,
        purpose: str,
        case_number: str,
        *,
        recipient: str = RECIPIENT,
        now: datetime | None = None,
        lifetime: timedelta | None = None,
    ) -> str:
        """Return the token of a new link to a ticket."""
        with self.factory.begin() as session:
            ticket = find_ticket(session, case_number)
            values = {"recipient": recipient, "now": now or utc_now(), "lifetime": lifetime}
            return make_link(session, ticket.id, purpose, **values)

    @contextmanager
    def ticket(self, case_number: str) -> Iterator[Ticket]:
        """Look at a ticket as it is in the database."""
        with self.factory() as session:
            yield find_ticket(session, case_number)

    @asynccontextmanager
    async def browser(self, address: str = "192.0.2.1") -> AsyncIterator[httpx.AsyncClient]:
        """Open a browser at a network address."""
        transport = httpx.ASGITransport(self.app, client=(address, 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://lotse.test") as client:
            yield client


def find_ticket(session: Session, case_number: str) -> Ticket:
    return session.query(Ticket).filter_by(case_number=case_number).one()


async def send(client: httpx.AsyncClient, path: str, do: str, **fields: str) -> httpx.Response:
    """Open a page and send one of its forms as the browser would, with the hidden fields of the page."""
    page = await client.get(path)
    return await client.post(path, data={**dict(HIDDEN.findall(page.text)), **fields, "tun": do})
