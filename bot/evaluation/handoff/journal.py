"""What the people of a simulation did and saw, from their side of the screen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.evaluation.handoff.plan import Character


@dataclass(frozen=True)
class Spoken:
    """Words that a service has acknowledged; no two are alike."""

    case_number: str
    text: str


@dataclass(frozen=True)
class Told:
    """What a visitor was told when a concern had been handed over, between which two moments."""

    case_number: str
    text: str
    asked_at: datetime
    told_at: datetime


@dataclass(frozen=True)
class SignOfLife:
    """A page of the back office was open; it took effect between the two moments.

    ``is_switch`` says that the presence was switched there, and did not just go on.
    """

    asked_at: datetime
    done_at: datetime
    account_id: int
    is_present: bool
    is_switch: bool

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return the two moments."""
        return self.asked_at, self.done_at


@dataclass
class Visit:
    """One visitor's side: what was told, written and shown, in order."""

    character: Character
    conversation: str = ""
    told: list[Told] = field(default_factory=list)
    written_to_person: list[str] = field(default_factory=list)  # while a person had the conversation
    added: list[str] = field(default_factory=list)  # to a case that was answered already
    booked: list[str] = field(default_factory=list)  # cases with a promised call
    events: list[tuple[int, dict[str, Any]]] = field(default_factory=list)  # of the stream: position, message
    history: list[dict[str, Any]] = field(default_factory=list)
    trouble: str = ""  # why the visitor did not come to an end


@dataclass
class Journal:
    """Everything that was seen from outside."""

    visits: list[Visit] = field(default_factory=list)
    replies: list[Spoken] = field(default_factory=list)  # of persons, by link or live
    presence: list[SignOfLife] = field(default_factory=list)
    retries: Counter[str] = field(default_factory=Counter)

    @property
    def told_cases(self) -> set[str]:
        """All case numbers that visitors were told."""
        return {told.case_number for visit in self.visits for told in visit.told}
