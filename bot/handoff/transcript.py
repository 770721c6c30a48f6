"""What was said, as text for mails and tickets: who, when, and the words without their markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.content.texts import write_date
from bot.conversations.transcript import TranscriptLine
from bot.handoff.models import TicketMessage
from bot.handoff.plain_text import tidy_line, tidy_lines
from bot.local_time import local_time

AUTHORS = {"visitor": "Besucher/in", "bot": "Lotse", "person": "Ansprechperson", "system": "Lotse"}
MARKS = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\((https?://[^\s)]+)\)"), r"\1 (\2)"),
)


def write_transcript(lines: Iterable[TranscriptLine]) -> str:
    """Return who said what and when, one paragraph for each message, its further lines indented."""
    return "\n".join(
        f"{local_time(line.at):%H:%M} {AUTHORS.get(line.author, line.author)}: "
        + _indent(line.text if line.author == "visitor" else unmark(line.text))
        for line in lines
    )


def write_thread(messages: Iterable[TicketMessage]) -> str:
    """Return what was written about a ticket, with day, time and name."""
    return "\n".join(
        f"{write_time(one.created_at)}, {tidy_line(one.sender_name) or AUTHORS[one.author]}: {_indent(one.text)}"
        for one in messages
    )


def list_sources(bodies: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the sources of the answers among messages of the chat API, each once: title, date and address."""
    found = (body.get("source") for body in bodies)
    return tuple(dict.fromkeys(_write_source(source) for source in found if source))


def write_time(moment: datetime) -> str:
    """Return a moment in German local time and writing."""
    return f"{local_time(moment):%d.%m.%Y um %H:%M} Uhr"


def unmark(text: str) -> str:
    """Return Markdown of ours as it reads without its marks: bold words and links."""
    for pattern, plain in MARKS:
        text = pattern.sub(plain, text)
    return text


def _indent(text: str) -> str:
    return tidy_lines(text).replace("\n", "\n    ")


def _write_source(source: Mapping[str, Any]) -> str:
    stand = f" (Stand {write_date(source['stand'])})" if source.get("stand") else ""
    address = f": {source['url']}" if source.get("url") else ""
    return f"{source.get('title', '')}{stand}{address}"
