"""A stand-in for Rasa's REST channel: it answers what a test lays ready, and fails as a test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from bot.http_service import HttpReply, Unreachable
from bot.search.reply import Reference, Reply

ANSWER = Reply("answer", "Das ist so.", (Reference("faq", "was-ist-tregks"),))


class FakeRasa:
    """Remembers sender and text of each message; ``trouble`` comes instead of an answer."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.metadata: list[dict[str, Any]] = []
        self.replies: list[Any] = []
        self.trouble: Unreachable | HttpReply | None = None
        self.status = HttpReply(200)
        self.pages: dict[str, HttpReply] = {}
        self.held_text = ""
        self.before_answer: Callable[[], None] = lambda: None
        self.arrived, self.released = asyncio.Event(), asyncio.Event()

    @property
    def texts(self) -> list[str]:
        return [text for _sender, text in self.received]

    def will_say(self, *replies: Reply) -> None:
        """Lay the replies to one message ready, as the action server gives them."""
        self.replies.append([{"recipient_id": "x", "custom": reply.to_dict()} for reply in replies])

    async def hold(self, text: str) -> None:
        """Wait until this text arrives; its answer waits for ``released``, whoever sends it."""
        self.pages: dict[str, HttpReply] = {}
        self.held_text = text
        await self.arrived.wait()

    async def get(self, path: str, *, timeout: float = 1) -> HttpReply:
        return self.pages.get(path, self.status)

    async def post(self, path: str, data: Any, *, timeout: float) -> HttpReply:
        self.received.append((data["sender"], data["message"]))
        self.metadata.append(data.get("metadata", {}))
        if data["message"] == self.held_text:
            self.arrived.set()
            await self.released.wait()
        self.before_answer()
        if isinstance(self.trouble, Unreachable):
            raise self.trouble
        if self.trouble is not None:
            return self.trouble
        if not self.replies:
            self.will_say(ANSWER)
        return HttpReply(200, json.dumps(self.replies.pop(0)).encode())

    async def close(self) -> None:
        """Nothing is open."""
