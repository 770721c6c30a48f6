"""Read event streams as a browser does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import sessionmaker
from starlette.types import ASGIApp, Message

from bot.conversations.live import announce
from bot.conversations.models import Conversation
from bot.conversations.models import Message as KeptMessage
from bot.conversations.record import make_message_id

Event = tuple[str, int, Any]


def parse_event(text: str) -> Event:
    """Return name, id and data of one event."""
    lines = dict(line.split(": ", 1) for line in text.removesuffix("\n\n").split("\n"))
    return lines["event"], int(lines["id"]), json.loads(lines["data"])


async def take(stream: AsyncIterator[str], count: int) -> list[str]:
    """Return the next pieces of a stream."""
    return [await anext(stream) for _ in range(count)]


async def take_events(stream: AsyncIterator[str], count: int) -> list[Event]:
    """Return the next events of a stream that has already said when to come back."""
    return [parse_event(text) for text in await take(stream, count)]


def write_as_person(factory: sessionmaker, key: str, text: str, *, state: str = "person") -> None:
    """Write into a conversation as the staff does, and take it over."""
    with factory.begin() as session:
        session.execute(
            update(Conversation)
            .where(Conversation.key == key)
            .values(message_count=Conversation.message_count + 1, state=state)
            .execution_options(synchronize_session=False)
        )
        position = session.get(Conversation, key).message_count
        body = {"id": make_message_id(), "from": "person", "kind": "answer", "text": text, "references": []}
        values = {"position": position, "public_id": body["id"], "author": "person", "text": text, "body": body}
        session.add(KeptMessage(conversation_key=key, **values))
        announce(session, key, "message")


@dataclass
class Browser:
    """What a browser sees of a response that goes on."""

    sent: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    is_gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> Message:
        await self.is_gone.wait()
        return {"type": "http.disconnect"}

    async def read_head(self) -> tuple[int, dict[str, str]]:
        message = await self.sent.get()
        return message["status"], {name.decode(): value.decode() for name, value in message["headers"]}

    async def read_piece(self) -> str:
        return str((await self.sent.get())["body"].decode())


@asynccontextmanager
async def open_stream(app: ASGIApp, path: str, **headers: str) -> AsyncIterator[Browser]:
    """Open an address and leave when the block ends."""
    browser = Browser()
    names = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": names, "client": None}

    async def run() -> None:
        await app(scope, browser.receive, browser.sent.put)

    task = asyncio.create_task(run())
    yield browser
    browser.is_gone.set()
    await task
