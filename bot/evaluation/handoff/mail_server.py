"""A mail server that takes mails on a free port of this machine, and is out of order when it is told to be.

It knows as much of SMTP (RFC 5321) as ``smtplib`` needs to deliver one mail per connection.
"""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

CASE_NUMBER = re.compile(r"TK-\d{4}-[A-Z0-9]{6}")
PATH = re.compile(r"https?://[^/\s]+(/(?:antwort|fall)/[a-z0-9]+)")
# How a mail server fails: nobody listens, it turns everybody away, refuses the recipient, refuses the mail, hangs up.
TROUBLES = ("closed", "busy", "recipient", "mail", "hang_up")
DOT_LINE = b"\r\n.\r\n"
SECONDS = 30.0
LARGEST_MAIL = 10_000_000  # bytes


@dataclass(frozen=True)
class ReceivedMail:
    """A mail that was accepted."""

    seconds: float  # by time.monotonic(), which no jump moves
    message_id: str
    recipient: str
    subject: str
    text: str
    has_calendar: bool = False

    @property
    def case_number(self) -> str:
        """The case that the mail is about, "" without one."""
        found = CASE_NUMBER.search(f"{self.subject}\n{self.text}")
        return found[0] if found else ""

    def find_path(self, beginning: str) -> str:
        """Return the path of the first link that begins so, "" without one."""
        return next((path for path in PATH.findall(self.text) if path.startswith(beginning)), "")


class MailServer:
    """Keeps what it accepts; ``trouble`` is one of ``TROUBLES`` or empty."""

    def __init__(self) -> None:
        self.received: list[ReceivedMail] = []
        self.refused = 0
        self.port = 0
        self.is_paused = False  # turns everybody away, whatever the trouble
        self._trouble = ""
        self._server: asyncio.AbstractServer | None = None
        self._open_connections = 0

    @property
    def is_idle(self) -> bool:
        """Whether nobody is connected."""
        return self._open_connections == 0

    async def set_trouble(self, trouble: str) -> None:
        """Go out of order in this way, or with "" come back into service."""
        self._trouble = trouble
        if trouble == "closed":
            await self.stop()
        elif self._server is None:
            await self.start()

    async def start(self) -> None:
        """Listen; after the first time on the same port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=LARGEST_MAIL)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open_connections += 1
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
                await asyncio.wait_for(self._talk(reader, writer), SECONDS)
        finally:
            self._open_connections -= 1
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        if self.is_paused or self._trouble in ("busy", "hang_up"):
            self.refused += 1
            if self._trouble != "hang_up":
                await say("421 Too busy")
            return
        await say("220 simulation")
        while line := (await reader.readline()).decode("ascii", "replace").strip():
            command = line[:4].upper()
            if command == "DATA":
                await say("354 Go on")
                raw = await reader.readuntil(DOT_LINE)
                await say(self._take(raw))
            elif command == "QUIT":
                await say("221 Bye")
                return
            elif command == "RCPT" and self._trouble == "recipient":
                self.refused += 1
                await say("450 Mailbox busy")
            else:
                await say("250 simulation")

    def _take(self, raw: bytes) -> str:
        if self._trouble:
            self.refused += 1
            return "451 Local error"
        self.received.append(read_mail(raw))
        return "250 Taken"


def read_mail(raw: bytes) -> ReceivedMail:
    """Read a mail as a mail program does."""
    message: Any = message_from_bytes(raw.replace(b"\r\n..", b"\r\n."), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return ReceivedMail(
        time.monotonic(),
        str(message["Message-ID"] or ""),
        str(message["To"] or ""),
        str(message["Subject"] or ""),
        str(body.get_content()) if body else "",
        any(part.get_content_type() == "text/calendar" for part in message.walk()),
    )
