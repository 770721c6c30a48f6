"""The stream of what happens later: a person's messages, and the state of the conversation."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from bot.conversations.queries import ConversationView, MessageView, find_conversation, read_messages
from bot.web.errors import ApiError, out_of_order, unknown_conversation
from bot.web.metrics import Metrics

POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
LONGEST_STREAM = 15 * 60.0  # browsers come back with Last-Event-ID by themselves
MOST_STREAMS = 4  # of one conversation
RETRY = "retry: 3000\n\n"
HEARTBEAT = ": noch da\n\n"


@dataclass(frozen=True)
class News:
    """What is new in a conversation; ``state`` is None once it was deleted."""

    state: str | None
    messages: list[MessageView]


class EventStreams:
    """Streams conversations from the database, so that it does not matter which process wrote the news."""

    def __init__(self, factory: sessionmaker, metrics: Metrics, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._factory = factory
        self._metrics = metrics
        self._poll_seconds = poll_seconds
        self._open: Counter[str] = Counter()

    async def open(self, key: str, last_event_id: str | None) -> AsyncIterator[str]:
        """Return the stream behind an event; without one, a person's messages so far and then all that is new.

        Raises ApiError 404, 429 or 503.
        """
        try:
            conversation = await to_thread.run_sync(self._find, key)
        except SQLAlchemyError:
            raise out_of_order() from None
        if conversation is None:
            raise unknown_conversation()
        if self._open[key] >= MOST_STREAMS:
            raise ApiError(429, "too_many_streams", "zu_viele_fenster", retry_after=30)
        if last_event_id is not None and _is_position(last_event_id):
            return self._stream(key, int(last_event_id), since=0)
        return self._stream(key, 0, since=conversation.message_count)

    async def _stream(self, key: str, position: int, *, since: int) -> AsyncIterator[str]:
        if self._open[key] >= MOST_STREAMS:  # others began between ``open`` and now
            yield RETRY
            return
        self._open[key] += 1
        self._metrics.count_stream(1)
        try:
            async for event in self._follow(key, position, since):
                yield event
        finally:
            self._metrics.count_stream(-1)
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]

    async def _follow(self, key: str, position: int, since: int) -> AsyncIterator[str]:
        """Yield events behind ``position``; up to ``since`` only what a person wrote, the rest is known already."""
        yield RETRY
        state: str | None = ""
        started = beat = time.monotonic()
        while time.monotonic() - started < LONGEST_STREAM:
            try:
                news = await to_thread.run_sync(self._read, key, position)
            except SQLAlchemyError:
                return  # the browser comes back
            for message in news.messages:
                position = message.position
                if position > since or message.body["from"] == "person":
                    yield write_event("message", message.body, position)
            if news.state is None:
                yield write_event("state", {"state": "closed"}, position)
                return
            if news.state != state:
                state = news.state
                yield write_event("state", {"state": state}, position)
            if time.monotonic() - beat > HEARTBEAT_SECONDS:
                beat = time.monotonic()
                yield HEARTBEAT
            await asyncio.sleep(self._poll_seconds)

    def _find(self, key: str) -> ConversationView | None:
        with self._factory() as session:
            return find_conversation(session, key)

    def _read(self, key: str, position: int) -> News:
        with self._factory() as session:
            conversation = find_conversation(session, key)
            if conversation is None:
                return News(None, [])
            is_new = conversation.message_count > position
            return News(conversation.state, read_messages(session, key, after=position) if is_new else [])


def write_event(name: str, data: object, position: int) -> str:
    """Return one server-sent event; its id is the position of the last message known by then."""
    return f"event: {name}\nid: {position}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
