"""The response of a stream: whatever the browser does, nothing of it stays behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from bot.live import response as live_response
from bot.live.response import EventStreamResponse

SCOPE = {"type": "http", "method": "GET", "path": "/", "headers": []}


class Pieces:
    """A stream without an end that remembers whether it was closed."""

    def __init__(self) -> None:
        self.is_closed = False

    async def stream(self) -> AsyncGenerator[str, None]:
        try:
            while True:
                yield "piece"
        finally:
            self.is_closed = True


class Browser:
    """Takes in so many pieces, then goes away or just stops to read."""

    def __init__(self, pieces: int, *, is_leaving: bool) -> None:
        self.left = pieces + 1  # the head comes first
        self.is_leaving = is_leaving
        self.is_gone = asyncio.Event()

    async def receive(self) -> Message:
        await self.is_gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, _message: Message) -> None:
        self.left -= 1
        if self.left < 0:
            if self.is_leaving:
                self.is_gone.set()
            await asyncio.Event().wait()


async def test_a_browser_that_leaves_ends_its_stream() -> None:
    pieces, browser = Pieces(), Browser(3, is_leaving=True)
    await EventStreamResponse(pieces.stream())(SCOPE, browser.receive, browser.send)
    assert pieces.is_closed


async def test_a_browser_that_stops_reading_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_response, "SEND_SECONDS", 0.01)
    pieces, browser = Pieces(), Browser(3, is_leaving=False)
    with pytest.raises(ClientDisconnect):
        await EventStreamResponse(pieces.stream())(SCOPE, browser.receive, browser.send)
    assert pieces.is_closed
