"""How people of a simulation reach the gateways: as a browser does, again and again until it works."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from html import unescape
from typing import Any

import httpx

from bot.evaluation.errors import CannotEvaluate

PATIENCE = 240.0  # seconds until somebody gives up: longer than any process needs to start again
TURN_SECONDS = 30.0
STREAM_SECONDS = 40.0  # without a sign of life
FIRST_PAUSE, LONGEST_PAUSE = 0.3, 3.0
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


class NoAnswer(CannotEvaluate):
    """Nobody answered for as long as anybody would wait."""


class Line:
    """Requests to one of several gateways by chance; one that fails is sent again, to whichever answers."""

    def __init__(self, http: httpx.AsyncClient, urls: Sequence[str], retries: Counter[str]) -> None:
        self._http = http
        self._urls = urls
        self._retries = retries
        self._dice = random.Random(len(urls))  # noqa: S311 - plays, guards nothing

    async def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Return the first answer that is no failure of the service. Raises NoAnswer."""
        deadline, pause = time.monotonic() + PATIENCE, FIRST_PAUSE
        while time.monotonic() < deadline:
            try:
                url = self._dice.choice(self._urls) + path
                response = await self._http.request(method, url, timeout=TURN_SECONDS, **request)
                if response.status_code < 500 and response.status_code != 429:
                    return response
                self._retries[str(response.status_code)] += 1
            except httpx.HTTPError as error:
                self._retries[type(error).__name__] += 1
            await asyncio.sleep(pause * self._dice.uniform(0.5, 1.5))
            pause = min(pause * 1.5, LONGEST_PAUSE)
        raise NoAnswer(f"{method} {path.split('/')[1]}: nach {PATIENCE:.0f} Sekunden keine Antwort")

    async def tell(self, path: str) -> None:
        """Send something that may get lost."""
        with suppress(httpx.HTTPError):
            await self._http.post(self._dice.choice(self._urls) + path, timeout=TURN_SECONDS)

    async def follow(self, path: str, position: int | None) -> AsyncIterator[tuple[str, int, Any]]:
        """Yield the events of one connection to a stream (name, position, data) until it ends, however it does."""
        headers = {} if position is None else {"Last-Event-ID": str(position)}
        timeout = httpx.Timeout(TURN_SECONDS, read=STREAM_SECONDS)
        try:
            url = self._dice.choice(self._urls) + path
            async with self._http.stream("GET", url, headers=headers, timeout=timeout) as response:
                if response.is_success:
                    async for event in read_events(response):
                        yield event
        except httpx.HTTPError as error:
            self._retries[f"stream {type(error).__name__}"] += 1


def read_hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of all forms of a page; of a name that comes twice, the last."""
    fields = [dict(ATTRIBUTE.findall(field)) for field in HIDDEN.findall(page)]
    return {field["name"]: unescape(field.get("value", "")) for field in fields}


async def read_events(response: httpx.Response) -> AsyncIterator[tuple[str, int, Any]]:
    """Yield the complete events of a stream."""
    name, position, data = "message", -1, ""
    async for line in response.aiter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "id":
            position = int(value)
        elif field == "data":
            data += value
        elif not line and data:
            yield name, position, json.loads(data)
            name, data = "message", ""
