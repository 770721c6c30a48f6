"""What a visitor hands to a person, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from bot.conversations.transcript import TranscriptLine
from bot.handoff.dossier import Dossier
from bot.handoff.models import REASONS
from bot.handoff.plain_text import tidy_line, tidy_lines


@dataclass(frozen=True)
class HandoffRequest:
    """What a visitor hands to a person; ``reason`` is one of ``REASONS``, times are aware.

    ``areas`` are what it is about, best first: slugs of topics, groups of the FAQ, organisations.
    """

    conversation_key: str
    reason: str
    concern: str
    name: str
    email: str
    phone: str
    company: str
    consent_at: datetime
    consent_text: str = ""
    areas: tuple[str, ...] = ()
    dossier: Dossier = Dossier()
    transcript: tuple[TranscriptLine, ...] = ()

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"{self.reason!r} is no reason for a hand-off.")
        if not tidy_lines(self.concern) or not self.conversation_key:
            raise ValueError("A hand-off needs a concern and a conversation.")
        if not self.email and not self.phone:
            raise ValueError("A hand-off needs an e-mail address or a telephone number.")


def name_consent(text: str) -> str:
    """Return the version of a text that somebody agrees to, by which it is told from other wordings of it."""
    return sha256(text.encode()).hexdigest()[:12]


def tidy_request(request: HandoffRequest) -> HandoffRequest:
    """Return the request in a form that fits the columns and holds nothing a database or a mail refuses."""
    return replace(
        request,
        concern=tidy_lines(request.concern),
        name=tidy_line(request.name)[:200],
        email=tidy_line(request.email)[:254],
        phone=tidy_line(request.phone)[:40],
        company=tidy_line(request.company)[:200],
    )
