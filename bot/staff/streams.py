"""Streams that tell open pages of the back office to look anew, as long as the log-in lasts."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence

from anyio import CapacityLimiter, to_thread
from sqlalchemy.orm import sessionmaker

from bot.accounts.sessions import OpenSession, is_open
from bot.conversations.live import News
from bot.db import utc_now
from bot.handoff.presence import touch_presence
from bot.live.feed import LiveFeed
from bot.live.places import Places
from bot.live.response import EventStreamResponse
from bot.live.stream import CHECK_SECONDS, RETRY, stream_events, write_event
from bot.staff.errors import Refused

MOST_STREAMS = 12  # of one log-in
READING_THREADS = 2

Concerns = Callable[[News], bool]


class DeskStreams:
    """The streams of a process; each says only that there is something new, the page then fetches it."""

    def __init__(self, factory: sessionmaker, feed: LiveFeed, *, check_seconds: float = CHECK_SECONDS) -> None:
        self._factory = factory
        self._feed = feed
        self._check_seconds = check_seconds
        self._places = Places(MOST_STREAMS)
        self._threads = CapacityLimiter(READING_THREADS)

    def follow(self, login: OpenSession, *channels: str, concerns: Concerns) -> EventStreamResponse:
        """Return the stream of what is announced on some channels and ``concerns`` the page. Raises Refused."""
        if self._places.are_taken(login.key):
            raise Refused(429, "Es sind zu viele Seiten zugleich offen. Bitte schließen Sie einige davon.")
        return EventStreamResponse(self._stream(login, channels, concerns))

    async def _stream(
        self, login: OpenSession, channels: Sequence[str], concerns: Concerns
    ) -> AsyncGenerator[str, None]:
        if self._places.are_taken(login.key):  # others began meanwhile
            yield RETRY
            return
        with self._places.take(login.key), self._feed.listen(*channels) as listener:
            reader = DeskReader(self._factory, self._threads, login, concerns)
            async for event in stream_events(listener, reader, check_seconds=self._check_seconds):
                yield event


class DeskReader:
    """Tells a page to look anew; now and then it makes sure that the log-in lasts, and that somebody is there."""

    def __init__(self, factory: sessionmaker, threads: CapacityLimiter, login: OpenSession, concerns: Concerns) -> None:
        self.is_over = False
        self._factory = factory
        self._threads = threads
        self._login = login
        self._concerns = concerns

    async def read(self, news: Sequence[News]) -> list[str]:
        """Return the events that are due: ``neu``, ``tippt``, and ``ende`` with the log-in. Raises SQLAlchemyError."""
        if not news:  # at the beginning, and when nobody woke the stream for a while
            self.is_over = not await to_thread.run_sync(self._check, limiter=self._threads)
            return [write_event("ende" if self.is_over else "neu", {}, 0)]
        names = {"tippt" if one.kind == "typing" else "neu" for one in news if self._is_due(one)}
        return [write_event(name, {}, 0) for name in sorted(names)]

    def _is_due(self, news: News) -> bool:
        if news.kind == "typing":
            return news.is_typing("visitor", now=utc_now())
        return self._concerns(news)

    def _check(self) -> bool:
        now = utc_now()
        with self._factory.begin() as session:
            if not is_open(session, self._login.key, now=now):
                return False
            touch_presence(session, self._login.account.id, now=now)
        return True
