"""The real back office over a temporary database: accounts, browsers, forms that carry their token."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from sqlalchemy.orm import sessionmaker
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.accounts.models import Account, AccountRole
from bot.accounts.passwords import hash_password
from bot.live.feed import LiveFeed
from bot.search.reduced import ReducedBrain
from bot.search.trial import Trials
from bot.settings import Settings
from bot.staff.app import make_staff_app
from bot.staff.streams import DeskStreams
from bot.staff.templates import Templates
from bot.staff.visit import Office

PASSWORD = "vier zufällige Wörter hier"
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
BASE = "http://lotse.test"


@dataclass
class Desk:
    """A back office with what stands behind it."""

    factory: sessionmaker
    settings: Settings
    app: Starlette = field(init=False)
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        reduced = ReducedBrain(self.factory, self.settings)
        streams = DeskStreams(self.factory, LiveFeed(self.factory))
        self.office = Office(self.settings, self.factory, _templates(), reduced, Trials(reduced), streams)
        self.app = Starlette(routes=[Mount("/redaktion", make_staff_app(self.office))])

    def add_account(self, *roles: str, name: str = "Erika Beispiel", email: str = "", organisation: str = "") -> str:
        """Make an account that can log in and return its address."""
        email = email or f"{name.split()[0].lower()}@example.org"
        with self.factory.begin() as session:
            session.add(
                Account(
                    email=email,
                    name=name,
                    organisation=organisation,
                    password_hash=hash_password(PASSWORD),
                    roles=[AccountRole(role=role) for role in roles],
                )
            )
        return email

    @asynccontextmanager
    async def open_browser(self, address: str = "192.0.2.1") -> AsyncIterator[httpx.AsyncClient]:
        """Open a browser that follows no redirects by itself."""
        transport = httpx.ASGITransport(self.app, client=(address, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            yield client

    @asynccontextmanager
    async def log_in(self, *roles: str, **account: Any) -> AsyncIterator[httpx.AsyncClient]:
        """Open a browser in which a new account with these roles has logged in."""
        email = self.add_account(*roles, **account)
        async with self.open_browser() as client:
            await send_login(client, email)
            yield client


@cache
def _templates() -> Templates:
    """Return the templates, which all back offices of the tests share: to compile them takes longer than a test."""
    return Templates()


def make_desk(factory: sessionmaker, settings: Settings) -> Desk:
    """Build a back office."""
    return Desk(factory, settings)


async def send_login(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    """Send the form of the log-in."""
    return await client.post("/redaktion/anmelden", data={"email": email, "password": password})


async def read_token(client: httpx.AsyncClient, path: str = "/redaktion/") -> str:
    """Return the token that the forms of this session carry."""
    found = TOKEN.search((await client.get(path)).text)
    assert found, f"{path} has no form"
    return found[1]


async def submit(client: httpx.AsyncClient, path: str, data: dict[str, Any], **more: Any) -> httpx.Response:
    """Send a form with the session's token, as the browser does."""
    return await client.post(path, data={**data, "csrf": await read_token(client)}, **more)
