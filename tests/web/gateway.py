"""The real gateway over a temporary database, with what stands behind it under the test's control."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker
from starlette.applications import Starlette

from bot.german.tables import MissingTables
from bot.http_service import HttpReply, Unreachable
from bot.live.feed import LiveFeed
from bot.search.knowledge import Knowledge
from bot.search.preferences import Preferences
from bot.search.reply import Reply
from bot.settings import Settings
from bot.web.app import make_app
from bot.web.jobs import Job
from bot.web.rasa_client import CircuitBreaker, RasaClient
from tests.handoff.mailers import RememberingMailer
from tests.web.fake_rasa import FakeRasa


class Clock:
    """A clock that goes only when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class FakeReduced:
    """The reduced mode: it repeats what it is asked, says what it is told to, or fails."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.preferences = Preferences()
        self.replies: list[Reply] = []
        self.trouble: Exception | None = None

    def __call__(self, text: str, preferences: Preferences) -> list[Reply]:
        self.asked.append(text)
        self.preferences = preferences
        if self.trouble:
            raise self.trouble
        return self.replies or [Reply("answer", f"Notbetrieb: {text}")]


class FakeActions:
    """The action server, as far as the gateway asks it: whether it is there."""

    def __init__(self) -> None:
        self.trouble: Unreachable | None = None
        self.status = 200

    async def get(self, path: str, *, timeout: float = 1) -> HttpReply:
        if self.trouble:
            raise self.trouble
        return HttpReply(self.status if path == "/health" else 404)

    async def post(self, path: str, data: Any, *, timeout: float) -> HttpReply:
        raise AssertionError("The gateway asks the action server for nothing else.")

    async def close(self) -> None:
        """Nothing is open."""


def know_nothing(_session: Session) -> Knowledge:
    """Read the content without word tables."""
    raise MissingTables("none in this test")


@dataclass
class Parts:
    """What stands behind a gateway."""

    factory: sessionmaker
    tracker_engine: Engine
    rasa: FakeRasa = field(default_factory=FakeRasa)
    reduced: Callable[[str, Preferences], list[Reply]] = field(default_factory=FakeReduced)
    read_knowledge: Callable[[Session], Knowledge] = know_nothing
    actions: FakeActions = field(default_factory=FakeActions)
    mailer: RememberingMailer = field(default_factory=RememberingMailer)
    clock: Clock = field(default_factory=Clock)
    jobs: tuple[Job, ...] = ()


@dataclass
class Gateway(Parts):
    """A running gateway with a browser at it."""

    app: Starlette = field(kw_only=True)
    client: httpx.AsyncClient = field(kw_only=True)

    async def post(self, **body: Any) -> httpx.Response:
        """Send a body to the chat."""
        return await self.client.post("/api/chat", json=body)

    async def say(self, message: str, conversation: str | None = None) -> dict[str, Any]:
        """Say something and return the answer."""
        return await self._read(await self.post(message=message, conversation=conversation))

    async def press(self, payload: str, conversation: str) -> dict[str, Any]:
        """Press a button and return the answer."""
        return await self._read(await self.post(payload=payload, conversation=conversation))

    async def read_history(self, conversation: str) -> dict[str, Any]:
        return await self._read(await self.client.get(f"/api/chat/{conversation}"))

    async def _read(self, response: httpx.Response) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        return dict(response.json())

    @asynccontextmanager
    async def browser_at(self, address: str) -> AsyncIterator[httpx.AsyncClient]:
        """Open another browser, at another network address."""
        async with _open_browser(self.app, address) as client:
            yield client


@asynccontextmanager
async def run_gateway(parts: Parts, **settings: Any) -> AsyncIterator[Gateway]:
    """Run a gateway until the block ends; without the limits, unless they are set."""
    app = make_app(
        Settings(**{"rate_limit": False, **settings}),
        factory=parts.factory,
        tracker_engine=parts.tracker_engine,
        rasa=RasaClient(parts.rasa, timeout=1, breaker=CircuitBreaker(parts.clock)),
        actions=parts.actions,
        reduced=parts.reduced,
        read_knowledge=parts.read_knowledge,
        mailer=parts.mailer,
        feed=LiveFeed(parts.factory),
        jobs=parts.jobs,
    )
    async with app.router.lifespan_context(app), _open_browser(app, "192.0.2.1") as client:
        yield Gateway(**vars(parts), app=app, client=client)


@contextmanager
def broken_database(factory: sessionmaker, *tables: str) -> Iterator[None]:
    """Take tables away until the block ends."""
    with factory.kw["bind"].begin() as connection:
        for table in tables:
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_gone")
    yield
    with factory.kw["bind"].begin() as connection:
        for table in tables:
            connection.exec_driver_sql(f"ALTER TABLE {table}_gone RENAME TO {table}")


def _open_browser(app: Starlette, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 50000))
    return httpx.AsyncClient(transport=transport, base_url="http://gateway.test")
