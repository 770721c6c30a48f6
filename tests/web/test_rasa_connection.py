"""Rasa over a real connection on this machine: slow, gone, or there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.http_service import HttpService
from bot.web.rasa_client import RasaClient, RasaUnavailable


async def find_trouble(client: RasaClient) -> str:
    """Send a message that must fail, and return why."""
    with pytest.raises(RasaUnavailable) as error:
        await client.send("k", "Hallo")
    return str(error.value)


@asynccontextmanager
async def server(answer: bytes) -> AsyncIterator[str]:
    """A real server on this machine that gives everybody the same answer, or none."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"}")
        writer.write(answer)
        if answer:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_slow_rasa_is_not_waited_for_longer_than_allowed() -> None:
    async with server(b"") as url:
        client = RasaClient(HttpService(url), timeout=0.05)
        assert await find_trouble(client) == "TimeoutError"
        await client.close()


async def test_a_rasa_that_is_not_there_is_unavailable_and_not_ready() -> None:
    async with server(b"") as url:
        pass
    client = RasaClient(HttpService(url), timeout=5)
    assert await find_trouble(client) == "ClientConnectorError"
    assert not await client.is_ready()
    await client.close()


async def test_the_proxies_of_the_environment_are_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    body = b'[{"text": "Hallo"}]'
    async with server(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)) as url:
        client = RasaClient(HttpService(url), timeout=5)
        assert (await client.send("k", "Hi"))[0]["text"] == "Hallo"
        await client.close()
