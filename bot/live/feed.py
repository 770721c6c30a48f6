"""The feed of a process: one reader of the announcements in the database, which wakes up whom they concern."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from anyio import CapacityLimiter, to_thread
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from bot.conversations.live import ANNOUNCED, News, find_last_news, read_news
from bot.live.waiting import wait_for_event
from bot.live.window import Window

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.05  # until other processes hear of something; the own process hears of it at once
RETRY_SECONDS = 1.0
LOOK_BACK = 50  # ids before the newest one that may still be on their way when the reading begins


class Listener:
    """What one stream was told since it last asked; it does not grow, however long the stream is held up."""

    def __init__(self) -> None:
        self._told = asyncio.Event()
        self._news: dict[tuple[Any, ...], News] = {}

    def tell(self, news: News | None = None) -> None:
        """Wake the stream; of several news about the same it gets the last. None: anything may have happened."""
        if news is not None:
            self._news[news.kind, news.data.get("from"), news.data.get("case")] = news
        self._told.set()

    async def wait(self, seconds: float) -> list[News] | None:
        """Return the news once there are any, maybe none of a known kind; None if nothing came for so long."""
        if not await wait_for_event(self._told, seconds):
            return None
        self._told.clear()
        news = list(self._news.values())
        self._news.clear()
        return news


class LiveFeed:
    """Reads the announcements for all streams of this process together, and nothing while there are no streams."""

    def __init__(self, factory: sessionmaker, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._factory = factory
        self._poll_seconds = poll_seconds
        self._listeners: dict[str, set[Listener]] = {}
        self._is_wanted = asyncio.Event()
        self._nudged = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = CapacityLimiter(1)  # its own: a burst of turns must not hold up the news
        event.listen(factory, "after_transaction_end", self._notice_commit)

    @contextmanager
    def listen(self, *channels: str) -> Iterator[Listener]:
        """Listen to channels until the block ends; whatever is committed after its beginning is told."""
        listener = Listener()
        for channel in channels:
            self._listeners.setdefault(channel, set()).add(listener)
        self._is_wanted.set()
        try:
            yield listener
        finally:
            for channel in channels:
                self._listeners[channel].remove(listener)
                if not self._listeners[channel]:
                    del self._listeners[channel]

    def nudge(self) -> None:
        """Read now; may be called from any thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._nudged.set)

    async def run(self) -> None:
        """Read until cancelled; a failure is logged, and all streams look for themselves when it is over."""
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                await self._is_wanted.wait()
                try:
                    await self._follow()
                except Exception:  # whatever one read does, the next ones have to come
                    logger.exception("the live feed failed")
                    await asyncio.sleep(RETRY_SECONDS)
        finally:
            self._loop = None

    async def _follow(self) -> None:
        """Read from now on until nobody listens any more."""
        window = await to_thread.run_sync(self._begin, limiter=self._thread)
        for listener in {listener for some in self._listeners.values() for listener in some}:
            listener.tell()  # what came before the beginning is not told one by one
        while self._listeners:
            await wait_for_event(self._nudged, self._poll_seconds)
            self._nudged.clear()
            rows = await to_thread.run_sync(self._read, window.since, limiter=self._thread)
            for news in window.take(rows, now=time.monotonic()):
                for listener in self._listeners.get(news.channel, ()):
                    listener.tell(news)
        self._is_wanted.clear()

    def _begin(self) -> Window:
        with self._factory() as session:
            window = Window(max(0, find_last_news(session) - LOOK_BACK))
            window.take(read_news(session, since=window.since), now=time.monotonic())
        return window

    def _read(self, since: int) -> list[News]:
        with self._factory() as session:
            return read_news(session, since=since)

    def _notice_commit(self, session: Session, transaction: Any) -> None:
        if transaction.parent is None and session.info.pop(ANNOUNCED, False):
            self.nudge()
