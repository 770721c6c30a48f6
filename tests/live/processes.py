"""Processes on one database, as far as the news go: each has its own engine and its own feed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.conversations.live import announce
from bot.db import make_engine, make_session_factory
from bot.live.feed import Listener, LiveFeed

LONG = 10.0  # seconds: what comes at all comes sooner


@dataclass
class Process:
    """A process that writes announcements and listens to them."""

    factory: sessionmaker
    feed: LiveFeed

    def announce(self, channel: str, kind: str = "message", **data: Any) -> None:
        """Announce something in a transaction of its own."""
        with self.factory.begin() as session:
            announce(session, channel, kind, data)


@asynccontextmanager
async def run_process(engine: Engine, *, poll_seconds: float = 0.01) -> AsyncIterator[Process]:
    """Run a process with an engine of its own on the same database until the block ends."""
    own = make_engine(engine.url.render_as_string(hide_password=False))
    factory = make_session_factory(own)
    feed = LiveFeed(factory, poll_seconds=poll_seconds)
    task = asyncio.create_task(feed.run())
    try:
        yield Process(factory, feed)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        own.dispose()


async def hear(listener: Listener) -> list[tuple[str, dict[str, Any]]]:
    """Wait until a listener is told something, and return kind and data of each piece of news."""
    heard = await listener.wait(LONG)
    assert heard, f"within {LONG} seconds there was {heard}"
    return [(news.kind, news.data) for news in heard]


async def begin_to_hear(listener: Listener) -> None:
    """Wait until the feed has begun to read, which it tells everybody."""
    assert await listener.wait(LONG) == []
