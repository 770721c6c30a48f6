"""Streams that are woken by the feed: at once, also by other processes, each message exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.conversations.models import LiveEvent
from bot.db import utc_now
from bot.live.stream import RETRY
from bot.web.errors import ApiError
from bot.web.events import EventStreams
from tests.conversations.samples import KEY, OTHER_KEY, keep_turn, make_reply
from tests.live.processes import LONG, Process, begin_to_hear, run_process
from tests.web.event_reader import Event, parse_event, take, write_as_person

TYPING = {"from": "person", "name": "Frau Beispiel"}


@pytest.fixture
async def process(session_factory: sessionmaker, sqlite_engine: Engine) -> AsyncIterator[Process]:
    """A process over a database with two conversations."""
    for key in (KEY, OTHER_KEY):
        keep_turn(session_factory, "eins", make_reply(text="zwei"), key=key)
    async with run_process(sqlite_engine) as process:
        with process.feed.listen("always") as listener:
            await begin_to_hear(listener)
            yield process


def make_streams(process: Process, **values: Any) -> EventStreams:
    """Return streams that do not look for themselves."""
    return EventStreams(process.factory, process.feed, **{"most_streams": 10, "check_seconds": LONG, **values})


async def begin(streams: EventStreams, key: str = KEY) -> AsyncGenerator[str, None]:
    """Open a stream and read what it tells at its beginning."""
    stream = await streams.open(key, None)
    assert [await anext(stream), parse_event(await anext(stream))[0]] == [RETRY, "state"]
    return stream


async def next_event(stream: AsyncGenerator[str, None]) -> Event:
    """Return the next event, which comes sooner than the stream would look for itself."""
    return parse_event(await asyncio.wait_for(anext(stream), LONG / 2))


async def test_a_message_of_another_process_arrives_at_once(process: Process, session_factory: sessionmaker) -> None:
    stream = await begin(make_streams(process))
    write_as_person(session_factory, KEY, "Guten Tag")
    name, number, body = await next_event(stream)
    assert (name, number, body["text"]) == ("message", 3, "Guten Tag")
    assert await next_event(stream) == ("state", 3, {"state": "person"})


async def test_that_a_person_is_writing_is_shown_and_not_kept(process: Process) -> None:
    stream = await begin(make_streams(process))
    process.announce(OTHER_KEY, "typing", **TYPING)
    process.announce(KEY, "typing", **{"from": "visitor"})
    process.announce(KEY, "typing", **TYPING)
    assert await next_event(stream) == ("typing", 2, TYPING)
    again = await make_streams(process).open(KEY, "0")
    assert [name for name, *_ in map(parse_event, (await take(again, 4))[1:])] == ["message", "message", "state"]


async def test_that_a_person_was_writing_long_ago_is_not_shown(process: Process) -> None:
    stream = await begin(make_streams(process))
    with process.factory.begin() as session:
        session.add(LiveEvent(channel=KEY, kind="typing", data=TYPING, at=utc_now() - timedelta(seconds=7)))
    write_as_person(process.factory, KEY, "Guten Tag")
    assert (await next_event(stream))[0] == "message"


async def test_a_process_has_so_many_streams_and_no_more(process: Process) -> None:
    streams = make_streams(process, most_streams=2)
    opened = [await begin(streams, key) for key in (KEY, OTHER_KEY)]
    with pytest.raises(ApiError) as refusal:
        await streams.open(KEY, None)
    assert (refusal.value.status, refusal.value.code, refusal.value.retry_after) == (503, "crowded", 30)
    assert "sehr viele Gespräche" in refusal.value.text
    await opened[0].aclose()
    await begin(streams)


async def test_streams_that_end_leave_nothing_behind(process: Process) -> None:
    streams = make_streams(process)
    for _ in range(20):
        stream = await begin(streams)
        waiting = asyncio.create_task(anext(stream))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert (list(streams._places._taken), list(process.feed._listeners)) == ([], ["always"])


async def test_a_browser_that_comes_back_again_and_again_misses_and_doubles_nothing(
    process: Process, session_factory: sessionmaker
) -> None:
    streams, chance, texts = make_streams(process, most_streams=1), Random(5), [f"{n}" for n in range(30)]

    def write() -> None:
        for text in texts:
            write_as_person(session_factory, KEY, text)

    writing = asyncio.create_task(asyncio.to_thread(write))
    heard: list[str] = []
    last = "2"
    while heard[-1:] != texts[-1:]:
        async with aclosing(await streams.open(KEY, last)) as stream:
            for _ in range(chance.randint(1, 6)):
                piece = await asyncio.wait_for(anext(stream), LONG)
                if piece == RETRY:
                    continue
                name, number, data = parse_event(piece)
                last = str(number)
                heard += [data["text"]] if name == "message" else []
                if heard[-1:] == texts[-1:]:
                    break
    await writing
    assert heard == texts
