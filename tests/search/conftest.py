"""Conversations with the brain over the seeded content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy.orm import sessionmaker

from bot.search.brain import Brain
from bot.search.classifier import Guess
from bot.search.dialogue import Dialogue
from bot.search.memory import Memory
from bot.search.reply import Reply
from bot.search.turn import Outcome, Turn
from tests.conftest import TODAY


@dataclass
class Conversation:
    """A conversation that carries its memory from turn to turn."""

    dialogue: Dialogue
    memory: Memory = field(default_factory=Memory)

    def ask(self, text: str, *guesses: tuple[str, float]) -> Reply:
        """Ask a question, with a posterior where one is given; return the first reply."""
        return self.take(self.dialogue.answer_question, text, guesses)

    def take(self, move: Callable[[Turn], Outcome], text: str, guesses: Sequence[tuple[str, float]] = ()) -> Reply:
        """Make any move of the dialogue; return the first reply."""
        posterior = [Guess(label, probability) for label, probability in guesses] if guesses else None
        outcome = move(Turn(text, self.memory, posterior))
        self.memory = outcome.memory
        return outcome.replies[0]


@pytest.fixture
def conversation(brain: Brain, content: sessionmaker) -> Iterator[Conversation]:
    """A new conversation that knows the sample offers."""
    with content() as session:
        yield Conversation(Dialogue(brain, session, today=TODAY, show_samples=True, lead="michael-wieners"))
