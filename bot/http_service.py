"""One service of the loopback interface over HTTP: connections are kept, every failure is one exception."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

MAXIMUM_CONNECTIONS = 100
CONNECT_SECONDS = 2.0
STATUS_SECONDS = 3.0  # whoever needs longer to say how he is, is not well


class Unreachable(Exception):
    """The service could not be reached, was too slow or broke off; the message is the name of the error."""


@dataclass(frozen=True)
class HttpReply:
    """Status and body of a response."""

    status: int
    body: bytes = b""

    @property
    def is_success(self) -> bool:
        """Tell whether the status is one of 200 to 299."""
        return 200 <= self.status < 300


class Service(Protocol):
    """What can be asked over HTTP."""

    async def get(self, path: str, *, timeout: float = STATUS_SECONDS) -> HttpReply:
        """Return the reply to a GET. Raises Unreachable."""

    async def post(self, path: str, data: Any, *, timeout: float) -> HttpReply:
        """Return the reply to a POST of JSON. Raises Unreachable."""

    async def close(self) -> None:
        """Close all connections."""


class HttpService:
    """A service at an address; it follows no redirects and keeps no cookies."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def get(self, path: str, *, timeout: float = STATUS_SECONDS) -> HttpReply:
        """Return the reply to a GET. Raises Unreachable."""
        return await self._request("GET", path, timeout=timeout)

    async def post(self, path: str, data: Any, *, timeout: float) -> HttpReply:
        """Return the reply to a POST of JSON. Raises Unreachable."""
        return await self._request("POST", path, timeout=timeout, data=json.dumps(data).encode())

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    async def _request(self, method: str, path: str, *, timeout: float, data: bytes | None = None) -> HttpReply:
        limit = aiohttp.ClientTimeout(total=timeout, connect=CONNECT_SECONDS)
        headers = {"Content-Type": "application/json"} if data else None
        try:
            async with self._open().request(
                method, self._url + path, data=data, headers=headers, timeout=limit, allow_redirects=False
            ) as response:
                return HttpReply(response.status, await response.read())
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise Unreachable(type(error).__name__) from error

    def _open(self) -> aiohttp.ClientSession:
        """Return the session; it belongs to the event loop that runs when the first request is made."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                # The proxies of the environment are for the outside world, not for the loopback interface.
                trust_env=False,
                connector=aiohttp.TCPConnector(limit=MAXIMUM_CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session
