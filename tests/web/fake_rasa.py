"""A stand-in for Rasa's REST channel: it answers what a test lays ready, and fails as a test wants."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx

from bot.search.reply import Reference, Reply

ANSWER = Reply("answer", "Das ist so.", (Reference("faq", "was-ist-tregks"),))


class FakeRasa:
    """Remembers sender and text of each message; ``trouble`` comes instead of an answer."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.replies: list[Any] = []
        self.trouble: Exception | httpx.Response | None = None
        self.status = httpx.Response(200, json={})
        self.held_text = ""
        self.arrived, self.released = asyncio.Event(), asyncio.Event()

    @property
    def texts(self) -> list[str]:
        return [text for _sender, text in self.received]

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def will_say(self, *replies: Reply) -> None:
        """Lay the replies to one message ready, as the action server gives them."""
        self.replies.append([{"recipient_id": "x", "custom": reply.to_dict()} for reply in replies])

    async def hold(self, text: str) -> None:
        """Wait until this text arrives; its answer waits for ``released``."""
        self.held_text = text
        await self.arrived.wait()

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return self.status
        data = json.loads(request.content)
        self.received.append((data["sender"], data["message"]))
        if data["message"] == self.held_text:
            self.arrived.set()
            await self.released.wait()
        if isinstance(self.trouble, Exception):
            raise self.trouble
        if self.trouble is not None:
            return httpx.Response(self.trouble.status_code, content=self.trouble.content)
        if not self.replies:
            self.will_say(ANSWER)
        return httpx.Response(200, json=self.replies.pop(0))
