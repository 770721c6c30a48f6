"""The stream of what happens later: a person's messages, that one is writing, and the state of the conversation."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from bot.conversations.live import News
from bot.conversations.queries import ConversationView, MessageView, find_conversation, read_messages
from bot.db import utc_now
from bot.live.feed import LiveFeed
from bot.live.places import Places
from bot.live.stream import CHECK_SECONDS, RETRY, stream_events, write_event
from bot.web.errors import ApiError, out_of_order, unknown_conversation

MOST_STREAMS = 4  # of one conversation
READING_THREADS = 4  # of all that there are: many streams woken at once must not hold up the turns


@dataclass(frozen=True)
class Update:
    """What is new in a conversation; ``state`` is None once it was deleted."""

    state: str | None
    messages: list[MessageView]


class EventStreams:
    """Streams conversations from the database, so that it does not matter which process wrote the news."""

    def __init__(
        self,
        factory: sessionmaker,
        feed: LiveFeed,
        *,
        most_streams: int,
        check_seconds: float = CHECK_SECONDS,
    ) -> None:
        self._factory = factory
        self._feed = feed
        self._most_streams = most_streams
        self._check_seconds = check_seconds
        self._places = Places(MOST_STREAMS)
        self._threads = CapacityLimiter(READING_THREADS)

    def count(self) -> int:
        """Return how many streams are open."""
        return self._places.total

    async def open(self, key: str, last_event_id: str | None) -> AsyncGenerator[str, None]:
        """Return the stream behind an event; without one, a person's messages so far and then all that is new.

        Raises ApiError 404, 429 or 503.
        """
        try:
            conversation = await to_thread.run_sync(self._find, key)
        except SQLAlchemyError:
            raise out_of_order() from None
        if conversation is None:
            raise unknown_conversation()
        if self._places.are_taken(key):
            raise ApiError(429, "too_many_streams", "zu_viele_fenster", retry_after=30)
        if self._places.total >= self._most_streams:
            raise ApiError(503, "crowded", "ueberfuellt", retry_after=30)
        if last_event_id is not None and _is_position(last_event_id):
            return self._stream(key, int(last_event_id), since=0)
        return self._stream(key, 0, since=conversation.message_count)

    async def _stream(self, key: str, position: int, *, since: int) -> AsyncGenerator[str, None]:
        if self._places.are_taken(key):  # others began between ``open`` and now
            yield RETRY
            return
        with self._places.take(key), self._feed.listen(key) as listener:
            reader = ConversationReader(self._factory, self._threads, key, position=position, since=since)
            async for event in stream_events(listener, reader, check_seconds=self._check_seconds):
                yield event

    def _find(self, key: str) -> ConversationView | None:
        with self._factory() as session:
            return find_conversation(session, key)


class ConversationReader:
    """Knows up to where a browser has been told of a conversation; up to ``since`` it needs only a person's words."""

    def __init__(self, factory: sessionmaker, threads: CapacityLimiter, key: str, *, position: int, since: int) -> None:
        self.is_over = False
        self._factory = factory
        self._threads = threads
        self._key = key
        self._position = position
        self._since = since
        self._state: str | None = ""

    async def read(self, news: Sequence[News]) -> list[str]:
        """Return the events that are due. Raises SQLAlchemyError."""
        events = []
        if not news or any(one.kind != "typing" for one in news):
            update = await to_thread.run_sync(self._read, limiter=self._threads)
            events = self._write_messages(update.messages)
            if update.state != self._state:
                self._state = update.state
                self.is_over = update.state is None
                events.append(write_event("state", {"state": update.state or "closed"}, self._position))
        typing = [one.data for one in news if one.is_typing("person", now=utc_now())]
        return events + [write_event("typing", data, self._position) for data in typing]

    def _write_messages(self, messages: Sequence[MessageView]) -> list[str]:
        events = []
        for message in messages:
            self._position = message.position
            if message.position > self._since or message.body["from"] == "person":
                events.append(write_event("message", message.body, message.position))
        return events

    def _read(self) -> Update:
        with self._factory() as session:
            conversation = find_conversation(session, self._key)
            if conversation is None:
                return Update(None, [])
            is_new = conversation.message_count > self._position
            messages = read_messages(session, self._key, after=self._position) if is_new else []
            return Update(conversation.state, messages)


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
