"""When a stream has its reader look: woken or not, and never too rarely."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import OperationalError

from bot.conversations.live import News
from bot.db import utc_now
from bot.live import stream as live_stream
from bot.live.feed import Listener
from bot.live.stream import HEARTBEAT, RETRY, stream_events, write_event

NEWS = News(1, utc_now(), "one", "message")
LONG = 10.0


class Reader:
    """Notes what it was woken with, and tells each time that it was."""

    def __init__(self) -> None:
        self.is_over = False
        self.woken: list[int] = []

    async def read(self, news: Sequence[News]) -> list[str]:
        self.woken.append(len(news))
        return [write_event("read", {}, 0)]


async def test_a_stream_looks_at_its_beginning_and_when_it_is_woken() -> None:
    listener, reader = Listener(), Reader()
    stream = stream_events(listener, reader, check_seconds=LONG)
    assert [await anext(stream) for _ in range(2)] == [RETRY, write_event("read", {}, 0)]
    listener.tell(NEWS)
    await anext(stream)
    listener.tell()
    await anext(stream)
    assert reader.woken == [0, 1, 0]


async def test_a_stream_that_nobody_wakes_looks_for_itself() -> None:
    reader = Reader()
    stream = stream_events(Listener(), reader, check_seconds=0.02)
    for _ in range(4):
        await anext(stream)
    assert reader.woken == [0, 0, 0]


async def test_a_stream_that_is_woken_all_the_time_looks_at_everything_now_and_then() -> None:
    listener, reader = Listener(), Reader()

    async def wake() -> None:
        while True:
            listener.tell(NEWS)
            await asyncio.sleep(0.005)

    waking = asyncio.create_task(wake())
    async for _piece in stream_events(listener, reader, check_seconds=0.05):
        if len(reader.woken) > 40:
            break
    waking.cancel()
    assert reader.woken.count(0) > 2
    assert reader.woken.count(1) > 20


async def test_while_nothing_happens_a_stream_says_that_it_is_there_and_does_not_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live_stream, "HEARTBEAT_SECONDS", 0.01)
    reader = Reader()
    stream = stream_events(Listener(), reader, check_seconds=LONG)
    assert [await anext(stream) for _ in range(5)][2:] == [HEARTBEAT] * 3
    assert reader.woken == [0]


@pytest.mark.parametrize("ending", ["over", "broken"])
async def test_a_stream_ends_with_its_reader(ending: str) -> None:
    class LastReader(Reader):
        async def read(self, news: Sequence[News]) -> list[str]:
            if ending == "broken":
                raise OperationalError("SELECT", {}, Exception())
            self.is_over = True
            return await super().read(news)

    pieces = [piece async for piece in stream_events(Listener(), LastReader())]
    assert pieces == ([RETRY, write_event("read", {}, 0)] if ending == "over" else [RETRY])
