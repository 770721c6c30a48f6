"""A stream of server-sent events: it tells what is new whenever it is woken, and now and then that it is there."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.live import News
from bot.live.feed import Listener

CHECK_SECONDS = 30.0  # a stream that nobody woke looks for itself, to be sure
HEARTBEAT_SECONDS = 15.0
LONGEST_STREAM = 15 * 60.0  # browsers come back with Last-Event-ID by themselves
RETRY = "retry: 3000\n\n"
HEARTBEAT = ": noch da\n\n"


class Reader(Protocol):
    """Knows what a browser has been told, and reads what is new for it."""

    is_over: bool  # nothing will come any more

    async def read(self, news: Sequence[News]) -> list[str]:
        """Return the events that are due. Raises SQLAlchemyError.

        ``news`` are what the reader was woken with; without any it looks at everything.
        """


async def stream_events(
    listener: Listener, reader: Reader, *, check_seconds: float = CHECK_SECONDS
) -> AsyncIterator[str]:
    """Yield the reader's events as they become due.

    It ends when the reader is over, when the database fails, and when it has lasted long enough.
    """
    yield RETRY
    started = looked = beat = time.monotonic()
    news: list[News] | None = []
    while time.monotonic() - started < LONGEST_STREAM:
        if news is not None:
            looked = looked if news else time.monotonic()
            try:
                events = await reader.read(news)
            except SQLAlchemyError:
                return  # the browser comes back
            for event in events:
                yield event
            if reader.is_over:
                return
        if time.monotonic() - beat > HEARTBEAT_SECONDS:
            beat = time.monotonic()
            yield HEARTBEAT
        left = looked + check_seconds - time.monotonic()
        news = await listener.wait(max(0, min(HEARTBEAT_SECONDS, left)))
        if news is None and left <= HEARTBEAT_SECONDS:
            news = []


def write_event(name: str, data: object, number: int) -> str:
    """Return one server-sent event; a browser that comes back says behind which number it goes on."""
    return f"event: {name}\nid: {number}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
