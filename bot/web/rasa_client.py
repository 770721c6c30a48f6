"""Talk to Rasa's REST channel, and stop asking for a while when it does not answer."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bot.http_service import Service, Unreachable

logger = logging.getLogger(__name__)

FIRST_PAUSE = 1.0  # seconds; doubled with each failure in a row
LONGEST_PAUSE = 15.0
MESSAGES_AT_ONCE = 2  # one in Rasa, one in the action server; see docs/measurements.md


class RasaUnavailable(Exception):
    """Rasa gave no usable reply; the message says why."""


class CircuitBreaker:
    """Keeps calls away from a service that just failed, so that visitors do not wait for its time-outs."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._closed_from = 0.0

    @property
    def is_open(self) -> bool:
        """Tell whether calls are to be left out now."""
        return self._clock() < self._closed_from

    def note_success(self) -> None:
        """Let everything through again."""
        self._failures, self._closed_from = 0, 0.0

    def note_failure(self) -> None:
        """Pause, longer with each failure in a row."""
        self._failures += 1
        self._closed_from = self._clock() + min(FIRST_PAUSE * 2 ** (self._failures - 1), LONGEST_PAUSE)


class RasaClient:
    """Sends a visitor's message and returns the assistant's messages as plain data; ``timeout`` in seconds."""

    def __init__(self, service: Service, *, timeout: float, breaker: CircuitBreaker | None = None) -> None:
        self.breaker = breaker or CircuitBreaker()
        self._service = service
        self._timeout = timeout
        # Rasa has one thread: more messages at once only delay each other. They get their turn in order.
        self._turns = asyncio.Semaphore(MESSAGES_AT_ONCE)

    async def send(self, key: str, message: str, metadata: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the messages for the conversation ``key``. Raises RasaUnavailable.

        ``metadata`` goes with the message as far as the actions, which find it beside the text.
        An empty list counts as unavailable: Rasa is silent when its action server is down.
        """
        async with self._turns:
            if self.breaker.is_open:
                raise RasaUnavailable("paused after a failure")
            about = {"metadata": metadata} if metadata else {}
            messages = await self._ask({"sender": key, "message": message, **about})
        if not messages:
            logger.warning("rasa stayed silent")
            raise RasaUnavailable("no reply")
        return messages

    async def _ask(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        try:
            reply = await self._service.post("/webhooks/rest/webhook", data, timeout=self._timeout)
            if not reply.is_success:
                raise Unreachable(f"status {reply.status}")
            messages = read_messages(msgspec.json.decode(reply.body))
        except (Unreachable, ValueError) as error:
            self.breaker.note_failure()
            reason = str(error) if isinstance(error, Unreachable) else type(error).__name__
            logger.warning("rasa failed: %s", reason)
            raise RasaUnavailable(reason) from error
        self.breaker.note_success()
        return messages

    async def is_ready(self) -> bool:
        """Tell whether Rasa answers and has a model."""
        try:
            reply = await self._service.get("/status")
            # Without --enable-api there is no /status; the front page then tells that the server is up.
            if reply.status == 404:
                reply = await self._service.get("/")
        except Unreachable:
            return False
        return reply.is_success

    async def close(self) -> None:
        """Close all connections."""
        await self._service.close()


def read_messages(data: Any) -> list[dict[str, Any]]:
    """Bring Rasa's messages into the terms of the chat API; plain text is smalltalk. Raises ValueError."""
    if not isinstance(data, list) or not all(isinstance(message, dict) for message in data):
        raise ValueError("Rasa's reply is not a list of messages.")
    messages: list[dict[str, Any]] = []
    for message in data:
        custom = message.get("custom")
        if isinstance(custom, dict) and "kind" in custom:
            messages.append({"references": [], **custom, "text": custom.get("text") or ""})
        elif message.get("text"):
            messages.append({"kind": "smalltalk", "text": message["text"], "references": []})
    return messages
