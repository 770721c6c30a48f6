"""A visitor's page: sends messages, follows the stream, remembers what it has been shown."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot.evaluation.client import Turn, read_turn
from bot.evaluation.handoff.journal import Visit
from bot.evaluation.handoff.line import Line, NoAnswer

RECONNECT_SECONDS = 0.5
GONE = 404


class UnexpectedAnswer(NoAnswer):
    """The chat API refused what a page has a right to send."""


class ChatPage:
    """One open page; ``turns`` keeps all visitors together from sending more than so many messages at once."""

    def __init__(self, line: Line, visit: Visit, turns: asyncio.Semaphore, now: Callable[[], datetime]) -> None:
        self.visit = visit
        self.now = now
        self.state = "bot"
        self._is_open = True
        self.news = asyncio.Event()  # something was shown that nobody had asked for
        self._line = line
        self._turns = turns
        self._watching: asyncio.Task[None] | None = None

    @property
    def path(self) -> str:
        """The address of this conversation."""
        return f"/api/chat/{self.visit.conversation}"

    async def say(self, text: str) -> Turn:
        """Send a text, under a name of its own so that it is taken once."""
        turn = await self._send({"message": text})
        if turn.state == "person" and not turn.messages:
            self.visit.written_to_person.append(text)
        return turn

    async def press(self, payload: str) -> Turn:
        """Press a button."""
        return await self._send({"payload": payload})

    async def _send(self, what: dict[str, str]) -> Turn:
        body = {"conversation": self.visit.conversation or None, "client_id": uuid.uuid4().hex}
        async with self._turns:
            response = await self._line.ask("POST", "/api/chat", json={**body, **what})
        if response.status_code == GONE and "message" in what:  # its first turn could not be kept: begin anew
            self.visit.conversation = ""
            return await self._send(what)
        if not response.is_success:
            raise UnexpectedAnswer(f"POST /api/chat: {response.status_code} {response.text[:200]}")
        data = response.json()
        self.visit.conversation, self.state = data["conversation"], data["state"]
        return read_turn(data, 0.0)

    def watch(self) -> None:
        """Follow the stream from now on."""
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Close the page."""
        self._is_open = False
        if self._watching:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
            self._watching = None

    async def read_history(self) -> list[dict[str, Any]]:
        """Return all messages as a page that is opened anew gets them."""
        response = await self._line.ask("GET", self.path)
        return list(response.json()["messages"]) if response.is_success else []

    async def _watch(self) -> None:
        position: int | None = None
        while self._is_open:  # a connection that breaks while it is closed swallows the cancellation
            async for name, at, data in self._line.follow(f"{self.path}/events", position):
                position = at if at >= 0 else position
                self._note(name, at, data)
                if name == "message":
                    await self._line.tell(f"{self.path}/seen")
            await asyncio.sleep(RECONNECT_SECONDS)

    def _note(self, name: str, position: int, data: dict[str, Any]) -> None:
        if name == "message":
            self.visit.events.append((position, data))
        elif name == "state":
            self.state = data["state"]
        self.news.set()
