"""Talk to Rasa's REST channel, and stop asking for a while when it does not answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import httpx

logger = logging.getLogger(__name__)

FIRST_PAUSE = 1.0  # seconds; doubled with each failure in a row
LONGEST_PAUSE = 15.0


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
    """Sends a visitor's message and returns the assistant's messages as plain data."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float,
        breaker: CircuitBreaker | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.breaker = breaker or CircuitBreaker()
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=50)
        # The proxies of the environment are for the outside world, not for the loopback interface.
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(timeout, connect=2.0),
            limits=limits,
            trust_env=False,
            transport=transport,
        )

    async def send(self, key: str, message: str) -> list[dict[str, Any]]:
        """Return the messages for the conversation ``key``. Raises RasaUnavailable.

        An empty list counts as unavailable: Rasa is silent when its action server is down.
        """
        if self.breaker.is_open:
            raise RasaUnavailable("paused after a failure")
        try:
            response = await self._http.post("/webhooks/rest/webhook", json={"sender": key, "message": message})
            messages = read_messages(response.raise_for_status().json())
        except (httpx.HTTPError, ValueError) as error:
            self.breaker.note_failure()
            logger.warning("rasa failed: %s", type(error).__name__)
            raise RasaUnavailable(type(error).__name__) from error
        self.breaker.note_success()
        if not messages:
            logger.warning("rasa stayed silent")
            raise RasaUnavailable("no reply")
        return messages

    async def is_ready(self) -> bool:
        """Tell whether Rasa answers and has a model."""
        try:
            response = await self._http.get("/status", timeout=3.0)
            # Without --enable-api there is no /status; the front page then tells that the server is up.
            if response.status_code == 404:
                response = await self._http.get("/", timeout=3.0)
        except httpx.HTTPError:
            return False
        return response.is_success

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()


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
