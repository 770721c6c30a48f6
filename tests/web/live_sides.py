"""The two sides of a live conversation as their browsers play them: a visitor's chat, and a page of the back office."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx

from tests.staff.desk import PASSWORD

TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class VisitorPage:
    """A chat that listens to a conversation."""

    def __init__(self, http: httpx.AsyncClient, conversation: str, lines: AsyncIterator[str]) -> None:
        self._http = http
        self._conversation = conversation
        self._lines = lines

    async def say(self, text: str) -> None:
        """Send a message to the person."""
        sent = await self._http.post("/api/chat", json={"conversation": self._conversation, "message": text})
        assert sent.json()["state"] == "person", sent.text

    async def wait_for(self, text: str) -> float:
        """Return when a message with this text arrives."""
        async for line in self._lines:
            if line.startswith("data: ") and json.loads(line[6:]).get("text") == text:
                return time.perf_counter()
        raise AssertionError(f"The stream ended before „{text}“.")


class StaffPage:
    """An open page of a case; told of something new it fetches itself anew, as its script does."""

    def __init__(self, http: httpx.AsyncClient, token: str, case_number: str) -> None:
        self._http = http
        self._token = token
        self._path = f"/redaktion/faelle/{case_number}"
        self._is_stale, self._is_fetched = asyncio.Event(), asyncio.Event()
        self._html = ""

    async def press(self, action: str, **fields: str) -> None:
        """Send one of the page's forms."""
        sent = await self._http.post(f"{self._path}/{action}", data={"csrf": self._token, **fields})
        assert sent.status_code in (200, 303), f"{action} was refused: {sent.status_code}"

    async def wait_for(self, text: str) -> float:
        """Return when the page shows a text."""
        while text not in self._html:
            self._is_fetched.clear()
            await self._is_fetched.wait()
        return time.perf_counter()

    async def listen(self) -> None:
        """Mark the page as stale whenever the stream says so."""
        async with self._http.stream("GET", f"{self._path}/ereignisse") as response:
            assert response.status_code == 200, f"the stream was refused: {response.status_code}"
            async for line in response.aiter_lines():
                if line == "event: neu":
                    self._is_stale.set()

    async def refresh(self) -> None:
        """Fetch the page whenever it is stale."""
        while True:
            await self._is_stale.wait()
            self._is_stale.clear()
            self._html = (await self._http.get(self._path)).text
            self._is_fetched.set()


@asynccontextmanager
async def open_chat(http: httpx.AsyncClient, conversation: str) -> AsyncIterator[VisitorPage]:
    """Open the chat of a conversation until the block ends."""
    async with http.stream("GET", f"/api/chat/{conversation}/events") as response:
        assert response.status_code == 200, f"a stream was refused: {response.status_code}"
        yield VisitorPage(http, conversation, response.aiter_lines())


@asynccontextmanager
async def open_case_page(http: httpx.AsyncClient, token: str, case_number: str) -> AsyncIterator[StaffPage]:
    """Open the page of a case until the block ends."""
    page = StaffPage(http, token, case_number)
    tasks = [asyncio.create_task(work) for work in (page.listen(), page.refresh())]
    try:
        yield page
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def log_in(http: httpx.AsyncClient, email: str) -> str:
    """Log a member of staff in and return the token of the forms."""
    answer = await http.post("/redaktion/anmelden", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303, f"the log-in was refused: {answer.status_code}"
    found = TOKEN.search((await http.get("/redaktion/")).text)
    assert found, "the back office shows no form"
    return found[1]
