"""One message and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.german.languages import ENGLISH, GERMAN
from bot.search.classifier import Guess
from bot.search.labels import without_moves
from bot.search.memory import Memory
from bot.search.message import Concern
from bot.search.preferences import USUAL, Preferences
from bot.search.reply import Reply


@dataclass(frozen=True)
class Turn:
    """A visitor's message with what is known around it; ``guesses`` is the trained posterior, None without one.

    ``concerns`` are the two parts of a message that asks for two things. ``written_in`` is the language of the text.
    """

    text: str
    memory: Memory
    guesses: Sequence[Guess] | None = None
    concerns: Sequence[Concern] = ()
    preferences: Preferences = USUAL
    written_in: str = GERMAN

    @property
    def language(self) -> str:
        """The language to answer in: English where it is wished for or written, else German."""
        return ENGLISH if ENGLISH in (self.preferences.language, self.written_in) else GERMAN

    def as_question(self) -> Turn:
        """Return the turn with a posterior over content alone: whatever else it may be, it is read as a question."""
        return self if self.guesses is None else replace(self, guesses=without_moves(self.guesses))


@dataclass(frozen=True)
class Outcome:
    """What the visitor is told, and what is remembered."""

    replies: tuple[Reply, ...]
    memory: Memory
